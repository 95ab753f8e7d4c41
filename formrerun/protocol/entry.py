"""One widget in the manifest: what judges a POST that names it."""

from __future__ import annotations

import json
from collections.abc import Hashable
from copy import copy
from typing import TYPE_CHECKING, Any

from formrerun.codec import Unstorable
from formrerun.engine import callbacks, demands
from formrerun.engine.blobs import BLOB_BYTES
from formrerun.engine.fields import Field, Preview, Trigger, field_kind
from formrerun.utils.texts import short_json

if TYPE_CHECKING:
    from formrerun.engine.blobs import Blobs
    from formrerun.engine.callbacks import Callback
    from formrerun.engine.demands import Demands
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
    kept
        The widget's ``kept``: as long as that is the same, so is the entry, which then serves other submissions and
        other tabs too; nothing in it is changed.
    """

    __slots__ = (
        "_data",
        "_field",
        "_tag",
        "_text",
        "callback",
        "demands",
        "disabled",
        "form",
        "fragment",
        "id",
        "kept",
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
        kept: Hashable = None,
    ) -> None:
        self.id, self.kind, self.key, self.form, self.disabled = id, kind, key, form, disabled
        self.since, self.last = since, last
        self._field, self._tag, self._data = field, tag, data
        self.callback, self.packed_callback = callback, packed_callback
        self.fragment = fragment
        self.demands, self.packed_demands = demands, packed_demands
        self.process_only = False
        self.kept = kept
        self._text: str | None = None

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
                    text = short_json(data)
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

    def dumps(self, blobs: Blobs) -> str:
        """Return :meth:`pack` as JSON; that of an entry that is kept is written once, unless it names a blob."""
        text = self._text
        if text is None:
            text = short_json(self.pack(blobs))
            if self.kept is not None and type(self._data) is list:
                self._text = text
        return text

    def is_of(self, widget: Widget) -> bool:
        """Return True if this is the entry of a widget already, as it is drawn now."""
        return self.kept is not None and self.kept is widget.kept and self.fragment == widget.fragment and not self.last

    def changed(self, **parts: Any) -> Entry:
        """Return one that differs in these parts."""
        made = copy(self)
        made.kept = made._text = None
        for name, value in parts.items():
            setattr(made, name, value)
        return made

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


__all__ = ["Entry"]
