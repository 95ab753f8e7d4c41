"""Containers beside each other; below each other on a phone."""

from __future__ import annotations

import formrerun as fr


def two() -> None:
    """One twice as wide as the other."""
    wide, narrow = fr.columns([2, 1], border=True)
    wide.write("Wide")
    narrow.write("Narrow")
