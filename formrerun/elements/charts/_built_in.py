"""The spec of a built-in chart: of any data that is a table, without Altair and without pandas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from formrerun.elements.charts import _chart
from formrerun.elements.data.map import css_color, is_color_like
from formrerun.exceptions import StreamlitAPIException, StreamlitInvalidParameterTypeError, StreamlitValueError
from formrerun.tables import encoding, sources
from formrerun.tables.cells import NUMBERS
from formrerun.tables.frames import Column, Frame

SOURCE = "fr-source"
KEY, VALUE, INDEX = "color -- streamlit-generated", "value -- streamlit-generated", "index -- streamlit-generated"
NONE = "DOES_NOT_EXIST -- streamlit-generated"
NAMES = frozenset({"red", "orange", "yellow", "green", "blue", "violet", "gray", "grey", "primary"})
LEGEND = {"titlePadding": 5, "offset": 5, "orient": "bottom"}
#: Rows from which on the hint of a line follows the pointer less often.
MANY = 1000
MARKS = {"line": "line", "area": "area", "bar": "bar", "scatter": "circle"}
STACKS = (True, False, "normalize", "center", "layered")


def check_stack(stack: Any) -> None:
    """Raise StreamlitValueError if this is no way to stack."""
    if stack is not None and stack not in STACKS:
        raise StreamlitValueError("stack", ["True", "False", "'normalize'", "'center'", "'layered'", "None"])


def built_in(
    kind: str,
    data: Any,
    x: Any,
    y: Any,
    x_label: str | None,
    y_label: str | None,
    color: Any,
    size: Any = None,
    stack: Any = None,
    sort: Any = True,
    horizontal: bool = False,
) -> tuple[dict[str, Any], _chart.Dataset]:
    """Return the spec and the table of a chart; raise Streamlit's errors for columns that are none."""
    frame = sources.read(data)
    by_name = {_chart.column_name(column): column for column in frame.columns}
    if x is not None and not isinstance(x, str):
        raise StreamlitInvalidParameterTypeError(
            "x", type(x).__name__, ["str", "None"], detail="Pass a column name or None to use the dataframe's index."
        )
    given = [y] if isinstance(y, str) or not isinstance(y, Iterable) else list(y)
    ys = list(by_name) if y is None else [str(one) for one in given]
    sorted_by = sort.removeprefix("-") if isinstance(sort, str) else None
    for name in (x, *ys, sorted_by):
        if name is not None and name not in by_name:
            raise StreamlitAPIException(
                f'Data does not have a column named `"{name}"`. Available columns are `{", ".join(by_name)}`'
            )
    if x in ys and (y is None or x not in given):
        ys.remove(x)
    color_column = color if isinstance(color, str) and color in by_name else None
    size_column = size if isinstance(size, str) and size in by_name else None

    columns, shown = _columns(frame, by_name, x, ys, (color_column, size_column, sorted_by))
    fields = {name: f"c{place}" if _is_special(name) else name for place, name in enumerate(columns)}
    kinds = {name: column.cells()[0] for name, column in columns.items()}
    x_name = x if x is not None else shown
    melts = len(ys) > 1 and x_name is not None
    key = KEY if melts else fields.get(color_column or "", "")
    y_name = None if not ys else VALUE if melts else ys[0]
    title = {**{name: name for name in columns}, VALUE: "value", KEY: "color"}
    if x_name is not None and x is None:
        title[x_name] = "index" if x_name == INDEX else x_name

    def type_of(name: str | None, ordinal: bool) -> str:
        kind_ = kinds.get(ys[0] if name == VALUE else name or "", "float")
        moment = kind_ in ("date", "datetime")
        if ordinal and not moment:
            return "ordinal"
        return "quantitative" if kind_ in NUMBERS else "temporal" if moment or kind_ == "time" else "nominal"

    def axis(name: str | None, given: Any, label: str | None, ordinal: bool, grid: bool) -> dict[str, Any]:
        said = label if label is not None else "" if given is None or name == VALUE else title.get(name or "", "")
        look: dict[str, Any] = {"grid": grid}
        if name is not None and kinds.get(name) == "int":
            look["tickMinStep"] = 1
        field = fields.get(name, name) if name is not None else NONE
        return {"field": field, "title": said, "type": type_of(name, ordinal), "scale": {}, "axis": look}

    across = axis(x_name, x, x_label, kind == "bar", False)
    along = axis(y_name, y, y_label, False, True)
    if stack is not None:
        along["stack"] = False if stack == "layered" else stack
    if kind == "bar":
        if sort is False:
            across["sort"] = None
        elif sorted_by is not None:
            order = "descending" if sort.startswith("-") else "ascending"
            across["sort"] = {"field": fields[sorted_by], "order": order}
    encoded: dict[str, Any] = {"x": along, "y": across} if horizontal else {"x": across, "y": along}
    if stack is False and key and kind == "bar":
        encoded["yOffset" if horizontal else "xOffset"] = {"field": key}
    if key and (kind == "area" or stack == "layered"):
        encoded["opacity"] = {"value": 0.7}
    tint = _color(color, color_column, key, ys, columns, title, type_of)
    if tint is not None:
        encoded["color"] = tint
    if kind == "scatter":
        encoded["size"] = _size(size, size_column, fields, title)
    if x_name is not None and y_name is not None:
        hints = [(x_name, type_of(x_name, False)), (y_name, type_of(y_name, False))]
        if key and (tint or {}).get("legend", True) is not None:
            hints.append((KEY if melts else color_column or "", "nominal"))
        if size_column:
            hints.append((size_column, type_of(size_column, False)))
        encoded["tooltip"] = [
            {"field": fields.get(name, name), "title": title[name], "type": type_} for name, type_ in hints
        ]
    table = Frame([], list(columns.values()), frame.rows)
    made = _chart.Dataset(SOURCE, encoding.encode_frame(table, [], table.columns), list(fields.values()))
    if melts:
        places = {name: place for place, name in enumerate(columns)}
        stay = [place for name, place in places.items() if name not in ys]
        made.melt = {"of": [places[name] for name in ys], "keep": stay, "key": KEY, "value": VALUE, "labels": ys}
    spec: dict[str, Any] = {"data": {"name": SOURCE}}
    if kind == "line" and x_name is not None:
        spec.update(_with_hints(encoded, fields[x_name], frame.rows))
    else:
        spec.update({"mark": {"type": MARKS[kind]}, "encoding": encoded})
        spec["params"] = [
            {"name": "param_1", "select": {"type": "interval", "encodings": ["x", "y"]}, "bind": "scales"}
        ]
    return spec, made


