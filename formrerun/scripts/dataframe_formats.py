"""``streamlit.dataframe_util``, as far as scripts ask for it: what data is, and data as a DataFrame."""

from __future__ import annotations

import dataclasses
import io
from collections import ChainMap, UserDict
from collections.abc import ItemsView, Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Any

from formrerun.tables.arrow import arrow_bytes
from formrerun.tables.sources import is_table_like, read
from formrerun.tables.styled import is_styler


class DataFormat(Enum):
    """What data is."""

    UNKNOWN = auto()
    EMPTY = auto()
    COLUMN_INDEX_MAPPING = auto()
    COLUMN_SERIES_MAPPING = auto()
    COLUMN_VALUE_MAPPING = auto()
    DASK_OBJECT = auto()
    DBAPI_CURSOR = auto()
    DUCKDB_RELATION = auto()
    KEY_VALUE_DICT = auto()
    LIST_OF_RECORDS = auto()
    LIST_OF_ROWS = auto()
    LIST_OF_VALUES = auto()
    MODIN_OBJECT = auto()
    NUMPY_LIST = auto()
    NUMPY_MATRIX = auto()
    PANDAS_ARRAY = auto()
    PANDAS_DATAFRAME = auto()
    PANDAS_INDEX = auto()
    PANDAS_SERIES = auto()
    PANDAS_STYLER = auto()
    POLARS_DATAFRAME = auto()
    POLARS_LAZYFRAME = auto()
    POLARS_SERIES = auto()
    PYARROW_ARRAY = auto()
    PYARROW_TABLE = auto()
    PYSPARK_OBJECT = auto()
    SET_OF_VALUES = auto()
    SNOWPANDAS_OBJECT = auto()
    SNOWPARK_OBJECT = auto()
    TUPLE_OF_VALUES = auto()
    XARRAY_DATASET = auto()
    XARRAY_DATA_ARRAY = auto()


#: By library and class.
_OF_LIBRARIES = {
    "pandas.DataFrame": DataFormat.PANDAS_DATAFRAME, "pandas.Series": DataFormat.PANDAS_SERIES,
    "pandas.Styler": DataFormat.PANDAS_STYLER, "polars.DataFrame": DataFormat.POLARS_DATAFRAME,
    "polars.LazyFrame": DataFormat.POLARS_LAZYFRAME, "polars.Series": DataFormat.POLARS_SERIES,
    "pyarrow.Table": DataFormat.PYARROW_TABLE, "xarray.Dataset": DataFormat.XARRAY_DATASET,
    "xarray.DataArray": DataFormat.XARRAY_DATA_ARRAY,
}  # fmt: skip


def determine_data_format(input_data: Any) -> DataFormat:
    """Return what data is."""
    if input_data is None:
        return DataFormat.EMPTY
    found = next(filter(None, map(_OF_LIBRARIES.get, _names(input_data))), None)
    if found is not None:
        return found
    library = type(input_data).__module__.partition(".")[0]
    if library == "numpy" and hasattr(input_data, "shape"):
        return DataFormat.NUMPY_LIST if len(input_data.shape) == 1 else DataFormat.NUMPY_MATRIX
    if library == "pandas" and is_table_like(input_data):
        return DataFormat.PANDAS_INDEX if hasattr(input_data, "names") else DataFormat.PANDAS_ARRAY
    if library == "pyarrow" and is_table_like(input_data):
        return DataFormat.PYARROW_ARRAY
    is_record = dataclasses.is_dataclass(input_data) or hasattr(input_data, "_fields")
    if isinstance(input_data, (ChainMap, UserDict, MappingProxyType)) or is_record:
        return DataFormat.KEY_VALUE_DICT
    if isinstance(input_data, (ItemsView, enumerate)):
        return DataFormat.LIST_OF_ROWS
    if isinstance(input_data, (list, tuple, set, frozenset)):
        return _of_items(input_data)
    if isinstance(input_data, (dict, Mapping)):
        return _of_mapping(input_data)
    return DataFormat.UNKNOWN


def _names(value: Any) -> list[str]:
    return [f"{cls.__module__.partition('.')[0]}.{cls.__name__}" for cls in type(value).__mro__]


def _of_items(items: Any) -> DataFormat:
    first = next(iter(items), None)
    if isinstance(first, Mapping):
        return DataFormat.LIST_OF_RECORDS
    if isinstance(first, (list, tuple, set, frozenset)):
        return DataFormat.LIST_OF_ROWS
    if isinstance(items, tuple):
        return DataFormat.TUPLE_OF_VALUES
    return DataFormat.SET_OF_VALUES if isinstance(items, (set, frozenset)) else DataFormat.LIST_OF_VALUES


def _of_mapping(mapping: Mapping[Any, Any]) -> DataFormat:
    first = next(iter(mapping.values()), None)
    if isinstance(first, Mapping):
        return DataFormat.COLUMN_INDEX_MAPPING
    if isinstance(first, (list, tuple)):
        return DataFormat.COLUMN_VALUE_MAPPING
    if determine_data_format(first) is DataFormat.PANDAS_SERIES:
        return DataFormat.COLUMN_SERIES_MAPPING
    return DataFormat.KEY_VALUE_DICT


def is_dataframe_like(obj: Any) -> bool:
    """Return True for a table of a library."""
    name = determine_data_format(obj).name
    return not name.startswith(("UNKNOWN", "EMPTY", "COLUMN_", "KEY_", "LIST_", "SET_", "TUPLE_"))


def is_pandas_styler(obj: Any) -> bool:
    """Return True for a Styler of pandas."""
    return bool(is_styler(obj))


def convert_anything_to_pandas_df(data: Any, max_unevaluated_rows: int = 10_000, ensure_copy: bool = False) -> Any:
    """Return any data as a DataFrame."""
    import pandas as pd

    if isinstance(data, pd.DataFrame):
        return data.copy() if ensure_copy else data
    if is_styler(data):
        return data.data
    if isinstance(data, (pd.Series, pd.Index)):
        return data.to_frame()
    frame = read(data)
    columns = {column.name: list(column.objects()) for column in frame.columns}
    return pd.DataFrame(columns)


def convert_anything_to_arrow_bytes(data: Any, max_unevaluated_rows: int = 10_000) -> bytes:
    """Return any data in Arrow's stream format."""
    return arrow_bytes(data if is_table_like(data) else convert_anything_to_pandas_df(data))


def convert_pandas_df_to_arrow_bytes(df: Any) -> bytes:
    """Return a DataFrame in Arrow's stream format."""
    return arrow_bytes(df)


def convert_arrow_bytes_to_pandas_df(source: bytes) -> Any:
    """Return the DataFrame of Arrow's stream format."""
    import pyarrow as pa

    return pa.ipc.open_stream(io.BytesIO(source)).read_pandas()
