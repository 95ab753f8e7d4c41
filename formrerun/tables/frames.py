"""A table as columns with labels."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from formrerun.tables.cells import cells_of, objects_of
from formrerun.tables.row_keys import RowKeys

if TYPE_CHECKING:
    from formrerun.tables.cells import Cells


class Column:
    """
    One column, its values converted when they are asked for.

    Parameters
    ----------
    name
        What the author calls it.
    data
        Its values: a list, a numpy array, or a pandas Series or Index.
    path
        Its header's texts, outer groups first; by default the name.
    type
        What its library calls its type, where the values do not say it themselves.
    """

    __slots__ = ("_type", "data", "name", "path")

    def __init__(self, name: Any, data: Any, path: tuple[str, ...] | None = None, *, type: Any = None) -> None:
        self.name, self.data, self._type = name, data, type
        self.path = path if path is not None else (label_text(name),)

    @property
    def label(self) -> str:
        """The innermost text of its header."""
        return self.path[-1]

    @property
    def type(self) -> str:
        """What its library calls its type; "" for plain lists."""
        return str(getattr(self.data, "dtype", "") if self._type is None else self._type)

    def objects(self) -> list[Any]:
        """Return the values as Python objects, None for those that are missing."""
        return objects_of(self.data)

    def cells(self) -> Cells:
        """
        Return the kind of the column and its values as JSON knows them.

        Missing values are None, moments are ISO text with a blank between date and time, durations are seconds, and
        what JSON or a browser cannot hold (infinity, 2**60, a list) is text.
        """
        return cells_of(self.data)


@dataclasses.dataclass(slots=True)
class Frame:
    """
    A table.

    Attributes
    ----------
    index
        The columns that name the rows; none for data that has no index.
    columns
        The others.
    rows
        How many rows.
    plain_index
        The index only counts the rows: a static table does not show it.
    hides_index
        The index came with the conversion: an interactive table does not show it either.
    named
        Somebody named the columns: a static table shows a header.
    keys
        What names the rows wherever they stand, if something does.
    """

    index: list[Column]
    columns: list[Column]
    rows: int
    plain_index: bool = True
    hides_index: bool = True
    named: bool = True
    keys: RowKeys | None = None

    def column(self, name: Any) -> Column | None:
        """Return the column of this name, or None."""
        for column in self.columns:
            if column.name is name or _same(column.name, name):
                return column
        return None


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def label_text(name: Any) -> str:
    return "" if name is None else str(name)


__all__ = ["Column", "Frame"]
