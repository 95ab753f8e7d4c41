"""``fragment``: a function that can run again without the rest of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formrerun.utils.durations import milliseconds

if TYPE_CHECKING:
    from formrerun.utils.durations import Every

from collections.abc import Callable
from dataclasses import replace
from functools import update_wrapper
from typing import Any, ClassVar, TypeVar, overload

from formrerun.engine import drawing
from formrerun.engine.callbacks import Callback
from formrerun.engine.context import current_run
from formrerun.engine.fragments import FragmentNode
from formrerun.engine.keys import to_key
from formrerun.engine.permissions import Asked, Permission, permission_of
from formrerun.engine.run import Run
from formrerun.engine.tree import DIALOG
from formrerun.exceptions import (
    StreamlitAPIException,
)
from formrerun.protocol.fragment_entry import FragmentEntry
from formrerun.utils.digests import digest
from formrerun.utils.django_internals import auth_tests

__all__ = ["fragment"]

F = TypeVar("F", bound=Callable[..., Any])


class Fragment:
    """
    A decorated function.

    Calling it draws the fragment; :meth:`again` draws it alone.

    Attributes
    ----------
    permission
        What a visitor must have; to others nothing of it is drawn.
    modal
        Whether its fragments stand over the page and nothing else can be used meanwhile, as dialogs do.
    """

    modal: ClassVar[bool] = False

    def __init__(
        self,
        function: Callable[..., Any],
        every: int | None,
        key: str | None,
        permission: Asked = None,
        *,
        parallel: bool = False,
    ) -> None:
        asked, more = auth_tests(function), permission_of(permission)
        self.function, self.every, self.key, self.parallel = asked.function, every, key, parallel
        self.permission: Permission | None = more
        if asked.tests:
            self.permission = replace(more or Permission(), tests=(*asked.tests, *(more.tests if more else ())))
        update_wrapper(self, asked.function)

    def may_be_used(self, user: Any) -> bool:
        """Return True if a user may see the fragment and use what is in it."""
        return self.permission is None or self.permission.is_held_by(user)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        run = current_run()
        if run.is_bare:
            return self.function(*args, **kwargs)
        if not self.may_be_used(getattr(run.request, "user", None)):
            return None
        node = self.node(run, Callback(self, args, kwargs))
        alone = self.parallel and not (run.fragments_again or run.in_callback or run.drawing.worker)
        return drawing.draw_fragment(run, node, lambda: self.function(*args, **kwargs), in_thread=alone)

    def node(self, run: Run, call: Callback) -> FragmentNode:
        """Return the container of one call."""
        guarded = self.permission is not None
        return FragmentNode(id=self.identity(run), every=self.every, call=call, name=self.key or "", is_guarded=guarded)

    def identity(self, run: Run) -> str:
        """Return the identity of one call: the function, and its key or which call of it this is."""
        name = f"{self.function.__module__}.{self.function.__qualname__}"
        if self.key is not None:
            claimed = f"fragment:{name}:{self.key}"
            if claimed in run.drawing.keys:
                raise StreamlitAPIException(
                    f"There are multiple calls of the fragment `{self.function.__name__}` with the same "
                    f"`key='{self.key}'`. Give every call a key of its own."
                )
            run.drawing.keys.add(claimed)
            return digest(run.page, claimed)
        count = run.drawing.repeats[name] = run.drawing.repeats.get(name, 0) + 1
        return digest(run.page, name, str(count))

    def again(self, run: Run, entry: FragmentEntry, call: Callback) -> None:
        """Draw one call alone, as it stands in the page."""
        whole, run.page = run.page, entry.page
        node = self.node(run, call)
        node.id, run.drawing.repeats = entry.id, dict(entry.repeats)
        node.in_dialog = entry.root == DIALOG
        with_root = run.drawing.roots.get(entry.root, run.main)
        run.drawing.target = with_root
        try:
            self.redraw(run, node, call)
        finally:
            run.drawing.target, run.page = None, whole
        node.parent, node.repeats = entry.parent, entry.repeats

    def redraw(self, run: Run, node: FragmentNode, call: Callback) -> None:
        """Draw into the container."""

        def function() -> Any:
            run.drawing.target = None
            if not self.may_be_used(getattr(run.request, "user", None)):
                return None
            return self.function(*call.args, **call.kwargs)

        drawing.draw_fragment(run, node, function)


@overload
def fragment(func: F) -> F: ...
@overload
def fragment(
    func: None = None,
    *,
    run_every: Every = None,
    parallel: bool = False,
    key: str | int | None = None,
    permission: Asked = None,
) -> Callable[[F], F]: ...
def fragment(
    func: Callable[..., Any] | None = None,
    *,
    run_every: Every = None,
    parallel: bool = False,
    key: str | int | None = None,
    permission: Asked = None,
) -> Any:
    """
    Make a function a part of the page that can run again alone.

    What is done to a widget in it runs only this function, with the arguments it was called with, and sends only what
    it drew. Where the function or its arguments cannot be known (a closure, in another process), where it draws
    outside of itself, or in a form, the whole page runs instead, and the page looks the same.

    Parameters
    ----------
    func
        The function; left out where the decorator has parameters.
    run_every
        Run it again after so much time, while the page is visible: seconds, a timedelta, or "10s", "1h30m".
    parallel
        While the whole page runs, draw it in a thread of its own, beside the page and other such fragments; nothing is
        returned then, it may draw in itself only, and neither ``dialog`` nor ``switch_page`` may be called. The page is
        there when all have ended. Of those that ask the database one at a time has it, until it ends: they share the
        page's transaction.
    key
        Tells several calls of the function apart if their order may change. Unique among the calls of the function.
    permission
        What a visitor must have, as that of :func:`button`: to others nothing of it is drawn, and what they send to it
        is refused. Django's ``permission_required`` and the like below this decorator say the same.

    Raises
    ------
    StreamlitAPIException
        If ``run_every`` is not a time, or ``key`` is one of the scopes of ``rerun``.

    Examples
    --------
    >>> @fr.fragment(run_every="10s")
    ... def waiting_orders():
    ...     fr.metric("Waiting", Order.objects.filter(status="paid").count())
    """
    name = to_key(key)
    if name in ("app", "fragment"):
        raise StreamlitAPIException(f"`key='{name}'` is reserved: it is a scope of `st.rerun`. Choose another key.")
    every = milliseconds(run_every)

    def decorate(function: Callable[..., Any]) -> Fragment:
        return Fragment(function, every, name, permission, parallel=parallel)

    return decorate if func is None else decorate(func)
