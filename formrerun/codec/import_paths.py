"""Objects by the dotted path they can be imported by."""

from __future__ import annotations

import importlib
import sys
import types
from typing import Any


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
