"""What ``dataframe`` and ``data_editor`` share: a table that the browser draws, from data that it fetches."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as part
from typing import Any

from formrerun.conf import settings
from formrerun.elements._deprecations import older_width
from formrerun.elements._parameters import check_height
from formrerun.elements.data._column_config import pixels
from formrerun.elements.data._tabular import ROW, clean_alt
from formrerun.engine.context import current_run
from formrerun.engine.tree import Height, Width
from formrerun.exceptions import StreamlitValueError
from formrerun.tables import addresses
from formrerun.tables.encoding import EncodedTable


@dataclass(eq=False, kw_only=True)
class Grid:
    """The variables of the template."""

    address: str = ""
    columns: str = "[]"
    rows: int = 0
    remote: bool = False
    row_height: int = ROW
    fits: bool = False
    placeholder: str | None = None
    alt: str = ""
    encoded: EncodedTable | None = part(default=None, metadata={"html": False})
    data: Any = part(default=None, metadata={"html": False})


def clean_sizes(width: Width, use_container_width: bool | None, height: Height, row_height: int | None) -> Width:
    """
    Check the sizes that an author gives, and return the width.

    Raises
    ------
    StreamlitInvalidHeightError, StreamlitValueError
        If the height is none, or that of a row.
    """
    check_height(height, allow_content=True, allow_auto=True)
    if row_height is not None and (not isinstance(row_height, int) or isinstance(row_height, bool) or row_height < 1):
        raise StreamlitValueError("row_height", ["a positive number of pixels"])
    return older_width(use_container_width, width)


def grid_variables(
    encoded: EncodedTable, data: Any, height: Height, row_height: int | None, placeholder: Any, alt: Any
) -> dict[str, Any]:
    """Return the variables that follow from the table and its sizes: all but the columns and the width."""
    remote = encoded.rows > settings.TABLE_REMOTE_ROWS
    row = row_height or ROW
    return {
        "address": addresses.address_of(current_run(), encoded),
        "rows": encoded.rows,
        "remote": remote,
        "row_height": row,
        "fits": height in ("auto", "content"),
        "placeholder": None if placeholder is None else str(placeholder),
        "alt": clean_alt(alt),
        "height": pixels(encoded, height, row, remote=remote),
        "encoded": encoded,
        "data": data,
    }


__all__ = ["Grid", "clean_sizes", "grid_variables"]
