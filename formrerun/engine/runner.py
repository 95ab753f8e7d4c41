"""
One call of a page function.

:class:`Run` is what page functions draw into; :func:`run_page` calls one and says how it ended.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from formrerun.engine.context import activate
from formrerun.engine.control_flow import ERRORS, Control, Ended, Rerun, SwitchPage, Wish
from formrerun.engine.fragments import FragmentNode
from formrerun.engine.keys import digest
from formrerun.engine.state import State
from formrerun.engine.tree import Container, Element, Target
from formrerun.exceptions import StreamlitDuplicateElementKey
from formrerun.protocol.manifest import Blobs, MemoryBlobs
from formrerun.signals import page_failed

if TYPE_CHECKING:
    from formrerun.engine.widgets import Widget

logger = logging.getLogger("formrerun.page")


class End(Enum):
    """How a run ended."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    RERUN = "rerun"
    SWITCHED = "switched"
    HALTED = "halted"  # by the Stop button
    INTERRUPTED = "interrupted"  # by a newer submission, or because nobody waits for it
    FAILED = "failed"


@dataclass(eq=False, kw_only=True)
class FormNode(Container):
    """A form: the container its widgets are drawn in, and what its submit buttons share."""

    kind: ClassVar[str] = "form"

    form_key: str = ""
    dom_id: str = ""
    clear_on_submit: bool = False
    enter_to_submit: bool = True
    border: bool = True
    draft: str = ""
    draft_age: int = 0
    warn_unsaved: bool = False
    buttons: list[Widget] = field(default_factory=list, metadata={"html": False})
    cut_short: bool = field(default=False, metadata={"html": False})  # by an exception: a button may have followed
    on_running: Literal["finish", "interrupt"] = field(default="finish", metadata={"html": False})

    @property
    def wrapper_id(self) -> str:
        return f"{self.dom_id}-w"

    @property
    def missing(self) -> bool:
        """True if it has no button. Known once the run has ended, so that nothing flashes while the page is drawn."""
        return not self.buttons and not self.cut_short

    def html_key(self) -> Hashable:
        return (*super().html_key(), self.missing)  # type: ignore[misc]

    def context(self) -> dict[str, Any]:
        return {**super().context(), "missing": self.missing}


@dataclass(kw_only=True)
class PageConfig:
    """What ``set_page_config`` and ``@page`` say of the whole page."""

    title: str | None = None
    icon: str | None = None
    layout: str = "centered"
    initial_sidebar_state: str = "auto"
    chosen: set[str] = field(default_factory=set)  # what set_page_config was given; navigation leaves that alone


