"""
Callbacks: what runs before the page, with the values of the submission already in session_state.

A callback must be known before the page runs, perhaps in a process that never ran it. An importable function is
stored by its path with its arguments; what cannot be stored stays in the process that drew the page, and a process
that does not have it finds it by replaying the page once (``views``).
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from formrerun import codec
from formrerun.utils.code_digests import closure_of, code_digest


@dataclass(slots=True)
class Callback:
    """A function and what it is called with; bound when the widget was drawn, one run before it is called."""

    function: Callable[..., Any]
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"{getattr(self.function, '__module__', '')}.{getattr(self.function, '__qualname__', '?')}"

    def __call__(self) -> None:
        """Call it; what it returns means nothing."""
        self.function(*self.args, **self.kwargs)


def calling(function: Callable[..., Any], args: Any, kwargs: Any) -> Callback:
    """Return a callback; what is wrong with its arguments is said when it is called, as of any other call."""
    try:
        return Callback(function, tuple(args or ()), dict(kwargs or {}))
    except (TypeError, ValueError):
        return Callback(_call, (function, args, kwargs))


def _call(function: Callable[..., Any], args: Any, kwargs: Any) -> None:
    function(*(args or ()), **(kwargs or {}))


def pack(callback: Callback | None) -> list[Any] | None:
    """
    Return what stands in the manifest for a callback.

    ``["path", path, args, kwargs]`` if another process can rebuild it, ``["live", fingerprint]`` if only this one has
    it, None if there is none.
    """
    if callback is None:
        return None
    path = codec.path_of(callback.function)
    if path is not None:
        try:
            return ["path", path, codec.encode(list(callback.args)), codec.encode(dict(callback.kwargs))]
        except (codec.Unstorable, RecursionError):
            pass
    return ["live", fingerprint(callback.function)]


def unpack(packed: list[Any] | None) -> Callback | None:
    """Return the callback of a ``["path", …]``; None for the other two forms, or if the function is gone."""
    if not packed or packed[0] != "path":
        return None
    try:
        function = codec.by_path(packed[1])
        return Callback(function, tuple(codec.decode(packed[2])), codec.decode(packed[3]))
    except (ImportError, AttributeError, codec.Unstorable):
        return None


def fingerprint(function: Any) -> str:
    """
    Return what tells whether a function found again is the one that was drawn.

    Its name, its code, its defaults and what its closure holds, as far as that can be stored.
    """
    if isinstance(function, partial):
        return f"partial:{fingerprint(function.func)}"
    function = inspect.unwrap(function)
    made = hashlib.blake2b(digest_size=8)
    made.update(getattr(function, "__qualname__", type(function).__qualname__).encode())
    code = getattr(function, "__code__", None)
    if code is not None:
        made.update(code_digest(code))
        values = [*(getattr(function, "__defaults__", None) or ()), *(value for _, value in closure_of(function))]
        for value in values:
            _hash_value(value, made.update)
    return made.hexdigest()


def subject(callback: Callback) -> str:
    """Return what tells whether a function is called for the same again: with what, as far as that can be stored."""
    made = hashlib.blake2b(fingerprint(callback.function).encode(), digest_size=8)
    for value in (*callback.args, *callback.kwargs.items()):
        _hash_value(value, made.update)
    return made.hexdigest()


def _hash_value(value: Any, update: Callable[[bytes], object]) -> None:
    try:
        update(codec.dumps(value).encode())
    except (codec.Unstorable, RecursionError):
        update(type(value).__qualname__.encode())
