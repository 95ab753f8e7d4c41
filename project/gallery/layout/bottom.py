"""The part at the lower edge of the page."""

from __future__ import annotations

import formrerun as fr


def a_note() -> None:
    """Always in sight."""
    fr.bottom.caption("Three changes are not saved yet.")
