"""Small, quiet text."""

from __future__ import annotations

import formrerun as fr


def below() -> None:
    """Below what it explains."""
    fr.text("€ 1,204.00")
    fr.caption("Including *19 %* of tax.")
