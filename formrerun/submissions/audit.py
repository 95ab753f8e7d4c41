"""
Who did what on which page: a line for each submission, in the transaction of what it did (``FORMRERUN["AUDIT"]``).

A repeat is answered from the record and writes nothing, so that a line stands there exactly once, with what was done or
not at all. What was refused is rolled back; its line is written after that, in a transaction of its own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseFailure
from django.utils import timezone
from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.engine import callbacks
from formrerun.engine.blobs import Blobs
from formrerun.engine.callbacks import Callback
from formrerun.engine.fields import Field
from formrerun.engine.run import Run
from formrerun.engine.runner import End
from formrerun.engine.state import State
from formrerun.engine.widget_state import UNSET
from formrerun.exceptions import BadSubmission, NotPermitted, Rejected, TriggerGone
from formrerun.protocol.entry import Entry
from formrerun.protocol.posted import PostData
from formrerun.protocol.record import Record
from formrerun.protocol.submission import Applied, Judged
from formrerun.store.base import Claim
from formrerun.utils.texts import sanitized_text

logger = logging.getLogger("formrerun.audit")

#: What stands in the place of a value that nobody shall read.
MASK = "••••••"
#: The longest text of a value, and the most fields that are listed.
LONGEST, MOST = 500, 200


class Trail:
    """What looks on while a submission goes through and writes it down; this class writes nothing and costs nothing."""

    def changing(self, judged: Judged, record: Record, state: State, blobs: Blobs) -> None:
        """Look at what the fields hold before the submission is applied."""

    def changed(self, judged: Judged, applied: Applied, state: State, blobs: Blobs) -> None:
        """Note what is another value now, and which callbacks are due."""

    def replayed(self) -> None:
        """Note that the page was drawn once besides, to find what no store can hold."""

    def step(self, name: str) -> None:
        """Note that a step is done: "callbacks", "page" or "rendering"."""

    def begun(self, tab: Claim) -> None:
        """Write the line now: what was done so far is about to be committed, and the page runs after that."""

    def write(self, tab: Claim, run: Run, end: End) -> None:
        """Write the line, in the transaction of what was done."""

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Write a line of its own if the block refuses the submission, or if it cannot be saved."""
        yield


NO_TRAIL = Trail()


def trail_of(request: Any, page: str, address: str, posted: PostData) -> Trail:
    """Return what writes a submission down; NO_TRAIL if AUDIT is off, or if nothing is submitted."""
    if not settings.AUDIT or posted.kind != "submit":
        return NO_TRAIL
    return _Written(request, page, address, posted)


def note_refused_page(request: Any, page: str, address: str) -> None:
    """Write down that somebody has sent something to a page that is not for them; what it was is not read."""
    if settings.AUDIT and request.method == "POST":
        _Written(request, page, address, PostData(tab=""))._save_apart("refused", _("You may not use this page."))


