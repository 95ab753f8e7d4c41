"""
How a browser says what is selected in a table, and how that is judged.

Each part is a text: ``r3`` a row by where it stands, ``r0-9`` ten of them, ``k7`` the row with the primary key 7,
``cname`` a column, ``x3⁣name`` and ``x0-9⁣name`` cells of a column (between them stands U+2063), ``y7⁣name`` a cell in the
row with a primary key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from formrerun.elements.data._selection import CELL_MODES, COLUMN_MODES, ROW_MODES, DataframeState
from formrerun.engine.fields import Field
from formrerun.exceptions import Invalid, NotOffered, StreamlitAPIException
from formrerun.tables import encoding
from formrerun.tables.row_keys import RowKeys

if TYPE_CHECKING:
    from formrerun.engine.blobs import Blobs

#: Between a cell's row and its column.
SEPARATOR = "\u2063"
#: More cells than anybody looks at are a mistake: each is an entry of the value.
MOST_CELLS = 100_000
_RANGE = re.compile(r"(0|[1-9]\d{0,11})(?:-([1-9]\d{0,11}))?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class SelectionField(Field[DataframeState]):
    """
    What can be selected, and how it is posted.

    Attributes
    ----------
    modes
        See :func:`formrerun.elements.data._selection.clean_modes`.
    rows, columns
        How many rows there are; the names of the columns.
    data
        The digest of what is shown, where rows go by their keys; else "".
    default
        What is selected at first, as it is posted.
    keys, blobs
        The keys of the rows, or where they are found: they stand in no manifest, but in what is shown.
    """

    tag = "dataframe"
    stores_posted = True

    modes: tuple[str, ...] = ()
    rows: int = 0
    columns: tuple[str, ...] = ()
    data: str = ""
    default: tuple[str, ...] = ()
    keys: RowKeys | None = None
    blobs: Blobs | None = None

    def beside(self, blobs: Blobs) -> SelectionField:
        return replace(self, blobs=blobs)

    def pack(self) -> list[Any]:
        return [list(self.modes), self.rows, list(self.columns), self.data, list(self.default)]

    @classmethod
    def unpack(cls, packed: list[Any]) -> SelectionField:
        modes, rows, columns, data, default = packed
        return cls(modes=tuple(modes), rows=rows, columns=tuple(columns), data=data, default=tuple(default))

    def _known(self) -> RowKeys | None:
        """Return the keys of the rows that the page shows; None if they go by their places."""
        if self.keys is None and self.data:
            body = encoding.made_here(self.data) or (self.blobs.get(self.data) if self.blobs is not None else None)
            if body is None:
                raise NotOffered
            object.__setattr__(self, "keys", encoding.table_of(self.data, body).keys)
        return self.keys

    # ------------------------------------------------------------------------------------------------- judging

    def judge(self, posted: list[str], current: list[str]) -> list[str]:
        parts = {kind: [text[1:] for text in posted if text[:1] == kind] for kind in "rkcxy"}
        if sum(map(len, parts.values())) != sum(map(bool, posted)):
            raise NotOffered
        keyed = self._known() is not None
        rows, columns, cells = parts["k" if keyed else "r"], parts["c"], parts["y" if keyed else "x"]
        if parts["r" if keyed else "k"] or parts["x" if keyed else "y"]:
            raise NotOffered
        for given, names in ((rows, ROW_MODES), (columns, COLUMN_MODES), (cells, CELL_MODES)):
            if given and not any(mode in names for mode in self.modes):
                raise NotOffered
        made = [*self._rows(rows), *(f"c{name}" for name in self._named(columns)), *self._cells(cells)]
        self._count(made)
        return self._required(made)

    def _rows(self, given: list[str]) -> list[str]:
        if (keys := self._known()) is not None:
            if not all(key in keys.places for key in given):
                raise NotOffered
            return [f"k{key}" for key in dict.fromkeys(given)]
        ranges: list[list[int]] = []
        for first, last in sorted(map(self._range, given)):
            if ranges and first <= ranges[-1][1] + 1:
                ranges[-1][1] = max(ranges[-1][1], last)
            else:
                ranges.append([first, last])
        return [f"r{_range_text(first, last)}" for first, last in ranges]

    def _range(self, text: str) -> tuple[int, int]:
        found = _RANGE.fullmatch(text)
        if found is None:
            raise NotOffered
        first = int(found.group(1))
        last = first if found.group(2) is None else int(found.group(2))
        if not first <= last < self.rows:
            raise NotOffered
        return first, last

    def _named(self, given: Iterable[str]) -> list[str]:
        names = list(dict.fromkeys(given))
        if not set(names) <= set(self.columns):
            raise NotOffered
        return names

    def _cells(self, given: list[str]) -> list[str]:
        made = []
        keys, count = self._known(), 0
        for text in dict.fromkeys(given):
            row, _mark, name = text.rpartition(SEPARATOR) if keys is not None else text.partition(SEPARATOR)
            self._named([name])
            if keys is not None:
                if row not in keys.places:
                    raise NotOffered
                first = last = 0
                made.append(f"y{row}{SEPARATOR}{name}")
            else:
                first, last = self._range(row)
                made.append(f"x{_range_text(first, last)}{SEPARATOR}{name}")
            count += last - first + 1
        if count > MOST_CELLS:
            raise Invalid(_("These are too many cells."))
        return made

    def _count(self, made: list[str]) -> None:
        """Refuse several where only one may be selected."""
        single = {"r": ("single-row", "single-row-required"), "c": ("single-column",), "x": ("single-cell",)}
        for kind, modes in single.items():
            found = [text for text in made if {"k": "r", "y": "x"}.get(text[0], text[0]) == kind]
            several = len(found) > 1 or (found and kind in "rx" and found[0][0] in "rx" and "-" in _row_of(found[0]))
            if several and any(mode in self.modes for mode in modes):
                raise NotOffered

    def _required(self, made: list[str]) -> list[str]:
        """Return the same, with the first row where one must be selected and none is."""
        if "single-row-required" in self.modes and self.rows and not any(text[0] in "rk" for text in made):
            keys = self._known()
            return ["r0" if keys is None else f"k{keys.plain[0]}", *made]
        return made

    def _fit(self, stored: Iterable[str]) -> list[str]:
        """Return what is still there of what was selected."""
        made = []
        for text in stored:
            try:
                made += self._still(text)
            except NotOffered:
                continue
        return self._required(made)

    def _still(self, text: str) -> list[str]:
        kind, rest = text[0], text[1:]
        if kind == "c":
            return [f"c{name}" for name in self._named([rest])]
        row, mark, name = rest.partition(SEPARATOR) if kind == "x" else (rest, "", "")
        if kind in "rx" and (places := _places(row)).start < self.rows:  # of a range what is left of it
            row = _range_text(places.start, min(places.stop, self.rows) - 1)
        return self._rows([row]) if kind in "rk" else self._cells([f"{row}{mark}{name}" if kind == "x" else rest])

    def is_offered(self, stored: list[str]) -> bool:
        return not stored or self._fit(stored) == stored

    def restored(self, stored: list[str], value: DataframeState) -> list[str]:
        return self._fit(stored)

    # ------------------------------------------------------------------------------------------------ the value

    def initial(self) -> DataframeState:
        return self.from_stored(self.initial_stored())

    def initial_stored(self) -> list[str]:
        return self._required(list(self.default))

    def from_stored(self, stored: list[str]) -> DataframeState:
        rows: list[int] = []
        pks: list[Any] = []
        columns: list[str] = []
        cells: list[tuple[int, str]] = []
        keys = self._known() if any(text[0] in "ky" for text in stored) else self.keys
        for text in stored:
            kind, rest = text[0], text[1:]
            if kind == "r":
                rows += _places(rest)
            elif kind == "c":
                columns.append(rest)
            elif kind == "x":
                row, _mark, name = rest.partition(SEPARATOR)
                cells += [(place, name) for place in _places(row)]
            elif keys is not None and kind == "k":
                rows += keys.places.get(rest, ())
                pks.append(keys.python(rest))
            elif keys is not None:
                row, _mark, name = rest.rpartition(SEPARATOR)
                cells += [(place, name) for place in keys.places.get(row, ())]
        selection: dict[str, Any] = {"rows": rows, "columns": columns, "cells": cells}
        if keys is not None or self.data:
            selection |= {"pks": pks}
        if keys is not None:
            selection |= {"model": keys.model}
        return DataframeState({"selection": selection})

    def to_stored(self, value: Any) -> list[str]:
        selection, keys = (
            (value if isinstance(value, DataframeState) else self.coerce(value))["selection"],
            self._known(),
        )
        places = [row for row in _listed(selection, "rows") if _is_place(row, self.rows)]
        if keys is None:
            rows = [str(row) for row in places]
        else:
            pks = [str(pk) for pk in _listed(selection, "pks") if str(pk) in keys.places]
            rows = pks or [str(keys.plain[row]) for row in places]
        made = [*self._rows(rows), *(f"c{name}" for name in _listed(selection, "columns") if name in self.columns)]
        for row, name in _listed(selection, "cells"):
            if _is_place(row, self.rows) and name in self.columns:
                made.append(f"x{row}{SEPARATOR}{name}" if keys is None else f"y{keys.plain[row]}{SEPARATOR}{name}")
        return made

    def to_posted(self, value: DataframeState) -> list[str]:
        return self.to_stored(value)

    def parse_posted(self, posted: list[str], current: Any) -> DataframeState:
        return self.from_stored(self.judge(posted, []))

    def coerce(self, value: Any) -> DataframeState:
        """Return what of an assigned selection there is in this table, as Streamlit does: the rest is left out."""
        given = value.get("selection") if isinstance(value, Mapping) else None
        if not isinstance(given, Mapping):
            raise StreamlitAPIException(
                "Selection state must be a dictionary with a 'selection' key containing 'rows', 'columns', and 'cells' "
                "arrays."
            )
        keys, named = self._known(), set(self.columns)
        rows = [row for row in _listed(given, "rows") if _is_place(row, self.rows)]
        pks = _listed(given, "pks")
        if keys is not None and pks:
            rows = [keys.places[str(pk)][0] for pk in pks if str(pk) in keys.places]
        columns = [name for name in _listed(given, "columns") if isinstance(name, str) and name in named]
        cells = [
            (cell[0], cell[1])
            for cell in _listed(given, "cells")
            if isinstance(cell, (list, tuple)) and len(cell) == 2 and _is_place(cell[0], self.rows) and cell[1] in named
        ]
        made: dict[str, Any] = {
            "rows": self._as_many(rows, ROW_MODES, "multi-row"),
            "columns": self._as_many(columns, COLUMN_MODES, "multi-column"),
            # several cells are a rectangle, which single ones do not say
            "cells": self._as_many(cells, ("single-cell",), ""),
        }
        if "single-row-required" in self.modes and self.rows and not made["rows"]:
            made["rows"] = [0]
        if keys is not None:
            made |= {"pks": [keys.python(str(keys.plain[row])) for row in made["rows"]], "model": keys.model}
        return DataframeState({"selection": made})

    def _as_many(self, given: list[Any], modes: Iterable[str], many: str) -> list[Any]:
        """Return as many as may be selected: all, one, or none."""
        if not any(mode in self.modes for mode in modes):
            return []
        found = list(dict.fromkeys(given))
        return found if many in self.modes else found[:1]


def _range_text(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _row_of(text: str) -> str:
    """Return the row of a text that says a row or a cell by its place."""
    return text[1:].partition(SEPARATOR)[0]


def _places(text: str) -> range:
    first, _dash, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _listed(given: Mapping[str, Any], name: str) -> list[Any]:
    value = given.get(name)
    return list(value) if isinstance(value, (list, tuple)) else []


def _is_place(value: Any, count: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count


__all__ = ["SEPARATOR", "SelectionField"]
