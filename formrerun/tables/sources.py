"""
Tables of any kind as columns of plain values: one conversion for ``table``, ``dataframe`` and ``map``.

pandas, numpy, pyarrow and polars are never imported here: what is one of their objects says that its library is
loaded. Everything else is read without them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import sys
from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, Sequence, ValuesView
from decimal import Decimal
from enum import EnumMeta
from math import isfinite
from typing import Any, Literal

from formrerun.exceptions import StreamlitAPIException

Kind = Literal["int", "float", "decimal", "bool", "date", "datetime", "time", "duration", "text"]

#: Kinds that are shown at the end of their cell and compared as numbers.
NUMBERS = frozenset({"int", "float", "decimal", "duration"})
#: Integers above this are not exact in a browser; they travel as text.
EXACT = 2**53
#: Rows taken from what has no end that we know of: a generator, or a query that is not collected.
MOST_UNKNOWN = 10_000

Cells = tuple[Kind, list[Any]]


class Column:
    """
    One column, its values converted when they are asked for.

    Parameters
    ----------
    name
        What the author calls it.
    held
        Its values: a list, a numpy array, or a pandas Series or Index.
    path
        Its header's texts, outer groups first; by default the name.
    """

    __slots__ = ("held", "name", "path")

    def __init__(self, name: Any, held: Any, path: tuple[str, ...] | None = None) -> None:
        self.name, self.held = name, held
        self.path = path if path is not None else (_label(name),)

    @property
    def label(self) -> str:
        """The innermost text of its header."""
        return self.path[-1]

    def objects(self) -> list[Any]:
        """Return the values as Python objects, None for those that are missing."""
        return _objects(self.held)

    def cells(self) -> Cells:
        """
        Return the kind of the column and its values as JSON knows them.

        Missing values are None, moments are ISO text with a blank between date and time, durations are seconds, and
        what JSON or a browser cannot hold (infinity, 2**60, a list) is text.
        """
        return _cells(self.held)


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
    """

    index: list[Column]
    columns: list[Column]
    rows: int
    plain_index: bool = True
    hides_index: bool = True
    named: bool = True

    def column(self, name: Any) -> Column | None:
        """Return the column of this name, or None."""
        for column in self.columns:
            if column.name is name or _same(column.name, name):
                return column
        return None


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _label(name: Any) -> str:
    return "" if name is None else str(name)


# ------------------------------------------------------------------------------------------------- what is a table


def _library(value: Any) -> str:
    return type(value).__module__.partition(".")[0]


def is_table_like(value: Any) -> bool:
    """
    Return True for what ``write`` shows as a table.

    Frames, series, arrays and QuerySets are tables; lists and dicts are structures, unless a dict holds series.
    """
    library = _library(value)
    if library == "pandas":
        return _is_pandas(value)
    if library == "numpy":
        return isinstance(value, sys.modules["numpy"].ndarray) and value.ndim > 0
    if library == "pyarrow":
        return any(hasattr(value, name) for name in ("to_pylist", "to_pydict"))
    if library == "polars":
        return type(value).__name__ in ("DataFrame", "LazyFrame", "Series")
    if isinstance(value, dict):
        return bool(value) and _is_series(next(iter(value.values())))
    return _is_queryset(value)


def _is_pandas(value: Any) -> bool:
    pd = sys.modules["pandas"]
    kinds = (pd.DataFrame, pd.Series, pd.Index, pd.api.extensions.ExtensionArray)
    return isinstance(value, kinds) or _is_styler(value)


def _is_styler(value: Any) -> bool:
    return type(value).__name__ == "Styler" and hasattr(value, "data")


def _is_series(value: Any) -> bool:
    return _library(value) == "pandas" and isinstance(value, sys.modules["pandas"].Series)


def _is_queryset(value: Any) -> bool:
    from django.db.models import QuerySet

    return isinstance(value, QuerySet)


