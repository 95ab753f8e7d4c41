"""``AppTest``: drive a page through the same corridor as a browser does, without one."""

from __future__ import annotations

import inspect
import textwrap
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Literal

from formrerun.engine.tree import Container
from formrerun.engine.widget_state import UNSET
from formrerun.exceptions import NotPermitted, Rejected
from formrerun.testing.access import NotAllowed, admitted
from formrerun.testing.driver import AppTestError
from formrerun.testing.elements import Widget
from formrerun.testing.scenarios import Scenarios, put_into_page
from formrerun.testing.session_state import SessionState
from formrerun.testing.streamlit_names import OVER
from formrerun.testing.tree import Block, wrap

__all__ = ["AppTest", "AppTestError", "NotAllowed"]


class _Timeout(BaseException):
    """Ends a run that takes too long, at its next element."""


class _Session(dict[str, Any]):
    """What ``request.session`` is to a page under test."""

    session_key = "test"
    modified = False


class AppTest(Scenarios):
    """
    A page under test.

    ``run()`` sends what was staged (``set_value``, ``click`` …) as one submission and draws the page again. Values of
    form widgets are sent with the submit button of their form; until it is pressed they stay staged, as edits stay in
    a browser.

    Attributes
    ----------
    session_state
        The page's state: readable and writable between runs.
    query_params, secrets, user, context
        What the page finds there; dicts, changed before ``run()``.
    default_timeout
        How long a run may take, in seconds.
    default_store
        Where the state is kept if ``store`` says nothing: "process" (in memory) or "project" (where the project keeps
        it). Set it on the class, as in ``conftest.py``, to let all tests go through the project's own.
    """

    default_store: ClassVar[Literal["process", "project"]] = "process"

    def __init__(
        self,
        page: Any,
        *,
        default_timeout: float = 3,
        store: Literal["process", "project"] | None = None,
        kwargs: Mapping[str, Any] | None = None,
        request_user: Any = None,
        view: Any = None,
    ) -> None:
        from formrerun import store as stores
        from formrerun.store.process import ProcessStore

        self.default_timeout = default_timeout
        self._page, self._view = page, view
        self._script = getattr(page.function, "file", "")
        self._kwargs = dict(kwargs or {})
        self._store = ProcessStore() if (store or self.default_store) == "process" else stores.default()
        page.store = self._store
        self._session = _Session()
        self._request_user = request_user
        self._logged_in: Any = getattr(request_user, "pk", None)  # who had logged in last
        self._tab = ""
        self._place = self._left = ""  # which of an app's pages; the tab of the page that was left for this one
        self._staged: dict[str, Any] = {}
        self._revisions: dict[str, int] = {}
        self._delivered: set[str] = set()
        #: Why the last submission was refused: by a callback, or a permission is missing. None if it was not.
        self.refusal: Rejected | NotPermitted | None = None
        self._seq = 0
        self._record: Any = None
        self._run: Any = None
        self._written: dict[str, Any] = {}
        self._deleted: set[str] = set()
        self.session_state = SessionState(self)
        self.query_params: dict[str, Any] = {}
        self.secrets: dict[str, Any] = {}
        self.user: dict[str, Any] = {"email": "test@example.com"}
        self.context: dict[str, Any] = {}

    # --------------------------------------------------------------------------------------------------- making

    @classmethod
    def from_string(cls, script: str, *, default_timeout: float = 3, **options: Any) -> AppTest:
        """Return a test of a script's text."""
        _ensure_django()
        from formrerun.api.scripts import text_page

        return cls(text_page(textwrap.dedent(script)), default_timeout=default_timeout, **options)

    @classmethod
    def from_function(
        cls,
        script: Callable[..., Any],
        *,
        default_timeout: float = 3,
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
        **options: Any,
    ) -> AppTest:
        """
        Return a test of a function's body, run as a script: it must import everything itself.

        Parameters
        ----------
        args, kwargs
            What the function is called with.
        """
        _ensure_django()
        from formrerun.api.scripts import text_page

        source = textwrap.dedent("".join(inspect.getsourcelines(script)[0]))
        call = f"{getattr(script, '__name__', 'script')}(*__args, **__kwargs)"
        page = text_page(f"{source}\n{call}", names={"__args": args or (), "__kwargs": kwargs or {}})
        return cls(page, default_timeout=default_timeout, **options)

    @classmethod
    def from_file(cls, script_path: str | Path, *, default_timeout: float = 3, **options: Any) -> AppTest:
        """
        Return a test of a script.

        Parameters
        ----------
        script_path
            Absolute, or relative to the file that calls this.

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        """
        _ensure_django()
        from formrerun.api.scripts import file_page

        path = Path(script_path)
        if not path.is_absolute():
            caller = traceback.StackSummary.extract(traceback.walk_stack(None))[1].filename
            path = Path(caller).parent / path
        if not path.is_file():
            raise FileNotFoundError(
                f"AppTest script not found at {path.resolve()}. Relative paths are resolved against the file that "
                "calls AppTest.from_file()."
            )
        return cls(file_page(path.resolve()), default_timeout=default_timeout, **options)

    @classmethod
    def from_page(
        cls,
        view: Any,
        *,
        default_timeout: float = 3,
        user: Any = None,
        store: Literal["process", "project"] | None = None,
        **kwargs: Any,
    ) -> AppTest:
        """
        Return a test of a page function, or of its view with the decorators around it.

        Parameters
        ----------
        view
            What ``@page`` returned, or what ``login_required`` and the like have made of it.
        user
            Django's user the request comes from; None for an anonymous one. See :meth:`as_user`.
        store
            "process" keeps the state in memory, "project" goes through the project's own store; None does as
            ``default_store`` says.
        kwargs
            The URL's arguments.
        """
        if not hasattr(view, "page"):
            raise AppTestError(
                f"AppTest.from_page() cannot take {view!r}: it is no page. Decorate the function with `@fr.page`; a "
                "decorator of your own around the view must use `functools.wraps`."
            )
        page = replace(view.page)
        return cls(page, default_timeout=default_timeout, store=store, kwargs=kwargs, request_user=user, view=view)

    # ---------------------------------------------------------------------------------------------- who it is

    def as_user(self, user: Any) -> AppTest:
        """
        Say who visits the page from the next ``run()`` on: whose permissions, ``request.user`` and ``st.user`` it has.

        Logging in keeps what is on the page, as a login beside a page does; another user begins with a session of
        their own.

        Parameters
        ----------
        user
            Django's user, or None for nobody: the login has ended.

        Examples
        --------
        >>> at = AppTest.from_page(refunds).as_user(clerk).run()
        >>> with pytest.raises(NotAllowed):
        ...     at.as_user(None).run()
        """
        from django.contrib.auth.models import AnonymousUser

        user = AnonymousUser() if user is None else user
        before = self._logged_in
        if user.is_authenticated:
            if before is not None and before != user.pk:
                self._session, self._tab = _Session(), ""
                self._staged.clear()
            self._logged_in = user.pk
        self._request_user = user
        return self

    # -------------------------------------------------------------------------------------------------- running

    def run(self, *, timeout: float | None = None) -> AppTest:
        """
        Send what was staged as one submission, and draw the page.

        Raises
        ------
        RuntimeError
            If the run takes longer than ``timeout`` seconds (default ``default_timeout``).
        NotAllowed
            If the page does not let the visitor in; see :meth:`as_user`.
        """
        limit = self.default_timeout if timeout is None else timeout
        started = time.monotonic()

        def watch(element: Any = None) -> None:
            if time.monotonic() - started > limit:
                raise _Timeout
            freeze = getattr(element, "freeze", None)
            if freeze is not None:
                freeze()

        try:
            self._send(watch)
            watch()
        except _Timeout:
            raise RuntimeError(f"AppTest script run timed out after {limit}(s)") from None
        return self

    def _send(self, watch: Callable[..., None]) -> None:
        from formrerun.submissions import pipeline
        from formrerun.submissions.outcome import Outcome

        visit = self._visit("POST" if self._tab else "GET", watch)
        request = visit.request

        def serve() -> Outcome:
            if not self._tab:
                return pipeline.open_tab(visit, self._write_state)
            self._sent = self._posted()
            self._before(visit)
            return pipeline.submit(visit, self._sent)

        staged = dict(self._staged)
        self.refusal, self.runs = None, 0
        try:
            outcome = admitted(self._view, self._page, request, self._kwargs, serve)
        except (
            Rejected,
            NotPermitted,
        ) as refusal:  # as in a browser: the page stays, with the messages and everything typed
            drawn = self._run.drawing.widgets
            self.refusal, self._delivered = refusal, set()
            self._staged = {id_: value for id_, value in staged.items() if not drawn[id_].field.trigger}
            for id_, text in refusal.errors.items() if isinstance(refusal, Rejected) else ():
                drawn[id_].error = text
            return
        self._received(outcome)
        self.runs = outcome.run.calls if outcome.run is not None else 0
        if outcome.run is not None and outcome.run.switch is not None:
            self._follow(outcome.run.switch, watch)

    def _visit(self, method: str, watch: Callable[..., None] | None = None) -> Any:
        from formrerun.pages import PAGE_PATH
        from formrerun.submissions.page_request import PageRequest

        kwargs = {**self._kwargs, PAGE_PATH: self._place} if self._place else self._kwargs
        return PageRequest(request=self._request(method), page=self._page, kwargs=kwargs, home="/", watch=watch)

    def _follow(self, switch: Any, watch: Callable[..., None]) -> None:
        """Open the page that the run switched to, as a browser does."""
        from django.urls import Resolver404, resolve

        from formrerun.pages import PAGE_PATH

        left, path = f"{self._tab}.0", str(switch.target)
        try:
            if path == "/" and self._view is None:  # the default page of a script, which has no address
                raise Resolver404
            found = resolve(path)
        except Resolver404:  # one of the pages of a script that no URLconf has
            self._place = path.strip("/")
        else:
            if not hasattr(found.func, "page"):
                raise AppTestError(f"The page went on to {path}, which is no page of formrerun's: AppTest ends there.")
            page = replace(found.func.page)
            page.store = self._store
            self._place = found.kwargs.pop(PAGE_PATH, "")
            self._page, self._kwargs, self._view = page, found.kwargs, found.func
        self.query_params = dict(switch.query_params or {})
        self._tab, self._left = "", left
        self._staged.clear()
        self._send(watch)

    def _request(self, method: str) -> Any:
        from django.apps import apps
        from django.http import HttpRequest, QueryDict

        from formrerun.pages import PAGE_PATH

        request: Any = HttpRequest()
        request.method = method
        request.path = request.path_info = "/"
        request.META.update(SERVER_NAME="testserver", SERVER_PORT="80", REMOTE_ADDR="127.0.0.1")
        # Django allows that name only in its own test runner and in pytest-django.
        request.get_host = lambda: "testserver"
        query = QueryDict(mutable=True)
        for name, value in self.query_params.items():
            query.setlist(name, [str(v) for v in value] if isinstance(value, (list, tuple)) else [str(value)])
        if self._left:
            query["fr"] = self._left
        request.GET = query
        setattr(request, PAGE_PATH, self._place)
        request.session = self._session
        if apps.is_installed("django.contrib.auth"):
            from django.contrib.auth.models import AnonymousUser

            request.user = self._request_user or AnonymousUser()
        request.formrerun_secrets = self.secrets
        request.formrerun_user = self.user if self._request_user is None else None
        request.formrerun_context = {**self.context}
        return request

    def _posted(self) -> Any:
        """Return the submission: the widgets outside forms that were staged, and the forms whose button was pressed."""
        from formrerun.protocol.posted import PostData

        widgets = {widget.id: widget for widget in self._tree() if isinstance(widget, Widget)}
        pressed = [w for w in widgets.values() if w._node.field.trigger and self._staged.get(w.id) is True]
        # A message is sent by the button beside it, and so is what is chosen in a menu.
        messages = [w for w in widgets.values() if getattr(w._node, "sends", "") and w.id in self._staged]
        buttons = [*(w.id for w in pressed), *(w._node.sends for w in messages)]  # type: ignore[attr-defined]
        forms = {w._node.form for w in (*pressed, *messages) if w._node.form}
        fields: dict[str, list[str]] = {}
        seqs: dict[str, int] = {}
        self._seq += 1
        for widget in widgets.values():
            node = widget._node
            if node.field.trigger or node.disabled:
                continue
            if node.form in forms and node.form:
                fields |= widget._wires()
            elif not node.form and node.id in self._staged:
                fields |= widget._wires()
                seqs[node.id] = self._seq
        # What was sent is no longer staged; edits of other forms stay, as in a browser.
        self._staged = {
            id_: value
            for id_, value in self._staged.items()
            if id_ in widgets and widgets[id_]._node.form and widgets[id_]._node.form not in forms
            and not widgets[id_]._node.field.trigger
        }  # fmt: skip
        return PostData(
            tab=self._tab,
            id=str(self._seq),
            shown_run=self._record.snapshot.run,
            seen_run=self._record.snapshot.run,
            shown_birth=self._record.birth,
            trigger=buttons[0] if buttons else None,
            also=tuple(buttons[1:]),
            fields=fields,
            seqs=seqs,
            lenient=not self._in_browser,
        )

    def _before(self, visit: Any) -> None:
        """Write what the test put into session_state, as code that ran before the submission would have."""
        if not self._written and not self._deleted:
            return
        with visit.store.claim(self._tab, visit.owner, visit.page_key, visit.page.state) as tab:
            self._write_state(tab.record)
            tab.record.state.apply_pending()
            tab.encode(_raise)
            tab.save()

    def _write_state(self, record: Any) -> None:
        record.state.write(record.run, self._written, self._deleted)
        self._written, self._deleted = {}, set()

    def _show(self, run: Any) -> None:
        """Let the page be what a run has drawn."""
        if run.fragments_again:
            put_into_page(self._run, run)
        self._run = run
        self._forget_gone()

    def _received(self, outcome: Any) -> None:
        self._show(outcome.run)
        self._record = outcome.record
        self._record.state.end_run(lambda id_: _field(outcome, id_))
        self._tab, self._left = outcome.record.id if outcome.stored else "", ""
        self._delivered = set(outcome.triggers)
        self.query_params = {
            name: values[0] if len(values) == 1 else list(values) for name, values in outcome.run.query.items()
        }
        if not outcome.stored:
            # A page without widgets keeps no record; the next run gets what this one left.
            self._written = {key: outcome.record.state.peek(key) for key in outcome.record.state.keys_now()}

    def _forget_gone(self) -> None:
        """Drop the edits of widgets that are gone, and of those the server has set: its value wins, as in a browser."""
        revisions = {id_: widget.state.rev for id_, widget in self._run.drawing.widgets.items()}
        self._staged = {
            id_: value
            for id_, value in self._staged.items()
            if id_ in revisions and revisions[id_] == self._revisions.get(id_)
        }
        self._revisions = revisions

    def switch_page(self, page_path: str) -> AppTest:
        """
        Go to another script of the app; ``run()`` draws it. User keys of ``session_state`` stay.

        Raises
        ------
        ValueError
            If there is no such file beside the script.
        """
        from formrerun.api.scripts import file_page

        base = Path(self._script).parent
        path = base / page_path
        if not path.is_file():
            raise ValueError(
                f"Could not find page {page_path!r} relative to the main script {self._script!r}. "
                f"Resolved page path: {str(path.resolve())!r}; make sure the page given is relative to the main script."
            )
        page = file_page(path.resolve())
        page.store = self._store
        self._page, self._view = page, None
        if self._tab:  # as if a link had been followed: what authors put into session_state comes along
            self._tab, self._left = "", f"{self._tab}.0"
        self._staged.clear()
        return self

    # --------------------------------------------------------------------------------------------------- looking

    def _value_of(self, widget_id: str) -> Any:
        for key, id_ in self._record.state.ids.items() if self._record is not None else ():
            if id_ == widget_id and key in self._written:
                return self._written[key]
        held = self._record.state.widgets.get(widget_id) if self._record is not None else None
        widget = self._run.drawing.widgets.get(widget_id)
        preview = self._run.preview
        if widget is not None and preview is not None and widget.form == preview.form:
            return widget.value
        if held is None:
            return UNSET
        return held.read(widget.field if widget is not None else None)

    def _tree(self) -> Block:
        if self._run is None:
            from formrerun.engine.run import Run

            self._run = Run.bare()
        return Root(self)

    @property
    def main(self) -> Block:
        """The body of the page."""
        return Block(self._roots()["main"], self, "main")

    @property
    def sidebar(self) -> Block:
        """The sidebar."""
        return Block(self._roots()["sidebar"], self, "sidebar")

    def _roots(self) -> dict[str, Any]:
        self._tree()
        roots: dict[str, Any] = self._run.drawing.roots
        return roots

    def get(self, element_type: str) -> list[Any]:
        """Return everything of a type on the page."""
        return self._tree().get(element_type)

    def get_by_key(self, key: str) -> Any:
        """Return the one element with this key; see :meth:`Block.get_by_key`."""
        return self._tree().get_by_key(key)

    def __getitem__(self, place: int) -> Any:
        return self._tree()[place]

    def __len__(self) -> int:
        return len(self._tree())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._tree())

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return getattr(self._tree(), name)
        except AttributeError:
            raise AttributeError(f"'AppTest' object has no attribute {name!r}") from None

    def __repr__(self) -> str:
        return repr(self._tree())


