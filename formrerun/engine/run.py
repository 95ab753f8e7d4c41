"""One call of a page function: its tree, its widgets, its forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from formrerun.engine.blobs import Blobs, MemoryBlobs
from formrerun.engine.control_flow import Ended, Interrupt, SwitchPage
from formrerun.engine.fragments import FragmentNode
from formrerun.engine.state import State
from formrerun.engine.tree import Container, Element, Target
from formrerun.exceptions import StreamlitDuplicateElementKey
from formrerun.utils.digests import digest

if TYPE_CHECKING:
    from formrerun.engine.forms import FormNode
    from formrerun.engine.widgets import Widget


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
        self.interrupts: set[Interrupt] = set()  # what others want of this run; other threads add to it
        self.yields: Callable[[Interrupt], bool] = lambda interrupt: False  # says whether the run may end for it now
        self.tab = ""  # the tab's id
        self.blobs: Blobs = MemoryBlobs()  # where the data of tables and maps is kept
        self.owner_key: Callable[[], str] = str  # gives the session's key, creating a session if needed
        self.has_table_data = False  # True once something was kept there
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
            self.fragments[self.fragment].can_run_alone = False
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

    def saw_trigger(self, widget_id: str) -> None:
        """A trigger was seen by the page: from here on the run goes to its end (decision 7)."""
        self.state.seen_triggers.add(widget_id)

    def heed(self) -> None:
        """
        Look at what others want of this run.

        Callbacks are never ended, and a run that is not free to end goes on (decision 7).

        Raises
        ------
        Ended
            At most once for each interrupt, so that the author's ``finally`` blocks may still draw.
        """
        if self.in_callback:
            return
        for interrupt in (Interrupt.STOP, Interrupt.NEWER, Interrupt.GONE):
            if interrupt in self.interrupts and self.yields(interrupt):
                self.interrupts.clear()
                raise Ended(interrupt)

    def show_exception(self, error: BaseException) -> None:
        """Draw an exception where the run draws now."""
        type(self).exception_element(self, error)


__all__ = ["PageConfig", "Run"]
