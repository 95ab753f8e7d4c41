"""
Values to JSON and back, with a tag per type.

JSON's own types stand for themselves; everything else is ``{"$": tag, "v": …}``. There is no pickle: a record that
was written by one release can be read by the next, and reading one never runs code that the record chose. Other
types join by :func:`register`.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import enum
import importlib
import json
import math
import sys
import types
import uuid
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path, PosixPath
from typing import Any

from formrerun.exceptions import UnserializableSessionStateError

Encode = Callable[[Any], Any]
Decode = Callable[[Any], Any]

_encoders: dict[type, tuple[str, Encode]] = {}
_decoders: dict[str, Decode] = {}
_PLAIN = frozenset({type(None), bool, int, str})


class Unstorable(TypeError):
    """The codec has no way to store a value; ``where`` names the part of it."""

    def __init__(self, value: object, reason: str) -> None:
        super().__init__(reason)
        self.value = value


def register(type_: type, tag: str, encode: Encode, decode: Decode) -> None:
    """
    Teach the codec a type.

    Parameters
    ----------
    type_
        The exact type; subclasses are registered on their own.
    tag
        A short name, unique in the project, written into every record; changing it loses stored values.
    encode
        Gives what is stored: anything the codec can store itself.
    decode
        Gives the value back from what ``encode`` gave.
    """
    _encoders[type_] = (tag, encode)
    _decoders[tag] = decode


def encode(value: Any) -> Any:
    """
    Return the JSON form of a value.

    Raises
    ------
    Unstorable
        If a part of it has a type that the codec does not know.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is float:
        return value if math.isfinite(value) else {"$": "float", "v": repr(value)}
    if kind is list:
        return [encode(item) for item in value]
    if kind is dict:
        if all(type(key) is str for key in value) and "$" not in value:
            return {key: encode(item) for key, item in value.items()}
        return {"$": "dict", "v": [[encode(key), encode(item)] for key, item in value.items()]}
    known = _encoders.get(kind) or _late(kind) or _by_base(value)
    if known is None:
        raise Unstorable(value, f"a value of type {_type_name(kind)}")
    tag, how = known
    return {"$": tag, "v": encode(how(value))}


def decode(data: Any) -> Any:
    """
    Return the value of a JSON form.

    Raises
    ------
    Unstorable
        If the tag is unknown, as after an application that registered it was removed.
    """
    kind = type(data)
    if kind is list:
        return [decode(item) for item in data]
    if kind is not dict:
        return data
    tag = data.get("$")
    if tag is None:
        return {key: decode(item) for key, item in data.items()}
    if tag == "dict":
        return {decode(key): decode(item) for key, item in data["v"]}
    how = _decoders.get(tag)
    if how is None:
        _late_tag(tag)
        how = _decoders.get(tag)
    if how is None:
        raise Unstorable(data, f"the stored type {tag!r} is unknown")
    return how(decode(data["v"]))


def dumps(value: Any) -> str:
    """Return the value as JSON text."""
    return json.dumps(encode(value), separators=(",", ":"))


def loads(text: str) -> Any:
    """Return the value of what :func:`dumps` gave."""
    return decode(json.loads(text))


def check(key: str, value: Any) -> None:
    """
    Raise if a session_state entry could not be stored.

    Raises
    ------
    UnserializableSessionStateError
        Naming the key, the type that stands in the way and the cure.
    """
    if type(value) in _PLAIN:
        return
    try:
        encode(value)
    except (Unstorable, RecursionError) as error:
        raise unstorable(key, value, error) from None


def unstorable(key: str, value: Any, error: BaseException) -> UnserializableSessionStateError:
    """Return the error that says which key holds what cannot be stored, and what to do."""
    part = str(error) if isinstance(error, Unstorable) else "a structure that contains itself"
    inside = "" if isinstance(error, Unstorable) and error.value is value else f", inside a {_type_name(type(value))}"
    return UnserializableSessionStateError(
        f"`st.session_state[{key!r}]` holds {part}{inside}, which cannot be stored between two submissions. Store its "
        "data instead (numbers, text, dates, lists, dicts, dataclasses, model instances, DataFrames), keep shared "
        "objects in `cache_resource`, or teach the codec the type with `formrerun.codec.values.register`."
    )


def _type_name(kind: type) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


# ------------------------------------------------------------------------------------------------------- by path


