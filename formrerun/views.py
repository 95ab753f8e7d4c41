"""
HTTP in, HTTP out: the corridor.

:func:`serve` and :func:`run_submission` are the whole path of one request; read them downwards. Everything they call
is found by its verb. ``docs/architecture.md`` is these two functions with a paragraph a line.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from django.core import signing
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import Error as DatabaseFailure
from django.db import OperationalError, connections
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _

from formrerun import answers, closures, interrupts, pages, store, tabledata
from formrerun.answers import Reply
from formrerun.conf import settings
from formrerun.core import callbacks, codec
from formrerun.core.control import Wish
from formrerun.core.fragments import concerned
from formrerun.core.manifest import Entry
from formrerun.core.record import CRASHED, STARTED, Record
from formrerun.core.runner import End, Run, draw_failure, run_callbacks, run_page
from formrerun.core.state import State
from formrerun.core.submission import Posted, Submission, apply, read, text_of_theirs
from formrerun.exceptions import (
    BadSubmission,
    CutShort,
    FormrerunError,
    NotSaved,
    Rejected,
    StreamlitPageNotFoundError,
    TabBusy,
    TabGone,
    TriggerGone,
)
from formrerun.interrupts import Waiting
from formrerun.pages import Page
from formrerun.posts import read_post
from formrerun.rendering import Renderer
from formrerun.signals import submission_committed
from formrerun.store.base import Claim, Conflict, Store, gone
from formrerun.store.transactions import ConnectionLost, WriteLocked

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
        Who looks on while the page is drawn: a :class:`formrerun.streaming.Live`, or None.
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
        if (turned_away := _undisturbed(lambda: answers.refuse_visitor(request, page))) is not None:
            return turned_away
    except TabBusy as error:  # who asks is in the database too
        return answers.refuse_look(error)
    if request.method != "POST":
        try:
            shown = answers.shown_before(visit) or open_tab(visit)
        except BadSubmission as error:
            return answers.refuse_look(error)
        return answers.full_page(visit, shown)
    posted: Posted | None = None
    try:
        posted = read_post(request)
        if posted.kind == "stop":
            return stop(visit, posted)
        return answers.after_submission(visit, posted, submit(visit, posted))
    except BadSubmission as error:
        refusal = error
    except DatabaseFailure as error:  # the page's own errors stand in the page: this is the commit, or no database
        logger.exception("A submission of page %s could not be saved.", page.name)
        refusal = NotSaved(_("This could not be saved, and nothing was changed. Your input is still here."))
        refusal.__cause__ = error
    try:
        return answers.refuse(visit, posted, refusal, again=lambda: show_again(visit, posted, refusal))
    except BadSubmission as error:  # not even that is possible now
        return answers.refuse_look(error)


def stop(visit: Visit, posted: Posted) -> HttpResponseBase:
    """A person pressed Stop: the run of that submission ends at its next command, in whichever process it is."""
    if visit.tabs.peek(posted.tab, visit.who, visit.name) is None:
        raise gone()
    interrupts.leave(posted.tab, Wish.STOP, posted.id)
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
            answers.bring_along(visit, tab.record)
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
    raise TabBusy(_("The server is busy; your input is kept and will be sent again."))


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
        closures.recall(record, needed(submission), lambda: replay(visit, tab))
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
    inside = record.manifest.of_fragment(run.only)
    settle(tab, run, end, submission)
    if end is not End.INTERRUPTED:  # then the one who interrupts draws the page
        page = Renderer().page(run)
        record.view = answers.view_of(record.run, page, run, visit, tab.blobs, before, inside)
    if posted is not None and posted.kind != "rerun":
        record.note(posted.effective_id, end.value)
        tab.transaction.on_commit(lambda: notify(visit, record, submission))
    stored = posted is not None or (asks(run) and visit.keeps and page is not None)
    if stored:
        tab.save()
        closures.keep(record, run)
    elif run.keeps_data and visit.keeps:
        tabledata.write(tab.blobs)
    state.leave_run()
    return Reply(record=record, run=run, page=page, before=before, blobs=tab.blobs, stored=stored, end=end)


# ------------------------------------------------------------------------------------- the steps, in their order


def begin(visit: Visit, tab: Claim) -> State:
    """Return the tab's state, ready for the values of a submission."""
    record = tab.record
    state = record.state
    state.run = record.run

    def field_of(widget_id: str) -> Any:
        entry = record.manifest.get(widget_id)
        return entry.field(tab.blobs) if entry is not None else None

    state.field_of = field_of
    state.begin_submission()
    return state


