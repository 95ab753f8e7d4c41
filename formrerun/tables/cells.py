"""Cells as plain values, a kind a column."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, ItemsView, KeysView, Sequence, ValuesView
from decimal import Decimal
from math import isfinite
from typing import Any, Literal

Kind = Literal["int", "float", "decimal", "bool", "date", "datetime", "time", "duration", "text", "list", "json"]


#: Kinds that are shown at the end of their cell and compared as numbers.
NUMBERS = frozenset({"int", "float", "decimal", "duration"})
#: Integers above this are not exact in a browser; they travel as text.
EXACT = 2**53


Cells = tuple[Kind, list[Any]]


def library_of(value: Any) -> str:
    return type(value).__module__.partition(".")[0]


def objects_of(data: Any) -> list[Any]:
    library = library_of(data)
    if library == "pandas":
        return [None if gone else value for value, gone in zip(data.tolist(), data.isna(), strict=True)]
    if library == "numpy":
        return [None if _is_missing(value) else value for value in data.tolist()]
    return [None if value is not None and _is_missing(value) else value for value in data]


def _is_missing(value: Any) -> bool:
    """Return True for None and its kin: NaN, NaT, NA."""
    if value is None:
        return True
    if isinstance(value, (float, complex)):
        return value != value
    return type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, Decimal) and value.is_nan())


def cells_of(data: Any) -> Cells:
    library = library_of(data)
    if library == "pandas":
        return _pandas_cells(data)
    if library == "numpy":
        return _numpy_cells(data)
    if isinstance(data, range):
        return "int", list(data)
    return _list_cells(data)


def _pandas_cells(data: Any) -> Cells:
    dtype = data.dtype
    if hasattr(dtype, "numpy_dtype") or not hasattr(dtype, "itemsize"):
        pass  # an extension type: nullable numbers, categories, texts, periods
    elif type(dtype).__module__.partition(".")[0] == "numpy":
        return _numpy_cells(data.to_numpy())
    if getattr(dtype, "kind", "") == "M":  # with a time zone
        return "datetime", [None if gone else str(at) for at, gone in zip(data, data.isna(), strict=True)]
    return _list_cells(objects_of(data))


def _numpy_cells(data: Any) -> Cells:
    kind = data.dtype.kind
    if hasattr(data, "mask"):
        return _list_cells(data.tolist())
    if kind == "f":
        return "float", _floats(data.astype("float64", copy=False).tolist())
    if kind in "iu":
        values = data.tolist()
        big = bool(values) and (max(values) > EXACT or min(values) < -EXACT)
        return "int", list(map(_exact, values)) if big else values
    if kind == "b":
        return "bool", data.tolist()
    if kind == "M":
        return "datetime", _moments(data)
    if kind == "m":
        seconds = (data.astype("timedelta64[us]").astype("int64") / 1e6).tolist()
        missing = (data != data).tolist()
        return "duration", [None if gone else _short(value) for value, gone in zip(seconds, missing, strict=True)]
    return _list_cells(data.tolist())


def _moments(data: Any) -> list[str | None]:
    """Return numpy's moments as ISO text, with as many digits as one of them needs."""
    numpy = sys.modules["numpy"]
    precise = data.astype("datetime64[us]")
    unit = "s"
    if (precise != precise.astype("datetime64[s]").astype("datetime64[us]")).any():
        whole = precise[~numpy.isnat(precise)]
        unit = "us" if (whole != whole.astype("datetime64[s]")).any() else "s"
    texts = numpy.datetime_as_string(precise, unit=unit).tolist()
    return [None if text == "NaT" else text.replace("T", " ") for text in texts]


def _floats(values: list[Any]) -> list[Any]:
    if all(map(isfinite, values)):
        return values
    return [value if isfinite(value) else None if value != value else _infinity(value) for value in values]


def _infinity(value: float) -> str:
    return "Infinity" if value > 0 else "-Infinity"


def _exact(value: int) -> int | str:
    return value if -EXACT <= value <= EXACT else str(value)


def _short(seconds: float) -> int | float:
    return int(seconds) if seconds == int(seconds) else seconds


