"""What the manifest says of a fragment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formrerun.engine import callbacks
from formrerun.engine.callbacks import Callback

if TYPE_CHECKING:
    from formrerun.engine.fragments import FragmentNode


@dataclass(slots=True)
class FragmentEntry:
    """
    How to run a fragment again: its entry in the manifest.

    Attributes
    ----------
    parent, root, page, repeats, name, can_run_alone
        See :class:`FragmentNode` and :class:`formrerun.engine.tree.Container`.
    since
        The run of the whole page that drew it.
    packed
        How to call it, as the manifest stores it.
    is_guarded
        True if not everybody who sees the page may use it.
    """

    id: str
    parent: str
    root: str
    since: int
    can_run_alone: bool
    repeats: dict[str, int]
    page: str
    name: str
    call: Callback | None = None
    packed: list[Any] | None = None
    is_guarded: bool = False
    is_read_anew: bool = False  # what it is called with was stored: rows are as they are now

    @classmethod
    def of(cls, node: FragmentNode, since: int) -> FragmentEntry:
        """Return the entry of a fragment that was drawn."""
        return cls(
            node.id,
            node.parent,
            node.root,
            since,
            node.can_run_alone,
            node.repeats,
            node.page,
            node.name,
            call=node.call,
            is_guarded=node.is_guarded,
        )

    def pack(self) -> list[Any]:
        """Return the JSON form."""
        if self.packed is None:
            self.packed = callbacks.pack(self.call)
        return [
            self.parent,
            self.root,
            self.since,
            self.can_run_alone,
            self.repeats,
            self.page,
            self.name,
            None,
            self.packed,
            *([True] if self.is_guarded else []),
        ]

    @classmethod
    def unpack(cls, id: str, packed: list[Any]) -> FragmentEntry:
        """Return the entry of what :meth:`pack` gave."""
        return cls(id, *packed)

    @property
    def process_only(self) -> bool:
        """True if only the process that drew it can call it."""
        return self.packed is not None and self.packed[0] == "live"

    def function(self) -> Callback | None:
        """Return what to call, or None if this process cannot know it."""
        if self.call is None:
            self.call, self.is_read_anew = callbacks.unpack(self.packed), True
        return self.call
