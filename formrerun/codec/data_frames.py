"""numpy and pandas, where they are installed."""

from __future__ import annotations

from typing import Any

from formrerun.codec.import_paths import by_path
from formrerun.codec.values import Encode, importable, register, register_library, register_rule, tagged
from formrerun.exceptions import Unstorable


def _register_numpy() -> None:
    import numpy as np

    def encode_dtype(dtype: Any) -> Any:
        return dtype.descr if dtype.names else dtype.str

    def encode_array(array: Any) -> list[Any]:
        if array.dtype.kind in "biufcmMSUV" and not array.dtype.hasobject:
            return [encode_dtype(array.dtype), list(array.shape), np.ascontiguousarray(array).tobytes()]
        if array.dtype.kind == "T":
            return ["T", list(array.shape), array.ravel().tolist()]
        if array.dtype.kind == "O":
            return ["O", list(array.shape), array.ravel().tolist()]
        raise Unstorable(array, f"a numpy array of dtype {array.dtype}")

    def decode_array(parts: list[Any]) -> Any:
        dtype, shape, items = parts
        if dtype == "O":
            made = np.empty(len(items), dtype=object)
            made[:] = items
            return made.reshape(shape)
        if dtype == "T":  # numpy's texts of any length
            return np.array(items, dtype=np.dtypes.StringDType()).reshape(shape)
        return np.frombuffer(items, dtype=np.dtype(dtype)).reshape(shape).copy()

    def decode_generator(parts: list[Any]) -> Any:
        bits = getattr(np.random, parts[0])()
        bits.state = parts[1]
        return np.random.Generator(bits)

    register(np.ndarray, "numpy.array", encode_array, decode_array)
    scalars = {np.dtype(code).type for code in "?bBhHiIlLqQefdgFDG"}
    for kind in scalars | {np.datetime64, np.timedelta64, np.str_, np.bytes_, np.void}:
        register(
            kind,
            f"numpy.{kind.__name__}",
            lambda v: encode_array(np.asarray(v)),
            lambda v: decode_array(v)[()],
        )
    register(np.recarray, "numpy.recarray", lambda v: encode_array(v), lambda v: decode_array(v).view(np.recarray))
    register(
        np.ma.MaskedArray,
        "numpy.masked",
        lambda v: [v.data, np.ma.getmaskarray(v), v.fill_value],
        lambda v: np.ma.MaskedArray(v[0], mask=v[1], fill_value=v[2]),
    )
    register(
        np.random.Generator,
        "numpy.generator",
        lambda v: [type(v.bit_generator).__name__, v.bit_generator.state],
        decode_generator,
    )
    types = tagged("numpy.dtype", encode_dtype, np.dtype)
    register_rule(lambda kind: types if issubclass(kind, np.dtype) else None)


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
        if isinstance(dtype, pd.ArrowDtype):
            return ["arrow", None, getattr(values, "array", values).__arrow_array__()]
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
        if how == "arrow":
            return pd.arrays.ArrowExtensionArray(data)
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

    def typed(values: Any) -> dict[str, Any]:
        """Return values and, for objects, the dtype: pandas would guess another one."""
        is_objects = isinstance(values, np.ndarray) and values.dtype.kind == "O"
        return {"data": values, "dtype": object} if is_objects else {"data": values}

    def encode_index(index: Any) -> list[Any]:
        if isinstance(index, pd.RangeIndex):
            return ["range", index.name, [index.start, index.stop, index.step]]
        if isinstance(index, pd.MultiIndex):
            return [
                "multi",
                list(index.names),
                [encode_values(index.get_level_values(i)) for i in range(index.nlevels)],
            ]
        freq = getattr(index, "freq", None) if isinstance(index, (pd.DatetimeIndex, pd.TimedeltaIndex)) else None
        return ["flat", index.name, encode_values(index), *([freq] if freq is not None else [])]

    def decode_index(parts: list[Any]) -> Any:
        how, name, data, *freq = parts
        if how == "range":
            return pd.RangeIndex(*data, name=name)
        if how == "multi":
            return pd.MultiIndex.from_arrays([pd.Index(**typed(decode_values(level))) for level in data], names=name)
        made = pd.Index(**typed(decode_values(data)), name=name)
        if freq:
            made.freq = freq[0]
        return made

    def encode_frame(frame: Any) -> list[Any]:
        columns = [encode_values(frame.iloc[:, i]) for i in range(frame.shape[1])]
        return [encode_index(frame.index), encode_index(frame.columns), columns]

    def decode_frame(parts: list[Any]) -> Any:
        index, columns, series = decode_index(parts[0]), decode_index(parts[1]), parts[2]
        made = pd.DataFrame(
            {i: pd.Series(**typed(decode_values(column)), index=index) for i, column in enumerate(series)}, index=index
        )
        made.columns = columns
        return made

    register(pd.DataFrame, "pandas.frame", encode_frame, decode_frame)
    register(
        pd.Series,
        "pandas.series",
        lambda v: [encode_index(v.index), v.name, encode_values(v)],
        lambda v: pd.Series(**typed(decode_values(v[2])), index=decode_index(v[0]), name=v[1]),
    )
    _register_pandas_scalars(pd)
    index = tagged("pandas.index", encode_index, decode_index)
    array = tagged("pandas.array", encode_values, lambda v: pd.array(decode_values(v)))
    categories = tagged(
        "pandas.categories", lambda v: [v.categories, v.ordered], lambda v: pd.CategoricalDtype(v[0], bool(v[1]))
    )
    dtype = tagged("pandas.dtype", str, pd.api.types.pandas_dtype)

    def rule(kind: type) -> tuple[str, Encode] | None:
        of = {
            pd.Index: index,
            pd.api.extensions.ExtensionArray: array,
            pd.CategoricalDtype: categories,
            pd.api.extensions.ExtensionDtype: dtype,
        }
        return next((how for base, how in of.items() if issubclass(kind, base)), None)

    register_rule(rule)


