"""
One call of a page function: a :class:`Run` and the parts it is made of.

Who it is for and what it may use is fixed when it begins (:class:`Environment`); what it draws is a :class:`Drawing`,
a new one for each pass; what others want of it is an :class:`Interruption`; and a run that draws parts of a page again
has a :class:`FragmentScope`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from formrerun.engine.blobs import Blobs, MemoryBlobs
from formrerun.engine.control_flow import SwitchPage
from formrerun.engine.fragments import enclosing
from formrerun.engine.keys import FORM
from formrerun.engine.previews import Preview
from formrerun.engine.run_parts import Drawing, FragmentScope, Interruption, PageConfig, Place
from formrerun.engine.state import State
from formrerun.engine.tree import Container, Element, Target
from formrerun.engine.workers import most_urgent
from formrerun.exceptions import StreamlitDuplicateElementKey, StreamlitInvalidLayoutContextError
from formrerun.utils.digests import digest

if TYPE_CHECKING:
    from formrerun.engine.forms import FormNode


@dataclass(frozen=True, kw_only=True)
class Environment:
    """
    What is fixed when a run begins: for whom it is, and what it may use.

    Attributes
    ----------
    request
        The request, carried for authors and never opened here.
    tab
        The tab's id; "" for a run that is thrown away.
    blobs
        Where the data of tables and maps is kept.
    address
        Where what the page makes later is asked for: its own address, without a query of the page's.
    owner_key
        Gives the session's key, creating a session if needed.
    guard
        The name of the page, if not everybody may see it: whoever asks for its data is asked for that again.
    show_details
        Show exceptions in full; None leaves it to the settings.
    is_script
        The page is a Streamlit script: ``import streamlit`` gives this package in the modules that it imports, too, and
        what is not there yet is drawn as a placeholder.
    exception_element
        Gives the element of an exception; by default none, for the engine knows no element.
    on_element
        Told of every element as it is drawn; AppTest ends runs there that take too long.
    on_script_error
        Told of every exception of the author's code that nobody has caught; True: it has drawn something instead.
    secrets
        What ``secrets`` has beyond the site's.
    """

    request: Any = None
    tab: str = ""
    blobs: Blobs = field(default_factory=MemoryBlobs)
    address: str = ""
    owner_key: Callable[[], str] = str
    guard: str = ""
    show_details: bool | None = None
    is_script: bool = False
    exception_element: Callable[[Run, BaseException], Element | None] = lambda run, error: None
    on_element: Callable[[Element], None] | None = None
    on_script_error: Callable[[Exception], bool | None] | None = None
    secrets: Mapping[str, Any] | None = None


class Run:
    """
    One call of a page function.

    Parameters
    ----------
    state
        What session_state reads and writes.
    page
        The page's name; part of every identity.
    query
        The query parameters, name to values; changed in place.
    config
        What ``@page`` said of the page.
    environment
        For whom it is, and what it may use.
    interruption
        What others want of it.
    is_bare
        True for a run that is thrown away: what happens outside a page.

    Attributes
    ----------
    drawing
        What the pass that is going on, or was the last, has drawn.
    fragment_scope
        The fragments that run again in the page's stead; None if the whole page runs.
    drawn
        Counts what was drawn, in all passes, for those who look on.
    onlookers
        Each is called once, when something is drawn the next time.
    calls
        How often the page function, or a fragment in its stead, was called.
    in_callback
        True while callbacks run.
    recorders
        Lists that the elements of cached functions are noted in, with the parallel fragment that calls the function.
    asked
        Keys of the fragments that all callbacks want to run in the page's stead.
    has_table_data
        True once data of a table or a map was kept.
    field_errors
        What code says of widgets that are not drawn yet, by their keys; see :mod:`formrerun.engine.refusals`.
    refused
        Widget id to what is wrong with it, where this run shows again a form that was refused.
    cleared
        Keys of the forms whose fields shall show their defaults after this run, because code says so.
    preview
        What is typed into a form that this run shows as it is being filled in.
    focus
        The key of the widget that shall have the focus after it; "" for none.
    switch, error
        The page to go to, and the exception that ended the run.
    failure
        The exception of a callback as it is drawn, to stand above the page; None if none failed.
    """

    def __init__(
        self,
        state: State,
        *,
        page: str = "",
        query: dict[str, list[str]] | None = None,
        config: PageConfig | None = None,
        environment: Environment | None = None,
        interruption: Interruption | None = None,
        is_bare: bool = False,
    ) -> None:
        self.state, self.page, self.is_bare = state, page, is_bare
        self.query = query if query is not None else {}
        self.config = config or PageConfig()
        self.environment = environment or Environment()
        self.interruption = interruption or Interruption()
        self.fragment_scope: FragmentScope | None = None
        self.drawing = Drawing()
        self.drawn = self.calls = 0
        self.onlookers: list[Callable[[], object]] = []
        self.in_callback = False
        self.recorders: list[tuple[str, list[tuple[Target, Element]]]] = []
        self.asked: frozenset[str] = frozenset()
        self.has_table_data = False
        self.field_errors: dict[str, str] = {}
        self.refused: Mapping[str, str] = {}
        self.cleared: set[str] = set()
        self.focus = ""
        self.preview: Preview | None = None
        self.switch: SwitchPage | None = None
        self.error: BaseException | None = None
        self.failure: Container | None = None
        state.begin_pass()

    @classmethod
    def bare(cls, state: State | None = None) -> Run:
        """Return a run that is thrown away: what happens outside a page."""
        return cls(State() if state is None else state, is_bare=True)

    @property
    def in_cached_function(self) -> bool:
        """Whether a cached function draws now, in the page or in the parallel fragment of this thread."""
        return any(worker == self.drawing.worker for worker, _recorder in self.recorders)

    @property
    def request(self) -> Any:
        """The request, for authors who ask ``get_script_run_ctx()`` for it."""
        return self.environment.request

    @property
    def session_id(self) -> str:
        """What tells this tab from others, the same in all of its runs; not the id that it is kept under."""
        return digest("session", self.environment.tab)

    @property
    def main(self) -> Container:
        """The root container of the page's body."""
        return self.drawing.main

    @property
    def fragments_again(self) -> tuple[str, ...]:
        """The fragments that run in the page's stead; none if the whole page runs."""
        return self.fragment_scope.ids if self.fragment_scope is not None else ()

    def narrow(self, fragments: tuple[str, ...], previous: Any) -> None:
        """Draw fragments of the page before in its stead; none: the whole page."""
        self.fragment_scope = FragmentScope(fragments, previous) if fragments else None

    def widen(self) -> None:
        """Draw the whole page after all."""
        self.fragment_scope = None

    def join_workers(self) -> None:
        """
        Wait for the threads that draw parallel fragments, and raise what one of them has raised.

        What others have raised is drawn in their fragments.
        """
        drawing = self.drawing
        workers, drawing.workers = drawing.workers, None
        if workers is None:
            return
        raised = workers.join(drawing.widgets, drawing.fragments)
        first = most_urgent(raised)
        for fragment, error in raised:
            if first is not None and error is not first[1] and isinstance(error, Exception):
                with drawing.into(drawing.fragments[fragment]):
                    self.draw_exception(error)
        if first is not None:
            drawing.failed = first[1], first[0]
            raise first[1]

    def at_end(self, function: Callable[[], None]) -> None:
        """Call a function when the page function has ended, as if what draws now drew it."""
        self.drawing.unfinished.append((self.drawing.fragment, self.page, function))

    def finish(self) -> None:
        """Draw what waits for the end of the page function."""
        drawing, page, fragment = self.drawing, self.page, self.drawing.fragment
        drawing.target, drawing.stack = None, ()
        try:
            while drawing.unfinished:
                drawing.fragment, self.page, function = drawing.unfinished.pop(0)
                function()
        finally:
            drawing.fragment, self.page = fragment, page

    def check_not_parallel(self, name: str) -> None:
        """
        Raise if a parallel fragment draws now.

        Raises
        ------
        StreamlitInvalidLayoutContextError
            It does, and ``name`` cannot be called there.
        """
        if self.drawing.worker:
            raise StreamlitInvalidLayoutContextError(
                f"`{name}` cannot be called from a parallel fragment during the initial page load, because parallel "
                f"fragments run concurrently on separate threads where `{name}` is not safe.\n\nTo fix this, gate the "
                "call behind a widget interaction (e.g., `if st.button(...):`) so it runs during a sequential fragment "
                "rerun instead."
            )

    def begin_pass(self) -> None:
        """Forget what was drawn, but what stands over the page: the page function is about to be called again."""
        self.drawing = self.drawing.next_pass()
        self.state.begin_pass()

    # --------------------------------------------------------------------------------------------------- drawing

    def add(self, element: Element, here: Place | None = None) -> None:
        """Put an element where the run draws now; ``here`` is that place for who knows it."""
        drawing, here = self.drawing, here or self.drawing.here
        target = here.draws_into(drawing.roots["main"])
        if here.worker and here.worker not in enclosing(target.fragment, drawing.fragments):
            raise StreamlitInvalidLayoutContextError(
                "Writing to a container created outside a parallel fragment, including `st.sidebar` and `st.bottom`, "
                "is not supported on a full app run or a later fragment rerun.\n\nTo fix this, move the element inside "
                "the fragment body."
            )
        target.add(element)
        if here.fragment and target.fragment != here.fragment:
            drawing.fragments[here.fragment].can_run_alone = False
        for worker, recorder in self.recorders:
            if worker == here.worker:
                recorder.append((target, element))
        self.noticed(element)

    def noticed(self, element: Element) -> None:
        """Tell those who look on that an element was drawn, or is not as it was."""
        self.drawn += 1
        if self.onlookers:
            waiting, self.onlookers = self.onlookers, []
            for wake in waiting:
                wake()
        self.state.note_element()
        if self.environment.on_element is not None:
            self.environment.on_element(element)

    def draw_exception(self, error: BaseException) -> None:
        """Draw an exception where the run draws now."""
        element = self.environment.exception_element(self, error)
        if element is not None:
            self.add(element)

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
        if key in self.drawing.keys:
            raise StreamlitDuplicateElementKey(key)
        self.drawing.keys.add(key)

    def open_form(self, form: FormNode) -> None:
        """
        Take a form's key and give the form its HTML id.

        Raises
        ------
        StreamlitDuplicateElementKey
            If a form of this run has the key already.
        """
        drawing = self.drawing
        if form.form_key in drawing.forms and not self.is_bare:
            raise StreamlitDuplicateElementKey(form.form_key)
        form.dom_id = FORM + digest(self.page, form.form_key)
        drawing.forms[form.form_key] = form
        form.fragment = drawing.fragment
        if drawing.fragment:
            drawing.fragments[drawing.fragment].forms.append(form)
        self.state.drawn_forms.add(form.form_key)

    # ---------------------------------------------------------------------------------------------- going on, ending

    def saw_trigger(self, widget_id: str) -> None:
        """A trigger was seen by the page: from here on the run goes to its end (decision 7)."""
        self.state.seen_triggers.add(widget_id)

    def check_interrupts(self) -> None:
        """
        End here if others want that and the run is free to; callbacks are never ended (decision 7).

        Raises
        ------
        Ended
            See :meth:`Interruption.check`.
        """
        if not self.in_callback:
            self.interruption.check()

    def keep_data(self, data: bytes, digest: str = "") -> None:
        """Keep data of a table or a map beside the tab's record; ``digest`` is their sha256, if it is known."""
        self.environment.blobs.put(data, digest)
        self.has_table_data = True


__all__ = ["Environment", "Run"]
