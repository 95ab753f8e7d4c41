"""
Forms that are drawn again while they are filled in (``fr.form(live=…)``): runs that leave nothing behind.

A preview writes no record. What a form may send then is found again when it is submitted, by a preview of the values
that it sends: so a post is judged by the page that its own values make, whatever the browser was shown (decision 31).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.utils.translation import gettext as _

from formrerun.elements.messages.exception import exception_element
from formrerun.engine.fragments import enclosing
from formrerun.engine.previews import Preview
from formrerun.engine.run import Run
from formrerun.exceptions import FormrerunError, Rejected, TriggerGone
from formrerun.protocol.manifest import concerned
from formrerun.protocol.posted import PostData
from formrerun.protocol.record import Record
from formrerun.protocol.submission import sent_by
from formrerun.rendering.renderer import Renderer
from formrerun.store.base import Claim, gone
from formrerun.store.transactions import MARKS, READS
from formrerun.submissions.dry_runs import leaving_no_trace, rolled_back
from formrerun.submissions.outcome import Outcome
from formrerun.submissions.partial_runs import callable_here
from formrerun.submissions.snapshots import snapshot_of
from formrerun.submissions.steps import new_run, run_body

if TYPE_CHECKING:
    from formrerun.submissions.page_request import PageRequest


def preview_form(visit: PageRequest, posted: PostData) -> tuple[Outcome, str]:
    """
    Draw a form with what is typed into it, and nothing applied.

    Returns
    -------
    Outcome, str
        The page, and the HTML id of the form's element in it.

    Raises
    ------
    TabGone
        If the tab is not this visitor's.
    TriggerGone
        If the page has no such form any more, or it is no live one.
    Rejected
        If the page cannot be drawn that way.
    """
    stored = visit.store.peek(posted.tab, visit.owner, visit.page_key)
    if stored is None:
        raise gone()
    record = stored[0]
    key = next((key for dom_id, key, _fragment in record.snapshot.head.get("forms", ()) if dom_id == posted.form), "")
    if not is_live(record, key):
        raise TriggerGone(_("This form is no longer on this page. Your input is still in the fields."))
    with leaving_no_trace(visit, stored) as tab:
        run = drawn_with(visit, tab, posted, key)
        page = Renderer(final=True).page(run)
        if posted.seqs is None and run.fragments_again:  # a plain form's browser shows what stands around them, too
            inside = record.manifest.inside(run.fragments_again)
            record.snapshot = snapshot_of(record.run, page, run, visit, tab.blobs, record.snapshot, inside)
    form = run.drawing.forms.get(key)
    if form is None:
        raise TriggerGone(_("This form is no longer on this page. Your input is still in the fields."))
    return Outcome(record=record, run=run, page=page, blobs=stored[1], stored=True), form.wrapper_id


def is_live(record: Record, form: str) -> bool:
    """Return True if a form is drawn again while it is filled in."""
    return bool([*record.manifest.forms.get(form, ()), False, False, False][2])


def take_up_form(visit: PageRequest, tab: Claim, posted: PostData) -> None:
    """Let what a live form may send be what the page has for the values that it sends."""
    record = tab.record
    pressed = record.manifest.get(posted.trigger) if posted.trigger else None
    if pressed is not None and pressed.form and is_live(record, pressed.form):
        run = drawn_with(visit, tab, posted, pressed.form)
        if pressed.form in run.drawing.forms:
            drawn, seen = run.drawing.widgets.values(), posted.seen_run or record.run
            record.manifest = record.manifest.with_form(pressed.form, drawn, seen)


def drawn_with(visit: PageRequest, tab: Claim, posted: PostData, form: str) -> Run:
    """
    Run the page, or the fragment that a form stands in, with what is typed into the form.

    Raises
    ------
    Rejected
        If that raises, or writes to the database.
    """
    record, state, shared = tab.record, tab.stored_state(), tab.stored_shared()
    if shared is not None:
        shared.join(state, record.page, record.seen)
    state.begin_run(record.run, record.state.field_of)
    run = new_run(visit, tab, state, shared)
    sent = sent_by(posted, record.manifest) if posted.seqs is None else set()
    run.preview = Preview(form=form, posted=posted.fields, sent=frozenset(sent), rev=int(time.time() * 1000) % 2**40)
    fields = [entry for entry in record.manifest.entries() if entry.form == form and not entry.last]
    known = record.manifest.fragments
    alone = callable_here(concerned(fields, known), record)
    if not any(known[around].is_guarded for id_ in alone for around in enclosing(id_, known)):
        run.narrow(alone, record.snapshot.hashes)  # else the page asks whether its visitor may use them
    with rolled_back(tab), _no_writes():
        run_body(visit, tab, run, again=False)
    if run.error is not None:
        shown = exception_element(run, run.error)
        said = _("This form cannot be shown with what is in it now.")
        raise Rejected({}, [f"{said} {shown.type}: {shown.message}" if shown.details else said]) from run.error
    return run


@contextmanager
def _no_writes() -> Iterator[None]:
    """Let whatever writes to a database in this block fail, and say so."""

    def judge(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not str(sql).lstrip()[:8].upper().startswith((*READS, *MARKS)):
            raise FormrerunError(
                "The page wrote to the database while it showed a form that is being filled in (`live=`). That is no "
                "submission: write in a callback, or where a button is True."
            )
        return execute(sql, params, many, context)

    with ExitStack() as blocks:
        for connection in connections.all(initialized_only=True):
            blocks.enter_context(connection.execute_wrapper(judge))
        yield


__all__ = ["preview_form", "take_up_form"]
