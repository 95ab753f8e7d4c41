"""Files from one's own machine."""

from __future__ import annotations

import formrerun as fr


def one_file() -> None:
    """A file of some types; what is uploaded reads as any file does."""
    file = fr.file_uploader("Table", type="csv", max_upload_size=5)
    if file is not None:
        fr.text(f"{file.name}: {len(file.readlines())} lines")


def several_files() -> None:
    """Several, which stay until they are removed."""
    files = fr.file_uploader("Pictures", type="image", accept_multiple_files=True)
    fr.caption(f"{len(files)} pictures")


def in_a_form() -> None:
    """In a form it is sent with the other fields."""
    with fr.form("application"):
        letter = fr.file_uploader("Letter", type=["pdf", "txt"])
        sent = fr.form_submit_button("Send")
    if sent:
        fr.text(letter.name if letter else "No letter.")
