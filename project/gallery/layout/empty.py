"""A place for one element, which the next one replaces."""

from __future__ import annotations

import formrerun as fr


def replaced() -> None:
    """What comes last stays."""
    place = fr.empty()
    place.info("Counting …")
    place.success("Counted.")