def fetched(data: Any) -> Any:
    """
    Return what a lazy object gives, anything else as it is: a query runs once, and its rows can be compared.

    A QuerySet becomes :class:`Rows`; a generator, a polars query and the like give their first 10,000 rows.
    """
    if _is_queryset(data):
        return _rows_of(data)
    if _library(data) == "polars" and type(data).__name__ == "LazyFrame":
        return data.limit(MOST_UNKNOWN).collect()
    if isinstance(data, Iterator):
        return list(itertools.islice(data, MOST_UNKNOWN))
    if callable(data) and not isinstance(data, type) and not hasattr(data, "__dataframe__"):
        import inspect

        if inspect.isgeneratorfunction(data):
            return list(itertools.islice(data(), MOST_UNKNOWN))
    return data


class Rows:
    """Rows of a query: names, and a tuple a row."""

    __slots__ = ("names", "rows")

    def __init__(self, names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        self.names, self.rows = names, rows


def _rows_of(query: Any) -> Rows:
    """Return a QuerySet's rows, moments in the current time zone as Django's templates show them."""
    from django.db.models import Model

    names: tuple[str, ...]
    # A query of instances has no names of its own: it gives its model's columns and what was annotated.
    if query._fields is None and issubclass(query._iterable_class, _instances()):
        names = tuple(field.attname for field in query.model._meta.concrete_fields)
        names += tuple(query.query.annotation_select)
        if query._result_cache is not None:
            found = query._result_cache
            rows = [tuple(getattr(item, name) for name in names) for item in found]
        else:
            rows = list(query.values_list(*names))
    else:
        found = list(query)
        select = (*query.query.extra_select, *query.query.values_select, *query.query.annotation_select)
        names = tuple(query._fields or select)
        if found and isinstance(found[0], Mapping):
            names = tuple(found[0])
            rows = [tuple(item.values()) for item in found]
        elif found and isinstance(found[0], tuple):
            names = tuple(getattr(found[0], "_fields", names))
            names = names if len(names) == len(found[0]) else tuple(map(str, range(len(found[0]))))
            rows = [tuple(item) for item in found]
        else:  # flat, or .dates()
            names = names if len(names) == 1 else ("value",)
            rows = [(item,) for item in found]
    shown = [tuple(map(_local, row)) for row in rows] if any(map(_has_zone, _first_moments(rows))) else rows
    return Rows(names, [tuple(str(v) if isinstance(v, Model) else v for v in row) for row in shown])


def _instances() -> Any:
    from django.db.models.query import ModelIterable

    return ModelIterable


def _first_moments(rows: list[tuple[Any, ...]]) -> Iterator[Any]:
    """Yield the first value of each column that is not None: enough to know what the column holds."""
    for place in range(len(rows[0]) if rows else 0):
        yield next((row[place] for row in rows if row[place] is not None), None)


def _has_zone(value: Any) -> bool:
    return isinstance(value, dt.datetime) and value.tzinfo is not None


def _local(value: Any) -> Any:
    from django.utils import timezone

    return timezone.localtime(value).replace(tzinfo=None) if _has_zone(value) else value


# --------------------------------------------------------------------------------------------------- data → frame


def read(data: Any) -> Frame:
    """
    Return any data as a table.

    Parameters
    ----------
    data
        A DataFrame, Series, Index, Styler, numpy array, pyarrow table, polars frame, QuerySet; a mapping of columns,
        of rows or of single values; an iterable of mappings, of rows or of single values; None.

    Raises
    ------
    StreamlitAPIException
        If it is none of these.
    """
    data = fetched(data)
    if data is None:
        return Frame([], [], 0)
    library = _library(data)
    if library == "pandas" and _is_pandas(data):
        return _read_pandas(data)
    if library == "numpy" and hasattr(data, "dtype") and hasattr(data, "ndim"):
        return _read_numpy(data)
    if library == "pyarrow":
        return _read_arrow(data)
    if library == "polars":
        return _read_polars(data)
    if isinstance(data, Rows):
        columns = zip(*data.rows, strict=True) if data.rows else ([] for _ in data.names)
        made = [Column(name, list(values)) for name, values in zip(data.names, columns, strict=True)]
        return _counted(made, len(data.rows))
    if isinstance(data, EnumMeta):
        members: list[Any] = list(data)
        return _read_items([member.value for member in members])
    if isinstance(data, Mapping):
        return _read_mapping(data)
    if isinstance(data, (str, bytes, bytearray)):
        raise _unreadable(data)
    for read_object in (_read_record, _read_foreign):
        frame = read_object(data)
        if frame is not None:
            return frame
    if isinstance(data, Iterable) and not isinstance(data, type):
        return _read_items(list(data))
    raise _unreadable(data)


def _unreadable(data: Any) -> StreamlitAPIException:
    return StreamlitAPIException(
        f"A table cannot be made of an object of type `{type(data).__module__}.{type(data).__qualname__}`. Give a "
        "DataFrame, an array, a QuerySet, a list of rows, or a dict of columns."
    )


def _counted(columns: list[Column], rows: int, **how: bool) -> Frame:
    """Return a frame whose index only counts the rows."""
    return Frame([Column("", range(rows), ("",))] if columns else [], columns, rows, **how)


def _read_pandas(data: Any) -> Frame:
    pd = sys.modules["pandas"]
    hides, named = False, True
    if _is_styler(data):
        data = data.data
    elif isinstance(data, pd.Series):
        data = data.to_frame(0 if data.name is None else data.name)
    elif isinstance(data, pd.Index):
        hides = True
        data = data.to_frame(index=False) if data.name is not None or data.nlevels > 1 else data.to_frame(False, [0])
    elif not isinstance(data, pd.DataFrame):
        hides, named = True, False
        data = pd.DataFrame({"value": data})
    columns = []
    grouped = data.columns.nlevels > 1
    for place, name in enumerate(data.columns):
        path = tuple(map(_label, name)) if grouped else None
        columns.append(Column(name, data.iloc[:, place], path))
    index = data.index
    depth = len(columns[0].path) if columns else 1
    levels = [Column(_label(index.names[n]), index.get_level_values(n)) for n in range(index.nlevels)]
    for level in levels:
        level.path = ("",) * (depth - 1) + level.path
    if not columns and isinstance(index, pd.RangeIndex):
        levels = []
    return Frame(levels, columns, len(data), isinstance(index, pd.RangeIndex), hides, named)


def _read_numpy(data: Any) -> Frame:
    if data.dtype.names:
        return _counted([Column(name, data[name]) for name in data.dtype.names], len(data))
    if data.ndim == 0:
        return Frame([], [], 0)
    if data.ndim == 1:
        return _counted([Column("value", data)], len(data), named=False)
    if data.ndim == 2:
        columns = [Column(place, data[:, place]) for place in range(data.shape[1])]
        if len(columns) == 1:
            columns[0] = Column("value", columns[0].held)
        return _counted(columns, data.shape[0], named=False)
    raise StreamlitAPIException(
        f"An array with {data.ndim} dimensions is no table. Choose two of them, as in `array[0]`, or reshape it."
    )


def _read_arrow(data: Any) -> Frame:
    if hasattr(data, "column_names"):  # Table, RecordBatch
        columns = [Column(name, data.column(place).to_pylist()) for place, name in enumerate(data.schema.names)]
        return Frame([], columns, data.num_rows)
    if hasattr(data, "to_pylist"):
        return _counted([Column("value", data.to_pylist())], len(data), named=False)
    raise _unreadable(data)


def _read_polars(data: Any) -> Frame:
    if hasattr(data, "to_dict"):
        held = data.to_dict(as_series=False)
        return _counted([Column(name, values) for name, values in held.items()], data.height)
    if hasattr(data, "to_list"):
        return _counted([Column(data.name or "value", data.to_list())], len(data))
    raise _unreadable(data)


def _read_record(data: Any) -> Frame | None:
    """Read one object with named parts, a row a part."""
    if hasattr(data, "_asdict"):
        return _read_pairs(data._asdict())
    if dataclasses.is_dataclass(data) and not isinstance(data, type):
        return _read_pairs({field.name: getattr(data, field.name) for field in dataclasses.fields(data)})
    if hasattr(data, "to_dict") and hasattr(data, "keys"):
        return _read_pairs(data.to_dict())
    return None


def _read_foreign(data: Any) -> Frame | None:
    """Read an object of a library that can say itself as pandas or as Arrow."""
    if callable(getattr(data, "to_pandas", None)):
        return read(data.to_pandas())
    if callable(getattr(data, "to_arrow", None)):
        return read(data.to_arrow())
    return None


def _is_row(value: Any) -> bool:
    """Return True for what fills several cells: a list, a tuple, a set, an array."""
    if isinstance(value, (str, bytes)):
        return False
    if isinstance(value, (list, tuple, set, frozenset, range)):
        return True
    return _library(value) in ("numpy", "pandas", "pyarrow", "polars") and hasattr(value, "__len__") and _listed(value)


def _listed(value: Any) -> bool:
    return getattr(value, "ndim", 1) == 1 and not isinstance(value, (str, bytes))


def _read_mapping(data: Mapping[Any, Any]) -> Frame:
    if not data:
        return Frame([], [], 0)
    values = list(data.values())
    if any(map(_is_series, values)):
        return _read_pandas(sys.modules["pandas"].DataFrame(data))
    if all(isinstance(value, Mapping) for value in values):
        keys: list[Any] = list(dict.fromkeys(itertools.chain.from_iterable(values)))
        columns = [Column(name, [column.get(key) for key in keys]) for name, column in data.items()]
        return Frame([Column("", keys, ("",))], columns, len(keys), plain_index=False, hides_index=False)
    lists = {name: _as_list(value) for name, value in data.items() if _is_row(value)}
    if lists and (isinstance(values[0], (list, tuple, range)) or len(lists) == len(values)):
        lengths = {len(held) for held in lists.values()}
        if len(lengths) == 1:
            (rows,) = lengths
            columns = [Column(name, lists[name] if name in lists else [data[name]] * rows) for name in data]
            return _counted(columns, rows)
        if len(lists) == len(values):  # not columns, then: rows of different lengths, by their names
            made = _read_items(list(lists.values()))
            index = [Column("", list(data), ("",))]
            return Frame(index, made.columns, made.rows, plain_index=False, hides_index=False, named=False)
        raise StreamlitAPIException(
            "The columns of a table must be of one length. These are "
            + ", ".join(f"{name!r}: {len(held)}" for name, held in lists.items())
            + ". Fill the short ones with None."
        )
    return _read_pairs(data)


def _as_list(value: Any) -> Any:
    if isinstance(value, list) or (_library(value) in ("numpy", "pandas") and hasattr(value, "dtype")):
        return value
    return value.to_pylist() if hasattr(value, "to_pylist") else list(value)


def _read_pairs(data: Mapping[Any, Any]) -> Frame:
    """Read single values with names: one row each."""
    if not data:
        return Frame([], [], 0)
    index = Column("", list(data), ("",))
    return Frame([index], [Column("value", list(data.values()))], len(data), False, False, False)


def _read_items(items: list[Any]) -> Frame:
    if not items:
        return Frame([], [], 0)
    first = next((item for item in items if item is not None), None)
    if isinstance(first, Mapping):
        return _read_records(items, lambda item: item)
    if dataclasses.is_dataclass(first) and not isinstance(first, type):
        names = [field.name for field in dataclasses.fields(first)]
        return _read_records(items, lambda item: {name: getattr(item, name) for name in names})
    if hasattr(first, "_asdict"):
        return _read_records(items, lambda item: item._asdict())
    described = getattr(getattr(first, "_meta", None), "concrete_fields", None)
    if described is not None:
        fields = [field.attname for field in described]
        return _read_records(items, lambda item: {name: _local(getattr(item, name)) for name in fields})
    if hasattr(first, "model_dump"):
        return _read_records(items, lambda item: item.model_dump())
    if _is_row(first):
        rows = [list(item) if _is_row(item) else [item] for item in items]
        width = max(map(len, rows))
        columns = [Column(n, [row[n] if n < len(row) else None for row in rows]) for n in range(width)]
        if width == 1:
            columns[0] = Column("value", columns[0].held)
        return _counted(columns, len(items), named=False)
    return _counted([Column("value", items)], len(items), named=False)


def _read_records(items: list[Any], parts: Callable[[Any], Mapping[Any, Any]]) -> Frame:
    """Read objects with named parts, a row an object; a part that one lacks is missing."""
    records = []
    for place, item in enumerate(items):
        try:
            records.append({} if item is None else dict(parts(item)))
        except (AttributeError, TypeError, ValueError):
            raise StreamlitAPIException(
                f"Row {place} of the table is of type `{type(item).__name__}`, the first one is of type "
                f"`{type(items[0]).__name__}`. Give rows of one type."
            ) from None
    names: list[Any] = list(dict.fromkeys(itertools.chain.from_iterable(records)))
    return _counted([Column(name, [record.get(name) for record in records]) for name in names], len(items))


# ------------------------------------------------------------------------------------------------ values → cells


def _objects(held: Any) -> list[Any]:
    library = _library(held)
    if library == "pandas":
        return [None if gone else value for value, gone in zip(held.tolist(), held.isna(), strict=True)]
    if library == "numpy":
        return [None if _is_missing(value) else value for value in held.tolist()]
    return [None if value is not None and _is_missing(value) else value for value in held]


def _is_missing(value: Any) -> bool:
    """Return True for None and its kin: NaN, NaT, NA."""
    if value is None:
        return True
    if isinstance(value, (float, complex)):
        return value != value
    return type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, Decimal) and value.is_nan())


