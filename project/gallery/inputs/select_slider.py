"""A slider over things in an order."""

from __future__ import annotations

import formrerun as fr


def a_size() -> None:
    """One, and a range."""
    fr.select_slider("Size", ["XS", "S", "M", "L", "XL"], "M")
    fr.select_slider("From … to", ["XS", "S", "M", "L", "XL"], ("S", "L"))
