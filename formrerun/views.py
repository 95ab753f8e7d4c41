"""
HTTP in, HTTP out: the corridor.

:func:`serve` and :func:`run_submission` are the whole path of one request; read them downwards. Everything they call
is found by its verb. ``docs/architecture.md`` is these two functions with a paragraph a line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from formrerun import answers, closures, pages, store, tabledata
from formrerun.answers import Reply
from formrerun.conf import settings
from formrerun.core import callbacks, codec
from formrerun.core.manifest import Entry
from formrerun.core.record import Record
from formrerun.core.runner import End, Run, draw_failure, run_callbacks, run_page
from formrerun.core.state import State
from formrerun.core.submission import Posted, Submission, apply, read
from formrerun.exceptions import (
    BadSubmission,
    FormrerunError,
    Rejected,
    StreamlitPageNotFoundError,
    TabBusy,
    TabGone,
)
from formrerun.pages import Page
from formrerun.posts import read_post
from formrerun.rendering import Renderer
from formrerun.signals import submission_committed
from formrerun.store.base import Claim, Conflict, Store

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
    """

    request: HttpRequest
    page: Page
    kwargs: Mapping[str, Any]
    home: str
    watch: Callable[[Any], None] | None = None
    name: str = field(init=False)
    tabs: Store = field(init=False)

    def __post_init__(self) -> None:
        self.name = self.page.key(self.kwargs)
        self.tabs = self.page.store or store.default()

    def who(self, create: bool) -> store.Owner:
        """Return who asks."""
        return store.Owner.of(self.request, create=create)

    @property
    def keeps(self) -> bool:
        """False for requests that look without staying: nothing is stored for them (decision 22)."""
        purpose = self.request.headers.get("Sec-Purpose", "") + self.request.headers.get("Purpose", "")
        return self.request.method != "HEAD" and "prefetch" not in purpose


def serve(request: HttpRequest, page: Page, kwargs: Mapping[str, Any], *, home: str = "") -> HttpResponseBase:
    """Answer one request: at most one submission in, exactly one run, one page out."""
    visit = Visit(request=request, page=page, kwargs=kwargs, home=home or request.path)
    if (turned_away := answers.refuse_visitor(request, page)) is not None:
        return turned_away
    if request.method != "POST":
        shown = answers.shown_before(visit) or open_tab(visit)
        return answers.full_page(visit, shown)
    posted: Posted | None = None
    try:
        posted = read_post(request)
        return answers.after_submission(visit, posted, submit(visit, posted))
    except BadSubmission as error:
        refusal = error
    return answers.refuse(visit, posted, refusal, again=lambda: show_again(visit, posted, refusal))


Page.serve = staticmethod(serve)


def open_tab(visit: Visit, prepare: Callable[[Record], None] | None = None) -> Reply:
    """
    A GET: a fresh tab, one run.

    Parameters
    ----------
    prepare
        Given the fresh record before the run; AppTest writes session_state there.
    """
    with visit.tabs.open(visit.who, visit.name) as tab:
        answers.bring_along(visit, tab.record)
        if prepare is not None:
            prepare(tab.record)
        return run_submission(visit, tab, None)