def _cells(held: Any) -> Cells:
    library = _library(held)
    if library == "pandas":
        return _pandas_cells(held)
    if library == "numpy":
        return _numpy_cells(held)
    if isinstance(held, range):
        return "int", list(held)
    return _list_cells(held)


def _pandas_cells(held: Any) -> Cells:
    dtype = held.dtype
    if hasattr(dtype, "numpy_dtype") or not hasattr(dtype, "itemsize"):
        pass  # an extension type: nullable numbers, categories, texts, periods
    elif type(dtype).__module__.partition(".")[0] == "numpy":
        return _numpy_cells(held.to_numpy())
    if getattr(dtype, "kind", "") == "M":  # with a time zone
        return "datetime", [None if gone else str(at) for at, gone in zip(held, held.isna(), strict=True)]
    return _list_cells(_objects(held))


def _numpy_cells(held: Any) -> Cells:
    kind = held.dtype.kind
    if hasattr(held, "mask"):
        return _list_cells(held.tolist())
    if kind == "f":
        return "float", _floats(held.astype("float64", copy=False).tolist())
    if kind in "iu":
        values = held.tolist()
        big = bool(values) and (max(values) > EXACT or min(values) < -EXACT)
        return "int", list(map(_exact, values)) if big else values
    if kind == "b":
        return "bool", held.tolist()
    if kind == "M":
        return "datetime", _moments(held)
    if kind == "m":
        seconds = (held.astype("timedelta64[us]").astype("int64") / 1e6).tolist()
        missing = (held != held).tolist()
        return "duration", [None if gone else _short(value) for value, gone in zip(seconds, missing, strict=True)]
    return _list_cells(held.tolist())


def _moments(held: Any) -> list[str | None]:
    """Return numpy's moments as ISO text, with as many digits as one of them needs."""
    numpy = sys.modules["numpy"]
    precise = held.astype("datetime64[us]")
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
    return "text", [None if value is None else _text(value) for value in plain]


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
    if _library(value) == "numpy" and hasattr(value, "tolist"):
        return str(value.tolist())
    if isinstance(value, (ItemsView, KeysView, ValuesView)):
        return str(list(value))
    return str(value)


# ---------------------------------------------------------------------------------------------------- cells → text


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


__all__ = ["NUMBERS", "Column", "Frame", "Kind", "fetched", "is_table_like", "plain_text", "read", "short_number"]
