"""
``sys.modules["__main__"]`` is, for whoever asks from within a script, the module that the script runs in.

So its classes can be pickled and find what their type hints name, and two scripts that run side by side do not disturb
each other: who asks is told by the frames that wait for the answer. For all others the module is what it was.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import Any

#: The name by which the globals of a script are known.
MARK = "__formrerun_script__"

_running: list[dict[str, Any]] = []
_stores_own: ContextVar[bool] = ContextVar("formrerun.stores_own", default=False)


class MainModule(ModuleType):
    """The class that ``__main__`` gets once the first script runs."""

    def __getattribute__(self, name: str) -> Any:
        names = asking_script()
        if names is None or name == "__class__":
            try:
                return super().__getattribute__(name)
            except AttributeError:
                # A thread or process that a script has started, such as the one that pickles for a pool of processes.
                for names in reversed(_running):
                    if name in names:
                        return names[name]
                raise
        if name == "__dict__":
            return names
        try:
            return names[name]
        except KeyError:
            raise AttributeError(f"module '__main__' has no attribute {name!r}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        names = asking_script()
        if names is None:
            super().__setattr__(name, value)
        else:
            names[name] = value

    def __delattr__(self, name: str) -> None:
        names = asking_script()
        if names is None:
            super().__delattr__(name)
        elif names.pop(name, MARK) is MARK:
            raise AttributeError(name)

    def __dir__(self) -> list[str]:
        return sorted(self.__dict__)


def asking_script() -> dict[str, Any] | None:
    """Return the globals of the innermost script that waits for an answer in this thread, or None."""
    frame = sys._getframe(1)
    while frame is not None:
        if MARK in frame.f_globals:
            return frame.f_globals
        frame = frame.f_back  # type: ignore[assignment]
    return None


@contextmanager
def script_module(file: str) -> Iterator[ModuleType]:
    """Give a fresh module that is ``__main__`` for the script that runs in it."""
    main = sys.modules["__main__"]
    if type(main) is ModuleType:
        main.__class__ = MainModule
    module = ModuleType("__main__")
    module.__dict__.update({"__file__": file, MARK: True})
    _running.append(module.__dict__)
    try:
        yield module
    finally:
        # By identity: two runs of one script have equal globals at times.
        _running[:] = [names for names in _running if names is not module.__dict__]


@contextmanager
def storing_own_classes() -> Iterator[None]:
    """Let a script's classes and functions be stored by their names: what reads them is a run of the same script."""
    token = _stores_own.set(True)
    try:
        yield
    finally:
        _stores_own.reset(token)


def own_path_of(thing: Any) -> str | None:
    """Return ``__main__:name`` of a script's class or function, where these may be stored; else None."""
    name = getattr(thing, "__qualname__", "<")
    if not _stores_own.get() or getattr(thing, "__module__", None) != "__main__" or "<" in name:
        return None
    script = asking_script()
    found: Any = sys.modules["__main__"]
    for part in name.split("."):
        found = getattr(found, part, None)
    # After the run nobody can be asked; then it is enough that the program itself has no such class.
    return f"__main__:{name}" if (found is thing) == (script is not None) else None
