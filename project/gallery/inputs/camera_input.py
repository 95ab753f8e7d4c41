"""Photos."""

from __future__ import annotations

import formrerun as fr


def a_photo() -> None:
    """The camera is opened by a button; where there is none, a picture can be chosen."""
    photo = fr.camera_input("Your badge", resolution="720p")
    if photo is not None:
        fr.caption(f"{photo.name}, {photo.size:,} bytes")


def in_a_form() -> None:
    """In a form it is sent with the other fields."""
    with fr.form("damage"):
        photo = fr.camera_input("The damage")
        what = fr.text_input("What happened")
        sent = fr.form_submit_button("Report")
    if sent:
        fr.text(f"{what}: {photo.name if photo else 'no photo'}")