def path_of(thing: Any) -> str | None:
    """Return ``module:qualname`` of a function or class that an import finds again, else None."""
    module, name = getattr(thing, "__module__", None), getattr(thing, "__qualname__", None)
    if not module or not name or "<" in name or module == "__main__":
        return None
    found: Any = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    if found is thing:
        return f"{module}:{name}"
    # A bound method of an importable class: the class method object is made anew at each look-up.
    if isinstance(thing, types.MethodType) and isinstance(thing.__self__, type) and found == thing:
        return f"{module}:{name}"
    return None


def by_path(path: str) -> Any:
    """Return what :func:`path_of` named; ImportError or AttributeError if it is gone."""
    module, _, name = path.partition(":")
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _importable(kind: type) -> str:
    path = path_of(kind)
    if path is None:
        raise Unstorable(kind, f"a value of type {_type_name(kind)}, a class that no import finds")
    return path


# ------------------------------------------------------------------------------------------------- standard types


def _aware(value: dt.datetime) -> list[Any]:
    zone = getattr(value.tzinfo, "key", None)
    return [value.replace(tzinfo=None).isoformat(), zone, value.fold] if zone else [value.isoformat(), None, value.fold]


def _to_datetime(parts: list[Any]) -> dt.datetime:
    text, zone, fold = parts
    value = dt.datetime.fromisoformat(text)
    if zone:
        from zoneinfo import ZoneInfo

        value = value.replace(tzinfo=ZoneInfo(zone))
    return value.replace(fold=fold)


register(float, "float", repr, float)
register(tuple, "tuple", list, tuple)
register(set, "set", lambda v: sorted(v, key=repr), set)
register(frozenset, "frozenset", lambda v: sorted(v, key=repr), frozenset)
register(bytes, "bytes", lambda v: base64.b64encode(v).decode(), base64.b64decode)
register(bytearray, "bytearray", lambda v: base64.b64encode(v).decode(), lambda v: bytearray(base64.b64decode(v)))
register(complex, "complex", lambda v: [v.real, v.imag], lambda v: complex(*v))
register(range, "range", lambda v: [v.start, v.stop, v.step], lambda v: range(*v))
register(slice, "slice", lambda v: [v.start, v.stop, v.step], lambda v: slice(*v))
register(type(...), "ellipsis", lambda v: None, lambda v: ...)
register(Decimal, "decimal", str, Decimal)
register(Fraction, "fraction", str, Fraction)
register(uuid.UUID, "uuid", str, uuid.UUID)
register(dt.date, "date", dt.date.isoformat, dt.date.fromisoformat)
register(dt.time, "time", lambda v: [v.isoformat(), v.fold], lambda v: dt.time.fromisoformat(v[0]).replace(fold=v[1]))
register(dt.datetime, "datetime", _aware, _to_datetime)
register(dt.timedelta, "timedelta", lambda v: [v.days, v.seconds, v.microseconds], lambda v: dt.timedelta(*v))
register(PosixPath, "path", str, Path)
register(deque, "deque", lambda v: [list(v), v.maxlen], lambda v: deque(v[0], v[1]))
register(OrderedDict, "ordereddict", lambda v: [[k, x] for k, x in v.items()], lambda v: OrderedDict(v))


def _defaultdict(value: defaultdict[Any, Any]) -> list[Any]:
    factory = value.default_factory
    if factory is not None and path_of(factory) is None:
        raise Unstorable(value, "a defaultdict whose factory no import finds")
    return [factory and path_of(factory), [[k, v] for k, v in value.items()]]


register(
    defaultdict, "defaultdict", _defaultdict, lambda v: defaultdict(by_path(v[0]) if v[0] else None, map(tuple, v[1]))
)


def _named(tag: str, encode_: Encode, decode_: Decode) -> Callable[[], tuple[str, Encode]]:
    _decoders[tag] = decode_
    return lambda: (tag, encode_)


def _build_dataclass(parts: list[Any]) -> Any:
    path, held = parts
    kind = by_path(path)
    made = object.__new__(kind)
    # Not through __init__: what was stored is the state, and __post_init__ ran when the object was made.
    for name, value in held.items():
        object.__setattr__(made, name, value)
    for field in dataclasses.fields(kind):
        if field.name not in held and field.default is not dataclasses.MISSING:
            object.__setattr__(made, field.name, field.default)
    return made


