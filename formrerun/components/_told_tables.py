"""Tables that a component tells: their data, index and column names, each in Arrow's format."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from formrerun import codec
from formrerun.exceptions import NotOffered
from formrerun.tables.posted_arrow import frame_of_parts

PARTS = ("data", "index", "columns")


@dataclass(frozen=True)
class ToldTable:
    """
    A table as a component has told it, to the byte: what it tells again is then no other value.

    Attributes
    ----------
    parts
        Its data, index and column names.
    """

    parts: tuple[bytes, bytes, bytes]

    def to_pandas(self) -> Any:
        """Return it as a DataFrame."""
        return frame_of_parts(*self.parts)


codec.register(ToldTable, "told-table", lambda table: list(table.parts), lambda parts: ToldTable(tuple(parts)))


def told_table(told: Any) -> ToldTable:
    """
    Return the table in what was posted.

    Raises
    ------
    NotOffered
        If it is none.
    """
    if not isinstance(told, Mapping) or set(told) != set(PARTS):
        raise NotOffered
    try:
        data, index, columns = (b64decode(told[name], validate=True) for name in PARTS)
        table = ToldTable((data, index, columns))
        table.to_pandas()
    except (TypeError, ValueError):  # Arrow's own errors are of these
        raise NotOffered from None
    return table


def posted_parts(table: ToldTable) -> dict[str, str]:
    """Return what a component posts for it."""
    return {name: b64encode(part).decode() for name, part in zip(PARTS, table.parts, strict=True)}


__all__ = ["ToldTable", "posted_parts", "told_table"]
