"""A place to draw into, now or later."""

from __future__ import annotations

import formrerun as fr


def a_row() -> None:
    """A row of buttons."""
    with fr.container(horizontal=True, horizontal_alignment="right"):
        fr.button("Back")
        fr.button("Next", type="primary")


def scrolling() -> None:
    """With a height: it scrolls."""
    with fr.container(height=120, border=True):
        for number in range(20):
            fr.text(f"Line {number}")
