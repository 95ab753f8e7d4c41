"""numpy and pandas, where they are installed."""

from __future__ import annotations

from typing import Any

from formrerun.codec.values import Decode, register, register_library
from formrerun.exceptions import Unstorable


def _register_numpy() -> None:
    import numpy as np

    def encode_array(array: Any) -> list[Any]:
        if array.dtype.kind in "biufcmMSU":
            return [array.dtype.str, list(array.shape), np.ascontiguousarray(array).tobytes()]
        if array.dtype.kind == "O":
            return ["O", list(array.shape), array.ravel().tolist()]
        raise Unstorable(array, f"a numpy array of dtype {array.dtype}")

    def decode_array(parts: list[Any]) -> Any:
        dtype, shape, items = parts
        if dtype == "O":
            made = np.empty(len(items), dtype=object)
            made[:] = items
            return made.reshape(shape)
        return np.frombuffer(items, dtype=np.dtype(dtype)).reshape(shape).copy()

    register(np.ndarray, "numpy.array", encode_array, decode_array)
    for kind in {np.dtype(code).type for code in "?bBhHiIlLqQefdFD"} | {np.datetime64, np.timedelta64, np.str_}:
        register(
            kind,
            f"numpy.{kind.__name__}",
            lambda v: encode_array(np.asarray(v)),
            lambda v: decode_array(v)[()],
        )


def _register_pandas() -> None:
    import numpy as np
    import pandas as pd

    def encode_values(values: Any) -> list[Any]:
        """Return one column or index as [dtype, how, data]."""
        dtype = values.dtype
        if isinstance(dtype, pd.CategoricalDtype):
            categorical = pd.Categorical(values)
            return ["category", bool(dtype.ordered), [encode_values(dtype.categories), categorical.codes]]
        if isinstance(dtype, pd.DatetimeTZDtype):
            return ["tz", str(dtype), np.asarray(values.astype("int64"))]
        if isinstance(dtype, np.dtype) and dtype.kind in "biufcmM":
            return ["numpy", None, values.to_numpy()]
        missing = pd.isna(values)
        items = [None if gone else item for item, gone in zip(values.tolist(), missing, strict=True)]
        if isinstance(dtype, np.dtype):
            # A column of objects: NaN and None are told apart, everything else is stored by the codec.
            return ["object", None, list(values.tolist())]
        return ["extension", str(dtype), items]

    def decode_values(parts: list[Any]) -> Any:
        how, extra, data = parts
        if how == "category":
            return pd.Categorical.from_codes(data[1], categories=pd.Index(decode_values(data[0])), ordered=extra)
        if how == "tz":
            return pd.array(_tz(data, extra))
        if how == "numpy":
            return data
        if how == "object":
            made = np.empty(len(data), dtype=object)
            made[:] = data
            return made
        return pd.array(data, dtype=extra)

    def _tz(data: Any, dtype: str) -> Any:
        unit, _, zone = dtype.removeprefix("datetime64[").rstrip("]").partition(", ")
        return pd.DatetimeIndex(np.asarray(data).view(f"M8[{unit}]")).tz_localize("UTC").tz_convert(zone)

    def encode_index(index: Any) -> list[Any]:
        if isinstance(index, pd.RangeIndex):
            return ["range", index.name, [index.start, index.stop, index.step]]
        if isinstance(index, pd.MultiIndex):
            return [
                "multi",
                list(index.names),
                [encode_values(index.get_level_values(i)) for i in range(index.nlevels)],
            ]
        return ["flat", index.name, encode_values(index)]

    def decode_index(parts: list[Any]) -> Any:
        how, name, data = parts
        if how == "range":
            return pd.RangeIndex(*data, name=name)
        if how == "multi":
            return pd.MultiIndex.from_arrays([pd.Index(decode_values(level)) for level in data], names=name)
        return pd.Index(decode_values(data), name=name)

    def encode_frame(frame: Any) -> list[Any]:
        columns = [encode_values(frame.iloc[:, i]) for i in range(frame.shape[1])]
        return [encode_index(frame.index), encode_index(frame.columns), columns]

    def decode_frame(parts: list[Any]) -> Any:
        index, columns, series = decode_index(parts[0]), decode_index(parts[1]), parts[2]
        made = pd.DataFrame(
            {i: pd.Series(decode_values(column), index=index) for i, column in enumerate(series)}, index=index
        )
        made.columns = columns
        return made

    register(pd.DataFrame, "pandas.frame", encode_frame, decode_frame)
    register(
        pd.Series,
        "pandas.series",
        lambda v: [encode_index(v.index), v.name, encode_values(v)],
        lambda v: pd.Series(decode_values(v[2]), index=decode_index(v[0]), name=v[1]),
    )
    for kind in (pd.Index, pd.RangeIndex, pd.MultiIndex, pd.DatetimeIndex, pd.TimedeltaIndex, pd.CategoricalIndex):
        register(kind, "pandas.index", encode_index, decode_index)
    register(pd.Timestamp, "pandas.timestamp", lambda v: [v.value, v.unit, str(v.tz) if v.tz else None], _timestamp(pd))
    register(pd.Timedelta, "pandas.timedelta", lambda v: [v.value, v.unit], lambda v: pd.Timedelta(v[0]).as_unit(v[1]))
    register(type(pd.NaT), "pandas.nat", lambda v: None, lambda v: pd.NaT)
    register(type(pd.NA), "pandas.na", lambda v: None, lambda v: pd.NA)


def _timestamp(pd: Any) -> Decode:
    def decode_(parts: list[Any]) -> Any:
        value, unit, zone = parts
        return (
            pd.Timestamp(value, tz="UTC").tz_convert(zone).as_unit(unit) if zone else pd.Timestamp(value).as_unit(unit)
        )

    return decode_


register_library("numpy", _register_numpy)
register_library("pandas", _register_pandas)
