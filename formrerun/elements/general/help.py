"""``help``: what an object is."""

from __future__ import annotations

import inspect
import re
import sys
import types
from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._parameters import check_width
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Width

__all__ = ["help"]

#: The most members that are listed.
MEMBERS = 200
#: The most characters of a member's value that are shown.
LONGEST = 300
#: What an object has under a name without having to compute it.
BOUND_OR_KEPT = (staticmethod, classmethod, types.MemberDescriptorType, types.GetSetDescriptorType)
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+>")
_UNKNOWN = object()


@dataclass(eq=False, kw_only=True)
class Help(Element):
    """
    A description of an object.

    Attributes
    ----------
    name
        How it is called, with its parameters, or how it prints.
    type
        The name of its type.
    doc
        Its documentation.
    members
        What it has, values before functions before classes, by name: name, type, value, and where there is no value to
        show the first line of its documentation.
    """

    kind: ClassVar[str] = "help"

    name: str = ""
    type: str = ""
    doc: str = ""
    members: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def value(self) -> str:
        """What AppTest shows: the name."""
        return self.name


def _routine(obj: Any) -> bool:
    """Return True for functions, and for what a decorator has made of one: a fragment, a dialog."""
    return inspect.isroutine(obj) or (callable(obj) and not isinstance(obj, type) and hasattr(obj, "__wrapped__"))


def _named(obj: Any) -> bool:
    return _routine(obj) or isinstance(obj, type) or inspect.ismodule(obj)


def _name(obj: Any) -> str:
    if not _named(obj):
        return _printed(obj)
    named = inspect.unwrap(obj) if _routine(obj) else obj
    name = str(getattr(named, "__qualname__", None) or named.__name__)
    if not callable(obj):
        return name
    try:
        return f"{name}{inspect.signature(obj)}"
    except (TypeError, ValueError):  # some functions written in C do not tell
        return f"{name}(…)"


def _printed(obj: Any) -> str:
    try:
        return repr(obj)
    except Exception:  # the object's own
        return object.__repr__(obj)


def _type(obj: Any) -> str:
    return "class" if isinstance(obj, type) else type(inspect.unwrap(obj) if _routine(obj) else obj).__name__


def _value(obj: Any) -> str:
    """Return how an object prints, shortened; nothing if that says no more than where it lies in memory."""
    text = _printed(obj)
    if callable(obj) or (_ADDRESS.search(text) and not isinstance(obj, str)):
        return ""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _first_line(obj: Any) -> str:
    return (inspect.getdoc(obj) or "").partition("\n")[0]


def _members(obj: Any) -> tuple[tuple[str, str, str, str], ...]:
    if _routine(obj):
        return ()
    found = []
    for name in dir(obj):
        # Not through getattr, which would run the object's properties.
        member = inspect.getattr_static(obj, name, _UNKNOWN)
        if name.startswith("_") or member is _UNKNOWN or inspect.ismodule(member):
            continue
        held = _held(obj, name, member)
        if held is _UNKNOWN:
            found.append((0, name, "property", "", _first_line(member)))
            continue
        value = _value(held)
        weight = 2 if isinstance(held, type) else 1 if callable(held) else 0
        found.append((weight, name, _type(held), value, "" if value else _first_line(held)))
    return tuple(row[1:] for row in sorted(found)[:MEMBERS])


def _held(obj: Any, name: str, member: Any) -> Any:
    """Return what an object has under a name, _UNKNOWN of a property: binding a method or reading a slot runs none."""
    if inspect.isroutine(member) or isinstance(member, BOUND_OR_KEPT):
        try:
            return getattr(obj, name, None)
        except Exception:  # the object's own: the transpose of an array of one dimension
            return _UNKNOWN
    return _UNKNOWN if hasattr(type(member), "__get__") else member


@command
def help(obj: Any = sys.modules["formrerun"], *, width: Width = "stretch") -> DeltaGenerator:
    """
    Draw what an object is: its name and parameters, its type, its documentation and its public members.

    Parameters
    ----------
    obj
        A function, a class, a module or any other object; by default all of this package.
    """
    check_width(width)
    doc = inspect.getdoc(obj if _named(obj) else type(obj)) or "No docs available"
    return draw(Help(name=_name(obj), type=_type(obj), doc=doc, members=_members(obj), width=width))
