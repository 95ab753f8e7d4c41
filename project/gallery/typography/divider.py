"""A line between two parts."""

from __future__ import annotations

import formrerun as fr


def between() -> None:
    """Between two texts."""
    fr.text("Above")
    fr.divider()
    fr.text("Below")
