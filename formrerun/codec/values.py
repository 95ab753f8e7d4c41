"""
Values to JSON and back, with a tag per type.

JSON's own types stand for themselves; everything else is ``{"$": tag, "v": …}``. There is no pickle: a record that
was written by one release can be read by the next, and reading one never runs code that the record chose. Other
types join by :func:`register`.
"""

from __future__ import annotations

import base64
import datetime as dt
import enum
import json
import math
import types
import uuid
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path, PosixPath
from typing import Any

from django.db import Error as DatabaseError

from formrerun.codec.import_paths import by_path, path_of
from formrerun.codec.main_module import own_path_of, storing_own_classes
from formrerun.exceptions import UnserializableSessionStateError, Unstorable

Encode = Callable[[Any], Any]
Decode = Callable[[Any], Any]

Rule = Callable[[type], tuple[str, Encode] | None]

_encoders: dict[type, tuple[str, Encode]] = {}
_decoders: dict[str, Decode] = {}
_libraries: dict[str, Callable[[], None]] = {}
_rules: list[Rule] = []
_bulk: dict[str, Callable[[list[Any]], list[Any]]] = {}
#: Types that stand for themselves: encoding and decoding them changes nothing.
PLAIN = frozenset({type(None), bool, int, str})


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
    if kind in PLAIN:
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
        once = " (it can be read only once: store a list of what it gives)" if hasattr(kind, "__next__") else ""
        raise Unstorable(value, f"a value of type {_type_name(kind)}{once}")
    tag, how = known
    try:
        stored = how(value)
    except (Unstorable, RecursionError, DatabaseError):
        raise
    except Exception as error:  # what a type's own methods raise, as an overflow
        raise Unstorable(value, f"a value of type {_type_name(kind)} that cannot be written ({error})") from error
    return {"$": tag, "v": encode(stored)}


def decode(data: Any) -> Any:
    """
    Return the value of a JSON form.

    Raises
    ------
    Unstorable
        If the tag is unknown, as after an application that registered it was removed; or if the class, or what it is
        made of, is not what it was.
    """
    kind = type(data)
    if kind is list:
        return _decode_list(data)
    if kind is not dict:
        return data
    tag = data.get("$")
    if tag is None:
        return dict(zip(data, _decode_list(list(data.values())), strict=True))
    if tag == "dict":
        keys, values = ([pair[place] for pair in data["v"]] for place in (0, 1))
        return dict(zip(_decode_list(keys), _decode_list(values), strict=True))
    how = _decoders.get(tag)
    if how is None:
        _late_tag(tag)
        how = _decoders.get(tag)
    if how is None:
        raise Unstorable(data, f"the stored type {tag!r} is unknown")
    inner = decode(data["v"])
    try:
        return how(inner)
    except (Unstorable, RecursionError, DatabaseError):
        raise
    except Exception as error:  # a class that was renamed or removed, a member of an Enum that is gone
        raise Unstorable(data, f"the stored {tag} cannot be read any more ({error})") from error


def _decode_list(data: list[Any]) -> list[Any]:
    """Return the values of a list; those of a kind that is read in bulk all at once, if the last one is of it."""
    tag = data[-1].get("$") if len(data) > 1 and type(data[-1]) is dict else None
    if tag not in _bulk:
        return [decode(item) for item in data]
    alike = [type(item) is dict and item.get("$") == tag for item in data]
    many = iter(_bulk[tag]([decode(item["v"]) for item, is_one in zip(data, alike, strict=True) if is_one]))
    return [next(many) if is_one else decode(item) for item, is_one in zip(data, alike, strict=True)]


def dumps(value: Any) -> str:
    """Return the value as JSON text."""
    return json.dumps(encode(value), separators=(",", ":"))


def dumps_entry(value: Any) -> str:
    """Return an entry of session_state as JSON text; it may be of a class of the page's script."""
    if type(value) in PLAIN:
        return dumps(value)
    with storing_own_classes():
        return dumps(value)


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
    if type(value) in PLAIN:
        return
    try:
        with storing_own_classes():
            encode(value)
    except (Unstorable, RecursionError) as error:
        raise unstorable_entry(key, value, error) from None


def unreadable_entry(key: str, error: BaseException) -> UnserializableSessionStateError:
    """Return the error that says which key holds what was stored and cannot be read any more, and what to do."""
    return UnserializableSessionStateError(
        f"`st.session_state[{key!r}]` was stored and cannot be read: {error}. Bring back the class or function under "
        "its name, define it above the line that reads the key, move it into a module that can be imported, or delete "
        f"the key by `del st.session_state[{key!r}]`."
    )


