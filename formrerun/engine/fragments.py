"""
Parts of a page that can run again alone.

A fragment is a function that was called while the page was drawn. What it drew stands in a container of its own, and
the manifest keeps how to call it again; a submission that concerns only its widgets runs only it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from formrerun.engine.callbacks import Callback
from formrerun.engine.tree import Container

#: What the id of a fragment's container begins with.
PREFIX = "fr-f-"


@dataclass(eq=False, kw_only=True)
class FragmentNode(Container):
    """
    The container of a fragment.

    Attributes
    ----------
    id
        The fragment's identity: a digest of its function, and of its key or which call of the function it is.
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
        How often each element without identity was drawn before it: a run of it alone counts on from there.
    forms
        The forms drawn in it.
    can_run_alone
        False if it drew outside of itself, or stands in a form: then the whole page runs in its stead.
    is_guarded
        True if not everybody who sees the page may use it.
    modal
        Whether it stands over the page and nothing else can be used meanwhile, as a dialog does.
    in_dialog
        Whether it runs alone and stands in a dialog.
    """

    kind: ClassVar[str] = "fragment"
    modal: ClassVar[bool] = False

    id: str = ""
    every: int | None = None
    call: Callback | None = field(default=None, metadata={"html": False})
    name: str = field(default="", metadata={"html": False})
    parent: str = field(default="", metadata={"html": False})
    page: str = field(default="", metadata={"html": False})
    repeats: dict[str, int] = field(default_factory=dict, metadata={"html": False})
    is_guarded: bool = field(default=False, metadata={"html": False})
    in_dialog: bool = field(default=False, metadata={"html": False})
    can_run_alone: bool = field(default=True, metadata={"html": False})
    forms: list[Any] = field(default_factory=list, metadata={"html": False})

    @property
    def wrapper_id(self) -> str:
        return PREFIX + self.id


class Nested(Protocol):
    """A fragment that was drawn, or the manifest's entry of one; ``parent`` is the fragment around it, or ""."""

    parent: str


def outermost(ids: Iterable[str], known: Mapping[str, Nested]) -> list[str]:
    """Return these fragments in the order of the page, without those that stand in another of them."""
    wanted = set(ids)
    return [id_ for id_ in known if id_ in wanted and wanted.isdisjoint(enclosing(known[id_].parent, known))]


def enclosing(id_: str, known: Mapping[str, Nested]) -> list[str]:
    """Return a fragment and those around it, from the inside out."""
    chain = []
    while id_ in known and id_ not in chain:
        chain.append(id_)
        id_ = known[id_].parent
    return chain


def within(ids: Collection[str], known: Mapping[str, Nested]) -> set[str]:
    """Return these fragments and all in them."""
    return {*ids, *(other for other in known if not set(ids).isdisjoint(enclosing(other, known)))} if ids else set()
