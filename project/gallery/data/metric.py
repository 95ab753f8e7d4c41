"""A number with how it changed."""

from __future__ import annotations

import formrerun as fr


def with_a_change() -> None:
    """Up, and by how much."""
    fr.metric("Orders", 120, 12, help="Since yesterday", border=True)


def with_a_chart() -> None:
    """With what it was before."""
    fr.metric("Refunds", "€ 310", "-€ 40", delta_color="inverse", chart_data=[5, 4, 6, 3, 3], chart_type="bar")
