"""The steps of :func:`formrerun.submissions.pipeline.run_submission`, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404

from formrerun import codec
from formrerun.conf import settings
from formrerun.engine import callbacks
from formrerun.engine.control_flow import Interrupt
from formrerun.engine.run import Run
from formrerun.engine.runner import End, draw_failure, run_page
from formrerun.engine.shared_state import SharedState
from formrerun.engine.state import State
from formrerun.exceptions import FormrerunError
from formrerun.pages import Page
from formrerun.protocol.manifest import Entry
from formrerun.protocol.names import RESERVED_PARAMETERS, sanitized_text
from formrerun.protocol.posted import PostData
from formrerun.protocol.record import STARTED, Record
from formrerun.protocol.submission import Submission
from formrerun.signals import submission_committed
from formrerun.store.base import Claim
from formrerun.submissions import interrupts
from formrerun.submissions.partial_runs import fragment_bodies

if TYPE_CHECKING:
    from formrerun.submissions.page_request import PageRequest


def prepare_state(visit: PageRequest, tab: Claim) -> State:
    """Return the tab's state, ready for the values of a submission."""
    record = tab.record

    def field_of(widget_id: str) -> Any:
        entry = record.manifest.get(widget_id)
        return entry.field(tab.blobs) if entry is not None else None

    record.state.begin_run(record.run, field_of)
    return record.state


def needed(submission: Submission) -> list[Entry]:
    """Return the entries whose field or callback the submission needs."""
    return [*(entry for entry, _posted in submission.changes), *submission.triggers]


def add_left_over(submission: Submission, record: Record) -> None:
    """Add what a submission before this one left when its run ended early: buttons pressed, forms to be cleared."""
    pressed, cleared = record.left_over
    for id_ in pressed:
        if record.manifest.get(id_) is not None:
            record.state.triggers.add(id_)
    submission.cleared.update(cleared)
    record.left_over = ([], [])


@contextmanager
def observed(
    visit: PageRequest, tab: Claim, run: Run, posted: PostData | None, submission: Submission
) -> Iterator[None]:
    """While the page is drawn others may look on, and tell the run what they want of it (decisions 1, 6 and 7)."""
    tab.transaction.wrote = tab.transaction.finished = False  # what callbacks wrote stays, whatever becomes of the body

    def yields(interrupt: Interrupt) -> bool:
        if tab.transaction.in_authors_block:
            return False
        if interrupt is Interrupt.STOP:
            return True
        if interrupt is Interrupt.GONE and (submission.triggers or submission.changes):
            return False
        if run.state.seen_triggers and run.state.seen_triggers <= run.yielding:
            return True
        return not run.state.seen_triggers and not tab.transaction.wrote

    run.yields = yields
    if visit.stream is not None:
        visit.stream.begins(visit, run, tab.record if posted is not None else None, posted)
    with interrupts.registered(run, posted.id if posted is not None else "", is_process_local=visit.store.by_reference):
        yield


@contextmanager
def outside_transaction(visit: PageRequest, tab: Claim, posted: PostData | None) -> Iterator[None]:
    """Let the body of a page that is not atomic run outside of the transaction (decision 28)."""
    if visit.page.atomic:
        yield
    elif posted is None:
        with tab.transaction.outside_transaction():
            yield
    else:
        if posted.kind != "rerun":
            tab.record.note(posted.fingerprint, STARTED)
        tab.encode(lambda key, value, error: None)  # what cannot be stored is said at the end
        with tab.outside_transaction():
            yield


def new_run(visit: PageRequest, tab: Claim, state: State, shared: SharedState | None) -> Run:
    """Return the run that callbacks and page draw into."""
    run = Run(
        state,
        page=visit.page_key,
        query={
            name: list(map(sanitized_text, values))
            for name, values in visit.request.GET.lists()
            if name not in RESERVED_PARAMETERS
        },
        request=visit.request,
        config=visit.page.config(),
    )
    run.tab = tab.record.id
    run.blobs, run.owner_key = tab.blobs, lambda: visit.owner(visit.may_store).key
    run.show_errors = visit.page.show_errors
    if shared is not None:
        shared.adopt(state)

    def may_leave() -> None:
        if tab.transaction.in_authors_block:
            raise FormrerunError(
                "`st.rerun()`, `st.stop()` and `st.switch_page()` cannot be called inside `transaction.atomic()`: "
                "leaving the block that way would undo what it wrote. Call them after the block."
            )

    run.may_leave = may_leave
    run.listener = visit.watch
    return run


