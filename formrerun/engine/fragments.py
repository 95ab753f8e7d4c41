"""
Parts of a page that can run again alone.

A fragment is a function that was called while the page was drawn. What it drew stands in a container of its own, and
the manifest keeps how to call it again; a submission that concerns only its widgets runs only it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from formrerun.engine import callbacks
from formrerun.engine.callbacks import Callback
from formrerun.engine.control_flow import ERRORS
from formrerun.engine.tree import Container, open_container

if TYPE_CHECKING:
    from formrerun.engine.runner import Run
    from formrerun.protocol.manifest import Entry

#: What the id of a fragment's container begins with.
PREFIX = "fr-f-"


@dataclass(eq=False, kw_only=True)
class FragmentNode(Container):
    """
    The container of a fragment.

    Attributes
    ----------
    id
        The fragment's identity: its function and its place among the calls of that function.
    every
        Milliseconds after which the browser asks for it again; None for never.
    call
        The decorated function with its arguments.
    name
        The key its author gave it, or "".
    parent
        The fragment it was called in, or "".
    page
        The page it was called in: one of several, where navigation chose one.
    repeats
        What the run had counted when it began, so that it counts on from there when it runs alone.
    forms
        The forms drawn in it.
    alone
        False if it drew outside of itself, or stands in a form: then the whole page runs in its stead.
    """

    kind: ClassVar[str] = "fragment"

    id: str = ""
    every: int | None = None
    call: Callback | None = field(default=None, metadata={"html": False})
    name: str = field(default="", metadata={"html": False})
    parent: str = field(default="", metadata={"html": False})
    page: str = field(default="", metadata={"html": False})
    repeats: dict[str, int] = field(default_factory=dict, metadata={"html": False})
    alone: bool = field(default=True, metadata={"html": False})
    forms: list[Any] = field(default_factory=list, metadata={"html": False})

    @property
    def wrapper_id(self) -> str:
        return PREFIX + self.id


@dataclass(slots=True)
class Again:
    """
    How to run a fragment again: its entry in the manifest.

    Attributes
    ----------
    parent, root, page, repeats, name, alone
        See :class:`FragmentNode` and :class:`formrerun.engine.tree.Container`.
    since
        The run of the whole page that drew it.
    packed
        How to call it, as the manifest stores it.
    """

    id: str
    parent: str
    root: str
    since: int
    alone: bool
    repeats: dict[str, int]
    page: str
    name: str
    call: Callback | None = None
    packed: list[Any] | None = None

    @classmethod
    def of(cls, node: FragmentNode, since: int) -> Again:
        """Return the entry of a fragment that was drawn."""
        return cls(
            node.id, node.parent, node.root, since, node.alone, node.repeats, node.page, node.name, call=node.call
        )

    def pack(self) -> list[Any]:
        """Return the JSON form."""
        if self.packed is None:
            self.packed = callbacks.pack(self.call)
        return [self.parent, self.root, self.since, self.alone, self.repeats, self.page, self.name, None, self.packed]

    @classmethod
    def unpack(cls, id: str, packed: list[Any]) -> Again:
        """Return the entry of what :meth:`pack` gave."""
        return cls(id, *packed)

    @property
    def live(self) -> bool:
        """True if only the process that drew it can call it."""
        return self.packed is not None and self.packed[0] == "live"

    def function(self) -> Callback | None:
        """Return what to call, or None if this process cannot know it."""
        if self.call is None:
            self.call = callbacks.unpack(self.packed)
        return self.call


def draw(run: Run, node: FragmentNode, function: Callable[[], Any]) -> Any:
    """Draw a fragment where the run draws now, and return what its function returns."""
    node.parent, node.page, node.repeats = run.fragment, run.page, dict(run.repeats)
    handle = open_container(run, node)
    node.fragment = node.id
    if node.form:
        node.alone = False
    run.fragments[node.id] = node
    outer, run.fragment = run.fragment, node.id
    try:
        with handle:
            return function()
    except ERRORS as error:
        if run.broken is None or run.broken[0] is not error:
            run.broken = error, node.id
        raise
    finally:
        run.fragment = outer


def concerned(entries: Iterable[Entry], known: dict[str, Again]) -> list[str]:
    """Return the innermost fragments that these widgets stand in, or none if one of them stands in the page alone."""
    found = [next((id_ for id_ in _chain(entry.fragment, known) if known[id_].alone), "") for entry in entries]
    return outermost(found, known) if all(found) else []


def outermost(ids: Iterable[str], known: Mapping[str, Again]) -> list[str]:
    """Return these fragments in the order of the page, without those that stand in another of them."""
    wanted = set(ids)
    return [id_ for id_ in known if id_ in wanted and wanted.isdisjoint(_chain(known[id_].parent, known))]


def _chain(id_: str, known: Mapping[str, Again | FragmentNode]) -> list[str]:
    """Return a fragment and those around it, from the inside out."""
    chain = []
    while id_ in known and id_ not in chain:
        chain.append(id_)
        id_ = known[id_].parent
    return chain


def within(ids: Collection[str], known: Mapping[str, Again | FragmentNode]) -> set[str]:
    """Return these fragments and all in them."""
    return {*ids, *(other for other in known if not set(ids).isdisjoint(_chain(other, known)))} if ids else set()