def _register_pandas_scalars(pd: Any) -> None:
    import numpy as np

    def encode_moment(value: Any) -> list[Any]:
        zone = str(value.tz) if value.tz else None
        try:
            return [value.value, value.unit, zone]
        except OverflowError:  # too far away for nanoseconds: counted in its own unit
            return [int(value.asm8.view("i8")), value.unit, zone, value.unit]

    def decode_moment(parts: list[Any]) -> Any:
        count, unit, zone, *counted_in = parts
        made = pd.Timestamp(np.datetime64(count, *(counted_in or ["ns"])))
        return (made.tz_localize("UTC").tz_convert(zone) if zone else made).as_unit(unit)

    def encode_span(value: Any) -> list[Any]:
        try:
            return [value.value, value.unit]
        except OverflowError:
            return [int(value.asm8.view("i8")), value.unit, value.unit]

    def decode_span(parts: list[Any]) -> Any:
        count, unit, *counted_in = parts
        return pd.Timedelta(np.timedelta64(count, *(counted_in or ["ns"]))).as_unit(unit)

    register(pd.Timestamp, "pandas.timestamp", encode_moment, decode_moment)
    register(pd.Timedelta, "pandas.timedelta", encode_span, decode_span)
    register(pd.Period, "pandas.period", lambda v: [v.ordinal, v.freqstr], lambda v: pd.Period(ordinal=v[0], freq=v[1]))
    register(pd.Interval, "pandas.interval", lambda v: [v.left, v.right, v.closed], lambda v: pd.Interval(*v))
    offset = tagged(
        "pandas.offset",
        lambda v: [importable(type(v)), v.n, v.normalize, dict(v.kwds)],
        lambda v: by_path(v[0])(v[1], v[2], **v[3]),
    )
    register_rule(lambda kind: offset if issubclass(kind, pd.tseries.offsets.BaseOffset) else None)
    register(type(pd.NaT), "pandas.nat", lambda v: None, lambda v: pd.NaT)
    register(type(pd.NA), "pandas.na", lambda v: None, lambda v: pd.NA)


register_library("numpy", _register_numpy)
register_library("pandas", _register_pandas)