def _is_special(name: str) -> bool:
    """Return True for a name that a spec would take for a path."""
    return any(sign in name for sign in ".[]\\'\"")


def _columns(
    frame: Frame, by_name: dict[str, Column], x: str | None, ys: Sequence[str], others: Sequence[str | None]
) -> tuple[dict[str, Column], str | None]:
    """Return the columns that a chart needs, and the name of the index where that is what it is drawn along."""
    made: dict[str, Column] = {}
    index = None
    if x is None and ys:
        level = frame.index[0] if frame.index else Column("", range(frame.rows))
        index = level.label or INDEX
        made[index] = Column(index, level.data, ("index" if index == INDEX else index,))
    for name in (x, *ys, *others):
        if name is not None:
            made.setdefault(name, by_name[name])
    return made, index


def _color(
    color: Any, column: str | None, key: str, ys: list[str], columns: dict[str, Column], title: Any, type_of: Any
) -> dict[str, Any] | None:
    if column is None and color not in (None, [], ()):
        if is_color_like(color) or (isinstance(color, str) and color in NAMES):
            color = [color]
        elif not isinstance(color, (list, tuple)):
            raise StreamlitAPIException(
                f"\nThis does not look like a valid color argument: `{color}`.\n\nThe color argument can be:\n\n"
                '* A hex string like "#ffaa00" or "#ffaa0088".\n'
                "* An RGB or RGBA tuple with the red, green, blue, and alpha\n"
                "  components specified as ints from 0 to 255 or floats from 0.0 to\n  1.0.\n"
                "* The name of a column.\n"
                "* Or a list of colors, matching the number of y columns to draw.\n            "
            )
        if len(color) != len(ys):
            raise StreamlitAPIException(
                f"The list of colors `{color}` must have the same length as the list of columns to be colored `{ys}`."
            )
        made = [_css(one) for one in color]
        if len(made) == 1:
            return {"value": made[0]}
        scale = {"domain": ys, "range": made}
        return {"field": key, "scale": scale, "legend": LEGEND, "type": "nominal", "title": " "}
    if not key:
        return None
    if key == KEY:
        return {"field": key, "legend": LEGEND, "type": "nominal", "title": " ", "sort": None}
    assert column is not None
    found: dict[str, Any] = {"field": key, "legend": LEGEND, "type": type_of(column, False), "title": title[column]}
    values = columns[column].objects()
    if values and is_color_like(values[0]):
        made = [_css(one) for one in dict.fromkeys(map(_hashable, values))]
        columns[column] = Column(column, [_css(one) for one in values])
        found.update({"scale": {"domain": list(dict.fromkeys(made)), "range": made}, "legend": None, "type": "nominal"})
    return found


def _hashable(color: Any) -> Any:
    return tuple(color) if isinstance(color, list) else color


def _css(color: Any) -> str:
    """Return a colour as a spec has it; a colour of the theme by its token, which the browser looks up."""
    if isinstance(color, str) and color in NAMES:
        return f"var(--fr-{color.replace('grey', 'gray')})"
    return css_color(color)


def _size(size: Any, column: str | None, fields: dict[str, str], title: dict[str, str]) -> dict[str, Any]:
    if column is not None:
        legend = {"titlePadding": 0.5, "offset": 5, "orient": "bottom"}
        return {"field": fields[column], "type": "quantitative", "title": title[column], "legend": legend}
    if size is None:
        return {"value": 100}
    if isinstance(size, (int, float)):
        return {"value": size}
    raise StreamlitValueError("size", ["a column name", "a number"], detail=f"Got {size!r}.")


def _with_hints(encoded: dict[str, Any], x: str, rows: int) -> dict[str, Any]:
    """Return lines with a dot on each that is nearest to the pointer."""
    select = {
        "type": "point", "nearest": True, "fields": [x], "clear": "mouseleave",
        "on": "mousemove{16}" if rows > MANY else "mousemove",
    }  # fmt: skip
    zoom = {"name": "param_2", "select": {"type": "interval", "encodings": ["x", "y"]}, "bind": "scales"}
    return {
        "layer": [
            {"mark": {"type": "line"}, "encoding": encoded, "params": [zoom]},
            {
                "mark": {"type": "point", "opacity": 0, "aria": False},
                "encoding": encoded,
                "params": [{"name": "param_1", "select": select}],
            },
            {
                "mark": {"type": "point", "filled": True, "size": 65, "aria": False},
                "encoding": encoded,
                "transform": [{"filter": {"param": "param_1", "empty": False}}],
            },
        ],
        "config": {"legend": {"symbolType": "stroke"}},
    }
