"""``column_config`` and ``column_order``: how columns are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from formrerun.elements.data._tabular import BAR, BORDER, HEADER, PAGE, SEEN
from formrerun.elements.data.column_config.settings import INDEX, ColumnSettings
from formrerun.engine.tree import Height
from formrerun.exceptions import StreamlitInvalidParameterTypeError
from formrerun.tables.cells import NUMBERS
from formrerun.tables.encoding import EncodedTable
from formrerun.tables.frames import Column, Frame
from formrerun.tables.styled import Looks, Styled

if TYPE_CHECKING:
    from formrerun.elements.data._button_columns import Press

Settings = dict[str | int, ColumnSettings]


def clean_order(order: Any) -> tuple[str | int, ...]:
    if isinstance(order, Iterable) and not isinstance(order, (str, bytes)):
        names = tuple(order)
        if all(isinstance(name, (str, int)) for name in names):
            return names
    raise StreamlitInvalidParameterTypeError("column_order", type(order).__name__, ["a list of column names", "None"])


def apply_style(look: Styled, frame: Frame, config: Settings) -> Settings:
    """
    Show the texts of a Styler: by a format where there is one, else as the values of the column.

    What the author has configured comes first.
    """
    made = dict(config)
    if len(look.places) != frame.rows:
        for column in [*frame.index, *frame.columns]:
            values = column.objects()
            column.data = [values[place] for place in look.places]
        frame.rows = len(look.places)
    for place, column in enumerate(frame.columns):
        given = config.get(column.name, ColumnSettings())
        if place in look.hidden or given.type.format is not None:
            continue
        format_ = look.printf(place, column.objects())
        if format_:
            made[column.name] = given.formatted(format_)
        else:
            if given.alignment is None and column.cells()[0] in NUMBERS:
                made[column.name] = replace(given, alignment="right")
            column.data = [row[1][place].text for row in look.rows]
    return made


def looks_of(look: Styled | None, frame: Frame, index: list[Column], columns: list[Column]) -> Looks | None:
    """Return the colours of the columns that are shown, as a Styler says them."""
    if look is None or not look.colours:
        return None
    places = {id(column): (level, place) for level, of in ((True, frame.index), (False, frame.columns))
              for place, column in enumerate(of)}  # fmt: skip
    return look.looks([places[id(column)] for column in [*index, *columns]])


def _called(names: Sequence[Any], indexes: Sequence[int], key: str | int) -> set[int]:
    """Return which columns a key means: by name, by the parts of a path joined by "_", or by where it stood."""
    found = {n for n, name in enumerate(names) if name == key or str(name) == str(key)}
    if not found and isinstance(key, str):
        found = {n for n, name in enumerate(names) if isinstance(name, tuple) and "_".join(map(str, name)) == key}
    if not found and isinstance(key, int):
        found = {n for n, index in enumerate(indexes) if index == key}
    return found


def choose(
    frame: Frame, hide_index: bool | None, order: Sequence[str | int] | None, hidden: Iterable[str | int]
) -> tuple[list[Column], list[Column]]:
    """Return the columns of the index and the others that are shown."""
    hidden = set(hidden)
    names = [column.name for column in frame.columns]
    gone = {n for key in hidden for n in _called(names, range(len(names)), key)}
    wanted: Iterable[int] = range(len(names))
    if order is not None:
        wanted = dict.fromkeys(n for key in order for n in sorted(_called(names, range(len(names)), key)))
    hides = frame.hides_index if hide_index is None else hide_index
    index = [] if hides or INDEX in hidden else [level for level in frame.index if level.name not in hidden - {""}]
    return index, [frame.columns[n] for n in wanted if n not in gone]


def column_name(name: Any) -> str:
    """Return what a column is called in a selection."""
    return "_".join(map(str, name)) if isinstance(name, tuple) else str(name)


def described(
    encoded: EncodedTable,
    config: Mapping[str | int, ColumnSettings],
    presses: Mapping[int, Press] = MappingProxyType({}),
    *,
    named: bool = False,
) -> str:
    """
    Return what the browser must know of the columns beside their values.

    Parameters
    ----------
    presses
        What is posted with a press, by the places of the columns.
    named
        With the name of each column whose title is another one: a selection says it.
    """
    import json

    made = []
    shown = settings_by_place(encoded, config)
    for index, (path, kind) in enumerate(encoded.columns):
        given = shown.get(index, ColumnSettings())
        one: dict[str, Any] = {"title": path[-1] if given.label is None else given.label, "kind": kind}
        if named and index >= encoded.levels and (name := column_name(encoded.names[index])) != one["title"]:
            one["name"] = name
        if len(path) > 1:
            one["group"] = list(path[:-1])
        if index < encoded.levels:
            one["index"] = True
        if index in presses:
            press = presses[index]
            one |= {"refused": press.help} if press.disabled else {"press": press.id}
        made.append({**one, **given.told()})
    return json.dumps(made, separators=(",", ":"), ensure_ascii=False)


def settings_by_place(encoded: EncodedTable, config: Mapping[str | int, ColumnSettings]) -> dict[int, ColumnSettings]:
    """Return the settings of the columns that are shown, by their places among these."""
    shown: dict[int, ColumnSettings] = {}
    for key, given in config.items():
        if key == INDEX:
            shown.update((index, given) for index in range(encoded.levels))
        else:
            shown.update((index, given) for index in _called(encoded.names, encoded.places, key))
    return shown


def pixels(encoded: EncodedTable, height: Height, row: int, *, remote: bool) -> Height | None:
    """Return the height that is kept free until the table is drawn, and is its height then."""
    if isinstance(height, int) or height == "stretch":
        return height
    depth = max((len(path) for path, _kind in encoded.columns), default=1)
    rows = max(encoded.rows, 1)
    seen = min(rows, PAGE if remote else rows) if height == "content" else min(rows, SEEN)
    return HEADER * depth + row * seen + BAR + BORDER
