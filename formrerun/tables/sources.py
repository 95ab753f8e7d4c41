"""
Tables of any kind as columns of plain values: one conversion for ``table``, ``dataframe`` and ``map``.

pandas, numpy, pyarrow and polars are never imported here: what is one of their objects says that its library is
loaded. Everything else is read without them.
"""

from __future__ import annotations

import dataclasses
import itertools
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import EnumMeta
from typing import Any

from formrerun.exceptions import StreamlitAPIException, StreamlitDataframeConversionError
from formrerun.tables.cells import library_of
from formrerun.tables.frames import Column, Frame, label_text
from formrerun.tables.lazy_data import Rows, fetched, is_queryset, to_local
from formrerun.tables.row_keys import RowKeys
from formrerun.tables.styled import is_styler

#: The most characters that an error shows of what no table can be made of.
LONGEST = 1_000

# ------------------------------------------------------------------------------------------------- what is a table


def is_table_like(value: Any) -> bool:
    """
    Return True for what ``write`` shows as a table.

    Frames, series, arrays and QuerySets are tables; lists and dicts are structures, unless a dict holds series.
    """
    library = library_of(value)
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
    return is_queryset(value)


def _is_pandas(value: Any) -> bool:
    pd = sys.modules["pandas"]
    kinds = (pd.DataFrame, pd.Series, pd.Index, pd.api.extensions.ExtensionArray)
    return isinstance(value, kinds) or is_styler(value)


def _is_series(value: Any) -> bool:
    return library_of(value) == "pandas" and isinstance(value, sys.modules["pandas"].Series)


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
    StreamlitDataframeConversionError
        If it is none of these.
    """
    data = fetched(data)
    if data is None:
        return Frame([], [], 0)
    library = library_of(data)
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
        keys = None if data.key is None else RowKeys.of(data.model, [row[data.key] for row in data.rows])
        return _counted(made, len(data.rows), keys=keys)
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


def _unreadable(data: Any) -> StreamlitDataframeConversionError:
    return StreamlitDataframeConversionError(
        f"Unable to convert object of type `{type(data)}` to `pandas.DataFrame`.\n"
        f"Offending object:\n```py\n{str(data)[:LONGEST]}\n```"
    )


def _counted(columns: list[Column], rows: int, **how: Any) -> Frame:
    """Return a frame whose index only counts the rows."""
    return Frame([Column("", range(rows), ("",))] if columns else [], columns, rows, **how)


def _read_pandas(data: Any) -> Frame:
    pd = sys.modules["pandas"]
    hides, named = False, True
    if is_styler(data):
        data = data.data
    elif isinstance(data, pd.Series):
        data = data.to_frame(0 if data.name is None else data.name)
    elif isinstance(data, pd.Index):
        hides = True
        data = data.to_frame(index=False) if data.name is not None or data.nlevels > 1 else data.to_frame(False, 0)
    elif not isinstance(data, pd.DataFrame):
        hides, named = True, False
        data = pd.DataFrame({"value": data})
    columns = []
    grouped = data.columns.nlevels > 1
    for name, series in data.items():
        path = tuple(map(label_text, name)) if grouped else None
        columns.append(Column(name, series, path))
    index = data.index
    depth = len(columns[0].path) if columns else 1
    levels = [Column(label_text(index.names[n]), index.get_level_values(n)) for n in range(index.nlevels)]
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
            columns[0] = Column("value", columns[0].data)
        return _counted(columns, data.shape[0], named=False)
    raise StreamlitAPIException(
        f"An array with {data.ndim} dimensions is no table. Choose two of them, as in `array[0]`, or reshape it."
    )


def _read_arrow(data: Any) -> Frame:
    if hasattr(data, "column_names"):  # Table, RecordBatch
        parts = [(field, data.column(place)) for place, field in enumerate(data.schema)]
        columns = [Column(field.name, part.to_pylist(), type=field.type) for field, part in parts]
        return Frame([], columns, data.num_rows)
    if hasattr(data, "to_pylist"):
        return _counted([Column("value", data.to_pylist(), type=data.type)], len(data), named=False)
    raise _unreadable(data)


def _read_polars(data: Any) -> Frame:
    if hasattr(data, "to_dict"):
        columns_by_name = data.to_dict(as_series=False)
        columns = [Column(name, values, type=data.schema[name]) for name, values in columns_by_name.items()]
        return _counted(columns, data.height)
    if hasattr(data, "to_list"):
        return _counted([Column(data.name or "value", data.to_list(), type=data.dtype)], len(data))
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
    return (
        library_of(value) in ("numpy", "pandas", "pyarrow", "polars") and hasattr(value, "__len__") and _listed(value)
    )


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
        lengths = {len(column) for column in lists.values()}
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
            + ", ".join(f"{name!r}: {len(column)}" for name, column in lists.items())
            + ". Fill the short ones with None."
        )
    return _read_pairs(data)


def _as_list(value: Any) -> Any:
    if isinstance(value, list) or (library_of(value) in ("numpy", "pandas") and hasattr(value, "dtype")):
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
        return _read_records(items, lambda item: {name: to_local(getattr(item, name)) for name in fields})
    if hasattr(first, "model_dump"):
        return _read_records(items, lambda item: item.model_dump())
    if _is_row(first):
        rows = [list(item) if _is_row(item) else [item] for item in items]
        width = max(map(len, rows))
        columns = [Column(n, [row[n] if n < len(row) else None for row in rows]) for n in range(width)]
        if width == 1:
            columns[0] = Column("value", columns[0].data)
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


__all__ = ["is_table_like", "read"]
