"""Data as a tree that unfolds."""

from __future__ import annotations

import formrerun as fr


def a_record() -> None:
    """A record."""
    fr.json({"number": "2026-0001", "lines": [{"product": "Desk lamp", "quantity": 2}], "paid": True})


def folded() -> None:
    """Unfolded to the first level."""
    fr.json({"order": {"customer": {"name": "Ada"}}}, expanded=1)
