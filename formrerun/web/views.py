"""
HTTP in, HTTP out: the corridor.

:func:`serve` and :func:`run_submission` are the whole path of one request; read them downwards. The steps of a
submission stand in ``steps.py``, in their order. ``docs/architecture.md`` is the two with a paragraph a line.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from django.db import Error as DatabaseFailure
from django.db import OperationalError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _

from formrerun import store
from formrerun.conf import settings
from formrerun.engine.control_flow import Wish
from formrerun.engine.runner import End, run_callbacks
from formrerun.exceptions import (
    BadSubmission,
    CutShort,
    NotSaved,
    TabBusy,
)
from formrerun.pages import PLACE, Page
from formrerun.protocol.posted import Posted
from formrerun.protocol.record import CRASHED, Record
from formrerun.protocol.submission import Submission, apply, read
from formrerun.rendering.renderer import Renderer
from formrerun.store.base import Claim, Conflict, Store, gone
from formrerun.store.locks import away
from formrerun.store.transactions import ConnectionLost, WriteLocked
from formrerun.submissions import interrupts, page_changes, unstorable
from formrerun.submissions.dry_runs import replay, show_again
from formrerun.submissions.interrupts import Waiting
from formrerun.submissions.snapshots import view_of
from formrerun.submissions.steps import (
    alone,
    apart,
    asked_for,
    asks,
    begin,
    callback_of,
    needed,
    notify,
    run_body,
    settle,
    start,
    take_over,
    watched,
)
from formrerun.web import responses, table_data
from formrerun.web.post_data import read_post
from formrerun.web.responses import Reply

T = TypeVar("T")

logger = logging.getLogger("formrerun.submission")

#: How often a submission begins again because another process claimed its tab first.
CONFLICTS = 5


@dataclass(kw_only=True)
class Visit:
    """
    One request to one page.

    Attributes
    ----------
    home
        The path a plain form comes back to: the page's own, or that of the template it stands in.
    watch
        Told of every element as it is drawn; AppTest ends runs that take too long there.
    live
        Who looks on while the page is drawn: a :class:`formrerun.web.streaming.Live`, or None.
    """

    request: HttpRequest
    page: Page
    kwargs: Mapping[str, Any]
    home: str
    watch: Callable[[Any], None] | None = None
    live: Any = None
    name: str = field(init=False)
    tabs: Store = field(init=False)
    _asking: Lock = field(init=False, default_factory=Lock)

    def __post_init__(self) -> None:
        self.home = escape_leading_slashes(self.home)  # "//elsewhere.example" would be another site
        self.name = self.page.key(self.kwargs)
        self.tabs = self.page.store or store.default()

    def who(self, create: bool) -> store.Owner:
        """Return who asks. A new session gets its secret once: the stream begins and the run ends in two threads."""
        with self._asking:
            return store.Owner.of(self.request, create=create)

    @property
    def place(self) -> str:
        """Which of an app's pages this is."""
        return str(self.kwargs.get(PLACE, ""))

    @property
    def keeps(self) -> bool:
        """False for requests that look without staying: nothing is stored for them (decision 22)."""
        purpose = self.request.headers.get("Sec-Purpose", "") + self.request.headers.get("Purpose", "")
        return self.request.method != "HEAD" and "prefetch" not in purpose


def serve(
    request: HttpRequest, page: Page, kwargs: Mapping[str, Any], *, home: str = "", live: Any = None
) -> HttpResponseBase:
    """Answer one request: at most one submission in, exactly one run, one page out."""
    visit = Visit(request=request, page=page, kwargs=kwargs, home=home or request.path, live=live)
    try:
        if (turned_away := _undisturbed(lambda: responses.refuse_visitor(request, page))) is not None:
            return turned_away
    except TabBusy as error:  # who asks is in the database too
        return responses.refuse_look(error)
    if request.method != "POST":
        try:
            shown = page_changes.shown_before(visit) or open_tab(visit)
        except BadSubmission as error:
            return responses.refuse_look(error)
        return responses.full_page(visit, shown)
    posted: Posted | None = None
    try:
        posted = read_post(request)
        if posted.kind == "stop":
            return stop(visit, posted)
        return responses.after_submission(visit, posted, submit(visit, posted))
    except BadSubmission as error:
        refusal = error
    except DatabaseFailure as error:  # the page's own errors stand in the page: this is the commit, or no database
        logger.exception("A submission of page %s could not be saved.", page.name)
        refusal = NotSaved(_("This could not be saved, and nothing was changed. Your input is still here."))
        refusal.__cause__ = error
    try:
        return responses.refuse(visit, posted, refusal, again=lambda: show_again(visit, posted, refusal))
    except BadSubmission as error:  # not even that is possible now
        return responses.refuse_look(error)


