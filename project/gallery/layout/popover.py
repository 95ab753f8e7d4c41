"""A button that opens a small part over the page."""

from __future__ import annotations

import formrerun as fr


def filters() -> None:
    """Filters out of the way."""
    with fr.popover("Filters", icon=":material/filter_list:"):
        fr.checkbox("Only open orders")