class Root(Block):
    """The whole page: the body at 0, the sidebar at 1, what stands over it at 2."""

    def __init__(self, at: AppTest) -> None:
        super().__init__(at._run.drawing.roots["main"], at, "root")
        self.children = {
            0: Block(at._run.drawing.roots["main"], at, "main"),
            1: Block(at._run.drawing.roots["sidebar"], at, "sidebar"),
            2: Events(at),
        }
        if "bottom" in at._run.drawing.roots:
            self.children[3] = Block(at._run.drawing.roots["bottom"], at, "bottom")
        self.key = None


class Events(Block):
    """What stands over a page, wherever it was called: toasts and the dialog."""

    def __init__(self, at: AppTest) -> None:
        super().__init__(Container(), at, "event")
        over = (node for root in at._run.drawing.roots.values() for node in root.walk() if node.kind in OVER)
        self.children = {place: wrap(node, at) for place, node in enumerate(over)}


def _field(outcome: Any, widget_id: str) -> Any:
    """Return how a widget reads what is stored; the last run may not have drawn it."""
    entry = outcome.record.manifest.get(widget_id)
    return entry.field(outcome.blobs) if entry is not None else None


def _raise(key: str, value: Any, error: BaseException) -> None:
    from formrerun.codec import unstorable_entry

    raise unstorable_entry(key, value, error)


def _ensure_django() -> None:
    """Set Django up for tests of plain scripts, outside any project."""
    from formrerun.scripts.standalone import ensure

    ensure()