def needed(submission: Submission) -> list[Entry]:
    """Return the entries whose field or callback the submission needs."""
    return [*(entry for entry, _posted in submission.changes), *submission.triggers]


def take_over(submission: Submission, record: Record) -> None:
    """Add what a submission before this one left when this one interrupted it: buttons pressed, forms to be cleared."""
    pressed, cleared = record.carried
    for id_ in pressed:
        if record.manifest.get(id_) is not None:
            record.state.triggers.add(id_)
    submission.cleared.update(cleared)
    record.carried = ([], [])


def alone(posted: Posted, submission: Submission, record: Record) -> str:
    """
    Return the fragment that can run in the page's stead, or "".

    Raises
    ------
    TriggerGone
        If a timer asks for a fragment that is not on the page any more.
    """
    known = record.manifest.fragments
    if posted.kind == "rerun":
        if posted.fragment and posted.fragment not in known:
            raise TriggerGone(_("This part of the page is gone."))
        found = posted.fragment if posted.fragment and known[posted.fragment].alone else ""
    elif posted.lenient or posted.seqs is None or record.state.triggers - {entry.id for entry in submission.triggers}:
        found = ""  # AppTest knows only whole runs, a plain form sends the whole page, and others' buttons may be in it
    else:
        found = concerned([*(entry for entry, _ in submission.changes), *submission.triggers], known)
    return found if found and closures.function_of(record, found) is not None else ""


def asked_for(run: Run, record: Record) -> str:
    """Return the fragment that the callbacks want to run in the page's stead, or "" if that is the page or several."""
    found = [id_ for id_, again in record.manifest.fragments.items() if again.name and again.name in run.asked]
    return found[0] if len(found) == len(run.asked) == 1 and closures.function_of(record, found[0]) is not None else ""


@contextmanager
def watched(visit: Visit, tab: Claim, run: Run, posted: Posted | None, submission: Submission) -> Iterator[None]:
    """While the page is drawn others may look on, and tell the run what they want of it (decisions 1, 6 and 7)."""
    tab.transaction.wrote = False  # what callbacks wrote stays, whatever becomes of the body

    def yields(wish: Wish) -> bool:
        if tab.transaction.in_authors_block:
            return False
        if wish is Wish.STOP:
            return True
        if wish is Wish.GONE and (submission.triggers or submission.changes):
            return False
        if run.delivered and run.delivered <= run.yielding:
            return True
        return not run.delivered and not tab.transaction.wrote

    run.yields = yields
    if visit.live is not None:
        visit.live.begins(visit, run, tab.record if posted is not None else None, posted)
    with interrupts.going_on(run, posted.id if posted is not None else "", alone=visit.tabs.by_reference):
        yield


@contextmanager
def apart(visit: Visit, tab: Claim, posted: Posted | None) -> Iterator[None]:
    """Let the body of a page that is not atomic run outside of the transaction (decision 28)."""
    if visit.page.atomic:
        yield
    elif posted is None:
        with tab.transaction.apart():
            yield
    else:
        if posted.kind != "rerun":
            tab.record.note(posted.effective_id, STARTED)
        tab.encode(lambda key, value, error: None)  # what cannot be stored is said at the end
        with tab.apart():
            yield


