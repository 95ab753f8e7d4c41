"""A box to check."""

from __future__ import annotations

import formrerun as fr


def checked() -> None:
    """Something that depends on it."""
    if fr.checkbox("Send as a gift"):
        fr.text_input("What the card says")
