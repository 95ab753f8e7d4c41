"""``column_config`` and ``column_order``: how columns are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise

from formrerun.elements.data._tabular import BAR, BORDER, HEADER, PAGE, SEEN
from formrerun.engine.tree import Height
from formrerun.exceptions import StreamlitAPIException, StreamlitInvalidParameterTypeError, StreamlitValueError
from formrerun.tables.encoding import EncodedTable
from formrerun.tables.frames import Column, Frame
from formrerun.tables.styled import Styled

#: The name of the index in ``column_config`` and ``column_order``.
INDEX = "_index"
WIDTHS = {"small": 75, "medium": 200, "large": 400}  # pixels
#: What a column's configuration may say; what is not for reading is ignored.
SETTINGS = frozenset(
    [
        *("format", "help", "hidden", "label", "type_config", "width"),
        *("alignment", "color", "default", "disabled", "max_chars", "max_value", "min_value", "pinned", "required"),
        *("step", "type", "validate"),
    ]
)


Config = Mapping[str | int, str | Mapping[str, Any] | None]


def clean_order(order: Any) -> tuple[str | int, ...]:
    if isinstance(order, Iterable) and not isinstance(order, (str, bytes)):
        names = tuple(order)
        if all(isinstance(name, (str, int)) for name in names):
            return names
    raise StreamlitInvalidParameterTypeError("column_order", type(order).__name__, ["a list of column names", "None"])


def clean_config(config: Config | None) -> dict[str | int, dict[str, Any]]:
    if config is None:
        return {}
    if not isinstance(config, Mapping):
        raise StreamlitInvalidParameterTypeError("column_config", type(config).__name__, ["a mapping", "None"])
    made: dict[str | int, dict[str, Any]] = {}
    for column, given in config.items():
        how: dict[str, Any]
        if given is None:
            how = {"hidden": True}
        elif isinstance(given, (str, Promise)):
            how = {"label": str(given)}
        elif isinstance(given, Mapping):
            how = dict(given)
        else:
            raise StreamlitInvalidParameterTypeError(
                "column_config", type(given).__name__, ["None", "str", "dict"],
                detail=f"Invalid configuration for column `{column}`.",
            )  # fmt: skip
        unknown = sorted(set(map(str, how)) - SETTINGS)
        if unknown:
            raise StreamlitAPIException(
                f"`column_config` of column `{column}` has no setting {', '.join(map(repr, unknown))}. Settings are "
                "'label', 'width', 'help' and 'format'."
            )
        width = how.get("width")
        if width is not None and width not in WIDTHS and not (isinstance(width, int) and width > 0):
            raise StreamlitValueError(
                "width", ["'small'", "'medium'", "'large'", "a positive number of pixels"],
                detail=f"It is {width!r} for column `{column}`.",
            )  # fmt: skip
        made[column] = how
    return made


def apply_style(look: Styled, frame: Frame, config: dict[str | int, dict[str, Any]]) -> dict[str | int, dict[str, Any]]:
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
        if place in look.hidden or "format" in config.get(column.name, {}):
            continue
        format_ = look.printf(place, column.objects())
        if format_:
            made[column.name] = {"format": format_, **config.get(column.name, {})}
        else:
            column.data = [row[1][place].text for row in look.rows]
    return made


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


def described(encoded: EncodedTable, config: Mapping[str | int, Mapping[str, Any]]) -> str:
    """Return what the browser must know of the columns beside their values."""
    import json

    made = []
    hows: dict[int, Mapping[str, Any]] = {}
    for key, given in config.items():
        if key == INDEX:
            hows.update((index, given) for index in range(encoded.levels))
        else:
            hows.update((index, given) for index in _called(encoded.names, encoded.places, key))
    for index, (path, kind) in enumerate(encoded.columns):
        how = hows.get(index, {})
        one: dict[str, Any] = {"title": path[-1] if how.get("label") is None else str(how["label"]), "kind": kind}
        if len(path) > 1:
            one["group"] = list(path[:-1])
        if index < encoded.levels:
            one["index"] = True
        width = how.get("width")
        if width is not None:
            one["width"] = WIDTHS.get(width, width) if isinstance(width, str) else width
        if how.get("help"):
            one["help"] = str(how["help"])
        kinds = how.get("type_config")
        format_ = how.get("format") or (kinds.get("format") if isinstance(kinds, Mapping) else None)
        if format_:
            one["format"] = str(format_)
        made.append(one)
    return json.dumps(made, separators=(",", ":"), ensure_ascii=False)


def pixels(encoded: EncodedTable, height: Height, row: int, *, remote: bool) -> Height | None:
    """Return the height that is kept free until the table is drawn, and is its height then."""
    if isinstance(height, int) or height == "stretch":
        return height
    depth = max((len(path) for path, _kind in encoded.columns), default=1)
    rows = max(encoded.rows, 1)
    seen = min(rows, PAGE if remote else rows) if height == "content" else min(rows, SEEN)
    return HEADER * depth + row * seen + BAR + BORDER