def _list_cells(values: Sequence[Any]) -> Cells:
    """Return the cells of Python objects; a column of several kinds is text."""
    types = set(map(type, values))
    types.discard(type(None))
    if types == {str}:
        return "text", list(values)
    plain: list[Any] = list(values)
    if not types <= _PLAIN:
        plain = [None if _is_missing(value) else _unwrapped(value) for value in values]
        types = {type(value) for value in plain if value is not None}
    if not types:
        return "text", plain
    if types == {bool}:
        return "bool", plain
    if types == {int}:
        return "int", [value if value is None else _exact(value) for value in plain]
    if types <= {int, float}:
        made = [None if v is None or v != v else v if isfinite(v) else _infinity(v) for v in plain]
        kind: Kind = "float" if float in {type(v) for v in plain if v is not None and v == v} else "int"
        return kind, [_exact(value) if type(value) is int else value for value in made]
    if types <= {int, Decimal}:
        return "decimal", [None if _is_missing(v) else format(v, "f") if isfinite(v) else _infinity(v) for v in plain]
    for kind, cls, text in _MOMENTS:
        if types == {cls}:
            return kind, [None if value is None else text(value) for value in plain]
    if types and types <= {list, tuple}:
        return "list", [None if value is None else json_value(value) for value in plain]
    if types == {dict}:
        return "json", [None if value is None else json_value(value) for value in plain]
    return "text", [None if value is None else _text(value) for value in plain]


def json_value(value: Any) -> Any:
    """Return a list or a dict in a cell as JSON has it: what JSON does not know is a text."""
    if value is None or type(value) in (bool, str):
        return value
    if type(value) is int:
        return _exact(value)
    if isinstance(value, float):
        return value if isfinite(value) else None if value != value else _infinity(value)
    if isinstance(value, (list, tuple)):
        return [json_value(part) for part in value]
    if isinstance(value, dict):
        return {str(name): json_value(part) for name, part in value.items()}
    unwrapped = _unwrapped(value)
    return _text(unwrapped) if unwrapped is value else json_value(unwrapped)


_PLAIN = frozenset({bool, int, float, Decimal, dt.date, dt.time, dt.timedelta})
_MOMENTS: tuple[tuple[Kind, type, Callable[[Any], Any]], ...] = (
    ("datetime", dt.datetime, lambda value: value.isoformat(" ")),
    ("date", dt.date, lambda value: value.isoformat()),
    ("time", dt.time, lambda value: value.isoformat()),
    ("duration", dt.timedelta, lambda value: _short(value.total_seconds())),
)


def _unwrapped(value: Any) -> Any:
    """Return numpy's and pandas' single values as Python's own."""
    kind = type(value)
    if kind in _PLAIN or kind is str or kind is dt.datetime:
        return value
    library = kind.__module__.partition(".")[0]
    if library == "numpy" and hasattr(value, "item") and getattr(value, "ndim", 1) == 0:
        return value.item()
    if library == "numpy" and hasattr(value, "tolist"):  # an array in a cell
        return value.tolist()
    if library == "pandas":
        if kind.__name__ == "Timestamp":
            return value.to_pydatetime(warn=False)
        if kind.__name__ == "Timedelta":
            return value.to_pytimedelta()
    return value


def _text(value: Any) -> str:
    """Return a cell that has no kind of its own as text."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    if isinstance(value, (bytes, bytearray)):
        return repr(bytes(value))
    if library_of(value) == "numpy" and hasattr(value, "tolist"):
        return str(value.tolist())
    if isinstance(value, (ItemsView, KeysView, ValuesView)):
        return str(list(value))
    return str(value)


def plain_text(kind: Kind, value: Any) -> str:
    """Return a cell as the interactive table shows it without a format; "" for a missing one."""
    if value is None:
        return ""
    if kind == "float":
        return short_number(value)
    if kind == "duration":
        return duration_text(value)
    if kind == "bool":
        return "true" if value else "false"
    if kind == "json":
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def short_number(value: Any) -> str:
    """Return a number with at most four decimals, more only if it would look like zero."""
    if isinstance(value, str):
        return value
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    if text in ("0", "-0") and value:
        text = f"{value:.4g}"
    return "0" if text == "-0" else text


def duration_text(seconds: Any) -> str:
    """Return a duration as days and hours:minutes:seconds."""
    sign = "-" if seconds < 0 else ""
    whole, part = divmod(abs(seconds), 1)
    minutes, rest = divmod(int(whole), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    decimals = f"{part:.6f}"[1:].rstrip("0").rstrip(".") if part else ""
    clock = f"{hours:02}:{minutes:02}:{rest:02}{decimals}"
    if days:
        return f"{sign}{days} {'day' if days == 1 else 'days'} {clock}"
    return sign + clock


__all__ = ["NUMBERS", "Kind", "json_value", "plain_text", "short_number"]
