"""What an editor makes of its data: the columns that are sent, and what their cells take."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.elements.data._column_config import Settings, choose, settings_by_place
from formrerun.elements.data._editor_field import SEPARATOR
from formrerun.elements.data._editor_rules import Rule
from formrerun.elements.data._edits import INDEX, column_name
from formrerun.elements.data.column_config.settings import PLAIN, ColumnSettings
from formrerun.exceptions import StreamlitAPIException
from formrerun.tables import encoding
from formrerun.tables.cells import library_of
from formrerun.tables.encoding import EncodedTable
from formrerun.tables.frames import Column, Frame
from formrerun.utils.bounded_cache import BoundedCache

#: Type of a column → the kinds of values that it can edit; the types that are missing show what they show.
EDITS: Mapping[str, frozenset[str]] = {
    "text": frozenset({"text", "empty"}),
    "number": frozenset({"int", "float", "decimal", "text", "duration", "empty"}),
    "checkbox": frozenset({"bool", "text", "int", "empty"}),
    "selectbox": frozenset({"text", "bool", "int", "float", "empty"}),
    "date": frozenset({"date", "datetime", "empty"}),
    "time": frozenset({"time", "datetime", "empty"}),
    "datetime": frozenset({"datetime", "date", "time", "empty"}),
    "link": frozenset({"text", "empty"}),
    "list": frozenset({"list", "text", "empty"}),
    "multiselect": frozenset({"list", "text", "empty"}),
    "markdown": frozenset({"text", "empty"}),
}
#: Kind → what Streamlit calls it in messages.
KINDS = {
    "int": "integer", "bool": "boolean", "text": "string", "duration": "timedelta", "": "unknown",
}  # fmt: skip
#: What no editor changes, whatever its values are.
SHOWN_ONLY = frozenset({
    "image", "line_chart", "bar_chart", "area_chart", "progress", "json", "audio", "video", "button",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prepared:
    """Data as an editor needs it; the same data is prepared once."""

    encoded: EncodedTable
    kinds: tuple[str, ...]
    keys: str | None
    bounds: tuple[tuple[Any, Any] | None, ...]
    options: tuple[list[Any] | None, ...]
    plain_index: bool
    whole_index: bool


_prepared: BoundedCache[Prepared] = BoundedCache(
    lambda: 1_000, lambda: settings.DATA_CACHE_BYTES, lambda one: len(one.encoded.body)
)


def check_names(frame: Frame) -> None:
    """Raise StreamlitAPIException for columns that edits could not name."""
    names = [column_name(column.name) for column in frame.columns]
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise StreamlitAPIException(
            "All column names are required to be unique for usage with data editor. "
            f"The following column names are duplicated: {twice}. Please rename the duplicated columns in the provided "
            "data."
        )
    if INDEX in names:
        raise StreamlitAPIException(
            f"The column name '{INDEX}' is reserved for the index column and can't be used for data columns. Please "
            "rename the column in the provided data."
        )


def prepare(
    print_: bytes | None, frame: Frame, hide_index: bool | None, order: Sequence[Any] | None, hidden: Iterable[Any],
    row_names: Column | None,
) -> Prepared:  # fmt: skip
    """Return the data as the browser gets it; ``print_`` is what it is remembered by, ``row_names`` a key."""
    how = (print_, hide_index, tuple(order) if order is not None else None, frozenset(hidden))
    found = _prepared.get(how) if print_ is not None else None
    if found is not None:
        return found
    check_names(frame)
    index, columns = choose(frame, hide_index, order, hidden)
    kinds, bounds, options = [], [], []
    shown = []
    for column in [*index, *columns]:
        kind = data_kind(column)
        kinds.append(kind)
        bounds.append(_bounds_of(column))
        options.append(_categories(column))
        if kind == "list":
            texts = [None if v is None else json.dumps(list(v), default=str) for v in column.objects()]
            column = Column(column.name, texts, column.path)
        shown.append(column)
    keys = None if row_names is None else tuple(map(str, row_names.objects()))
    if keys is None and not frame.plain_index and len(frame.index) == 1:
        keys = tuple(map(str, frame.index[0].objects()))
    if keys is not None and (len(set(keys)) < len(keys) or any(SEPARATOR in key for key in keys)):
        keys = None
    names = [Column(INDEX, list(keys) if keys is not None else range(frame.rows), ("",))]
    sent = keys is not None or frame.rows > settings.TABLE_REMOTE_ROWS
    # Settings go by the places of columns in what the author gave.
    instead = dict(zip(map(id, [*index, *columns]), shown, strict=True))
    all_columns = [instead.get(id(column), column) for column in frame.columns]
    whole = Frame(frame.index, [*all_columns, *names], frame.rows, named=frame.named)
    joined = None if keys is None else SEPARATOR.join(keys)
    encoded = encoding.encode_frame(whole, shown[: len(index)], [*shown[len(index) :], *(names if sent else [])])
    level = frame.index[0].cells()[0] if frame.index else "int"
    made = Prepared(
        encoded,
        tuple(kinds),
        joined,
        tuple(bounds),
        tuple(options),
        frame.plain_index,
        frame.plain_index or level == "int",
    )
    if print_ is not None:
        _prepared.put(how, made)
    return made


def data_kind(column: Column) -> str:
    """Return what the values of a column are, as editing goes by it."""
    kind = column.cells()[0]
    if kind != "text":
        values = column.objects() if library_of(column.data) not in ("numpy", "pandas") else None
        return "empty" if values is not None and all(value is None for value in values) else kind
    there = [value for value in column.objects() if value is not None]
    if not there:
        return "empty" if getattr(getattr(column.data, "dtype", None), "kind", "O") == "O" else "text"
    if all(isinstance(value, str) for value in there):
        return "text"
    if all(isinstance(value, list) or library_of(value) == "numpy" for value in there):
        return "list"
    if all(isinstance(value, int) for value in there):  # wider than a browser's
        return "int"
    return ""


#: What types of columns are called, in all libraries: whole numbers of so many bits, what is counted in nanoseconds.
_WHOLE = re.compile(r"(u?)int(8|16|32|64)\b")
_NANOSECONDS = re.compile(r"(?:(datetime|timestamp)|timedelta|duration).*\bns\b")
#: Between which moments, in every time zone, and how many seconds nanoseconds can be counted.
_MOMENTS, _SECONDS = ("1677-09-23", "2262-04-10"), (-9_223_372_036, 9_223_372_036)


def _bounds_of(column: Column) -> tuple[Any, Any] | None:
    """Return the least and the greatest value that a column's type holds; None where nobody gets as far."""
    type_ = column.type.lower()
    if whole := _WHOLE.match(type_):
        bits = int(whole[2])
        return (0, 2**bits - 1) if whole[1] else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    if fine := _NANOSECONDS.match(type_):
        return _MOMENTS if fine[1] else _SECONDS
    return None