def unstorable_entry(key: str, value: Any, error: BaseException) -> UnserializableSessionStateError:
    """Return the error that says which key holds what cannot be stored, and what to do."""
    part = str(error) if isinstance(error, Unstorable) else "a structure that contains itself, or is nested too deeply"
    inside = "" if isinstance(error, Unstorable) and error.value is value else f", inside a {_type_name(type(value))}"
    return UnserializableSessionStateError(
        f"`st.session_state[{key!r}]` holds {part}{inside}, which cannot be stored between two submissions. Store its "
        "data instead (numbers, text, dates, lists, dicts, dataclasses, model instances, DataFrames), keep shared "
        "objects in `cache_resource`, or teach the codec the type with `formrerun.codec.register`."
    )


def _type_name(kind: type) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


# ------------------------------------------------------------------------------------------------------- by path


def importable(kind: Any) -> str:
    """Return the path of a class or function; Unstorable if no import finds it."""
    path = path_of(kind) or own_path_of(kind)
    if path is None:
        if isinstance(kind, type):
            raise Unstorable(kind, f"a value of type {_type_name(kind)}, a class that no import finds")
        raise Unstorable(kind, f"the function `{getattr(kind, '__qualname__', kind)}` that no import finds")
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


def _time(value: dt.time) -> list[Any]:
    zone = value.tzinfo
    return [value.replace(tzinfo=None).isoformat(), value.fold, *([zone] if zone is not None else [])]


def _to_time(parts: list[Any]) -> dt.time:
    text, fold, *zone = parts
    return dt.time.fromisoformat(text).replace(fold=fold, **({"tzinfo": zone[0]} if zone else {}))


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
register(dt.time, "time", _time, _to_time)
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


def tagged(tag: str, encode_: Encode, decode_: Decode) -> tuple[str, Encode]:
    """Say how a tag is read; return the tag and how it is written, as a rule gives them."""
    _decoders[tag] = decode_
    return tag, encode_


_namedtuple = tagged("namedtuple", lambda v: [importable(type(v)), list(v)], lambda v: by_path(v[0])(*v[1]))
_enum = tagged("enum", lambda v: [importable(type(v)), v.name], lambda v: by_path(v[0])[v[1]])
_flag = tagged("flag", lambda v: [importable(type(v)), v.value], lambda v: by_path(v[0])(v[1]))
_function = tagged("importable", importable, by_path)
_mapping = tagged("namespace", lambda v: vars(v), lambda v: types.SimpleNamespace(**v))


def _by_base(value: Any) -> tuple[str, Encode] | None:
    """Return how to store a value by what its class derives from."""
    if isinstance(value, enum.Flag):
        return _flag
    if isinstance(value, enum.Enum):
        return _enum
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return _namedtuple
    if isinstance(value, str):  # SafeString and the like: the mark is not kept, the text is
        return _text
    if isinstance(value, types.SimpleNamespace):
        return _mapping
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        return _function
    if isinstance(value, dt.tzinfo):
        return _tzinfo
    from django.utils.functional import Promise

    if isinstance(value, Promise):
        return _text
    return None


_text = tagged("str", lambda v: str.__str__(v) if isinstance(v, str) else str(v), str)


def _zone(name: Any) -> dt.tzinfo:
    from zoneinfo import ZoneInfo

    return dt.timezone(name) if isinstance(name, dt.timedelta) else ZoneInfo(name)


_tzinfo = tagged("tzinfo", lambda v: getattr(v, "key", None) or v.utcoffset(None), _zone)


# ------------------------------------------------------------------------------------- libraries and their classes


def register_library(name: str, register_types: Callable[[], None]) -> None:
    """
    Teach the codec the types of a library once the first value of it is met; importing it costs nothing before.

    Parameters
    ----------
    name
        The top-level module; also the first part of the tags of its types, as in "numpy.array".
    register_types
        Calls :func:`register` for each type.
    """
    _libraries[name] = register_types


def register_rule(rule: Rule) -> None:
    """
    Teach the codec all classes of a kind, as all models are.

    Parameters
    ----------
    rule
        Given a class that nobody has registered, gives what :func:`tagged` gave, or None; asked once a class.
    """
    _rules.append(rule)


def register_bulk(tag: str, decode_many: Callable[[list[Any]], list[Any]]) -> None:
    """Say how the values of a tag that stand in one list are read at once, as rows are in one query."""
    _bulk[tag] = decode_many


def _late(kind: type) -> tuple[str, Encode] | None:
    root = kind.__module__.partition(".")[0]
    if root in _libraries:
        _libraries.pop(root)()
    found = _encoders.get(kind)
    if found is None:
        found = next(filter(None, (rule(kind) for rule in _rules)), None)
        if found is not None:
            _encoders[kind] = found
    return found


def _late_tag(tag: str) -> None:
    root = tag.partition(".")[0]
    if root in _libraries:
        _libraries.pop(root)()
