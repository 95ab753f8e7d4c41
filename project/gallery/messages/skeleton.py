"""Stands where something will come."""

from __future__ import annotations

import formrerun as fr


def a_placeholder() -> None:
    """As high as what will come."""
    fr.skeleton(height=80)
