"""Runs that leave no trace: one that finds closures again, and one that shows a refused form as it was filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from formrerun.engine.blobs import Blobs
from formrerun.engine.fragments import enclosing
from formrerun.engine.run import Run
from formrerun.engine.runner import End, run_page
from formrerun.exceptions import BadSubmission, Rejected, TabGone
from formrerun.protocol.entry import Entry
from formrerun.protocol.manifest import concerned
from formrerun.protocol.posted import PostData
from formrerun.protocol.record import Record
from formrerun.protocol.submission import sent_by
from formrerun.rendering.renderer import Renderer
from formrerun.store.base import Claim, gone
from formrerun.submissions.outcome import Outcome
from formrerun.submissions.partial_runs import callable_here, fragment_bodies
from formrerun.submissions.snapshots import snapshot_of
from formrerun.submissions.steps import (
    encode_state,
    new_run,
    next_manifest,
    prepare_state,
    prune_state,
    remember_triggers,
    run_body,
)

if TYPE_CHECKING:
    from formrerun.submissions.page_request import PageRequest


class _Undo(Exception):
    """Ends a block that is rolled back."""


def replays(visit: PageRequest, tab: Claim, entries: Sequence[Entry]) -> Iterator[Run]:
    """
    Yield replays that may draw these widgets, until the caller has found what it looks for.

    First the fragments alone that they stand in: the page may have drawn these under a button, as it does dialogs, and
    does not again once they have run alone. A fragment that not everybody may use only the page draws, which asks.
    """
    record, known = tab.record, tab.record.manifest.fragments
    around = {id_ for entry in entries for id_ in enclosing(entry.fragment, known)}
    is_guarded = any(known[id_].is_guarded for id_ in around)
    alone = () if is_guarded else callable_here(concerned(entries, known), record)
    for fragments in (alone, ()) if alone else ((),):
        for pressed in (False, True) if record.last_triggers else (False,):
            yield replay(visit, tab, pressed, fragments)


def replay(visit: PageRequest, tab: Claim, pressed: bool, fragments: tuple[str, ...] = ()) -> Run:
    """
    Run the page as it was last drawn, to find its closures; its writes and its output are thrown away.

    Parameters
    ----------
    pressed
        True to press the buttons of the last run again, for what is drawn only then. What the page does outside of the
        database under a button would happen twice: ask without them first.
    fragments
        Those that run in the page's stead.
    """
    visit.trail.replayed()
    record, state, shared = tab.record, tab.stored_state(), tab.stored_shared()
    if shared is not None:
        shared.join(state, record.page, record.seen)
    state.begin_run(record.run, record.state.field_of)
    if pressed:
        state.triggers.update(record.last_triggers)
    run = new_run(visit, tab, state, shared)
    run.narrow(fragments, record.snapshot.hashes)
    with rolled_back(tab):
        whole = visit.page.body(visit.request, visit.kwargs)
        for body in fragment_bodies(run, record) if fragments else [whole]:
            run_page(run, body)
    return run


@contextmanager
def rolled_back(tab: Claim) -> Iterator[None]:
    """Undo what the block has written when it has ended well, too."""
    try:
        with tab.transaction.protected():
            yield
            raise _Undo
    except _Undo:
        pass


@contextmanager
def leaving_no_trace(visit: PageRequest, stored: tuple[Record, Blobs]) -> Iterator[Claim]:
    """Draw what ``store.peek()`` gave, without claiming the tab; what the page writes for it is undone."""
    try:
        with visit.store.detached(*stored) as tab:
            yield tab
            raise _Undo
    except _Undo:
        pass


def redraw_found_options(visit: PageRequest, posted: PostData) -> Outcome:
    """
    Draw the page once more without applying anything, what was typed still in the fields, and in one of them the
    options that were looked for there: what a plain form asks for, whose browser runs no script.

    Raises
    ------
    TabGone
        If the tab is not this visitor's.
    """
    stored = visit.store.peek(posted.tab, visit.owner, visit.page_key)
    if stored is None:
        raise gone()
    with leaving_no_trace(visit, stored) as tab:
        return _redrawn(visit, tab, posted, None, is_new=False)


def redraw_refused_form(visit: PageRequest, posted: PostData | None, error: BadSubmission) -> Outcome:
    """
    Draw the page once more without applying anything, what was typed still in the fields: the answer to a plain form
    that was refused. What the page writes for it is undone, but for a tab that is opened anew: that one is looked at
    like any other.
    """
    stored = visit.store.peek(posted.tab, visit.owner, visit.page_key) if posted is not None else None
    if stored is None:
        opened = visit.store.open(visit.owner, visit.page_key, visit.page.state)
        if not isinstance(error, TabGone):
            posted = None
    else:
        opened = leaving_no_trace(visit, stored)
    with opened as tab:
        return _redrawn(visit, tab, posted, error, is_new=stored is None)


def _redrawn(
    visit: PageRequest, tab: Claim, posted: PostData | None, error: BadSubmission | None, *, is_new: bool
) -> Outcome:
    state = prepare_state(visit, tab)
    run = new_run(visit, tab, state, tab.record.shared)
    run.refused = error.errors if isinstance(error, Rejected) else {}
    sent = sent_by(posted, tab.record.manifest) if posted is not None else set()
    run_body(visit, tab, run, again=False)
    focused = 0
    for widget in run.drawing.widgets.values():
        if posted is not None and not widget.disabled and (widget.id in posted.fields or widget.id in sent):
            widget.draft = posted.fields.get(widget.id, [])
            try:
                widget.context()
            except Exception:  # no browser has sent this: the field shows the value it has
                widget.draft = None
        if posted is not None and posted.kind == "find":
            widget.look_for(posted.fields.get("find", []) if widget.id == posted.trigger else [])
        if widget.id in run.refused and not focused:
            widget.focus = focused = run.state.run
    if is_new:
        prune_state(run, tab.record)
        remember_triggers(run, tab.record, End.COMPLETED, ())
        encode_state(tab, run)
        next_manifest(run, tab.record, completed=True)
    page = Renderer(final=True).page(run)
    record = tab.record
    if is_new and run.drawing.widgets:
        record.snapshot = snapshot_of(record.run, page, run, visit, tab.blobs)
        tab.save()
    return Outcome(record=record, run=run, page=page, blobs=tab.blobs, stored=bool(run.drawing.widgets))
