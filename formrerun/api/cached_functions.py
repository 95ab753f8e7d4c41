"""The functions that ``cache_data`` and ``cache_resource`` make."""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import logging
import pickle
import threading
import time
import types
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar
from weakref import WeakSet, WeakValueDictionary

from django.core.cache import caches

from formrerun.api.cache_keys import CachedFunction, HashFuncs, argument_key, function_key
from formrerun.conf import settings
from formrerun.engine.context import running
from formrerun.engine.tree import Element
from formrerun.exceptions import UnhashableParamError, UnserializableReturnValueError
from formrerun.utils.durations import seconds

logger = logging.getLogger("formrerun.cache")


P = ParamSpec("P")
R = TypeVar("R")
MISSING = object()
#: Seconds between two looks whether somebody else has computed what is awaited.
LOOK = 0.005


@dataclass
class _Drawn:
    """Elements a cached function has drawn."""

    elements: list[Element]


class Memory:
    """
    What this process keeps for one function: a script defines its functions anew in every run, and what they returned
    outlives the run.
    """

    def __init__(self) -> None:
        self.results: OrderedDict[str, tuple[float, Any]] = OrderedDict()
        self.on_release: Callable[[Any], None] | None = None
        self.locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()  # each while somebody has it

    def lock_of(self, key: str) -> threading.Lock:
        """Return the lock of those who compute one result."""
        with _guard:
            return self.locks.setdefault(key, threading.Lock())

    def forget(self, key: str) -> None:
        """Drop one result."""
        entry = self.results.pop(key, None)
        if entry is not None and self.on_release is not None:
            self.on_release(entry[1][0])


_guard = threading.Lock()
_memories: dict[tuple[str, str], Memory] = {}
_functions: WeakSet[Cached[Any, Any]] = WeakSet()


def memory_of(what: str, key: str) -> Memory:
    """Return what is kept for the function of a key."""
    with _guard:
        return _memories.setdefault((what, key), Memory())


class _Recorder(list[Any]):
    """What a cached function draws. Of an async one, only what is drawn while it, or what it awaits, goes on."""

    def __init__(self, *, is_async: bool) -> None:
        super().__init__()
        self._is_async = is_async

    def append(self, drawn: Any) -> None:
        if not self._is_async or id(self) in _recording.get():
            super().append(drawn)


_recording: ContextVar[frozenset[int]] = ContextVar("formrerun.recording", default=frozenset())


