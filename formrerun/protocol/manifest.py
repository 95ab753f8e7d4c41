"""
What a tab was last shown: the only thing a POST is judged by.

One entry per widget: its kind, form, how to read it, whether it was disabled, its callback. Entries carry the run
that first showed them as they are (``since``) and, once a later run no longer drew them, the run that last did
(``last``), so that a POST from an older page is judged by what that page had (decision 14).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from formrerun.codec import Unstorable
from formrerun.engine import callbacks, demands
from formrerun.engine.blobs import BLOB_BYTES
from formrerun.engine.fields import Field, Preview, Trigger, field_kind
from formrerun.engine.fragments import enclosing, outermost, within
from formrerun.protocol.fragment_entry import FragmentEntry

if TYPE_CHECKING:
    from formrerun.engine.blobs import Blobs
    from formrerun.engine.callbacks import Callback
    from formrerun.engine.demands import Demands
    from formrerun.engine.fragments import FragmentNode
    from formrerun.engine.run import Run
    from formrerun.engine.widgets import Widget


def _may_be_large(data: list[Any]) -> bool:
    """Return False for what is small at a glance: writing it as JSON to find its length costs more than the rest."""
    return any(type(part) in (list, dict) or (type(part) is str and len(part) > BLOB_BYTES // 8) for part in data)


class Entry:
    """
    One widget as it was shown.

    Attributes
    ----------
    process_only
        True if a part of it (callback, options) could not be stored and only exists in the process that drew it.
    """

    __slots__ = (
        "_data",
        "_field",
        "_tag",
        "callback",
        "demands",
        "disabled",
        "form",
        "fragment",
        "id",
        "key",
        "kind",
        "last",
        "packed_callback",
        "packed_demands",
        "process_only",
        "since",
    )

    def __init__(
        self,
        id: str,
        kind: str,
        key: str | None,
        form: str,
        disabled: bool,
        since: int,
        last: int = 0,
        *,
        field: Field[Any] | None = None,
        callback: Callback | None = None,
        tag: str | None = None,
        data: Any = None,
        packed_callback: list[Any] | None = None,
        fragment: str = "",
        demands: Demands | None = None,
        packed_demands: list[Any] | None = None,
    ) -> None:
        self.id, self.kind, self.key, self.form, self.disabled = id, kind, key, form, disabled
        self.since, self.last = since, last
        self._field, self._tag, self._data = field, tag, data
        self.callback, self.packed_callback = callback, packed_callback
        self.fragment = fragment
        self.demands, self.packed_demands = demands, packed_demands
        self.process_only = False

    @property
    def is_trigger(self) -> bool:
        """True for a button."""
        return self._tag in (Trigger.tag, Preview.tag) or bool(self._field and self._field.trigger)

    @property
    def previews(self) -> bool:
        """True for a button of a form that does not submit it."""
        return self._tag == Preview.tag or isinstance(self._field, Preview)

    @property
    def has_callback(self) -> bool:
        """True if something runs when the widget changes."""
        return self.callback is not None or self.packed_callback is not None

    @property
    def has_demands(self) -> bool:
        """True if its value, or that of its form, is looked at before anything runs."""
        return self.demands is not None or self.packed_demands is not None

    def load_demands(self) -> Demands | None:
        """Return what is asked of it; None if nothing is, or if that is to be found by running the page."""
        if self.demands is None and self.packed_demands is not None:
            self.demands = demands.unpack(self.packed_demands)
            self.process_only = self.process_only or self.demands is None
        return self.demands

    @property
    def confirmation(self) -> str:
        """What must be posted with a press, by whom has agreed to it; "" if nothing is asked."""
        packed = self.packed_demands
        confirm = self.demands.confirm if self.demands is not None else packed[2] if packed and packed[2:] else ""
        return demands.confirmation(self.id, confirm)

    def field(self, blobs: Blobs) -> Field[Any] | None:
        """Return how to read the widget, or None if only the process that drew it knows."""
        if self._field is None and self._tag is not None:
            cls, data = field_kind(self._tag), self._data
            if isinstance(data, str):
                stored = blobs.get(data)
                data = json.loads(stored) if stored is not None else None
            if cls is not None and data is not None:
                try:
                    self._field = cls.unpack(data).beside(blobs)
                except Unstorable:  # the class of its options was renamed since: a replay finds what the page has now
                    self.process_only, self._tag = True, None
        return self._field

    def pack(self, blobs: Blobs) -> list[Any]:
        """Return the JSON form."""
        if self._tag is None and self._field is not None:
            try:
                data: Any = self._field.pack()
            except (Unstorable, RecursionError):
                self.process_only = True
            else:
                if _may_be_large(data):
                    text = json.dumps(data, separators=(",", ":"))
                    if len(text) > BLOB_BYTES:
                        data = blobs.put(text.encode())
                self._tag, self._data = self._field.tag, data
        if self.packed_callback is None and self.callback is not None:
            self.packed_callback = callbacks.pack(self.callback)
        if self.packed_callback and self.packed_callback[0] == "live":
            self.process_only = True
        if self.packed_demands is None and self.demands is not None:
            self.packed_demands = self.demands.pack()
        if self.packed_demands is not None and demands.needs_process(self.packed_demands):
            self.process_only = True
        return [
            self.kind, self.key, self.form, int(self.disabled), self.since, self.last,
            self._tag, self._data, self.packed_callback, self.fragment,
            *([self.packed_demands] if self.packed_demands is not None else []),
        ]  # fmt: skip

    @classmethod
    def unpack(cls, id: str, packed: list[Any]) -> Entry:
        """Return the entry of what :meth:`pack` gave."""
        kind, key, form, disabled, since, last, tag, data, callback, fragment, *asked = packed
        entry = cls(
            id, kind, key, form, bool(disabled), since, last,
            tag=tag, data=data, packed_callback=callback, fragment=fragment,
            packed_demands=asked[0] if asked else None,
        )  # fmt: skip
        entry.process_only = (
            tag is None
            or bool(callback and callback[0] == "live")
            or (entry.packed_demands is not None and demands.needs_process(entry.packed_demands))
        )
        return entry


class Manifest:
    """
    The entries of a tab.

    Attributes
    ----------
    forms
        Form key to [clear_on_submit, id of the first submit button or None].
    fragments
        Fragment id to how it can run fragment.
    """

    def __init__(self, packed: dict[str, Any] | None = None) -> None:
        # Unpacked in place, so that the order stays.
        self._entries: dict[str, Entry | list[Any]] = dict(packed["w"]) if packed else {}
        self.forms: dict[str, list[Any]] = dict(packed["f"]) if packed else {}
        fragment = packed["g"] if packed else {}
        self.fragments: dict[str, FragmentEntry] = {
            id_: FragmentEntry.unpack(id_, held) for id_, held in fragment.items()
        }

    def get(self, id: str) -> Entry | None:
        """Return the entry of a widget, or None if the tab was not shown it."""
        entry = self._entries.get(id)
        if type(entry) is list:
            entry = self._entries[id] = Entry.unpack(id, entry)
        return entry  # type: ignore[return-value]

    def __contains__(self, id: object) -> bool:
        return id in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def entries(self) -> list[Entry]:
        """Return every entry."""
        for id_, entry in self._entries.items():
            if type(entry) is list:
                self._entries[id_] = Entry.unpack(id_, entry)
        return list(self._entries.values())  # type: ignore[arg-type]

    def inside(self, fragments: Collection[str]) -> set[str]:
        """Return these fragments and those in them."""
        return within(fragments, self.fragments)

    def after(self, drawn: Run, run: int, previous: int, completed: bool) -> Manifest:
        """
        Return the manifest of the page a run has drawn.

        Parameters
        ----------
        drawn
            The run: its widgets, forms and fragments in the order of the script.
        run, previous
            The number of this run, and of the last one that completed before it.
        completed
            Only a run that came to its end drops entries, and only those that the completed page before it did not
            have either: a POST from that page may still be under way.
        """
        drawing, scope = drawn.drawing, drawn.fragment_scope
        again = scope.ids if scope is not None else ()
        inside = self.inside(again)
        made = Manifest()
        if again:  # what stands around the fragments stays as it is
            made._entries.update({entry.id: entry for entry in self.entries() if entry.fragment not in inside})
        self._add_drawn(made, drawing.widgets.values(), run)
        self._add_outliving(made, previous, completed)
        made.forms = {
            form.form_key: [
                form.clear_on_submit,
                form.buttons[0].id if form.buttons else None,
                *([True] if form.live else []),
            ]
            for form in drawing.forms.values()
        }
        for key, form in self.forms.items():
            made.forms.setdefault(key, form)
        made.fragments = self._fragments_after(drawing.fragments, again, inside, run)
        for id_, fragment in () if completed else self.fragments.items():
            made.fragments.setdefault(id_, fragment)
        return made

    def with_form(self, form: str, drawn: Iterable[Widget], run: int) -> Manifest:
        """Return it with the widgets of a form that a preview has drawn; ``run`` is what the browser has seen last."""
        made, fresh = Manifest(), Manifest()
        self._add_drawn(fresh, [widget for widget in drawn if widget.form == form], run)
        for entry in fresh.entries():
            entry.since = min(entry.since, run)
        kept = {id_: entry for id_, entry in self._entries.items() if id_ in fresh or self.get(id_).form != form}  # type: ignore[union-attr]
        made._entries = {**kept, **fresh._entries}
        made.forms, made.fragments = self.forms, self.fragments
        return made

    def _add_drawn(self, made: Manifest, widgets: Iterable[Widget], run: int) -> None:
        """Add the widgets that a run has drawn; ``since`` stays where one is as it was."""
        for widget in widgets:
            old = self.get(widget.id)
            same = old is not None and old.form == widget.form and old.disabled == widget.disabled and not old.last
            since = old.since if old is not None and same else run
            made._entries[widget.id] = Entry(
                widget.id, widget.kind, widget.key, widget.form, widget.disabled, since,
                field=widget.field, callback=widget.callback, fragment=widget.fragment,
                demands=widget.demands,
            )  # fmt: skip

    def _add_outliving(self, made: Manifest, previous: int, completed: bool) -> None:
        """Add the widgets that were not drawn again and are kept for posts from the page that had them."""
        for id_ in self:
            old = None if id_ in made._entries else self.get(id_)
            if old is None:
                continue
            last = old.last or previous
            if not completed or last >= previous:
                old.last = last
                made._entries[id_] = old

    def _fragments_after(
        self, drawn: Mapping[str, FragmentNode], again: Collection[str], inside: Collection[str], run: int
    ) -> dict[str, FragmentEntry]:
        """
        Return the fragments of the page, in its order.

        Parameters
        ----------
        drawn
            The fragments that the run has drawn.
        again, inside
            Those that ran in the page's stead, and all in them as the page before had it.
        """
        fresh = {id_: FragmentEntry.of(node, run) for id_, node in drawn.items() if id_ not in again}
        found: dict[str, FragmentEntry] = {}
        for id_, fragment in self.fragments.items() if again else ():
            if id_ in again:  # it was the whole page that placed it
                within_it = within([id_], drawn)
                found |= {id_: fragment, **{name: each for name, each in fresh.items() if name in within_it}}
            elif id_ not in inside:
                found[id_] = fragment
        for id_, fragment in fresh.items():
            found.setdefault(id_, fragment)
        return found

    def pack(self, blobs: Blobs) -> dict[str, Any]:
        """Return the JSON form."""
        packed = {id_: entry if isinstance(entry, list) else entry.pack(blobs) for id_, entry in self._entries.items()}
        return {"w": packed, "f": self.forms, "g": {id_: fragment.pack() for id_, fragment in self.fragments.items()}}


def concerned(entries: Iterable[Entry], known: dict[str, FragmentEntry]) -> list[str]:
    """Return the innermost fragments that these widgets stand in, or none if one of them stands in the page alone."""
    found = [
        next((id_ for id_ in enclosing(entry.fragment, known) if known[id_].can_run_alone), "") for entry in entries
    ]
    return outermost(found, known) if all(found) else []
