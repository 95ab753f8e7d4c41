"""Options as joined buttons."""

from __future__ import annotations

import formrerun as fr


def one() -> None:
    """One of a few, with icons."""
    fr.segmented_control("View", [":material/list: List", ":material/grid_view: Grid"], default=":material/list: List")
