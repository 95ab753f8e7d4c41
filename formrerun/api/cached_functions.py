"""The functions that ``cache_data`` and ``cache_resource`` make."""

from __future__ import annotations

import hashlib
import inspect
import logging
import pickle
import re
import threading
import time
import types
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar
from weakref import WeakValueDictionary

from django.core.cache import caches

from formrerun import codec
from formrerun.conf import settings
from formrerun.engine.context import running
from formrerun.engine.tree import Element
from formrerun.exceptions import UnhashableParamError, UnserializableReturnValueError
from formrerun.utils.durations import seconds

logger = logging.getLogger("formrerun.cache")


P = ParamSpec("P")
R = TypeVar("R")
HashFuncs = Mapping[Any, Callable[[Any], Any]]


MISSING = object()


def _digest(value: Any, hash_funcs: HashFuncs) -> bytes:
    """Return bytes that stand for a value; TypeError if nothing does."""
    for kind, how in hash_funcs.items():
        name = f"{type(value).__module__}.{type(value).__qualname__}"
        if kind == name or (isinstance(kind, type) and isinstance(value, kind)):
            return _digest(how(value), {})
    if isinstance(value, (types.FunctionType, types.MethodType)):
        return f"{value.__module__}.{value.__qualname__}".encode()
    if isinstance(value, (list, tuple)):
        return repr(type(value)).encode() + b"".join(_digest(item, hash_funcs) + b"," for item in value)
    if isinstance(value, dict):
        return b"{" + b"".join(_digest(k, hash_funcs) + b":" + _digest(v, hash_funcs) for k, v in value.items()) + b"}"
    try:
        text = codec.dumps(value)
    except (codec.Unstorable, RecursionError):
        if type(value).__module__.partition(".")[0] in ("pandas", "numpy", "polars", "pyarrow", "PIL"):
            return hashlib.blake2b(pickle.dumps(value, protocol=5), digest_size=16).digest()
        raise TypeError from None
    return f"{type(value).__qualname__}:{text}".encode("utf-8", "surrogatepass")


@dataclass
class _Drawn:
    """Elements a cached function has drawn."""

    elements: list[Element]


