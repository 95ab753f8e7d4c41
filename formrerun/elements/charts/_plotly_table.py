"""The data of a Plotly figure as a table: what its traces say by their arrays."""

from __future__ import annotations

import base64
import sys
from array import array
from typing import Any

from formrerun.elements.charts import _chart

#: The most rows: the table is for reading, the figure has its data itself.
MOST = 5_000
#: The arrays of traces that are data, in the order of the columns.
ARRAYS = (
    "labels", "parents", "values", "base", "x", "y", "z", "open", "high", "low", "close", "r", "theta", "a", "b", "c",
    "locations", "lat", "lon", "text",
)  # fmt: skip
_CODES = {"i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "f4": "f", "f8": "d"}


def cells(value: Any) -> list[Any]:
    """Return an array of a trace as a list, also if it is a binary one; [] for what is none."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or not isinstance(value.get("bdata"), str):
        return []
    code = _CODES.get(str(value.get("dtype")).lstrip("<|="))
    if code is None:
        return []
    numbers = array(code)
    try:
        numbers.frombytes(base64.b64decode(value["bdata"]))
    except ValueError:
        return []
    if sys.byteorder == "big":
        numbers.byteswap()
    made: list[Any] = [None if one != one else one for one in numbers]
    shape = [int(one) for one in str(value.get("shape") or "").strip("()[] ").split(",") if one.strip().isdigit()]
    if len(shape) == 2 and shape[1]:
        return [made[at : at + shape[1]] for at in range(0, len(made), shape[1])]
    return made


def length(trace: dict[str, Any]) -> int:
    """Return how many points a trace has at most; -1 if its arrays do not say it."""
    most = -1
    for name in ("x", "y", "z", "labels", "values", "r", "theta", "a", "b", "c", "lat", "lon", "locations", "close"):
        found = cells(trace.get(name))
        if found and isinstance(found[0], list):
            return -1
        most = max(most, len(found)) if found else most
    return most


def table(figure: dict[str, Any]) -> _chart.Dataset | None:
    """Return the table of a figure; None if it has no arrays."""
    traces = [one for one in figure["data"] if isinstance(one, dict)]
    layout = figure["layout"]
    found = [_columns(trace) for trace in traces]
    given_names = list(dict.fromkeys(name for one in found for name in one))
    names = [name for name in ARRAYS if name in given_names] + [name for name in given_names if name not in ARRAYS]
    if not names:
        return None
    made: dict[str, list[Any]] = {name: [] for name in names}
    owners: list[str] = []
    for place, (trace, columns) in enumerate(zip(traces, found, strict=True)):
        count = min(max(map(len, columns.values()), default=0), MOST - len(owners))
        owners += [str(trace.get("name") or place + 1)] * count
        for name in names:
            given = columns.get(name, [])[:count]
            made[name] += given + [None] * (count - len(given))
    titles = _titles(layout, names)
    shown: dict[str, list[Any]] = {"trace": owners} if len(traces) > 1 else {}
    for name in names:
        title = titles[name]
        shown[title if title not in shown else f"{title} ({name})"] = made[name]
    kept = {title: _chart.one_kind(column) for title, column in shown.items()}
    return _chart.dataset("fr-figure", kept)


def _columns(trace: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the arrays of a trace; of a matrix a row for each cell."""
    made = {name: column for name in ARRAYS if (column := cells(trace.get(name)))} | _parts(trace)
    z = made.get("z")
    if not z or not isinstance(z[0], list):
        return made
    x, y, flat = made.get("x", []), made.get("y", []), {"x": [], "y": [], "z": []}  # type: ignore[var-annotated]
    for down, row in enumerate(z):
        for right, value in enumerate(row if isinstance(row, list) else []):
            if len(flat["z"]) >= MOST:
                return flat
            flat["x"].append(x[right] if right < len(x) else right)
            flat["y"].append(y[down] if down < len(y) else down)
            flat["z"].append(value)
    return flat


def _parts(trace: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the arrays that stand deeper in a trace: the columns of a table, dimensions, the links of a flow."""
    if trace.get("type") == "table":
        heads = cells((trace.get("header") or {}).get("values"))
        columns = cells((trace.get("cells") or {}).get("values"))
        return {
            str(heads[at] if at < len(heads) else at + 1): list(column) if isinstance(column, list) else [column]
            for at, column in enumerate(columns)
        }
    if trace.get("type") == "sankey":
        labels, links = cells((trace.get("node") or {}).get("label")), trace.get("link") or {}
        made = {name: cells(links.get(name)) for name in ("source", "target", "value")}
        for name in ("source", "target"):
            made[name] = [labels[at] if isinstance(at, int) and at < len(labels) else at for at in made[name]]
        return {name: column for name, column in made.items() if column}
    dimensions = [one for one in trace.get("dimensions") or () if isinstance(one, dict)]
    return {
        str(one.get("label") or at): column
        for at, one in enumerate(dimensions, 1)
        if (column := cells(one.get("values")))
    }


def _titles(layout: dict[str, Any], names: list[str]) -> dict[str, str]:
    """Return what the columns are called: by the titles of axes, where there is one pair of them."""
    made = {name: name for name in names}
    if "xaxis2" not in layout and "yaxis2" not in layout:
        for name in ("x", "y"):
            title = text_of((layout.get(f"{name}axis") or {}).get("title"))
            if name in made and title:
                made[name] = title
    return made


def text_of(title: Any) -> str:
    """Return the text of a title, which is one or has one."""
    found = title.get("text") if isinstance(title, dict) else title
    return found if isinstance(found, str) else ""
