"""Tables in Arrow's stream format that a browser has posted: hostile until they are read here."""

from __future__ import annotations

import struct
from typing import Any

from formrerun.tables.arrow import pyarrow

#: What a message of Arrow's holds: words of a text (of a column of categories), rows.
_DICTIONARY, _ROWS = 2, 3


def frame_of_parts(data: bytes, index: bytes, columns: bytes) -> Any:
    """
    Return the DataFrame of a table's data, index and column names, as Streamlit's library for components posts one.

    Raises
    ------
    ValueError
        If it is none.
    StreamlitAPIException
        If pyarrow is not installed.
    """
    pa = pyarrow()
    import pandas as pd

    try:
        made, *labels = (_read(pa, part).to_pandas() for part in (data, index, columns))
        for axis, found in zip(("index", "columns"), labels, strict=True):
            values = [*found.itertuples(index=False, name=None)]
            if len(values) != len(getattr(made, axis)):
                raise ValueError(f"{len(values)} names for {axis}, {len(getattr(made, axis))} are needed")
            several = found.shape[1] > 1
            setattr(made, axis, pd.MultiIndex.from_tuples(values) if several else [value for (value,) in values])
    except (pa.ArrowException, struct.error, OSError, LookupError, TypeError, OverflowError) as error:
        raise ValueError(f"This is no table in Arrow's format: {error}") from error
    return made


def _read(pa: Any, part: bytes) -> Any:
    """
    Return a table that is no larger than its bytes.

    What is compressed, and a column that says only how long it is, may be a thousand times that. Streamlit's library
    writes neither.
    """
    for message in pa.ipc.MessageReader.open_stream(part):
        if _is_compressed(message.metadata.to_pybytes()):
            raise ValueError("it is compressed")
    table = pa.ipc.open_stream(part).read_all()
    if table.num_rows * table.num_columns > 8 * len(part):
        raise ValueError("it has more cells than bits")
    table.validate(full=True)
    return table


def _is_compressed(message: bytes) -> bool:
    """Return True if a message of Arrow's, a table of FlatBuffers', says how its rows are compressed."""

    def field(table: int, number: int) -> int:
        """Return where a field stands; 0 if it is not there."""
        names = table - struct.unpack_from("<i", message, table)[0]
        at = 4 + 2 * number
        if at >= struct.unpack_from("<H", message, names)[0]:
            return 0
        offset: int = struct.unpack_from("<H", message, names + at)[0]
        return table + offset if offset else 0

    def inside(place: int) -> int:
        return int(place + struct.unpack_from("<I", message, place)[0])

    root = inside(0)
    kind = message[field(root, 1)]
    if kind not in (_DICTIONARY, _ROWS):
        return False
    rows = inside(field(root, 2))
    if kind == _DICTIONARY:
        rows = inside(field(rows, 1))
    return bool(field(rows, 3))


__all__ = ["frame_of_parts"]
