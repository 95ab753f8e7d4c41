"""``streamlit.dataframe_util``: what data is, and data as a DataFrame."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from formrerun.scripts import dataframe_formats
from formrerun.scripts.dataframe_formats import DataFormat, determine_data_format
from formrerun.testing import AppTest

FRAME = pd.DataFrame({"a": [1, 2]})


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (None, "EMPTY"), (object(), "UNKNOWN"), ([1], "LIST_OF_VALUES"), ((), "TUPLE_OF_VALUES"),
        ({1}, "SET_OF_VALUES"), ([[1]], "LIST_OF_ROWS"), ([{"a": 1}], "LIST_OF_RECORDS"), ({"a": 1}, "KEY_VALUE_DICT"),
        ({"a": [1]}, "COLUMN_VALUE_MAPPING"), ({"a": {"b": 1}}, "COLUMN_INDEX_MAPPING"),
        ({"a": pd.Series([1])}, "COLUMN_SERIES_MAPPING"), (np.array([1]), "NUMPY_LIST"),
        (np.array([[1]]), "NUMPY_MATRIX"), (FRAME, "PANDAS_DATAFRAME"), (FRAME["a"], "PANDAS_SERIES"),
        (FRAME.index, "PANDAS_INDEX"), (FRAME.style, "PANDAS_STYLER"), (pd.array([1]), "PANDAS_ARRAY"),
        (pa.table({"a": [1]}), "PYARROW_TABLE"), (pa.array([1]), "PYARROW_ARRAY"),
    ],
    ids=lambda one: type(one).__name__ if not isinstance(one, str) else one,
)  # fmt: skip
def test_what_data_is(data, format):
    assert determine_data_format(data) is DataFormat[format]


@pytest.mark.parametrize(
    "data",
    [FRAME, FRAME.style, {"a": [1, 2]}, [{"a": 1}, {"a": 2}], pa.table({"a": [1, 2]})],
    ids=lambda one: type(one).__name__,
)
def test_data_as_a_frame(data):
    assert dataframe_formats.convert_anything_to_pandas_df(data)["a"].tolist() == [1, 2]
    written = dataframe_formats.convert_anything_to_arrow_bytes(data)
    assert dataframe_formats.convert_arrow_bytes_to_pandas_df(written)["a"].tolist() == [1, 2]


def test_scripts_import_it():
    at = AppTest.from_string("""
        import streamlit as st
        from streamlit.dataframe_util import DataFormat, is_dataframe_like
        st.text((DataFormat.EMPTY.name, is_dataframe_like([1])))
    """).run()
    assert at.text[0].value == "('EMPTY', False)"
