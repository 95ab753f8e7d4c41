"""A red message."""

from __future__ import annotations

import formrerun as fr


def failed() -> None:
    """With an icon."""
    fr.error("The card was refused.", icon=":material/error:")
