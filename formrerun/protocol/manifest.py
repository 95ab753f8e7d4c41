"""
What a tab was last shown: the only thing a POST is judged by.

One entry per widget: its kind, form, how to read it, whether it was disabled, its callback. Entries carry the run
that first showed them as they are (``since``) and, once a later run no longer drew them, the run that last did
(``last``), so that a POST from an older page is judged by what that page had (decision 14).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, Any, NamedTuple

from formrerun.engine.fragments import enclosing, outermost, within
from formrerun.protocol.entry import Entry
from formrerun.protocol.fragment_entry import FragmentEntry
from formrerun.utils.texts import short_json

if TYPE_CHECKING:
    from formrerun.engine.blobs import Blobs
    from formrerun.engine.fragments import FragmentNode
    from formrerun.engine.run import Run
    from formrerun.engine.widgets import Widget


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
            if entry.since > run:
                fresh._entries[entry.id] = entry.changed(since=run)
        kept = {id_: entry for id_, entry in self._entries.items() if id_ in fresh or self.get(id_).form != form}  # type: ignore[union-attr]
        made._entries = {**kept, **fresh._entries}
        made.forms, made.fragments = self.forms, self.fragments
        return made

    def _add_drawn(self, made: Manifest, widgets: Iterable[Widget], run: int) -> None:
        """Add the widgets that a run has drawn; ``since`` stays where one is as it was."""
        for widget in widgets:
            old = self.get(widget.id)
            if old is not None and old.is_of(widget):
                made._entries[widget.id] = old
                continue
            same = old is not None and old.form == widget.form and old.disabled == widget.disabled and not old.last
            since = old.since if old is not None and same else run
            made._entries[widget.id] = Entry(
                widget.id, widget.kind, widget.key, widget.form, widget.disabled, since,
                field=widget.field, callback=widget.callback, fragment=widget.fragment,
                demands=widget.demands, kept=widget.kept,
            )  # fmt: skip

    def _add_outliving(self, made: Manifest, previous: int, completed: bool) -> None:
        """Add the widgets that were not drawn again and are kept for posts from the page that had them."""
        for id_ in self:
            old = None if id_ in made._entries else self.get(id_)
            if old is None:
                continue
            last = old.last or previous
            if not completed or last >= previous:
                made._entries[id_] = old if old.last == last else old.changed(last=last)

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

    def texts(self, blobs: Blobs) -> dict[str, str]:
        """Return the JSON of each entry, for :meth:`joined` and :meth:`lasting`."""
        return {
            id_: entry.dumps(blobs) if type(entry) is Entry else short_json(entry)
            for id_, entry in self._entries.items()
        }

    def joined(self, texts: Mapping[str, str]) -> str:
        """Return the JSON of the manifest, given that of its entries."""
        widgets = ",".join([f"{encode_basestring_ascii(id_)}:{text}" for id_, text in texts.items()])
        return f'{{"w":{{{widgets}}},{self._rest()}}}'

    def _rest(self) -> str:
        fragments = {id_: fragment.pack() for id_, fragment in self.fragments.items()}
        return f'"f":{short_json(self.forms)},"g":{short_json(fragments)}'

    def lasting(self, texts: Mapping[str, str]) -> LastingManifest | None:
        """Return what need not be read again from :meth:`joined`; None if that is little."""
        entries = {
            id_: entry if type(entry) is Entry and entry.kept is not None else texts[id_]
            for id_, entry in self._entries.items()
        }
        lasts = sum(type(entry) is Entry for entry in entries.values())
        return LastingManifest(entries, f'{{"w":{{}},{self._rest()}}}') if 2 * lasts > len(entries) else None


class LastingManifest(NamedTuple):
    """
    A manifest that serves several submissions, of any tabs that were shown the same.

    Attributes
    ----------
    entries
        Those that are kept, and the others as JSON: these are read anew each time, for they may be completed.
    rest
        The JSON of a manifest with all but these.
    """

    entries: Mapping[str, Entry | str]
    rest: str

    def manifest(self) -> Manifest:
        """Return a manifest of its own for a submission."""
        made = Manifest(json.loads(self.rest))
        made._entries = {id_: json.loads(held) if isinstance(held, str) else held for id_, held in self.entries.items()}
        return made


def concerned(entries: Iterable[Entry], known: dict[str, FragmentEntry]) -> list[str]:
    """Return the innermost fragments that these widgets stand in, or none if one of them stands in the page alone."""
    found = [
        next((id_ for id_ in enclosing(entry.fragment, known) if known[id_].can_run_alone), "") for entry in entries
    ]
    return outermost(found, known) if all(found) else []