_dataclass = _named(
    "dataclass",
    lambda v: [_importable(type(v)), {f.name: getattr(v, f.name) for f in dataclasses.fields(v)}],
    _build_dataclass,
)
_namedtuple = _named("namedtuple", lambda v: [_importable(type(v)), list(v)], lambda v: by_path(v[0])(*v[1]))
_enum = _named("enum", lambda v: [_importable(type(v)), v.name], lambda v: by_path(v[0])[v[1]])
_flag = _named("flag", lambda v: [_importable(type(v)), v.value], lambda v: by_path(v[0])(v[1]))
_function = _named("importable", _importable, by_path)
_mapping = _named("namespace", lambda v: vars(v), lambda v: types.SimpleNamespace(**v))


def _by_base(value: Any) -> tuple[str, Encode] | None:
    """Return how to store a value by what its class derives from."""
    if isinstance(value, enum.Flag):
        return _flag()
    if isinstance(value, enum.Enum):
        return _enum()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _dataclass()
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return _namedtuple()
    if isinstance(value, str):  # SafeString and the like: the mark is not kept, the text is
        return _encoders_for_str
    if isinstance(value, types.SimpleNamespace):
        return _mapping()
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        return _function()
    if isinstance(value, dt.tzinfo):
        return _tzinfo()
    from django.utils.functional import Promise

    if isinstance(value, Promise):
        return _encoders_for_str
    return None


_encoders_for_str = _named("str", lambda v: str.__str__(v) if isinstance(v, str) else str(v), str)()


def _zone(name: Any) -> dt.tzinfo:
    from zoneinfo import ZoneInfo

    return dt.timezone(name) if isinstance(name, dt.timedelta) else ZoneInfo(name)


_tzinfo = _named("tzinfo", lambda v: getattr(v, "key", None) or v.utcoffset(None), _zone)


# ------------------------------------------------------------------------------------------- Django, numpy, pandas


def _late(kind: type) -> tuple[str, Encode] | None:
    """Register the types of a library when the first value of it is met; importing them costs nothing before."""
    root = kind.__module__.partition(".")[0]
    if root in _LATE:
        _LATE.pop(root)()
    found = _encoders.get(kind)
    if found is None and "django.db.models" in sys.modules:
        from django.db.models import Model, QuerySet

        if issubclass(kind, Model):
            found = _encoders[kind] = _model()
        elif issubclass(kind, QuerySet):
            found = _encoders[kind] = _queryset()
    return found


def _late_tag(tag: str) -> None:
    root = tag.partition(".")[0]
    if root in _LATE:
        _LATE.pop(root)()


def _encode_model(instance: Any) -> list[Any]:
    if instance.pk is None:
        raise Unstorable(instance, f"an unsaved {instance._meta.label}")
    return [instance._meta.label_lower, instance.pk, instance._state.db]


def _decode_model(parts: list[Any]) -> Any:
    from django.apps import apps

    label, pk, using = parts
    # A row that was deleted meanwhile reads as None, as a select box shows an empty choice.
    return apps.get_model(label)._base_manager.using(using).filter(pk=pk).first()


def _decode_queryset(parts: list[Any]) -> Any:
    from django.apps import apps

    label, pks, using = parts
    return apps.get_model(label)._default_manager.using(using).filter(pk__in=pks)


_model = _named("model", _encode_model, _decode_model)
_queryset = _named(
    "queryset", lambda v: [v.model._meta.label_lower, list(v.values_list("pk", flat=True)), v.db], _decode_queryset
)


def _register_numpy() -> None:
    import numpy as np

    def encode_array(array: Any) -> list[Any]:
        if array.dtype.kind in "biufcmMSU":
            return [array.dtype.str, list(array.shape), np.ascontiguousarray(array).tobytes()]
        if array.dtype.kind == "O":
            return ["O", list(array.shape), array.ravel().tolist()]
        raise Unstorable(array, f"a numpy array of dtype {array.dtype}")

    def decode_array(parts: list[Any]) -> Any:
        dtype, shape, held = parts
        if dtype == "O":
            made = np.empty(len(held), dtype=object)
            made[:] = held
            return made.reshape(shape)
        return np.frombuffer(held, dtype=np.dtype(dtype)).reshape(shape).copy()

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
            held = pd.Categorical(values)
            return ["category", bool(dtype.ordered), [encode_values(dtype.categories), held.codes]]
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
        index, columns, held = decode_index(parts[0]), decode_index(parts[1]), parts[2]
        made = pd.DataFrame(
            {i: pd.Series(decode_values(column), index=index) for i, column in enumerate(held)}, index=index
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


_LATE: dict[str, Callable[[], None]] = {"numpy": _register_numpy, "pandas": _register_pandas}