def callback_of(entry: Entry, record: Record) -> Callable[[], None]:
    """Return the callback of a widget as it was drawn."""
    callback = entry.callback or callbacks.unpack(entry.packed_callback)
    if callback is None:
        path = entry.packed_callback[1] if entry.packed_callback else "?"

        def gone() -> None:
            raise FormrerunError(
                f"The callback `{path}` of {entry.kind} {entry.key or ''} cannot be imported any more. It was renamed "
                "or removed since this page was drawn; reload the page."
            )

        return gone
    return callback


def run_body(visit: PageRequest, tab: Claim, run: Run, *, again: bool) -> End:
    """
    Call the page function; again as often as ``fr.rerun()`` asks.

    Parameters
    ----------
    again
        True if a callback has asked already.
    """
    whole, record = visit.page.body(visit.request, visit.kwargs), tab.record
    run.before = record.snapshot.hashes
    # What a Django view raises on purpose is answered as in any view, as long as nothing was submitted.
    passes = () if visit.request.method == "POST" else (Http404, PermissionDenied, SuspiciousOperation)
    for _again in range(int(settings.MAX_RERUNS)):
        if again:
            run.state.triggers.clear()
            run.begin_pass()
        failed = False
        for body in fragment_bodies(run, record) if run.only else [whole]:
            end = run_page(run, body, lambda: tab.protected(late=True), passes)
            failed = failed or end is End.FAILED
            if end not in (End.COMPLETED, End.FAILED):  # an exception ends only its own fragment
                break
        if end is not End.RERUN:
            return End.FAILED if failed and end is End.COMPLETED else end
        again = True
    draw_failure(
        run,
        FormrerunError(
            f"`st.rerun()` was called {settings.MAX_RERUNS} times in a row. Call it under a condition that the rerun "
            "makes false."
        ),
    )
    return End.FAILED


def settle(tab: Claim, run: Run, end: End, submission: Submission) -> None:
    """After the run: clear the form, forget what is gone, and write down what the tab is shown."""
    record, state = tab.record, run.state
    for widget in run.widgets.values() if submission.cleared and end is not End.INTERRUPTED else ():
        held = widget.state
        # A field that code set in this submission keeps what it was set to (semantics 4.5).
        if widget.form in submission.cleared and not widget.field.trigger and held.set_by != record.run:
            held.shown = widget.field.to_posted(widget.field.initial())
            held.rev, held.soft = record.run, True
    completed = end is End.COMPLETED
    previous = record.completed
    if completed:
        around: list[str] = []
        if run.only:  # of a whole page no entry is unpacked for this
            inside = record.manifest.inside(run.only)
            around = [entry.id for entry in record.manifest.entries() if entry.fragment not in inside]
        state.prune([*run.widgets, *around])
        record.completed = record.run
    if end is End.INTERRUPTED:
        record.left_over = (sorted(state.triggers - state.seen_triggers), sorted(submission.cleared))
    elif not completed:  # a form that the run did not come to is cleared when it is drawn again
        record.left_over = ([], sorted(submission.cleared.difference(widget.form for widget in run.widgets.values())))
    record.last_triggers = sorted(state.triggers)
    run.triggered = frozenset(state.triggers)
    if end not in (End.STOPPED, End.FAILED):  # there they go when the next submission begins (semantics 2.2)
        state.triggers.clear()

    def failed(key: str, value: Any, error: BaseException) -> None:
        draw_failure(run, error if isinstance(error, FormrerunError) else codec.unstorable_entry(key, value, error))

    tab.encode(failed)
    record.manifest = record.manifest.after(run, record.run, previous, completed)
    shown = set(record.manifest)
    record.seqs = {id_: seq for id_, seq in record.seqs.items() if id_ in shown}


def can_be_submitted(run: Run) -> bool:
    """Return True if the page that was drawn can ask again: by a widget, a timer, or what others tell it."""
    return bool(run.widgets or run.extras or any(node.every for node in run.fragments.values()))


def notify(visit: PageRequest, record: Record, submission: Submission) -> None:
    """Tell other apps that a submission committed."""
    trigger = submission.triggers[0].key if submission.triggers else None
    submission_committed.send(sender=Page, page=visit.page, tab=record.id, run=record.run, trigger=trigger)
