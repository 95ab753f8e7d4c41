"""Which fragments can run in the page's stead."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from formrerun.engine.callbacks import Callback
from formrerun.engine.fragments import outermost
from formrerun.engine.run import Run
from formrerun.exceptions import TriggerGone
from formrerun.protocol.entry import Entry
from formrerun.protocol.manifest import concerned
from formrerun.protocol.posted import PostData
from formrerun.protocol.record import Record
from formrerun.protocol.submission import Applied, Judged
from formrerun.submissions import unstorable


def fragments_to_run(posted: PostData, judged: Judged, applied: Applied, record: Record) -> tuple[str, ...]:
    """
    Return the fragments that can run in the page's stead, or none.

    Raises
    ------
    TriggerGone
        If a timer asks for a fragment that is not on the page any more.
    """
    known = record.manifest.fragments
    if record.snapshot.run < record.run - 1:
        found = []  # the run before this one was ended: what it would have shown, this one shows
    elif posted.kind == "rerun":
        if posted.fragment and posted.fragment not in known:
            raise TriggerGone(_("This part of the page is gone."))
        found = [posted.fragment] if posted.fragment and known[posted.fragment].can_run_alone else []
    elif posted.lenient or record.state.triggers - {entry.id for entry in judged.triggers}:
        found = []  # AppTest knows only whole runs, and others' buttons may be in the page
    elif posted.seqs is None:  # a plain form sends the whole page and runs it, but no run of it opens its dialog again
        found = modal_fragment_of([*applied.changed, *judged.triggers], record)
    else:
        found = concerned([*(entry for entry, _ in judged.changes), *judged.triggers], known)
    return callable_here(found, record)


def modal_fragment_of(entries: list[Entry], record: Record) -> list[str]:
    """Return the dialog that all of these widgets stand in, or none."""
    for id_ in record.manifest.fragments:
        call, inside = unstorable.function_of(record, id_), record.manifest.inside([id_])
        # Where the module has changed since, what it has under that name may be no fragment any more.
        if call is not None and getattr(call.function, "modal", False):
            return [id_] if entries and all(entry.fragment in inside for entry in entries) else []
    return []


def with_rows_as_they_are(call: Callback) -> Callback:
    """
    Return a call with the rows among its arguments as the database has them now.

    Where the arguments are stored, they are read anew for each run; those that the process has kept are as old as the
    page, and others may have changed what they are about. A row that is gone stays as it was.
    """

    def now(value: Any) -> Any:
        if isinstance(value, QuerySet):
            return value.all()
        if not isinstance(value, Model) or value._state.adding or value.pk is None:
            return value
        row = copy(value)  # with what the author has annotated
        try:
            row.refresh_from_db()
        except ObjectDoesNotExist:
            return value
        return row

    return replace(call, args=tuple(map(now, call.args)), kwargs={key: now(each) for key, each in call.kwargs.items()})


def asked_for(run: Run, record: Record) -> tuple[str, ...]:
    """Return the fragments that the callbacks want to run in the page's stead, or none if that is the page."""
    known = record.manifest.fragments
    found = [id_ for id_, entry in known.items() if entry.name in run.asked]
    if {known[id_].name for id_ in found} != run.asked or not all(known[id_].can_run_alone for id_ in found):
        return ()
    return callable_here(outermost(found, known), record)


def callable_here(fragments: list[str], record: Record) -> tuple[str, ...]:
    """Return these fragments, or none if this process cannot know how to call one of them."""
    return tuple(fragments) if all(unstorable.function_of(record, id_) is not None for id_ in fragments) else ()


def fragment_bodies(run: Run, record: Record) -> list[Callable[[], None]]:
    """Return what draws each of the fragments that run alone."""
    again = run.fragments_again
    inside = record.manifest.inside(again)
    around = [e for e in record.manifest.entries() if not e.last and e.fragment not in inside]
    run.drawing.keys.update(entry.key for entry in around if entry.key is not None)
    run.state.drawn_ids.update(entry.id for entry in around)

    def body(id_: str) -> Callable[[], None]:
        entry, call = record.manifest.fragments[id_], unstorable.function_of(record, id_)
        assert call is not None
        if not entry.is_read_anew:
            call = with_rows_as_they_are(call)
        return lambda: call.function.again(run, entry, call)  # type: ignore[attr-defined]

    return [body(id_) for id_ in again]