def _categories(column: Column) -> list[Any] | None:
    categories = getattr(getattr(column.data, "dtype", None), "categories", None)
    return None if categories is None else [_plain(value) for value in categories]


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value if isinstance(value, (str, int, float)) else str(value)


def of_named_index(made: Prepared, config: Settings) -> Settings:
    """
    Return the settings, without a type of the index that cannot edit it.

    Streamlit judges a type of the index only where it is given as "_index", and not by the index's own name.
    """
    kept = dict(config)
    for key, given in config.items():
        called = settings_by_place(made.encoded, {key: given})
        if key != INDEX and any(_unfit(made.kinds[at], given) for at in called if at < made.encoded.levels):
            kept[key] = replace(given, type=PLAIN)
    return kept


def _unfit(kind: str, given: ColumnSettings) -> bool:
    """Return True if a column's type edits other values than it has."""
    type_ = given.type.name
    return type_ in EDITS and bool(kind) and kind not in EDITS[type_]


def rules_of(made: Prepared, config: Settings, disabled: bool | Iterable[Any]) -> list[Rule]:
    """
    Return what the cells of each column take.

    Raises
    ------
    StreamlitAPIException
        If a column's type edits other values than it has.
    """
    encoded = made.encoded
    shown = settings_by_place(encoded, config)
    off = set() if isinstance(disabled, bool) else set(map(str, disabled))
    places = set() if isinstance(disabled, bool) else {one for one in disabled if isinstance(one, int)}
    rules = []
    for at, kind in enumerate(made.kinds):
        path = encoded.columns[at][0]
        given = shown.get(at, ColumnSettings())
        is_index = at < encoded.levels
        name = INDEX if is_index else column_name(encoded.names[at])
        type_ = given.type.name
        locked = bool(given.disabled) or disabled is True or name in off or at in places or type_ in SHOWN_ONLY
        if is_index and (made.plain_index or encoded.levels > 1):
            locked = True
        if not locked and _unfit(kind, given):
            raise StreamlitAPIException(
                f"The configured column type `{type_}` for column `{name}` is not compatible for editing the "
                f"underlying data type `{KINDS.get(kind, kind)}`.\n\nYou have following options to fix this: 1) choose "
                "a compatible type 2) disable the column 3) convert the column into a compatible data type."
            )
        label = given.label or " / ".join(filter(None, path)) or (_("Index") if is_index else name)
        told = given.type
        low, high = getattr(told, "min_value", None), getattr(told, "max_value", None)
        limits = made.bounds[at]
        if limits is not None and kind in ("int", "datetime", "date", "duration"):
            low = limits[0] if low is None else low
            high = limits[1] if high is None else high
        offered = getattr(told, "options", None)
        options = made.options[at] if offered is None else [one["value"] for one in offered]
        rules.append(
            Rule(
                name, label, _kind(kind, type_), type_, locked,
                bool(given.required) or (is_index and not made.plain_index), low, high,
                getattr(told, "max_chars", None), getattr(told, "validate", None), options,
                bool(getattr(told, "accept_new_options", False)), _default(given.default),
            )
        )  # fmt: skip
    return rules


def _kind(kind: str, type_: str) -> str:
    """Return what a column without values takes, by its type."""
    if kind != "empty":
        return kind
    by_type = {"text": "text", "link": "text", "markdown": "text", "number": "float", "checkbox": "bool"}
    return by_type.get(type_, type_ if type_ in ("date", "time", "datetime", "list") else kind)


def _default(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool, list, type(None))) else str(value)


__all__ = ["Prepared", "prepare", "rules_of"]