class Run:
    """
    One call of a page function: its tree, and what it did.

    Parameters
    ----------
    state
        What session_state reads and writes.
    page
        The page's name; part of every identity.
    query
        The query parameters, name to values; changed in place.
    request
        The request, carried for authors and never opened here.
    """

    #: Draw the exception element; set by ``elements.exception``, for core knows no element.
    exception_element: ClassVar[Callable[[Run, BaseException], None]]

    def __init__(
        self,
        state: State,
        *,
        page: str = "",
        query: dict[str, list[str]] | None = None,
        request: Any = None,
        config: PageConfig | None = None,
        is_bare: bool = False,
    ) -> None:
        self.state, self.page, self.request, self.is_bare = state, page, request, is_bare
        self.query = query if query is not None else {}
        self.config = config or PageConfig()
        self.roots: dict[str, Container] = {}
        self.stack: list[Target] = []
        self.target: Target | None = None
        self.keys: set[str] = set()
        self.forms: dict[str, FormNode] = {}
        self.widgets: dict[str, Widget] = {}
        self.delivered: set[str] = set()
        self.yielding: set[str] = set()  # buttons whose run a newer submission may end though it has seen them
        self.triggered: frozenset[str] = frozenset()  # the buttons that were True in the last pass
        self.in_cached_function = 0
        self.in_callback = False
        self.recorders: list[list[tuple[Target, Element]]] = []
        self.listener: Callable[[Element], None] | None = None  # told of every element; a yield point
        self.may_leave: Callable[[], None] = lambda: None  # raises where leaving would undo the author's own atomic()
        self.asked: frozenset[str] = frozenset()  # keys of fragments that all callbacks want to run in the page's stead
        self.only: tuple[str, ...] = ()  # the fragments that run again in the page's stead
        self.before: Any = None  # then: the hashes of the page it stands in
        self.drawn = 0  # counts what was drawn, for those who look on
        self.wishes: set[Wish] = set()  # what others want of this run; other threads add to it
        self.yields: Callable[[Wish], bool] = lambda wish: False  # says whether the run may end for it now
        self.tab = ""  # the tab's id
        self.blobs: Blobs = MemoryBlobs()  # where the data of tables and maps is kept
        self.owner_key: Callable[[], str] = str  # gives the session's key, creating a session if needed
        self.keeps_data = False  # True once something was kept there
        self.passed: list[Element] = []  # what stands over the page, of the passes that fr.rerun() has ended
        self.show_errors: bool | None = None  # show exceptions in full; None leaves it to the settings
        self.switch: SwitchPage | None = None
        self.error: BaseException | None = None
        self.broken: tuple[BaseException, str] | None = None  # what the innermost fragment raised, and its id
        self.begin_pass()

    @classmethod
    def bare(cls, state: State | None = None) -> Run:
        """Return a run that is thrown away: what happens outside a page."""
        if state is None:
            state = State()
        state.begin_pass()
        return cls(state, is_bare=True)

    def begin_pass(self) -> None:
        """Forget what was drawn, but what stands over the page: the page function is about to be called (again)."""
        self.passed += [
            element
            for root in self.roots.values()
            for element in root.walk()
            if getattr(element, "apart", "") == "over"
        ]
        self.roots = {
            "main": Container(width="stretch", root="main"),
            "sidebar": Container(width="stretch", root="sidebar"),
        }
        self.stack.clear()
        self.target = None
        self.keys, self.forms, self.widgets = set(), {}, {}
        self.fragment = ""  # the fragment that draws now
        self.fragments: dict[str, FragmentNode] = {}
        self.repeats: dict[str, int] = {}  # how often an element without identity of its own was drawn
        self.inner: set[str] | None = None  # widgets of the page that navigation chose; None without navigation
        self.topics: dict[str, set[str]] = {}  # what the page wants to be told of, and which of its parts; "" is all
        self.extras: dict[tuple[str, str], Callable[[Run], str]] = {}  # fragment ("": the page) and name to HTML in it
        self.state.begin_pass()

    @property
    def main(self) -> Container:
        """The root container of the page's body."""
        return self.roots["main"]

    # --------------------------------------------------------------------------------------------- where to draw

    def draws_into(self) -> Target:
        """Return where the next element goes: the handle it was called on, the innermost ``with``, or the body."""
        if self.target is not None:
            return self.target
        return self.stack[-1] if self.stack else self.roots["main"]

    def form_here(self) -> str:
        """
        Return the key of the form the next widget belongs to, or "".

        A handle decides for itself; otherwise the innermost ``with`` block that knows decides, and only root
        containers do not know (semantics 4.2).
        """
        if self.target is not None:
            return self.target.form or ""
        for target in reversed(self.stack):
            if target.form is not None:
                return target.form
        return ""

    def add(self, element: Element) -> None:
        """Put an element where the run draws now."""
        target = self.draws_into()
        target.add(element)
        self.drawn += 1
        if self.fragment and target.fragment != self.fragment:
            self.fragments[self.fragment].alone = False
        self.state.note_element()
        for recorder in self.recorders:
            recorder.append((target, element))
        if self.listener is not None:
            self.listener(element)

    # --------------------------------------------------------------------------------------------------- identity

    def claim_key(self, key: str | None) -> None:
        """
        Take a key for this run.

        Raises
        ------
        StreamlitDuplicateElementKey
            If an element of this run has it already.
        """
        if key is None or self.is_bare:
            return
        if key in self.keys:
            raise StreamlitDuplicateElementKey(key)
        self.keys.add(key)

    def open_form(self, form: FormNode) -> None:
        """
        Take a form's key and give the form its HTML id.

        Raises
        ------
        StreamlitDuplicateElementKey
            If a form of this run has the key already.
        """
        if form.form_key in self.forms and not self.is_bare:
            raise StreamlitDuplicateElementKey(form.form_key)
        form.dom_id = "fr-form-" + digest(self.page, form.form_key)
        self.forms[form.form_key] = form
        form.fragment = self.fragment
        if self.fragment:
            self.fragments[self.fragment].forms.append(form)
        self.state.drawn_forms.add(form.form_key)

    def deliver(self, widget_id: str) -> None:
        """A trigger was seen by the page: from here on the run goes to its end (decision 7)."""
        self.delivered.add(widget_id)

    def heed(self) -> None:
        """
        Look at what others want of this run.

        Callbacks are never ended, and a run that is not free to end goes on (decision 7).

        Raises
        ------
        Ended
            At most once for each wish, so that the author's ``finally`` blocks may still draw.
        """
        if self.in_callback:
            return
        for wish in (Wish.STOP, Wish.NEWER, Wish.GONE):
            if wish in self.wishes and self.yields(wish):
                self.wishes.clear()
                raise Ended(wish)

    def show_exception(self, error: BaseException) -> None:
        """Draw an exception where the run draws now."""
        type(self).exception_element(self, error)


