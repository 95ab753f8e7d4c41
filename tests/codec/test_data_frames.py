"""Frames, series, indexes and scalars of numpy, pandas and Arrow: whatever a script reads a file into."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from formrerun import codec


def there_and_back(value):
    return codec.loads(codec.dumps(value))


@pytest.mark.parametrize(
    "scalar",
    [
        pd.Timestamp("9999-12-31"), pd.Timestamp("0001-01-01 12:30"), pd.Timestamp("9999-12-31", tz="Europe/Berlin"),
        pd.Timestamp("2026-07-01 12:00", tz="Europe/Berlin"), pd.Timestamp(2026, 7, 1).as_unit("s"),
        pd.Timestamp("2026-07-01", tz=dt.timezone(dt.timedelta(hours=2))), pd.Timedelta(10**6, unit="D").as_unit("s"),
        pd.Timedelta("1h"), pd.Period("2024-01"), pd.Period("2024Q1", freq="Q-MAR"), pd.Interval(0.5, 2, closed="both"),
        pd.Interval(pd.Timestamp("2024-01-01"), pd.Timestamp("2025-01-01")), pd.offsets.BusinessDay(2),
        pd.DateOffset(months=1, day=3), pd.CategoricalDtype(["a", "b"], ordered=True), pd.Int64Dtype(),
        np.dtype("float32"), np.dtype([("a", "i4"), ("b", "U3")]), np.bytes_(b"ab"), np.longdouble(1.5),
    ],
    ids=repr,
)  # fmt: skip
def test_scalars(scalar):
    again = there_and_back(scalar)
    assert again == scalar
    assert repr(again) == repr(scalar)
    assert type(again) is type(scalar)


def test_moments_that_an_older_release_wrote():
    assert codec.decode({"$": "pandas.timestamp", "v": [10**18, "us", "Asia/Tokyo"]}) == pd.Timestamp(10**18, tz="UTC")
    assert codec.decode({"$": "pandas.timedelta", "v": [10**9, "us"]}) == pd.Timedelta("1s")


@pytest.mark.parametrize(
    "index",
    [
        pd.Index(["a", "b"]), pd.Index([1, "b"]), pd.RangeIndex(3, name="n"),
        pd.period_range("2024-01", periods=2, freq="M"),
        pd.interval_range(0, 3), pd.date_range("2024-01-01", periods=3, freq="W"), pd.timedelta_range("1h", periods=2),
        pd.date_range("2024-03-30", periods=3, tz="Europe/Berlin"), pd.CategoricalIndex(["a", "b", "a"]),
        pd.MultiIndex.from_product([["a", "b"], pd.period_range("2024", periods=2, freq="Y")], names=["k", "y"]),
        pd.Index(["a", "b"], dtype=object), pd.Index([], dtype="float64"),
    ],
    ids=lambda index: type(index).__name__,
)  # fmt: skip
def test_indexes(index):
    again = there_and_back(index)
    pd.testing.assert_index_equal(again, index)
    assert getattr(again, "freq", None) == getattr(index, "freq", None)
    assert repr(again) == repr(index)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"m": pd.period_range("2024-01", periods=2, freq="M")}),
        pd.DataFrame({"b": pd.cut([1, 5, 9], 3)}), pd.DataFrame({"b": pd.cut([1, 5, 9], 3).codes}),
        pd.DataFrame({"d": [pd.Timestamp("9999-12-31"), pd.NaT]}), pd.DataFrame({"d": [dt.date(2024, 1, 1), None]}),
        pd.DataFrame({"a": pd.array([1, None], dtype="int64[pyarrow]")}),
        pd.DataFrame({"a": pd.array([[1], None], dtype=pd.ArrowDtype(pa.list_(pa.int64())))}),
        pd.DataFrame({"a": pd.arrays.SparseArray([0, 0, 1])}), pd.DataFrame({"a": ["x", "y"]}, dtype=object),
        pd.DataFrame({"a": [1, 2]}, index=pd.cut([1, 9], 2)), pd.DataFrame({"a": pd.array(["x", None])}),
        pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")])),
    ],
    ids=lambda frame: ",".join(map(str, frame.dtypes)),
)  # fmt: skip
def test_frames(frame):
    again = there_and_back(frame)
    pd.testing.assert_frame_equal(again, frame)
    assert repr(again) == repr(frame)


def test_counts_by_interval():
    series = pd.Series([1, 5, 9]).value_counts(bins=2)
    pd.testing.assert_series_equal(there_and_back(series), series)


@pytest.mark.parametrize(
    "values",
    [
        pd.Categorical(["a", None, "b"], ordered=True), pd.array([1, None]), pd.array([True]), pd.array(["a", None]),
        pd.period_range("2024-01", periods=2, freq="M").array, pd.interval_range(0, 2).array,
        pd.date_range("2024-01-01", periods=2, tz="Europe/Berlin").array, pd.timedelta_range("1h", periods=2).array,
        pd.arrays.SparseArray([0, 1]), pd.array([1], dtype="int64[pyarrow]"),
    ],
    ids=lambda values: type(values).__name__,
)  # fmt: skip
def test_arrays_of_pandas(values):
    pd.testing.assert_extension_array_equal(there_and_back(values), values)


@pytest.mark.parametrize(
    "array",
    [
        np.array([(1, "a")], dtype=[("n", "i4"), ("t", "U3")]), np.ma.masked_array([1, 2], mask=[True, False]),
        np.array([(1, "a")], dtype=[("n", "i4"), ("t", "U3")])[0], np.rec.array([(1, "a")], names="n,t"),
    ],
    ids=lambda array: type(array).__name__,
)  # fmt: skip
def test_arrays_of_numpy(array):
    again = there_and_back(array)
    assert repr(again) == repr(array)
    assert type(again) is type(array)


def test_tables_of_arrow():
    batch = pa.record_batch({"a": [1, None], "b": ["x", "y"]})
    table = pa.Table.from_batches([batch, batch])
    column = table.column(0)
    for value in (
        table,
        batch,
        batch.slice(0, 0),
        column,
        column.combine_chunks(),
        table.schema,
        table.schema.field(0),
    ):
        assert there_and_back(value).equals(value)
    assert there_and_back(column[0]) == column[0]
    assert there_and_back(pa.list_(pa.int8())) == pa.list_(pa.int8())


def test_tables_of_polars():
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({"a": [1, None], "b": ["x", "y"], "c": [[1], []]})
    assert there_and_back(frame).equals(frame)
    assert there_and_back(frame["b"]).equals(frame["b"])
