"""From lock to commit: :func:`run_submission` is the whole path of one submission; read it downwards."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, TypeVar

from django.db import Error as DatabaseFailure
from django.db import OperationalError, connections
from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.engine.runner import End, run_callbacks
from formrerun.exceptions import Conflict, ConnectionLost, CutShort, WriteLocked
from formrerun.protocol.names import PLACES_MADE
from formrerun.protocol.posted import PostData
from formrerun.protocol.record import CRASHED, Record
from formrerun.protocol.submission import Applied, Judged, apply, judge
from formrerun.rendering.renderer import Renderer
from formrerun.store.base import Claim
from formrerun.store.dialects import may_go_well
from formrerun.store.locks import away
from formrerun.submissions import carried_messages, interrupts, page_changes, unstorable
from formrerun.submissions.audit import NO_TRAIL
from formrerun.submissions.dry_runs import replay, replays
from formrerun.submissions.interrupts import Waiting
from formrerun.submissions.onlookers import trail_of
from formrerun.submissions.outcome import Outcome
from formrerun.submissions.partial_runs import asked_for, fragments_to_run
from formrerun.submissions.permissions import permitted
from formrerun.submissions.previews import take_up_form
from formrerun.submissions.snapshots import snapshot_of
from formrerun.submissions.steps import (
    add_left_over,
    body_transaction,
    callback_of,
    can_go_on,
    check_dialogs,
    clear_forms,
    encode_state,
    needed,
    new_run,
    next_manifest,
    notify,
    observed,
    place_failure,
    prepare_state,
    prune_state,
    remember_triggers,
    run_body,
    undo_press,
)
from formrerun.submissions.validation import validate

if TYPE_CHECKING:
    from formrerun.submissions.page_request import PageRequest


logger = logging.getLogger("formrerun.submission")


T = TypeVar("T")


#: How a submission may have ended that its answer says so, also when it is asked for again.
SAID_AGAIN = (End.HALTED.value, End.FAILED.value)
#: How often a submission begins again because another process claimed its tab first.
CONFLICTS = 5


def open_tab(visit: PageRequest, prepare: Callable[[Record], None] | None = None) -> Outcome:
    """
    A GET: a fresh tab, one run.

    Parameters
    ----------
    prepare
        Given the fresh record before the run; AppTest writes session_state there.
    """

    def opened() -> Outcome:
        with visit.store.open(visit.owner, visit.page_key, visit.page.state) as tab:
            page_changes.copy_session_state(visit, tab.record)
            if prepare is not None:
                prepare(tab.record)
            return run_submission(visit, tab, None)

    visit.trail = trail_of(visit, None)
    with visit.trail.refusals():
        return retry_on_conflict(opened)


def submit(visit: PageRequest, posted: PostData) -> Outcome:
    """A POST: the tab is claimed, so that no other submission of it runs, and the submission runs once."""

    def claimed() -> Outcome:
        with ExitStack() as turn:
            if posted.interrupts and not visit.store.by_reference:
                turn.enter_context(Waiting(posted.tab, interrupts.submission_signature(visit.request, posted.id)))
            with visit.store.claim(posted.tab, visit.owner, visit.page_key, visit.page.state) as tab:
                turn.close()
                return run_submission(visit, tab, posted)

    visit.trail = trail_of(visit, posted)
    with visit.trail.refusals():
        return retry_on_conflict(claimed)


def retry_on_conflict(attempt: Callable[[], T]) -> T:
    """
    Run; begin again if another process came first, which shows before anything has happened that would last.

    Raises
    ------
    TabBusy
        If that does not end, or if the database is away: it undid what was begun. Where the answer to a COMMIT was
        lost, the retry finds out what became of it.
    """
    for _again in range(CONFLICTS):
        try:
            return attempt()
        except Conflict:
            continue
        except WriteLocked:
            break
        except DatabaseFailure as error:
            if not _is_away(error):
                raise
            logger.warning("The database is away; the browser is asked to try again.", exc_info=error)
            break
    raise away()


def _is_away(error: Exception) -> bool:
    """Return True if the connection is lost or another one holds a lock, False for errors that a retry would repeat."""
    is_locked = isinstance(error, OperationalError) and "locked" in str(error)  # SQLite's file
    if is_locked or isinstance(error, ConnectionLost) or may_go_well(error):
        return True
    connection = connections[settings.DATABASE]
    return connection.connection is None or not connection.is_usable()


def run_submission(visit: PageRequest, tab: Claim, posted: PostData | None) -> Outcome:
    """
    From lock to commit, in one thread: judge → apply → callbacks → page → clear and prune → render → save.

    Parameters
    ----------
    visit
        The request and its page.
    tab
        The claim; it commits when this function has returned.
    posted
        The POST, or None for a GET: the same path without a submission.
    """
    record = tab.record
    done = record.outcome(posted.fingerprint) if posted is not None else None
    if posted is not None and (posted.kind == "refresh" or done is not None):
        if done is not None and done[1] == CRASHED:
            raise CutShort(_("This was cut short. What was done by then stays done; look before you send it again."))
        # A repeat is answered from the record; nothing runs.
        ended = End(done[1]) if done is not None and done[1] in SAID_AGAIN else End.COMPLETED
        return Outcome(record=record, blobs=tab.blobs, stored=True, end=ended)
    carried_messages.give_back(record.snapshot.head, visit.request)
    state = prepare_state(visit, tab)
    judged, applied, cleared = Judged(), Applied(), frozenset[str]()
    user = getattr(visit.request, "user", None)
    if posted is not None:
        take_up_form(visit, tab, posted)
        judged = judge(posted, record.manifest, record.seqs)
        judged = permitted(judged, user, record, tab.blobs, lambda pressed: replay(visit, tab, pressed))
        unstorable.restore(record, needed(judged, tab.blobs), lambda entries: replays(visit, tab, entries))
        visit.trail.changing(judged, record, state, tab.blobs)
        applied = apply(judged, state, tab.blobs)
        visit.trail.changed(judged, applied, state, tab.blobs)
        cleared = judged.cleared | add_left_over(record)
        record.seqs, record.used = dict(judged.seqs), True
    run = new_run(visit, tab, state, record.shared, judged)
    validate(run, tab, judged, applied)
    end = End.COMPLETED
    if applied.due:
        tab.transaction.begin()
        due = [callback_of(entry, record, user, run) for entry in applied.due]
        with carried_messages.taken_back(visit.request):
            end = run_callbacks(run, due, tab.transaction.protected)
    visit.trail.step("callbacks")
    if run.failure is not None:
        cleared = undo_press(run, judged, cleared)
    cleared -= state.kept_forms
    before, page = record.snapshot, None
    if end in (End.COMPLETED, End.RERUN, End.FAILED):
        if posted is not None:
            wanted = asked_for(run, record) if end is End.RERUN else fragments_to_run(posted, judged, applied, record)
            run.narrow(wanted, before.hashes)
        with observed(visit, tab, run, posted), body_transaction(visit, tab, posted):
            end = run_body(visit, tab, run, again=end is End.RERUN)
        if visit.page.atomic and end in (End.COMPLETED, End.STOPPED):
            check_dialogs(run, record, posted)
    visit.trail.step("page")
    if run.failure is not None:
        place_failure(run, run.failure)
    completed, inside = end is End.COMPLETED, record.manifest.inside(run.fragments_again)
    if end is not End.INTERRUPTED:
        cleared |= run.cleared
        clear_forms(run, cleared, run.cleared - judged.submitted)
    if completed:
        prune_state(run, record)
    triggers = remember_triggers(run, record, end, cleared)
    encode_state(tab, run)
    next_manifest(run, record, completed=completed)
    if end is not End.INTERRUPTED:  # then the one who interrupts draws the page
        page = Renderer(final=True, places=posted is not None and posted.protocol < PLACES_MADE).page(run)
        record.snapshot = snapshot_of(record.run, page, run, visit, tab.blobs, before, inside)
    visit.trail.step("rendering")
    if run.switch is not None or (posted is not None and end is End.INTERRUPTED):
        carried_messages.keep(visit, record)
    if run.failure is not None and completed:
        end = End.FAILED
    if posted is not None and posted.kind != "rerun":
        record.note(posted.fingerprint, end.value)
        tab.transaction.on_commit(lambda: notify(visit, record, judged))
    stored = posted is not None or (can_go_on(run, record) and visit.may_store and page is not None)
    if stored:
        tab.save(last=visit.trail is NO_TRAIL)
        unstorable.remember(record, run)
        visit.trail.write(tab, run, end)
    elif run.has_table_data and visit.may_store:
        tab.blobs.flush(for_record=False)
    state.end_run()
    return Outcome(
        record=record, run=run, page=page, before=before, blobs=tab.blobs, stored=stored, end=end, triggers=triggers,
        finished=tab.transaction.finished,
    )  # fmt: skip


__all__ = ["open_tab", "run_submission", "submit"]