Protect = Callable[[], AbstractContextManager[None]]


def _attempt(run: Run, function: Callable[[], Any], protect: Protect) -> Control | None:
    """
    Call author's code so that its database writes are undone if it raises.

    Control exceptions end the call but not its writes (decision 8), so they leave the protected block as a value.
    """
    with activate(run), protect():
        try:
            function()
        except Ended:
            raise  # what the body wrote is undone
        except Control as control:
            return control
    return None


def run_page(
    run: Run, body: Callable[[], Any], protect: Protect = nullcontext, passes: tuple[type[Exception], ...] = ()
) -> End:
    """
    Call a page function inside a run and say how it ended.

    Exceptions are drawn in place, after what the page has drawn so far, and logged; ``run.error`` holds them.

    Parameters
    ----------
    run
        The run.
    body
        The page function, its arguments bound.
    protect
        Gives the block that undoes the body's database writes if it raises.
    passes
        Exceptions that are the caller's business, as Http404 is on a GET.
    """
    try:
        control = _attempt(run, body, protect)
    except passes:
        raise
    except Ended as ended:
        return End.HALTED if ended.wish is Wish.STOP else End.INTERRUPTED
    except ERRORS as error:
        draw_failure(run, error)
        return End.FAILED
    if control is None:
        return End.COMPLETED
    if isinstance(control, Rerun):
        if not control.alone:
            run.only = ()
        return End.RERUN
    if isinstance(control, SwitchPage):
        run.switch = control
        return End.SWITCHED
    return End.STOPPED


def run_callbacks(run: Run, due: list[Callable[[], None]], protect: Protect = nullcontext) -> End:
    """
    Call the callbacks of a submission, in order.

    An exception is drawn and ends everything: the callbacks after it and the body. ``fr.rerun()`` ends only its own
    callback; the others run, then the page runs once with its triggers False (semantics 2.3).
    """
    end = End.COMPLETED
    run.in_callback = True
    asked: list[frozenset[str]] = []  # by each callback, the fragments that it wants to run again; none: the page
    try:
        for callback in due:
            try:
                control = _attempt(run, callback, protect)
            except ERRORS as error:
                draw_failure(run, error)
                return End.FAILED
            finally:
                run.stack.clear()
            asked.append(control.keys if isinstance(control, Rerun) else frozenset())
            if isinstance(control, SwitchPage):
                run.switch, end = control, End.SWITCHED
            elif isinstance(control, Rerun):
                end = End.RERUN if end is End.COMPLETED else end
            elif control is not None:
                return End.STOPPED
    finally:
        run.in_callback = False
    run.asked = frozenset().union(*asked) if all(asked) else frozenset()
    return end


def draw_failure(run: Run, error: BaseException) -> None:
    """Log an exception of the author's code and draw it where the page, or the fragment that raised it, stands."""
    run.error = error
    inside = run.broken[1] if run.broken is not None and run.broken[0] is error else ""
    there = [id_ for id_ in run.only if id_ in run.fragments]
    run.target = run.fragments.get(inside or next(reversed(there), ""))  # None, if the whole page runs
    run.broken = None
    for form in run.forms.values():
        form.cut_short = True
    logger.error("Page %s raised %s", run.page or "?", type(error).__name__, exc_info=error)
    with activate(run):
        run.show_exception(error)
    page_failed.send(sender=Run, page=run.page, exception=error)


__all__ = ["End", "FormNode", "PageConfig", "Run", "draw_failure", "run_callbacks", "run_page"]
