"""Tables and arrays of Arrow and polars, where they are installed, in Arrow's own format."""

from __future__ import annotations

import io
from typing import Any

from formrerun.codec.values import Encode, register, register_library, register_rule, tagged


def _register_pyarrow() -> None:
    import pyarrow as pa

    def write(table: Any) -> bytes:
        sink = io.BytesIO()
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write(table)
        return sink.getvalue()

    def read(data: bytes) -> Any:
        return pa.ipc.open_stream(data).read_all()

    def read_column(data: bytes) -> Any:
        return read(data).column(0)

    def read_array(data: bytes) -> Any:
        return read_column(data).combine_chunks()

    def read_batch(data: bytes) -> Any:
        table = read(data)
        return pa.RecordBatch.from_arrays([column.combine_chunks() for column in table.columns], schema=table.schema)

    def write_column(values: Any) -> bytes:
        return write(pa.table({"": values}))

    register(pa.Table, "pyarrow.table", write, read)
    register(pa.RecordBatch, "pyarrow.batch", write, read_batch)
    register(pa.ChunkedArray, "pyarrow.chunked", write_column, read_column)
    register(pa.Schema, "pyarrow.schema", lambda v: write(v.empty_table()), lambda v: pa.ipc.open_stream(v).schema)
    register(
        pa.Field,
        "pyarrow.field",
        lambda v: write(pa.schema([v]).empty_table()),
        lambda v: pa.ipc.open_stream(v).schema.field(0),
    )
    array = tagged("pyarrow.array", write_column, read_array)
    scalar = tagged("pyarrow.scalar", lambda v: write_column(pa.array([v], type=v.type)), lambda v: read_array(v)[0])
    data_type = tagged(
        "pyarrow.type",
        lambda v: write(pa.schema([("", v)]).empty_table()),
        lambda v: pa.ipc.open_stream(v).schema.field(0).type,
    )

    def rule(kind: type) -> tuple[str, Encode] | None:
        of = {pa.Array: array, pa.Scalar: scalar, pa.DataType: data_type}
        return next((how for base, how in of.items() if issubclass(kind, base)), None)

    register_rule(rule)


def _register_polars() -> None:
    import polars as pl

    def write(frame: Any) -> bytes:
        sink = io.BytesIO()
        frame.write_ipc(sink)
        return sink.getvalue()

    def read(data: bytes) -> Any:
        return pl.read_ipc(io.BytesIO(data))

    register(pl.DataFrame, "polars.frame", write, read)
    register(
        pl.Series,
        "polars.series",
        lambda v: [v.name, write(v.alias("0").to_frame())],
        lambda v: read(v[1])["0"].alias(v[0]),
    )


register_library("pyarrow", _register_pyarrow)
register_library("polars", _register_polars)
