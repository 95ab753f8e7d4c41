"""What scripts hold beside data: patterns, partials, bound methods, modules, exceptions, and dicts of other kinds."""

from __future__ import annotations

import array
import importlib
import io
import ipaddress
import random
import re
import sys
import types
from collections import ChainMap, Counter
from functools import partial
from typing import Any

from formrerun.codec.import_paths import by_path
from formrerun.codec.values import Encode, importable, register, register_rule, tagged
from formrerun.exceptions import Unstorable


def _module(value: types.ModuleType) -> str:
    if sys.modules.get(value.__name__) is not value:
        raise Unstorable(value, f"the module {value.__name__!r}, which no import finds")
    return value.__name__


def _partial(value: partial[Any]) -> list[Any]:
    return [value.func, list(value.args), dict(value.keywords)]


def _method(value: types.MethodType) -> list[Any]:
    return [value.__self__, value.__name__]


def _exception(value: BaseException) -> list[Any]:
    # Its traceback holds the frames of a run that is over: it is not kept, as pickle does not keep it.
    return [importable(type(value)), list(value.args), dict(vars(value))]


def _to_exception(parts: list[Any]) -> BaseException:
    path, args, attributes = parts
    kind = by_path(path)
    # Not through __init__, which may want other arguments than those it handed on.
    made: BaseException = kind.__new__(kind, *args)
    made.args = tuple(args)
    made.__dict__.update(attributes)
    return made


def _to_buffer(kind: Any, parts: list[Any]) -> Any:
    made = kind(parts[0])
    made.seek(parts[1])
    return made


def _to_random(state: Any) -> random.Random:
    made = random.Random()
    made.setstate(state)
    return made


register(re.Pattern, "pattern", lambda v: [v.pattern, v.flags], lambda v: re.compile(v[0], v[1]))
register(types.ModuleType, "module", _module, importlib.import_module)
register(partial, "partial", _partial, lambda v: partial(v[0], *v[1], **v[2]))
register(types.MethodType, "method", _method, lambda v: getattr(v[0], v[1]))
register(Counter, "counter", lambda v: [[k, x] for k, x in v.items()], lambda v: Counter(dict(map(tuple, v))))
register(ChainMap, "chainmap", lambda v: list(v.maps), lambda v: ChainMap(*v))
register(types.MappingProxyType, "mappingproxy", dict, types.MappingProxyType)
_views: list[Any] = [{}.keys(), {}.values(), {}.items()]
for _view in _views:  # of a dict that is stored elsewhere, or nowhere
    register(type(_view), "list", list, list)
for _buffer in (io.BytesIO, io.StringIO):
    register(_buffer, f"io.{_buffer.__name__}", lambda v: [v.getvalue(), v.tell()], partial(_to_buffer, _buffer))
register(random.Random, "random", random.Random.getstate, _to_random)
register(memoryview, "memoryview", bytes, memoryview)
register(array.array, "array", lambda v: [v.typecode, v.tolist()], lambda v: array.array(v[0], v[1]))
for _address in (
    ipaddress.IPv4Address, ipaddress.IPv6Address, ipaddress.IPv4Network, ipaddress.IPv6Network,
    ipaddress.IPv4Interface, ipaddress.IPv6Interface,
):  # fmt: skip
    register(_address, f"ipaddress.{_address.__name__}", str, _address)

_failure = tagged("exception", _exception, _to_exception)


def _rule(kind: type) -> tuple[str, Encode] | None:
    return _failure if issubclass(kind, BaseException) else None


register_rule(_rule)
