"""Thumbs, faces or stars."""

from __future__ import annotations

import formrerun as fr


def stars() -> None:
    """Stars."""
    stars = fr.feedback("stars")
    fr.write("Not rated" if stars is None else f"{stars + 1} of 5")


def faces() -> None:
    """Faces and thumbs."""
    fr.feedback("faces", default=3)
    fr.feedback("thumbs")
