"""Draws a text as it comes, and returns it."""

from __future__ import annotations

import formrerun as fr


def words() -> None:
    """A generator, word by word."""

    def say():
        for word in ["This", "was", "sent", "in", "pieces."]:
            yield f"{word} "

    fr.write_stream(say())
