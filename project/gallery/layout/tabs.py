"""Parts of which one is seen."""

from __future__ import annotations

import formrerun as fr


def two_tabs() -> None:
    """Two tabs."""
    orders, people = fr.tabs([":material/receipt: Orders", ":material/group: People"])
    orders.write("Twelve orders")
    people.write("Three people")
