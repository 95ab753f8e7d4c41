"""
What a tab was last shown: the only thing a POST is judged by.

One entry per widget: its kind, form, how to read it, whether it was disabled, its callback. Entries carry the run
that first showed them as they are (``since``) and, once a later run no longer drew them, the run that last did
(``last``), so that a POST from an older page is judged by what that page had (decision 14).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from formrerun.core import callbacks
from formrerun.core.codec import Unstorable
from formrerun.core.widgets import Field, field_kind

if TYPE_CHECKING:
    from formrerun.core.callbacks import Callback
    from formrerun.core.runner import FormNode
    from formrerun.core.widgets import Widget

#: Field data above this many bytes goes into a blob of its own, written once and shared by tabs.
BLOB_BYTES = 4096


class Blobs(Protocol):
    """Content-addressed bytes kept beside the record."""

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their sha256 in hexadecimal."""

    def get(self, digest: str) -> bytes | None:
        """Return the bytes, or None if they are gone."""


def _may_be_large(data: list[Any]) -> bool:
    """Return False for what is small at a glance: writing it as JSON to find its length costs more than the rest."""
    return any(type(part) in (list, dict) or (type(part) is str and len(part) > BLOB_BYTES // 8) for part in data)


class Entry:
    """
    One widget as it was shown.

    Attributes
    ----------
    live
        True if a part of it (callback, options) could not be stored and only exists in the process that drew it.
    """

    __slots__ = (
        "_field",
        "_packed",
        "callback",
        "disabled",
        "form",
        "id",
        "key",
        "kind",
        "last",
        "live",
        "packed_callback",
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
        packed: Any = None,
        packed_callback: list[Any] | None = None,
    ) -> None:
        self.id, self.kind, self.key, self.form, self.disabled = id, kind, key, form, disabled
        self.since, self.last = since, last
        self._field, self._packed = field, packed
        self.callback, self.packed_callback = callback, packed_callback
        self.live = False

    @property
    def is_trigger(self) -> bool:
        """True for a button."""
        return bool(self._packed and self._packed[0] == "trigger") or bool(self._field and self._field.trigger)

    @property
    def has_callback(self) -> bool:
        """True if something runs when the widget changes."""
        return self.callback is not None or self.packed_callback is not None

    def field(self, blobs: Blobs) -> Field[Any] | None:
        """Return how to read the widget, or None if only the process that drew it knows."""
        if self._field is None and self._packed:
            tag, data = self._packed
            cls = field_kind(tag)
            if isinstance(data, str):
                stored = blobs.get(data)
                data = json.loads(stored) if stored is not None else None
            if cls is not None and data is not None:
                self._field = cls.unpack(data)
        return self._field

    def pack(self, blobs: Blobs) -> list[Any]:
        """Return the JSON form."""
        if self._packed is None and self._field is not None:
            try:
                data: Any = self._field.pack()
            except (Unstorable, RecursionError):
                self.live = True
            else:
                if _may_be_large(data):
                    text = json.dumps(data, separators=(",", ":"))
                    if len(text) > BLOB_BYTES:
                        data = blobs.put(text.encode())
                self._packed = [self._field.tag, data]
        if self.packed_callback is None and self.callback is not None:
            self.packed_callback = callbacks.pack(self.callback)
        if self.packed_callback and self.packed_callback[0] == "live":
            self.live = True
        return [
            self.kind, self.key, self.form, int(self.disabled), self.since, self.last,
            self._packed, self.packed_callback,
        ]  # fmt: skip

    @classmethod
    def unpack(cls, id: str, packed: list[Any]) -> Entry:
        """Return the entry of what :meth:`pack` gave."""
        kind, key, form, disabled, since, last, field, callback = packed
        entry = cls(id, kind, key, form, bool(disabled), since, last, packed=field, packed_callback=callback)
        entry.live = field is None or bool(callback and callback[0] == "live")
        return entry


class Manifest:
    """
    The entries of a tab.

    Attributes
    ----------
    forms
        Form key to [clear_on_submit, id of the first submit button or None].
    """

    def __init__(self, packed: dict[str, Any] | None = None) -> None:
        self._packed: dict[str, list[Any]] = dict(packed["w"]) if packed else {}
        self._entries: dict[str, Entry] = {}
        self.forms: dict[str, list[Any]] = dict(packed["f"]) if packed else {}

    def get(self, id: str) -> Entry | None:
        """Return the entry of a widget, or None if the tab was not shown it."""
        entry = self._entries.get(id)
        if entry is None and id in self._packed:
            entry = self._entries[id] = Entry.unpack(id, self._packed[id])
        return entry

    def __iter__(self) -> Iterator[str]:
        return iter({**self._packed, **self._entries})

    def __len__(self) -> int:
        return len({**self._packed, **self._entries})

    def entries(self) -> Iterable[Entry]:
        """Yield every entry."""
        for id_ in self:
            entry = self.get(id_)
            if entry is not None:
                yield entry

    def of_form(self, form: str) -> list[Entry]:
        """Return the value widgets of a form; of no form for ""."""
        return [entry for entry in self.entries() if entry.form == form and not entry.is_trigger]

    def after(
        self, drawn: Iterable[Widget], forms: Iterable[FormNode], run: int, previous: int, completed: bool
    ) -> Manifest:
        """
        Return the manifest of the page a run has drawn.

        Parameters
        ----------
        drawn, forms
            The run's widgets and forms, in the order of the script.
        run, previous
            The number of this run, and of the last one that completed before it.
        completed
            Only a run that came to its end drops entries, and only those that the completed page before it did not
            have either: a POST from that page may still be under way.
        """
        made = Manifest()
        for widget in drawn:
            old = self.get(widget.id)
            same = old is not None and old.form == widget.form and old.disabled == widget.disabled and not old.last
            since = old.since if old is not None and same else run
            made._entries[widget.id] = Entry(
                widget.id, widget.kind, widget.key, widget.form, widget.disabled, since,
                field=widget.field, callback=widget.callback,
            )  # fmt: skip
        for id_ in self:
            if id_ in made._entries:
                continue
            old = self.get(id_)
            if old is None:
                continue
            last = old.last or previous
            if not completed or last >= previous:
                old.last = last
                made._entries[id_] = old
        made.forms = {
            form.form_key: [form.clear_on_submit, form.buttons[0].id if form.buttons else None] for form in forms
        }
        for key, held in self.forms.items():
            made.forms.setdefault(key, held)
        return made

    def pack(self, blobs: Blobs) -> dict[str, Any]:
        """Return the JSON form."""
        packed = dict(self._packed)
        for id_, entry in self._entries.items():
            packed[id_] = entry.pack(blobs)
        return {"w": packed, "f": self.forms}


class MemoryBlobs:
    """Blobs in a dict; what the process store and the tests use."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        digest = sha256(data).hexdigest()
        self.held.setdefault(digest, data)
        return digest

    def get(self, digest: str) -> bytes | None:
        return self.held.get(digest)
