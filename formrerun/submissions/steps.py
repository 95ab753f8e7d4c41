"""The steps of :func:`formrerun.submissions.pipeline.run_submission`, in their order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404

from formrerun import codec
from formrerun.conf import settings
from formrerun.elements.messages.exception import exception_element
from formrerun.engine import callbacks, resets
from formrerun.engine.blobs import Blobs
from formrerun.engine.control_flow import Interrupt
from formrerun.engine.run import Environment, Run
from formrerun.engine.run_parts import Interruption
from formrerun.engine.runner import End, draw_failure, run_page
from formrerun.engine.shared_state import SharedState
from formrerun.engine.state import State
from formrerun.engine.tree import Container
from formrerun.exceptions import ClosesDialog, FormrerunError
from formrerun.pages import Page
from formrerun.protocol.entry import Entry
from formrerun.protocol.names import RESERVED_PARAMETERS
from formrerun.protocol.posted import PostData
from formrerun.protocol.record import STARTED, Record
from formrerun.protocol.submission import Judged
from formrerun.signals import submission_committed
from formrerun.store.base import Claim
from formrerun.submissions import carried_messages, interrupts
from formrerun.submissions.partial_runs import fragment_bodies
from formrerun.submissions.permissions import asked_first
from formrerun.submissions.validation import with_values
from formrerun.utils.texts import sanitized_text

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


def needed(judged: Judged, blobs: Blobs) -> list[Entry]:
    """Return the entries whose field or callback the submission needs, each with its field if that can be read."""
    changed = [entry for entry, _posted in judged.changes]
    found = {entry.id: entry for entry in (*changed, *judged.triggers, *judged.asked)}
    for entry in found.values():
        entry.field(blobs)
        entry.load_demands()
    return [*found.values()]


def add_left_over(record: Record) -> frozenset[str]:
    """
    Press the buttons that a submission before this one left when its run ended early: an older release did that.

    Returns
    -------
    frozenset of str
        The forms that it left to be cleared.
    """
    pressed, cleared = record.left_over
    record.left_over = ([], [])
    record.state.triggers.update(id_ for id_ in pressed if record.manifest.get(id_) is not None)
    return frozenset(cleared)


@contextmanager
def observed(visit: PageRequest, tab: Claim, run: Run, posted: PostData | None) -> Iterator[None]:
    """While the page is drawn others may look on, and tell the run what they want of it (decisions 1, 6 and 7)."""
    tab.transaction.begin_body()
    if visit.stream is not None:
        visit.stream.begins(visit, run, tab.record if posted is not None else None, posted)
    with interrupts.registered(run, posted.id if posted is not None else "", is_process_local=visit.store.by_reference):
        yield
    if visit.stream is not None:
        visit.stream.ends()


@contextmanager
def body_transaction(visit: PageRequest, tab: Claim, posted: PostData | None) -> Iterator[None]:
    """Run the body in the run's transaction, or outside of any if the page is not atomic (decision 28)."""
    if visit.page.atomic:
        yield
    elif posted is None:
        with tab.transaction.outside_transaction():
            yield
    else:
        if posted.kind != "rerun":
            tab.record.note(posted.fingerprint, STARTED)
            visit.trail.begun(tab)
        tab.encode(lambda key, value, error: None)  # what cannot be stored is said at the end
        with tab.saved_outside_transaction():
            yield


def new_run(
    visit: PageRequest, tab: Claim, state: State, shared: SharedState | None, judged: Judged | None = None
) -> Run:
    """
    Return the run that callbacks and page draw into.

    Parameters
    ----------
    shared
        What other tabs have in common with this one; what they set meanwhile is in the state from here on.
    judged
        The submission it is for; None for a GET.
    """
    if shared is not None:
        shared.adopt(state)
    query = visit.query.lists()
    return Run(
        state,
        page=visit.page_key,
        query={name: list(map(sanitized_text, values)) for name, values in query if name not in RESERVED_PARAMETERS},
        config=visit.page.config(),
        environment=Environment(
            request=visit.request,
            tab=tab.record.id,
            blobs=tab.blobs,
            address=visit.address,
            owner_key=lambda: visit.owner(visit.may_store).key,
            guard=visit.page.guard(visit.kwargs),
            show_details=visit.page.show_errors,
            is_script=visit.page.is_script,
            exception_element=exception_element,
            on_element=visit.watch,
            on_script_error=visit.page.on_script_error,
            secrets=visit.page.secrets,
        ),
        interruption=interruption(tab, state, judged or Judged()),
    )