class _Written(Trail):
    def __init__(self, request: Any, page: str, address: str, posted: PostData) -> None:
        self.started = time.monotonic()
        self.pk: int | None = None  # of the line, once it is written
        user = getattr(request, "user", None)
        known = user is not None and user.is_authenticated
        self.line: dict[str, Any] = {
            "callback": "",
            "at": timezone.now(),
            "user": str(user.pk)[:255] if user is not None and known else "",
            "username": user.get_username()[:255] if user is not None and known else "",
            "page": page[-255:],
            "address": address[:500],
            "submission": posted.id[:200],
            "tab": posted.tab[:32],
        }
        self.entries: dict[str, Entry] = {}
        self.trigger: Entry | None = None
        self.values: dict[str, tuple[list[str], list[str]]] = {}  # widget id to what it posted before and posts now

    def changing(self, judged: Judged, record: Record, state: State, blobs: Blobs) -> None:
        self.line["run"], self.pk = record.run, None  # an attempt before this one was rolled back
        self.entries = {entry.id: entry for entry, _posted in judged.changes}
        self.trigger = next(iter(judged.triggers), None)
        self._callbacks(judged.triggers)
        # Until it is applied: what was tried.
        self.values = {entry.id: (_shown_by(entry, state, blobs), posted) for entry, posted in judged.changes}

    def changed(self, judged: Judged, applied: Applied, state: State, blobs: Blobs) -> None:
        after = {entry.id: _shown_by(entry, state, blobs) for entry in applied.changed if entry.id in self.values}
        self.values = {id_: (self.values[id_][0], shown) for id_, shown in after.items()}
        self._callbacks(applied.due)

    def _callbacks(self, due: Any) -> None:
        called = (call_of(entry) for entry in due if entry.has_callback)
        self.line["callback"] = ", ".join(filter(None, called))[:500]

    def begun(self, tab: Claim) -> None:
        if tab.transaction.has_database:
            self._save("begun", tab.transaction.alias, self._said({}))

    def write(self, tab: Claim, run: Run, end: End) -> None:
        result = "stopped" if end is End.HALTED else "done"
        reason = ""
        if run.error is not None:
            result, reason = "failed", f"{type(run.error).__name__}: {run.error}"
            if run.failure is None and self.line["callback"]:
                reason = f"The callback was done, and the page failed after it. {reason}"
        if self.trigger is None and not self.values and result == "done":
            return  # nothing was pressed, nothing is another value
        if not tab.transaction.has_database:  # as in a test that forbids it
            logger.warning("A submission of page %s ran without a database and is not written down.", self.line["page"])
            return
        self._save(result, tab.transaction.alias, self._said(run.drawing.widgets), reason)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        try:
            yield
        except (Rejected, NotPermitted, TriggerGone) as error:
            errors = getattr(error, "errors", {})
            beside = [f"{self._name(id_, {})}: {text}" for id_, text in errors.items()]
            self._save_apart("refused", "\n".join([str(error), *beside]))
            raise
        except BadSubmission:  # it was not for this page, or comes again: nothing was asked of the page
            raise
        except DatabaseFailure as error:
            self._save_apart("failed", f"{type(error).__name__}: {error}")
            raise

    def _save_apart(self, result: str, reason: str) -> None:
        self.pk = None  # what was written has been rolled back
        try:
            self._save(result, settings.DATABASE, self._said({}), reason)
        except (DatabaseFailure, ImproperlyConfigured, RuntimeError, AssertionError):  # the last: tests forbid it so
            # The answer to the visitor matters more.
            logger.exception("A submission that was %s could not be written down.", result)

    def _save(self, result: str, alias: str, said: Mapping[str, Any], reason: str = "") -> None:
        from formrerun.models import AuditEntry

        lasted = round((time.monotonic() - self.started) * 1000)
        line = {**self.line, **said, "result": result, "reason": reason[:2000], "duration": lasted}
        line = {name: sanitized_text(value) if isinstance(value, str) else value for name, value in line.items()}
        if self.pk is not None:
            AuditEntry.objects.using(alias).filter(pk=self.pk).update(**line)
            return
        made = AuditEntry(**line)
        made.save(using=alias, force_insert=True)
        self.pk = made.pk

    def _said(self, widgets: Mapping[str, Any]) -> dict[str, Any]:
        """Return the names of what was pressed and changed, as people read them on the page that was drawn."""
        changes = []
        for id_, shown in list(self.values.items())[:MOST]:
            if shown[0] == shown[1]:
                continue
            entry = self.entries[id_]
            name = self._name(id_, widgets)
            before, after = (_readable(entry, posted, widgets.get(id_)) for posted in shown)
            if is_masked(entry, name):
                before, after = (MASK if text else "" for text in (before, after))
            changes.append({"field": entry.key or name, "label": name, "old": before, "new": after})
        trigger = self._name(self.trigger.id, widgets) if self.trigger is not None else ""
        return {"trigger": trigger[:255], "changes": changes}

    def _name(self, id_: str, widgets: Mapping[str, Any]) -> str:
        """Return what a widget is called: its label, or its key where the page has not drawn it."""
        entry = self.entries.get(id_) or (self.trigger if self.trigger is not None and self.trigger.id == id_ else None)
        label = getattr(widgets.get(id_), "label", "")
        if label or entry is None:
            return str(label or id_)[:255]
        key = entry.key or entry.kind
        return key.partition("-")[2] or key if key.startswith("FormSubmitter:") else key


def _shown_by(entry: Entry, state: State, blobs: Blobs) -> list[str]:
    """Return what a widget posts for the value that it has."""
    field, held = entry.field(blobs), state.widgets.get(entry.id)
    if field is None:
        return ["?"]
    if held is None:
        return (
            field.stored_to_posted(field.initial_stored()) if field.stores_posted else field.to_posted(field.initial())
        )
    return field.stored_to_posted(held.stored) if held.stored is not UNSET else field.to_posted(held.read(field))


def _readable(entry: Entry, posted: list[str], widget: Any) -> str:
    """Return what a person reads for what is posted; ``widget`` is the one that was drawn, and may know its options."""
    field = entry._field
    if field is None:
        return "?"
    try:
        if type(field).readable is Field.readable and getattr(widget, "wires", None):
            labels = dict(zip(widget.wires, widget.options, strict=False))
            posted = [str(labels.get(text, text)) for text in posted]
        return sanitized_text(field.readable(posted))[:LONGEST]
    except Exception:  # hostile bytes that the field refuses, or the author's format_func
        return "?"


def call_of(entry: Entry) -> str:
    """Return a callback and what it is called with, as Python writes it."""
    callback = entry.callback or callbacks.unpack(entry.packed_callback)
    if callback is not None:
        return _written(callback)
    return str(entry.packed_callback[1]).replace(":", ".") if entry.packed_callback else "?"


def _written(callback: Callback) -> str:
    function = callback.function
    path = f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', type(function).__name__)}"
    if path.startswith("formrerun."):  # one of ours, which calls those of the page's author
        return ", ".join(_written(arg) for arg in callback.args if isinstance(arg, Callback))
    shown = [repr(arg) for arg in callback.args] + [f"{name}={value!r}" for name, value in callback.kwargs.items()]
    return f"{path}({', '.join(shown)})"


def is_masked(entry: Entry, label: str) -> bool:
    """Return True if nobody shall read the value of a widget: a password, or named as AUDIT_MASK says."""
    field = entry._field
    if field is not None and getattr(field, "secret", False):
        return True
    names = f"{entry.key or ''} {label}".casefold()
    return any(word.casefold() in names for word in settings.AUDIT_MASK)


__all__ = ["MASK", "NO_TRAIL", "Trail", "call_of", "is_masked", "trail_of"]