def start(visit: Visit, tab: Claim, state: State) -> Run:
    """Return the run that callbacks and page draw into."""
    run = Run(
        state,
        page=visit.name,
        query={
            name: list(map(text_of_theirs, values))
            for name, values in visit.request.GET.lists()
            if name not in answers.OURS
        },
        request=visit.request,
        config=visit.page.config(),
    )
    run.tab = tab.record.id
    run.blobs, run.owner_key = tab.blobs, lambda: visit.who(visit.keeps).key
    run.show_errors = visit.page.show_errors
    state.adopt()
    state.delivered = run.deliver

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


def run_body(visit: Visit, tab: Claim, run: Run, *, again: bool) -> End:
    """
    Call the page function; again as often as ``fr.rerun()`` asks.

    Parameters
    ----------
    again
        True if a callback has asked already.
    """
    whole, record = visit.page.body(visit.request, visit.kwargs), tab.record
    run.before = record.view.hashes
    # What a Django view raises on purpose is answered as in any view, as long as nothing was submitted.
    passes = () if visit.request.method == "POST" else (Http404, PermissionDenied, SuspiciousOperation)
    for _again in range(int(settings.MAX_RERUNS)):
        if again:
            run.state.triggers.clear()
            run.begin_pass()
        body = fragment_body(run, record) if run.only else whole
        end = run_page(run, body, lambda: tab.protected(late=True), passes)
        if end is not End.RERUN:
            return end
        again = True
    draw_failure(
        run,
        FormrerunError(
            f"`st.rerun()` was called {settings.MAX_RERUNS} times in a row. Call it under a condition that the rerun "
            "makes false."
        ),
    )
    return End.FAILED


def fragment_body(run: Run, record: Record) -> Callable[[], None]:
    """Return what draws the fragment that runs alone."""
    again, call = record.manifest.fragments[run.only], closures.function_of(record, run.only)
    assert call is not None
    inside = record.manifest.of_fragment(run.only)
    around = [e for e in record.manifest.entries() if not e.last and e.fragment not in inside]
    run.keys.update(entry.key for entry in around if entry.key is not None)
    run.state.drawn_ids.update(entry.id for entry in around)
    return lambda: call.function.again(run, again, call)  # type: ignore[attr-defined]


def settle(tab: Claim, run: Run, end: End, submission: Submission) -> None:
    """After the run: clear the form, forget what is gone, and write down what the tab is shown."""
    record, state = tab.record, run.state
    for widget in run.widgets.values() if submission.cleared and end is not End.INTERRUPTED else ():
        held = widget.state
        # A field that code set in this submission keeps what it was set to (semantics 4.5).
        if widget.form in submission.cleared and not widget.field.trigger and held.set_by != record.run:
            held.shown = widget.field.wire(widget.field.initial())
            held.rev, held.soft = record.run, True
    completed = end is End.COMPLETED
    previous = record.completed
    if completed:
        around: list[str] = []
        if run.only:  # of a whole page no entry is unpacked for this
            inside = record.manifest.of_fragment(run.only)
            around = [entry.id for entry in record.manifest.entries() if entry.fragment not in inside]
        state.end_run([*run.widgets, *around])
        record.completed = record.run
    if end is End.INTERRUPTED:
        record.carried = (sorted(state.triggers - run.delivered), sorted(submission.cleared))
    record.last_triggers = sorted(state.triggers)
    run.triggered = frozenset(state.triggers)
    if end not in (End.STOPPED, End.FAILED):  # there they go when the next submission begins (semantics 2.2)
        state.triggers.clear()

    def failed(key: str, value: Any, error: BaseException) -> None:
        draw_failure(run, error if isinstance(error, FormrerunError) else codec.unstorable(key, value, error))

    tab.encode(failed)
    record.manifest = record.manifest.after(run, record.run, previous, completed)
    shown = set(record.manifest)
    record.seqs = {id_: seq for id_, seq in record.seqs.items() if id_ in shown}