def interruption(tab: Claim, state: State, judged: Judged) -> Interruption:
    """Return the rules by which others may end the run of a submission, and its page may leave (decisions 1, 6, 7)."""
    transaction = tab.transaction

    def may_interrupt(interrupt: Interrupt, interruptible: set[str]) -> bool:
        if transaction.in_authors_block:
            return False
        if interrupt is Interrupt.STOP:
            return True
        if interrupt is Interrupt.GONE and (judged.triggers or judged.changes):
            return False
        pressed, seen = state.triggers, state.seen_triggers
        if pressed or seen:  # a press is seen by the run that it causes, alone; then its author may let that run end
            return pressed <= seen <= interruptible
        return not transaction.wrote

    def check_may_leave() -> None:
        if transaction.in_authors_block:
            raise FormrerunError(
                "`st.rerun()`, `st.stop()` and `st.switch_page()` cannot be called inside `transaction.atomic()`: "
                "leaving the block that way would undo what it wrote. Call them after the block."
            )

    return Interruption(may_interrupt, check_may_leave)


def callback_of(entry: Entry, record: Record, user: Any, run: Run) -> Callable[[], None]:
    """Return the callback of a widget as it was drawn; it asks first whether the user may call it."""
    callback = entry.callback or callbacks.unpack(entry.packed_callback)
    if callback is None:
        path = entry.packed_callback[1] if entry.packed_callback else "?"

        def gone() -> None:
            raise FormrerunError(
                f"The callback `{path}` of {entry.kind} {entry.key or ''} cannot be imported any more. It was renamed "
                "or removed since this page was drawn; reload the page."
            )

        return gone
    call = asked_first(with_values(callback, run, record, entry), user)

    def called() -> None:
        with carried_messages.taken_back(run.request):
            call()

    return called


def undo_press(run: Run, judged: Judged, cleared: frozenset[str]) -> frozenset[str]:
    """
    After a callback has failed, draw the page as if nothing had been pressed, what was sent still in the fields.

    A newer submission must not end that run: nobody would see the error then.

    Returns
    -------
    frozenset of str
        The forms that are to be cleared all the same, for an earlier submission's sake.
    """
    run.state.triggers.difference_update(trigger.id for trigger in judged.triggers)
    run.state.kept_forms = judged.cleared
    run.interruption.only_by_stop()
    return cleared - judged.cleared


def place_failure(run: Run, failure: Container) -> None:
    """Put what a failed callback is drawn as above the page, or above the fragment that has run in its stead."""
    drawn = (run.drawing.fragments.get(id_) for id_ in run.fragments_again)
    place: Container = next(filter(None, drawn), run.main)
    place.children[:0] = failure.children


def run_body(visit: PageRequest, tab: Claim, run: Run, *, again: bool) -> End:
    """
    Call the page function; again as often as ``fr.rerun()`` asks.

    Parameters
    ----------
    again
        True if a callback has asked already.
    """
    whole, record = visit.page.body(visit.request, visit.kwargs), tab.record
    # What a Django view raises on purpose is answered as in any view, as long as nothing was submitted.
    passes = () if visit.request.method == "POST" else (Http404, PermissionDenied, SuspiciousOperation)
    for _again in range(int(settings.MAX_RERUNS)):
        if again:
            run.state.triggers.clear()
            run.begin_pass()
        failed = False
        for body in fragment_bodies(run, record) if run.fragment_scope is not None else [whole]:
            end = run_page(run, body, lambda: tab.transaction.protected(late=True), passes)
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


