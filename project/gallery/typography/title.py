"""The heading of a page."""

from __future__ import annotations

import formrerun as fr


def with_anchor() -> None:
    """With an anchor, colours and icons."""
    fr.title(":material/inventory_2: Orders of :blue[May]", anchor="orders-of-may")
