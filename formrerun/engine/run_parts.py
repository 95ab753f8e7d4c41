"""The parts that a run is made of: what it draws, what others want of it, which part of the page it is about."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from formrerun.engine.control_flow import Ended, Interrupt
from formrerun.engine.fragments import FragmentNode
from formrerun.engine.tree import Container, Element, Target
from formrerun.engine.workers import Workers

if TYPE_CHECKING:
    from formrerun.engine.forms import FormNode
    from formrerun.engine.widgets import Widget


@dataclass(kw_only=True)
class PageConfig:
    """What ``set_page_config`` and ``@page`` say of the whole page."""

    title: str | None = None
    name: str = ""  # what it is called where nobody has said a title
    icon: str | None = None
    layout: str = "centered"
    initial_sidebar_state: str = "auto"
    tag: str = "main"  # of the element around the body: "div" where the document around it is the main part already
    theme: str = ""  # the address of a stylesheet, for a script
    zone: str = ""  # the timezone that was asked for where the browser had not said its own
    chosen: set[str] = field(default_factory=set)  # what set_page_config was given; navigation leaves that alone

    @property
    def shown_title(self) -> str:
        """The page's title: the author's own, or the name of its function."""
        return str(self.title) if self.title else self.name


class Interruption:
    """
    What others want of a run, and whether it may end now.

    Parameters
    ----------
    may_interrupt
        Says whether the run may end now for what others want; by default never.
    check_may_leave
        Raises where ``rerun``, ``stop`` and ``switch_page`` would undo what the author's own ``atomic()`` has written.

    Attributes
    ----------
    requests
        What others want; their threads add to it.
    interruptible
        Buttons whose run a newer submission may end though it has seen them.
    """

    __slots__ = ("check_may_leave", "interruptible", "may_interrupt", "requests")

    def __init__(
        self,
        may_interrupt: Callable[[Interrupt, set[str]], bool] = lambda interrupt, interruptible: False,
        check_may_leave: Callable[[], None] = lambda: None,
    ) -> None:
        self.may_interrupt, self.check_may_leave = may_interrupt, check_may_leave
        self.requests: set[Interrupt] = set()
        self.interruptible: set[str] = set()

    def only_by_stop(self) -> None:
        """From here on let nothing but the Stop button end the run."""
        allowed = self.may_interrupt
        self.may_interrupt = lambda interrupt, buttons: interrupt is Interrupt.STOP and allowed(interrupt, buttons)

    def check(self) -> None:
        """
        Look at what others want.

        Raises
        ------
        Ended
            At most once for each interrupt, so that the author's ``finally`` blocks may still draw.
        """
        for interrupt in (Interrupt.STOP, Interrupt.NEWER, Interrupt.GONE):
            if interrupt in self.requests and self.may_interrupt(interrupt, self.interruptible):
                self.requests.clear()
                raise Ended(interrupt)


@dataclass(frozen=True)
class FragmentScope:
    """
    The fragments that run again in the page's stead, and the page they stand in.

    Attributes
    ----------
    ids
        The fragments, in the order of the page.
    previous
        The tree of digests of the page before.
    """

    ids: tuple[str, ...]
    previous: Any = None


class Into:
    """
    A block in which elements go elsewhere; see :meth:`Drawing.into`.

    A class, for it is entered at every call of a handle's command, and leaves no frame in an author's traceback.
    """

    __slots__ = ("_drawing", "_outer", "_target")

    def __init__(self, drawing: Drawing, target: Target) -> None:
        self._drawing, self._target = drawing, target

    def __enter__(self) -> None:
        self._outer, self._drawing.target = self._drawing.target, self._target

    def __exit__(self, *exc: object) -> None:
        self._drawing.target = self._outer


class Place(NamedTuple):
    """Where a thread or a task draws now; see :class:`Drawing`."""

    target: Target | None
    stack: tuple[Target, ...]
    fragment: str = ""
    worker: str = ""

    def draws_into(self, body: Target) -> Target:
        """Return where the next element goes: the handle it was called on, the innermost ``with``, or the body."""
        if self.target is not None:
            return self.target
        return self.stack[-1] if self.stack else body

    @property
    def form(self) -> str:
        """
        The key of the form the next widget belongs to, or "".

        A handle decides for itself; otherwise the innermost ``with`` block that knows decides, and only root
        containers do not know (semantics 4.2).
        """
        if self.target is not None:
            return self.target.form or ""
        for target in reversed(self.stack):
            if target.form is not None:
                return target.form
        return ""


_place: ContextVar[tuple[Drawing, Place] | None] = ContextVar("formrerun.place", default=None)


@contextmanager
def own_place() -> Iterator[None]:
    """Forget after the block where this thread drew in it."""
    token = _place.set(None)
    try:
        yield
    finally:
        _place.reset(token)


class Drawing:
    """
    What one pass of the page function draws: its tree, its widgets, its forms.

    Parameters
    ----------
    overlays
        What stands over the page already: of the passes that ``fr.rerun()`` has ended.

    Attributes
    ----------
    roots
        Root containers by name: "main" and "sidebar", and "bottom", "logo" and "menu" where used.
    stack, target
        Where the next element goes: the ``with`` blocks that are open, and the handle a command was called on. Each
        thread and each task has its own; one that has opened none yet draws where the page does.
    keys
        The keys that elements of this pass have.
    forms, widgets, fragments
        By form key, widget id and fragment id, in the order of the script.
    fragment
        The fragment that draws now in this thread, or "".
    worker
        The parallel fragment whose thread this is, or "".
    workers
        The threads that draw parallel fragments; None if there are none.
    failed
        What the innermost fragment raised, and its id.
    repeats
        How often an element without an identity of its own was drawn, by what it is.
    inner_widgets
        The widgets of the page that ``navigation`` chose; None without navigation.
    topics
        What the page wants to be told of, and which of its parts; "" is all of it.
    submitted
        What was submitted in this pass by forms that are judged as a whole, by their keys.
    unfinished
        What is called when the page function has ended, with the fragment and the page that noted it.
    attachments
        Fragment ("": the page) and name to what gives the HTML of it, called with the run; for other apps.
    """

    __slots__ = (
        "_around", "_base", "_thread", "attachments", "failed", "forms", "fragments", "inner_widgets", "keys",
        "overlays", "repeats", "roots", "submitted", "topics", "unfinished", "widgets",
        "workers",
    )  # fmt: skip

    def __init__(self, overlays: list[Element] | None = None) -> None:
        self.overlays = overlays or []
        self.roots: dict[str, Container] = {
            "main": Container(width="stretch", root="main"),
            "sidebar": Container(width="stretch", root="sidebar"),
        }
        self._thread, self._base = threading.get_ident(), Place(None, ())
        self._around: tuple[Place, tuple[str, str]] | None = None
        self.keys: set[str] = set()
        self.forms: dict[str, FormNode] = {}
        self.widgets: dict[str, Widget] = {}
        self.fragments: dict[str, FragmentNode] = {}
        self.workers: Workers | None = None
        self.failed: tuple[BaseException, str] | None = None
        self.repeats: dict[str, int] = {}
        self.inner_widgets: set[str] | None = None
        self.topics: dict[str, set[str]] = {}
        self.submitted: dict[str, Any] = {}
        self.unfinished: list[tuple[str, str, Callable[[], None]]] = []
        self.attachments: dict[tuple[str, str], Callable[[Any], str]] = {}

    @property
    def main(self) -> Container:
        """The root container of the page's body."""
        return self.roots["main"]

    @property
    def stack(self) -> tuple[Target, ...]:
        return self.here.stack

    @stack.setter
    def stack(self, stack: tuple[Target, ...]) -> None:
        here = self.here
        self._stand(Place(here.target, stack, here.fragment, here.worker))

    @property
    def target(self) -> Target | None:
        return self.here.target

    @target.setter
    def target(self, target: Target | None) -> None:
        self._stand(self.here._replace(target=target))

    @property
    def fragment(self) -> str:
        return self.here.fragment

    @fragment.setter
    def fragment(self, fragment: str) -> None:
        self._stand(self.here._replace(fragment=fragment))

    @property
    def worker(self) -> str:
        return self.here.worker

    def begin_worker(self, fragment: str) -> None:
        """Draw a parallel fragment in this thread from now on."""
        self._stand(Place(None, (), fragment, fragment))

    @property
    def here(self) -> Place:
        """Where this thread or task draws now."""
        held = _place.get()
        return held[1] if held is not None and held[0] is self else self._base

    @property
    def around(self) -> tuple[str, str]:
        """The key of the form, and the root, that the next element stands in; asked again and again of one place."""
        here, known = self.here, self._around
        if known is None or known[0] is not here:
            known = self._around = here, (here.form, here.draws_into(self.roots["main"]).root)
        return known[1]

    def _stand(self, place: Place) -> None:
        _place.set((self, place))
        if threading.get_ident() == self._thread:
            self._base = place

    def next_pass(self) -> Drawing:
        """Return what the next pass draws into: nothing of this one stays but what stands over the page."""
        over = [element for root in self.roots.values() for element in root.walk() if element.placement == "overlay"]
        return Drawing([*self.overlays, *over])

    def draws_into(self) -> Target:
        """Return where the next element goes."""
        return self.here.draws_into(self.roots["main"])

    def into(self, target: Target) -> Into:
        """Let what a block draws go to a target, whatever ``with`` blocks of the author's are open."""
        return Into(self, target)

    def form_here(self) -> str:
        """Return the key of the form the next widget belongs to, or ""."""
        return self.here.form


__all__ = ["Drawing", "FragmentScope", "Interruption", "PageConfig", "Place", "own_place"]
