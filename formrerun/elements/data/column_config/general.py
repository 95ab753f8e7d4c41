"""A column of no type of its own."""

from __future__ import annotations

from formrerun.elements.data.column_config._common import Alignment, ColumnConfig, ColumnWidth


def Column(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
) -> ColumnConfig:
    """Describe a column whose type follows from its values."""
    return ColumnConfig(
        label=label, width=width, help=help, disabled=disabled, required=required, pinned=pinned, alignment=alignment
    )
