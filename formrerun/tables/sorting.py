"""A table's rows in another order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from formrerun.tables.cells import NUMBERS, Kind, plain_text
from formrerun.tables.row_keys import RowKeys
from formrerun.tables.styled import Looks

_NUMBER = re.compile(r"-?\d+[.,]\d*")


@dataclass(slots=True)
class Table:
    """
    A table, decoded.

    Attributes
    ----------
    rows
        How many rows.
    columns
        The path and the kind of each column.
    values
        The cells of each column.
    keys
        What names the rows, if something does.
    looks
        The colours of the cells, if they have some.
    """

    rows: int
    columns: tuple[tuple[tuple[str, ...], Kind], ...]
    values: list[list[Any]]
    keys: RowKeys | None = None
    looks: Looks | None = None
    weight: int = 0
    _orders: dict[tuple[int, bool], list[int]] = field(default_factory=dict)
    _texts: list[str] | None = None

    def order(self, place: int, *, down: bool) -> list[int]:
        """Return the row numbers sorted by a column; missing values come last either way."""
        key = (place, down)
        found = self._orders.get(key)
        if found is None:
            by = _sort_keys(self.columns[place][1], self.values[place])
            there = [row for row in range(self.rows) if by[row] is not None]
            gone = [row for row in range(self.rows) if by[row] is None]
            there.sort(key=by.__getitem__, reverse=down)
            if len(self._orders) >= 4:
                self._orders.pop(next(iter(self._orders)))
            found = self._orders[key] = there + gone
        return found

    def matching(self, text: str) -> list[int]:
        """Return the numbers of the rows of which one cell contains the text, whatever its case."""
        if self._texts is None:
            shown = [
                [plain_text(kind, value) for value in cells]
                for (_, kind), cells in zip(self.columns, self.values, strict=True)
            ]
            self._texts = ["\x1f".join(row).casefold() for row in zip(*shown, strict=True)] if shown else []
        wanted = {text.casefold()}
        if _NUMBER.fullmatch(text.strip()):  # as it is shown in one language or the other
            wanted |= {text.strip().replace(",", "."), text.strip().replace(".", ",")}
        return [row for row, cells in enumerate(self._texts) if any(one in cells for one in wanted)]

    def view(self, text: str, place: int | None, *, down: bool) -> Sequence[int]:
        """Return the row numbers that are searched for, in the order that is wanted."""
        if place is None:
            return self.matching(text) if text else range(self.rows)
        order = self.order(place, down=down)
        if not text:
            return order
        found = set(self.matching(text))
        return [row for row in order if row in found]


def _sort_keys(kind: Kind, cells: list[Any]) -> list[Any]:
    if kind in NUMBERS:
        return [float(value) if isinstance(value, str) else value for value in cells]
    if kind in ("list", "json"):
        return [None if value is None else plain_text(kind, value).casefold() for value in cells]
    return [value.casefold() if isinstance(value, str) else value for value in cells]


__all__ = ["Table"]