def asks(run: Run) -> bool:
    """Return True if the page that was drawn can ask again: by a widget, a timer, or what others tell it."""
    return bool(run.widgets or run.extras or any(node.every for node in run.fragments.values()))


def notify(visit: Visit, record: Record, submission: Submission) -> None:
    """Tell other apps that a submission committed."""
    trigger = submission.triggers[0].key if submission.triggers else None
    submission_committed.send(sender=Page, page=visit.page, tab=record.id, run=record.run, trigger=trigger)


# ----------------------------------------------------------------------------------------- runs that leave no trace


class _Undo(Exception):
    """Ends a block that is rolled back."""


def replay(visit: Visit, tab: Claim) -> Run:
    """Run the page as it was last drawn, to find its closures; its writes and its output are thrown away."""
    state = tab.stored_state()
    state.run, state.field_of = tab.record.run, tab.record.state.field_of
    state.begin_submission()
    state.triggers.update(tab.record.last_triggers)
    run = start(visit, tab, state)
    try:
        with tab.protected():
            run_page(run, visit.page.body(visit.request, visit.kwargs))
            raise _Undo
    except _Undo:
        return run


def show_again(visit: Visit, posted: Posted | None, error: BadSubmission) -> Reply:
    """
    Draw the page once more without applying anything, what was typed still in the fields: the answer to a plain form
    that was refused.
    """
    stored = visit.tabs.peek(posted.tab, visit.who, visit.name) if posted is not None else None
    with visit.tabs.open(visit.who, visit.name, visit.page.state if stored is None else "tab") as tab:
        if stored is not None:
            tab.record, tab.blobs = stored
        elif not isinstance(error, TabGone):
            posted = None
        state = begin(visit, tab)
        run = start(visit, tab, state)
        run_body(visit, tab, run, again=False)
        for widget in run.widgets.values():
            if posted is not None and not widget.disabled and widget.id in posted.fields:
                widget.draft = posted.fields[widget.id]
            if isinstance(error, Rejected):
                widget.error = error.errors.get(widget.id, "")
        if stored is None:
            settle(tab, run, End.COMPLETED, Submission())
        page = Renderer().page(run)
        record = tab.record
        if stored is None and run.widgets:
            record.view = answers.view_of(record.run, page, run, visit, tab.blobs)
            tab.save()
        return Reply(record=record, run=run, page=page, blobs=tab.blobs, stored=bool(run.widgets))


# ------------------------------------------------------------------------------------ pages inside other templates


def embed(request: HttpRequest, name: str, kwargs: Mapping[str, Any]) -> str:
    """
    Return a page as HTML for the middle of another template; its submissions go to :func:`embedded`.

    Raises
    ------
    PermissionDenied
        If the visitor may not see the page, anonymous ones included: the template around it decides about login.
    """
    page = pages.get(name)
    visit = Visit(request=request, page=page, kwargs=kwargs, home=request.path)
    if page.login_required and answers.refuse_visitor(request, page) is not None:
        raise PermissionDenied
    shown = answers.shown_before(visit) or open_tab(visit)
    return answers.fragment(visit, shown)


def embedding(request: HttpRequest, name: str) -> tuple[Page, Mapping[str, Any], str]:
    """
    Return the page that stands inside another template, its URL arguments, and that template's path.

    Raises
    ------
    Http404
        If no such page was ever drawn there.
    """
    try:
        held = signing.loads(request.GET.get("of", ""), salt=answers.embed_salt(name))
        return pages.get(name), codec.decode(held["kwargs"]), held["home"]
    except (signing.BadSignature, StreamlitPageNotFoundError):
        raise Http404 from None


def embedded(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer the submissions of a page that stands inside another template."""
    page, kwargs, home = embedding(request, name)
    if request.method != "POST":
        return HttpResponseRedirect(home)
    return serve(request, page, kwargs, home=home)


__all__ = ["Visit", "embed", "embedded", "run_submission", "serve"]