def check_dialogs(run: Run, record: Record, posted: PostData | None) -> None:
    """
    Let a run that nobody has asked for close no dialog: a confirmation would go from under somebody's hand.

    A dialog that such a run has drawn before is not among those: its code decides whether it is open.

    Raises
    ------
    ClosesDialog
        If it would: what it did is undone, and the browser asks again once the dialog is closed.
    """
    if posted is not None and posted.dialogs and posted.kind == "rerun":
        known = posted.dialogs & record.manifest.fragments.keys()
        if not known <= run.drawing.fragments.keys():
            raise ClosesDialog


def clear_forms(run: Run, cleared: Collection[str], over: Collection[str]) -> None:
    """
    Let the fields of forms show their defaults; their values stay until they are sent.

    Parameters
    ----------
    cleared
        The forms.
    over
        Those of them that were not submitted: what is typed there goes. Elsewhere what was typed since stays.
    """
    state = run.state
    for widget in run.drawing.widgets.values() if cleared else ():
        # A field that code set in this submission keeps what it was set to (semantics 4.5).
        if widget.form in cleared and not widget.field.trigger and widget.state.set_by != state.run:
            resets.show_default(run, widget, soft=widget.form not in over)


def prune_state(run: Run, record: Record) -> None:
    """After a run that came to its end: forget the values of widgets that are not on the page any more."""
    around: list[str] = []
    if run.fragment_scope is not None:  # of a whole page no entry is unpacked for this
        inside = record.manifest.inside(run.fragment_scope.ids)
        around = [entry.id for entry in record.manifest.entries() if entry.fragment not in inside]
    run.state.prune([*run.drawing.widgets, *around])


def remember_triggers(run: Run, record: Record, end: End, cleared: Collection[str]) -> frozenset[str]:
    """
    Note which buttons were True, and what a run that ended early leaves to the next one.

    Returns
    -------
    frozenset of str
        The buttons that were True in the last pass.
    """
    state = run.state
    if end is End.INTERRUPTED:
        record.left_over = ([], sorted(cleared))
    elif end is not End.COMPLETED:  # a form that the run did not come to is cleared when it is drawn again
        drawn = {widget.form for widget in run.drawing.widgets.values()}
        record.left_over = ([], sorted(set(cleared) - drawn))
    record.last_triggers = sorted(state.triggers)
    triggers = frozenset(state.triggers)
    if end not in (End.STOPPED, End.FAILED):  # there they go when the next submission begins (semantics 2.2)
        state.triggers.clear()
    return triggers


def encode_state(tab: Claim, run: Run) -> None:
    """Turn the state into what is stored; what cannot be is said in the page, which is rendered after this."""

    def failed(key: str, value: Any, error: BaseException) -> None:
        draw_failure(run, error if isinstance(error, FormrerunError) else codec.unstorable_entry(key, value, error))

    tab.encode(failed)


def next_manifest(run: Run, record: Record, *, completed: bool) -> None:
    """Write down what the tab is shown now, and forget the sequence numbers of what it is not."""
    record.manifest = record.manifest.after(run, record.run, record.completed, completed)
    record.seqs = {id_: seq for id_, seq in record.seqs.items() if id_ in record.manifest}
    if completed:
        record.completed = record.run


def can_go_on(run: Run, record: Record) -> bool:
    """
    Return True if another request may follow for which the record is needed.

    A widget sends one, a timer, a subscription, messages, a timezone; and to the next page that a link leads to goes
    what ``session_state`` holds.
    """
    drawing = run.drawing
    timers = any(node.every for node in drawing.fragments.values())
    waiting = carried_messages.WAITING in record.snapshot.head
    return bool(drawing.widgets or drawing.attachments or timers or waiting or run.config.zone or run.state.user)


def notify(visit: PageRequest, record: Record, judged: Judged) -> None:
    """Tell other apps that a submission committed."""
    trigger = judged.triggers[0].key if judged.triggers else None
    submission_committed.send(sender=Page, page=visit.page, tab=record.id, run=record.run, trigger=trigger)