def submit(visit: Visit, posted: Posted) -> Reply:
    """A POST: the tab is claimed, so that no other submission of it runs, and the submission runs once."""
    for _attempt in range(CONFLICTS):
        try:
            with visit.tabs.claim(posted.tab, visit.who, visit.name) as tab:
                return run_submission(visit, tab, posted)
        except Conflict:
            continue
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            break
    raise TabBusy(_("The server is busy; your input is kept and will be sent again."))


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
    if posted is not None and (posted.kind == "refresh" or record.outcome(posted.effective_id) is not None):
        return Reply(record=record, blobs=tab.blobs, stored=True)  # a repeat is answered from the record; nothing runs
    state = begin(visit, tab)
    submission, due = Submission(), []
    if posted is not None:
        submission = read(posted, record.manifest, record.seqs)
        closures.recall(record, needed(submission), lambda: replay(visit, tab))
        due = apply(submission, state, tab.blobs)
        record.used = True
    run = start(visit, tab, state)
    end = End.COMPLETED
    if due:
        tab.begin()
        end = run_callbacks(run, [callback_of(entry, record) for entry in due], tab.protected)
    if end in (End.COMPLETED, End.RERUN):
        end = run_body(visit, tab, run, again=end is End.RERUN)
    settle(tab, run, end, submission)
    before = record.view
    page = Renderer().page(run)
    record.view = answers.view_of(record.run, page, run, visit, tab.blobs)
    if posted is not None:
        record.note(posted.effective_id, end.value)
        tab.transaction.on_commit(lambda: notify(visit, record, submission))
    stored = posted is not None or (bool(run.widgets) and visit.keeps)
    if stored:
        tab.save()
        closures.keep(record, run)
    elif run.keeps_data and visit.keeps:
        tabledata.write(tab.blobs)
    return Reply(record=record, run=run, page=page, before=before, blobs=tab.blobs, stored=stored)


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


def start(visit: Visit, tab: Claim, state: State) -> Run:
    """Return the run that callbacks and page draw into."""
    run = Run(
        state,
        page=visit.name,
        query={name: list(values) for name, values in visit.request.GET.lists() if name not in answers.OURS},
        request=visit.request,
        config=visit.page.config(),
    )
    run.tab = tab.record.id
    run.blobs, run.owner_key = tab.blobs, lambda: visit.who(visit.keeps).key
    run.show_errors = visit.page.show_errors
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
    body = visit.page.body(visit.request, visit.kwargs)
    # What a Django view raises on purpose is answered as in any view, as long as nothing was submitted.
    passes = () if visit.request.method == "POST" else (Http404, PermissionDenied, SuspiciousOperation)
    for _again in range(int(settings.MAX_RERUNS)):
        if again:
            run.state.triggers.clear()
            run.begin_pass()
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


def settle(tab: Claim, run: Run, end: End, submission: Submission) -> None:
    """After the run: clear the form, forget what is gone, and write down what the tab is shown."""
    record, state = tab.record, run.state
    for widget in run.widgets.values() if submission.cleared else ():
        held = widget.state
        # A field that code set in this submission keeps what it was set to (semantics 4.5).
        if widget.form in submission.cleared and not widget.field.trigger and held.set_by != record.run:
            held.shown = widget.field.wire(widget.field.initial())
            held.rev, held.soft = record.run, True
    completed = end is End.COMPLETED
    previous = record.completed
    if completed:
        state.end_run(run.widgets)
        record.completed = record.run
    record.last_triggers = sorted(state.triggers)
    run.triggered = frozenset(state.triggers)
    if end not in (End.STOPPED, End.FAILED):  # there they go when the next submission begins (semantics 2.2)
        state.triggers.clear()
    tab.encode(lambda key, value, error: draw_failure(run, codec.unstorable(key, value, error)))
    record.manifest = record.manifest.after(run.widgets.values(), run.forms.values(), record.run, previous, completed)


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
    with visit.tabs.open(visit.who, visit.name) as tab:
        stored = visit.tabs.peek(posted.tab, visit.who, visit.name) if posted is not None else None
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


def embedded(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer the submissions of a page that stands inside another template."""
    try:
        held = signing.loads(request.GET.get("of", ""), salt=answers.EMBED_SALT)
        page = pages.get(name)
    except (signing.BadSignature, StreamlitPageNotFoundError):
        raise Http404 from None
    if request.method != "POST":
        return HttpResponseRedirect(held["home"])
    return csrf_protect(lambda request: serve(request, page, held["kwargs"], home=held["home"]))(request)


__all__ = ["Visit", "embed", "embedded", "run_submission", "serve"]