class Cached(CachedFunction, Generic[P, R]):
    """
    A function that remembers what it returned; call it as the function, and await it if that is async.

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
        self._known_key = ""
        self._name = getattr(function, "__qualname__", "function")
        # Of an object with an async __call__ as well; its class's method is looked at, as the call will.
        self._is_async = any(map(inspect.iscoroutinefunction, (function, type(function).__call__)))
        with _guard:
            _functions.add(self)

    @property
    def _key(self) -> str:
        """Which function it is: asked for at the first call, when the functions that it calls are there too."""
        self._known_key = self._known_key or function_key(self._function).hex()
        return self._known_key

    @property
    def _memory(self) -> Memory:
        return memory_of(self.what, self._key)

    @property
    def _locks(self) -> Mapping[str, threading.Lock]:
        return self._memory.locks

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        if self._is_async:
            return self._awaited(args, kwargs)  # type: ignore[return-value]
        key = self._key_of(args, kwargs)
        found = self._read(key)
        if found is MISSING:
            # One computation a key: the others wait for it and read.
            with self._memory.lock_of(key):
                found = self._read(key)
                if found is MISSING:
                    with self._recorded() as recorder:
                        value = self._function(*args, **kwargs)
                    return self._keep(key, value, recorder)  # type: ignore[no-any-return]
        value, drawn = found
        self._draw(drawn)
        return value  # type: ignore[no-any-return]

    async def _awaited(self, args: Any, kwargs: Any) -> R:
        """Do the same for an async function: what it gives when it is awaited is remembered."""
        key = self._key_of(args, kwargs)
        found = self._read(key)
        if found is MISSING:
            lock = self._memory.lock_of(key)
            # The one who computes may be of this event loop or of another thread's: no lock is for both.
            while not lock.acquire(blocking=False):
                await asyncio.sleep(LOOK)
            try:
                found = self._read(key)
                if found is MISSING:
                    with self._recorded() as recorder:
                        value: Any = await self._function(*args, **kwargs)
                    return self._keep(key, value, recorder)  # type: ignore[no-any-return]
            finally:
                lock.release()
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
                made.update(name.encode() + b"=" + argument_key(value, self._hash_funcs) + b"\x1f")
            except TypeError:
                raise UnhashableParamError(self._name, name, value) from None
        return made.hexdigest()

    @contextmanager
    def _recorded(self) -> Iterator[_Recorder]:
        """Note what is drawn inside the block."""
        run, recorder = running(), _Recorder(is_async=self._is_async)
        token = _recording.set(_recording.get() | {id(recorder)})
        if run is not None:
            run.recorders.append((run.drawing.worker, recorder))
        try:
            yield recorder
        finally:
            _recording.reset(token)
            if run is not None:
                # By identity: a function that calls another first has the same record until then.
                run.recorders[:] = [other for other in run.recorders if other[1] is not recorder]

    def _keep(self, key: str, value: Any, recorder: _Recorder) -> Any:
        # Only what went to where the function was called can be drawn again; a container it opened comes with its
        # children.
        outer = [element for target, element in recorder if not any(target is made for _t, made in recorder)]
        self._write(key, (value, _Drawn(outer)))
        return value

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

    @classmethod
    def clear_all(cls) -> None:
        """Forget what all functions of this kind gave."""
        raise NotImplementedError


class CachedData(Cached[P, R]):
    """
    Over Django's cache: every caller gets a copy of its own.

    Where the cache is away, or holds what this release cannot read, the function is called.
    """

    def _generation(self) -> str:
        cache = caches[settings.CACHE]
        name = _generation_name(self._key)
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
        caches[settings.CACHE].delete(_generation_name(self._key))

    @classmethod
    def clear_all(cls) -> None:
        with _guard:  # another process may have called functions that were only defined in this one
            made, keys = list(_functions), {key for what, key in _memories if what == cls.what}
        keys |= {function._key for function in made if isinstance(function, cls)}
        caches[settings.CACHE].delete_many(map(_generation_name, keys))


def _generation_name(key: str) -> str:
    return f"formrerun.data.{key}.generation"


class CachedResource(Cached[P, R]):
    """In this process: every caller gets the same object."""

    what = "cache_resource"

    def __init__(self, *args: Any, validate: Any = None, on_release: Any = None) -> None:
        super().__init__(*args)
        self._validate, self._on_release = validate, on_release

    @property
    def _memory(self) -> Memory:
        memory = super()._memory
        memory.on_release = self._on_release
        return memory

    def _read(self, key: str) -> Any:
        memory = self._memory
        entry = memory.results.get(key)
        if entry is None:
            return MISSING
        until, found = entry
        if until < time.monotonic() or (self._validate is not None and not self._validate(found[0])):
            memory.forget(key)
            return MISSING
        return found

    def _write(self, key: str, found: tuple[Any, _Drawn]) -> None:
        memory = self._memory
        memory.results[key] = (float("inf") if self._ttl is None else time.monotonic() + self._ttl, found)
        while self._max_entries is not None and len(memory.results) > self._max_entries:
            memory.forget(next(iter(memory.results)))

    def _forget(self, key: str) -> None:
        self._memory.forget(key)

    def _forget_all(self) -> None:
        for key in list(self._memory.results):
            self._memory.forget(key)

    @classmethod
    def clear_all(cls) -> None:
        with _guard:
            memories = [memory for (what, _key), memory in _memories.items() if what == cls.what]
        for memory in memories:
            for key in list(memory.results):
                memory.forget(key)
