"""A yellow message."""

from __future__ import annotations

import formrerun as fr


def late() -> None:
    """With an icon."""
    fr.warning("Two orders are **late**.", icon=":material/schedule:")
