"""A box for messages."""

from __future__ import annotations

import formrerun as fr


def in_the_page() -> None:
    """What was sent."""
    if text := fr.chat_input("Say something", max_chars=200):
        fr.write("You said:", text)
