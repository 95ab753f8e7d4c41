"""``help``: what an object is."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.core.tree import DeltaGenerator, Element, Width, command
from formrerun.elements._common import check_width
from formrerun.elements.text import put

__all__ = ["help"]

#: The most members that are listed.
MEMBERS = 200


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
        Name and first line of documentation of what it has, by name.
    """

    kind: ClassVar[str] = "help"

    name: str = ""
    type: str = ""
    doc: str = ""
    members: tuple[tuple[str, str], ...] = ()

    @property
    def value(self) -> str:
        """What AppTest shows: the name."""
        return self.name


def _named(obj: Any) -> bool:
    return inspect.isroutine(obj) or isinstance(obj, type) or inspect.ismodule(obj)


def _name(obj: Any) -> str:
    if not _named(obj):
        return repr(obj)
    name = str(getattr(obj, "__qualname__", None) or obj.__name__)
    if not callable(obj):
        return name
    try:
        return f"{name}{inspect.signature(obj)}"
    except (TypeError, ValueError):  # some functions written in C do not tell
        return f"{name}(…)"


def _members(obj: Any) -> tuple[tuple[str, str], ...]:
    if inspect.isroutine(obj):
        return ()
    found = []
    for name in dir(obj):
        if not name.startswith("_"):
            # Not through getattr, which would run the object's properties.
            member = inspect.getattr_static(obj, name, None)
            doc = inspect.getdoc(member) if _named(member) or isinstance(member, property) else None
            found.append((name, (doc or "").partition("\n")[0]))
    return tuple(found[:MEMBERS])


@command
def help(obj: Any, *, width: Width = "stretch") -> DeltaGenerator:
    """
    Draw what an object is: its name and parameters, its type, its documentation and its public members.

    Parameters
    ----------
    obj
        A function, a class, a module or any other object.
    """
    check_width(width)
    doc = inspect.getdoc(obj if _named(obj) else type(obj)) or "No docs available"
    return put(Help(name=_name(obj), type=type(obj).__name__, doc=doc, members=_members(obj), width=width))
