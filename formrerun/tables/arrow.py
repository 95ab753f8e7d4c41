"""Tables as bytes of Arrow's stream format, for scripts in the browser that read it."""

from __future__ import annotations

import io
from typing import Any

from formrerun.exceptions import StreamlitAPIException
from formrerun.tables.lazy_data import is_queryset
from formrerun.tables.sources import is_table_like


def is_arrow_like(value: Any) -> bool:
    """Return True for a table or column of a library, which JSON cannot write; no list or dict is one."""
    return not isinstance(value, (dict, list, tuple, set, frozenset, str)) and is_table_like(value)


def arrow_bytes(value: Any) -> bytes:
    """
    Return a table in Arrow's stream format.

    Parameters
    ----------
    value
        A table of pandas, polars, Arrow or numpy, a Styler, or a column of these.

    Raises
    ------
    StreamlitAPIException
        If pyarrow is not installed, or cannot write it.
    """
    pa = pyarrow()
    try:
        return _written(pa, _table(pa, value))
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, TypeError, ValueError) as error:
        raise StreamlitAPIException(f"A table cannot be written in Arrow's format: {error}") from error


def parts_of_table(value: Any) -> dict[str, bytes]:
    """
    Return a table's data, index and column names, a table of Arrow's each: how Streamlit's first components read one.

    Raises
    ------
    StreamlitAPIException
        As :func:`arrow_bytes` does.
    """
    pa = pyarrow()
    import pandas as pd

    try:
        table = _table(pa, value)
        frame = table.to_pandas()
        labels = {
            name: pd.DataFrame([list(label) if isinstance(label, tuple) else label for label in axis])
            for name, axis in (("index", frame.index), ("columns", frame.columns))
        }
        parts = {"data": table, **{name: _of_pandas(pa, each) for name, each in labels.items()}}
        return {name: _written(pa, _with_short_types(pa, each)) for name, each in parts.items()}
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, TypeError, ValueError) as error:
        raise StreamlitAPIException(f"A table cannot be written in Arrow's format: {error}") from error


def _with_short_types(pa: Any, table: Any) -> Any:
    """Return a table without the large types, which the readers in older components do not know."""
    short = {pa.large_string(): pa.string(), pa.large_binary(): pa.binary()}
    schema = table.schema
    for place, column in enumerate(schema):
        if column.type in short:
            schema = schema.set(place, column.with_type(short[column.type]))
    return table.cast(schema)


def pyarrow() -> Any:
    """Return the library; raise StreamlitAPIException with what to install if it is not there."""
    try:
        import pyarrow as pa
    except ImportError:
        raise StreamlitAPIException(
            "A table that is handed to a component travels in Arrow's format: `pip install pyarrow`."
        ) from None
    return pa


def _written(pa: Any, table: Any) -> bytes:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue()


def _table(pa: Any, value: Any) -> Any:
    if isinstance(value, pa.Table):
        return value
    if isinstance(value, pa.RecordBatch):
        return pa.Table.from_batches([value])
    if isinstance(value, (pa.Array, pa.ChunkedArray)):
        return pa.table({"0": value})
    library = type(value).__module__.partition(".")[0]
    if library == "polars":
        collected = value.collect() if hasattr(value, "collect") else value
        return (collected if hasattr(collected, "columns") else collected.to_frame()).to_arrow()
    return _of_pandas(pa, value)


def _of_pandas(pa: Any, value: Any) -> Any:
    import pandas as pd

    if hasattr(value, "data") and type(value).__name__ == "Styler":
        value = value.data
    if isinstance(value, (pd.Series, pd.Index)):
        value = value.to_frame()
    elif is_queryset(value):
        value = list(value.values())
    frame = value if isinstance(value, pd.DataFrame) else pd.DataFrame(value)
    try:
        return pa.Table.from_pandas(frame)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        # Columns of mixed kinds, which Arrow has no type for, travel as texts, as Streamlit sends them.
        mixed = [place for place, kind in enumerate(frame.dtypes) if str(kind) == "object"]
        frame = frame.copy()
        for place in mixed:
            frame.isetitem(place, frame.iloc[:, place].map(lambda cell: None if cell is None else str(cell)))
        return pa.Table.from_pandas(frame)
