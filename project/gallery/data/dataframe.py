"""A table that can be sorted, searched, selected from and downloaded."""

from __future__ import annotations

import formrerun as fr


def plain() -> None:
    """A press on a header sorts; the bar below searches, copies and downloads."""
    fr.dataframe(
        [
            {"city": "Accra", "people": 2_291_000, "capital": True},
            {"city": "Bern", "people": 134_794, "capital": True},
            {"city": "Cork", "people": 222_333, "capital": False},
        ]
    )


def selected_rows() -> None:
    """Rows are selected by their boxes, or by the space bar."""
    event = fr.dataframe(
        {"city": ["Accra", "Bern", "Cork"], "people": [2_291_000, 134_794, 222_333]},
        on_select="rerun",
        key="gallery_rows",
    )
    fr.write("Selected rows:", event.selection.rows)


def selected_columns_and_cells() -> None:
    """Columns by the boxes in their headers, cells by dragging over them."""
    event = fr.dataframe(
        {"city": ["Accra", "Bern", "Cork"], "people": [2_291_000, 134_794, 222_333]},
        on_select="rerun",
        selection_mode=["multi-column", "multi-cell"],
        key="gallery_cells",
    )
    fr.write("Selected:", event.selection.columns, event.selection.cells)