class Cached(Generic[P, R]):
    """
    A function that remembers what it returned; call it as the function.

    ``clear()`` forgets everything, ``clear(*args)`` what these arguments gave.
    """

    what = "cache_data"

    def __init__(
        self, function: Callable[P, R], ttl: Any, max_entries: int | None, hash_funcs: HashFuncs | None, scope: str
    ) -> None:
        update_wrapper(self, function)
        self._function = function
        self._ttl = seconds(ttl)
        self._max_entries = max_entries
        self._hash_funcs = dict(hash_funcs or {})
        self._scope = scope
        self._locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()  # each while somebody has it
        self._guard = threading.Lock()
        source = getattr(function, "__code__", None)
        code = (source.co_code + repr(source.co_consts).encode()) if source is not None else b""
        self._name = getattr(function, "__qualname__", "function")
        self._key = hashlib.blake2b(
            f"{getattr(function, '__module__', '')}.{self._name}".encode() + re.sub(rb" at 0x[0-9a-f]+", b"", code),
            digest_size=12,
        ).hexdigest()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        key = self._key_of(args, kwargs)
        found = self._read(key)
        if found is MISSING:
            # One computation a key: the others wait for it and read.
            with self._guard:
                lock = self._locks.setdefault(key, threading.Lock())
            with lock:
                found = self._read(key)
                if found is MISSING:
                    found = self._compute(key, args, kwargs)
                    return found[0]  # type: ignore[no-any-return]
        value, drawn = found
        self._draw(drawn)
        return value  # type: ignore[no-any-return]

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else types.MethodType(self, instance)

    def clear(self, *args: Any, **kwargs: Any) -> None:
        """Forget what these arguments gave; without arguments, everything."""
        if args or kwargs:
            self._forget(self._key_of(args, kwargs))
        else:
            self._forget_all()

    def _key_of(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
        made = hashlib.blake2b(digest_size=12)
        run = running()
        if self._scope == "session" and run is not None:
            made.update(run.environment.tab.encode())
        try:
            bound = inspect.signature(self._function).bind(*args, **kwargs)
            bound.apply_defaults()
            named = list(bound.arguments.items())
        except TypeError:
            self._function(*args, **kwargs)  # raises the error the author expects
            raise
        for name, value in named:
            if name.startswith("_"):
                continue
            try:
                made.update(name.encode() + b"=" + _digest(value, self._hash_funcs) + b"\x1f")
            except TypeError:
                raise UnhashableParamError(self._name, name, value) from None
        return made.hexdigest()

    def _compute(self, key: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[Any, _Drawn]:
        run = running()
        recorder: list[Any] = []
        if run is not None:
            run.in_cached_function += 1
            run.recorders.append(recorder)
        try:
            value = self._function(*args, **kwargs)
        finally:
            if run is not None:
                run.in_cached_function -= 1
                # By identity: a function that calls another first has the same record until then.
                run.recorders[:] = [other for other in run.recorders if other is not recorder]
        # Only what went to where the function was called can be drawn again; a container it opened comes with its
        # children.
        outer = [element for target, element in recorder if not any(target is made for _t, made in recorder)]
        found = (value, _Drawn(outer))
        self._write(key, found)
        return found

    def _draw(self, drawn: _Drawn) -> None:
        run = running()
        if run is not None:
            for element in drawn.elements:
                run.add(element)

    def _read(self, key: str) -> Any:
        raise NotImplementedError

    def _write(self, key: str, found: tuple[Any, _Drawn]) -> None:
        raise NotImplementedError

    def _forget(self, key: str) -> None:
        raise NotImplementedError

    def _forget_all(self) -> None:
        raise NotImplementedError


class CachedData(Cached[P, R]):
    """
    Over Django's cache: every caller gets a copy of its own.

    Where the cache is away, or holds what this release cannot read, the function is called.
    """

    def _generation(self) -> str:
        cache = caches[settings.CACHE]
        name = f"formrerun.data.{self._key}.generation"
        found = cache.get(name)
        if found is None:
            found = str(time.time_ns())
            cache.add(name, found, None)
            found = cache.get(name, found)
        return str(found)

    def _full(self, key: str) -> str:
        return f"formrerun.data.{self._key}.{self._generation()}.{key}"

    def _read(self, key: str) -> Any:
        try:
            stored = caches[settings.CACHE].get(self._full(key))
            return MISSING if stored is None else pickle.loads(stored)
        except Exception as error:  # each cache has errors of its own, and so has what is unpickled
            logger.warning("What %s() gave cannot be read; it is called again.", self._name, exc_info=error)
            return MISSING

    def _write(self, key: str, found: tuple[Any, _Drawn]) -> None:
        try:
            stored = pickle.dumps(found, protocol=5)
        except Exception:
            try:
                stored = pickle.dumps((found[0], _Drawn([])), protocol=5)
            except Exception:
                raise UnserializableReturnValueError(self._name, found[0]) from None
        try:
            self._put(key, stored)
        except Exception as error:
            logger.warning("What %s() gave cannot be kept.", self._name, exc_info=error)

    def _put(self, key: str, stored: bytes) -> None:
        cache = caches[settings.CACHE]
        cache.set(self._full(key), stored, self._ttl)
        if self._max_entries is not None:
            index = f"{self._full('')}index"
            keys = [known for known in cache.get(index, []) if known != key] + [key]
            for old in keys[: -self._max_entries]:
                cache.delete(self._full(old))
            cache.set(index, keys[-self._max_entries :], None)

    def _forget(self, key: str) -> None:
        caches[settings.CACHE].delete(self._full(key))

    def _forget_all(self) -> None:
        caches[settings.CACHE].delete(f"formrerun.data.{self._key}.generation")


class CachedResource(Cached[P, R]):
    """In this process: every caller gets the same object."""

    what = "cache_resource"

    def __init__(self, *args: Any, validate: Any = None, on_release: Any = None) -> None:
        super().__init__(*args)
        self._validate, self._on_release = validate, on_release
        self._results: OrderedDict[str, tuple[float, Any]] = OrderedDict()

    def _read(self, key: str) -> Any:
        entry = self._results.get(key)
        if entry is None:
            return MISSING
        until, found = entry
        if until < time.monotonic() or (self._validate is not None and not self._validate(found[0])):
            self._forget(key)
            return MISSING
        return found

    def _write(self, key: str, found: tuple[Any, _Drawn]) -> None:
        self._results[key] = (float("inf") if self._ttl is None else time.monotonic() + self._ttl, found)
        while self._max_entries is not None and len(self._results) > self._max_entries:
            self._forget(next(iter(self._results)))

    def _forget(self, key: str) -> None:
        entry = self._results.pop(key, None)
        if entry is not None and self._on_release is not None:
            self._on_release(entry[1][0])

    def _forget_all(self) -> None:
        for key in list(self._results):
            self._forget(key)