def stop(visit: Visit, posted: Posted) -> HttpResponseBase:
    """A person pressed Stop: the run of that submission ends at its next command, in whichever process it is."""
    if visit.tabs.peek(posted.tab, visit.who, visit.name) is None:
        raise gone()
    if not interrupts.leave(posted.tab, Wish.STOP, posted.id):
        raise TabBusy(_("This could not be stopped now. Try again."))
    return HttpResponse(status=204)


def open_tab(visit: Visit, prepare: Callable[[Record], None] | None = None) -> Reply:
    """
    A GET: a fresh tab, one run.

    Parameters
    ----------
    prepare
        Given the fresh record before the run; AppTest writes session_state there.
    """

    def opened() -> Reply:
        with visit.tabs.open(visit.who, visit.name, visit.page.state) as tab:
            page_changes.bring_along(visit, tab.record)
            if prepare is not None:
                prepare(tab.record)
            return run_submission(visit, tab, None)

    return _undisturbed(opened)


def submit(visit: Visit, posted: Posted) -> Reply:
    """A POST: the tab is claimed, so that no other submission of it runs, and the submission runs once."""

    def claimed() -> Reply:
        with ExitStack() as turn:
            if posted.interrupts and not visit.tabs.by_reference:
                turn.enter_context(Waiting(posted.tab, interrupts.press(visit.request, posted.id, posted.trigger)))
            with visit.tabs.claim(posted.tab, visit.who, visit.name, visit.page.state) as tab:
                turn.close()
                return run_submission(visit, tab, posted)

    return _undisturbed(claimed)


def _undisturbed(attempt: Callable[[], T]) -> T:
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
    """Return True if the connection is lost or SQLite's file is locked, False for errors that a retry would repeat."""
    if isinstance(error, ConnectionLost) or (isinstance(error, OperationalError) and "locked" in str(error)):
        return True
    connection = connections[settings.DATABASE]
    return connection.connection is None or not connection.is_usable()


def run_submission(visit: Visit, tab: Claim, posted: Posted | None) -> Reply:
    """
    From lock to commit, in one thread: read → apply → callbacks → page → settle → render → save.

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
    done = record.outcome(posted.effective_id) if posted is not None else None
    if posted is not None and (posted.kind == "refresh" or done is not None):
        if done is not None and done[1] == CRASHED:
            raise CutShort(_("This was cut short. What was done by then stays done; look before you send it again."))
        return Reply(record=record, blobs=tab.blobs, stored=True)  # a repeat is answered from the record; nothing runs
    state = begin(visit, tab)
    submission, due = Submission(), []
    if posted is not None:
        submission = read(posted, record.manifest, record.seqs)
        unstorable.recall(record, needed(submission), lambda: replay(visit, tab))
        due = apply(submission, state, tab.blobs)
        take_over(submission, record)
        record.used = True
    run = start(visit, tab, state)
    end = End.COMPLETED
    if due:
        tab.begin()
        end = run_callbacks(run, [callback_of(entry, record) for entry in due], tab.protected)
    before, page = record.view, None
    if end in (End.COMPLETED, End.RERUN):
        if posted is not None:
            run.only = alone(posted, submission, record) if end is End.COMPLETED else asked_for(run, record)
        with watched(visit, tab, run, posted, submission), apart(visit, tab, posted):
            end = run_body(visit, tab, run, again=end is End.RERUN)
    inside = record.manifest.inside(run.only)
    settle(tab, run, end, submission)
    if end is not End.INTERRUPTED:  # then the one who interrupts draws the page
        page = Renderer().page(run)
        record.view = view_of(record.run, page, run, visit, tab.blobs, before, inside)
    if posted is not None and posted.kind != "rerun":
        record.note(posted.effective_id, end.value)
        tab.transaction.on_commit(lambda: notify(visit, record, submission))
    stored = posted is not None or (asks(run) and visit.keeps and page is not None)
    if stored:
        tab.save()
        unstorable.keep(record, run)
    elif run.keeps_data and visit.keeps:
        table_data.write(tab.blobs)
    state.leave_run()
    return Reply(
        record=record, run=run, page=page, before=before, blobs=tab.blobs, stored=stored, end=end,
        finished=tab.transaction.finished,
    )  # fmt: skip


__all__ = ["Visit", "open_tab", "run_submission", "serve", "submit"]
