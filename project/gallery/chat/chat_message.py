"""A message of a conversation."""

from __future__ import annotations

import formrerun as fr


def a_conversation() -> None:
    """A question and an answer."""
    with fr.chat_message("user"):
        fr.write("Where is my order?")
    with fr.chat_message("assistant"):
        fr.write("It comes **tomorrow**.")
