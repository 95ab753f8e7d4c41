"""A box for messages."""

from __future__ import annotations

import formrerun as fr


def in_the_page() -> None:
    """What was sent."""
    if text := fr.chat_input("Say something", max_chars=200):
        fr.write("You said:", text)


def with_files() -> None:
    """Files and recordings go with it; a picture may be pasted into the text."""
    sent = fr.chat_input("Show us", accept_file="multiple", file_type=["image", "pdf"], accept_audio=True)
    if sent is not None:
        fr.write(sent.text or "No text", [file.name for file in sent.files])
        if sent.audio is not None:
            fr.audio(sent.audio)
