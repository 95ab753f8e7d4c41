"""Balloons rise over the page, once."""

from __future__ import annotations

import formrerun as fr


def cheer() -> None:
    """After a press."""
    if fr.button("Celebrate"):
        fr.balloons()
