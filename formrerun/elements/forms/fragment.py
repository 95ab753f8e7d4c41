"""fragment: a function that can run again without the rest of its page. dialog: one that is shown over it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import update_wrapper
from typing import Any, ClassVar, Literal, TypeVar, overload

from formrerun.elements._parameters import clean_icon
from formrerun.engine import drawing, fragments
from formrerun.engine.callbacks import Callback
from formrerun.engine.context import current_run
from formrerun.engine.fields import Trigger
from formrerun.engine.fragments import FragmentNode
from formrerun.engine.keys import to_key
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.run import Run
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    StreamlitAPIException,
    StreamlitInvalidLayoutContextError,
    StreamlitMissingRequiredParameterError,
    StreamlitValueError,
)
from formrerun.protocol.fragment_entry import Again
from formrerun.utils.digests import digest

__all__ = ["dialog", "fragment"]

F = TypeVar("F", bound=Callable[..., Any])
Every = int | float | timedelta | str | None

UNITS = {"ms": 1, "s": 1_000, "m": 60_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}


def milliseconds(every: Every) -> int | None:
    """
    Return a time between two runs in milliseconds.

    Parameters
    ----------
    every
        Seconds, a timedelta, or a text such as "1.5s", "2 min" or "1h30m".

    Raises
    ------
    StreamlitAPIException
        If it is none of these, or not positive.
    """
    if every is None:
        return None
    if isinstance(every, timedelta):
        found: float = every.total_seconds() * 1000
    elif isinstance(every, str):
        parts = re.findall(r"([\d.]+)\s*([a-zA-Z]+)", every)
        rest = re.sub(r"([\d.]+)\s*([a-zA-Z]+)", "", every).strip()
        try:
            found = sum(float(number) * _unit(unit) for number, unit in parts) if parts and not rest else 0
        except (KeyError, ValueError):
            found = 0
    elif isinstance(every, (int, float)) and not isinstance(every, bool):
        found = every * 1000
    else:
        found = 0
    if not 0 < found < 2**31:
        raise StreamlitAPIException(
            f"`run_every={every!r}` is not a time. Pass seconds, a `timedelta`, or a text such as `'10s'` or `'1h30m'`."
        )
    return max(int(found), 1)


def _unit(name: str) -> int:
    name = name.lower()
    for written, unit in (("milli", "ms"), ("sec", "s"), ("min", "m"), ("hour", "h"), ("hr", "h"), ("day", "d")):
        if name.startswith(written):
            return UNITS[unit]
    return UNITS[name]


class Fragment:
    """
    A decorated function.

    Calling it draws the fragment; :meth:`again` draws it alone.
    """

    def __init__(self, function: Callable[..., Any], every: int | None, key: str | None) -> None:
        self.function, self.every, self.key = function, every, key
        update_wrapper(self, function)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        run = current_run()
        if run.is_bare:
            return self.function(*args, **kwargs)
        node = self.node(run, Callback(self, args, kwargs))
        return drawing.draw(run, node, lambda: self.function(*args, **kwargs))

    def node(self, run: Run, call: Callback) -> FragmentNode:
        """Return the container of one call."""
        return FragmentNode(id=self.identity(run), every=self.every, call=call, name=self.key or "")

    def identity(self, run: Run) -> str:
        """Return the identity of one call: the function, and its key or which call of it this is."""
        name = f"{self.function.__module__}.{self.function.__qualname__}"
        if self.key is not None:
            claimed = f"fragment:{name}:{self.key}"
            if claimed in run.keys:
                raise StreamlitAPIException(
                    f"There are multiple calls of the fragment `{self.function.__name__}` with the same "
                    f"`key='{self.key}'`. Give every call a key of its own."
                )
            run.keys.add(claimed)
            return digest(run.page, claimed)
        count = run.repeats[name] = run.repeats.get(name, 0) + 1
        return digest(run.page, name, str(count))

    def again(self, run: Run, entry: Again, call: Callback) -> None:
        """Draw one call alone, as it stands in the page."""
        whole, run.page = run.page, entry.page
        node = self.node(run, call)
        node.id, run.repeats = entry.id, dict(entry.repeats)
        with_root = run.roots.get(entry.root, run.main)
        run.target = with_root
        try:
            self.redraw(run, node, call)
        finally:
            run.target, run.page = None, whole
        node.parent, node.repeats = entry.parent, entry.repeats

    def redraw(self, run: Run, node: FragmentNode, call: Callback) -> None:
        """Draw into the container."""

        def function() -> Any:
            run.target = None
            return self.function(*call.args, **call.kwargs)

        drawing.draw(run, node, function)


@overload
def fragment(func: F) -> F: ...
@overload
def fragment(
    func: None = None, *, run_every: Every = None, parallel: bool = False, key: str | int | None = None
) -> Callable[[F], F]: ...
def fragment(
    func: Callable[..., Any] | None = None,
    *,
    run_every: Every = None,
    parallel: bool = False,
    key: str | int | None = None,
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
        Taken for compatibility: one run at a time holds a tab's state.
    key
        Tells several calls of the function apart if their order may change. Unique among the calls of the function.

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
        return Fragment(function, every, name)

    return decorate if func is None else decorate(func)


# --------------------------------------------------------------------------------------------------------- dialogs


@dataclass(eq=False, kw_only=True)
class DialogNode(FragmentNode):
    """
    A fragment in a native ``<dialog>``.

    Attributes
    ----------
    rev
        The run that opened it; the same while it stays open.
    dismiss_id
        The widget that is told when it is dismissed, or "".
    """

    kind: ClassVar[str] = "dialog"

    title: str = ""
    size: str = "small"
    position: str = "center"
    dismissible: bool = True
    icon: str = ""
    rev: int = 0
    dismiss_id: str = ""


class Dialog(Fragment):
    """A decorated function whose fragment is a dialog."""

    def __init__(self, function: Callable[..., Any], on_dismiss: OnChange, **shown: Any) -> None:
        super().__init__(function, None, None)
        self.on_dismiss, self.shown = on_dismiss, shown

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        run = current_run()
        if run.is_bare:
            self.function(*args, **kwargs)
            return
        open_ = next((node for node in run.fragments.values() if isinstance(node, DialogNode)), None)
        if open_ is not None:
            raise StreamlitInvalidLayoutContextError(
                "Dialogs may not be nested inside other dialogs."
                if run.fragment in fragments.within([open_.id], run.fragments)
                else "Only one dialog is allowed to be opened at the same time. Please make sure to not call a "
                "dialog-decorated function more than once in a script run."
            )
        outer = run.target, run.stack[:], run.fragment
        # Over the page it stands wherever it is; a fragment that runs alone sends only what is in it.
        around = run.fragments.get(run.fragment)
        home = around if around is not None and around.alone else run.main
        run.target, run.stack[:], run.fragment = home, [], home.fragment
        try:
            node = self.node(run, Callback(self, args, kwargs))
            assert isinstance(node, DialogNode)
            if self.on_dismiss != "ignore":
                node.dismiss_id = self._dismissal(run, node)
            self.redraw(run, node, Callback(self, args, kwargs))
        finally:
            run.target, run.stack[:], run.fragment = outer

    def node(self, run: Run, call: Callback) -> FragmentNode:
        return DialogNode(id=self.identity(run), call=call, rev=run.state.run, **self.shown)

    def again(self, run: Run, entry: Again, call: Callback) -> None:
        super().again(run, entry, call)
        node = run.fragments[entry.id]
        if isinstance(node, DialogNode):
            node.rev = entry.since
            if self.on_dismiss != "ignore":
                node.dismiss_id = f"fr-{digest(entry.id, 'dismiss')}"

    def _dismissal(self, run: Run, node: FragmentNode) -> str:
        """Draw the button, which nobody sees, that dismissing the dialog presses; return its id."""
        declared = declare(
            run, "dialog", None, {"id": node.id}, on_change=self.on_dismiss, parameter="on_dismiss", writable=False
        )
        widget = Dismissal(**{**declared.common(), "id": f"fr-{digest(node.id, 'dismiss')}"}, field=Trigger())
        register(run, widget)
        return widget.id


@dataclass(eq=False, kw_only=True)
class Dismissal(Widget):
    """What is pressed when a dialog is dismissed."""

    kind: ClassVar[str] = "dismissal"


def dialog(
    title: str,
    *,
    width: Literal["small", "medium", "large"] = "small",
    position: Literal["center", "top", "bottom", "left", "right"] = "center",
    dismissible: bool = True,
    icon: str | None = None,
    on_dismiss: OnChange = "ignore",
) -> Callable[[F], F]:
    """
    Make a function a dialog: calling it opens it over the page.

    It is a fragment: what is done in it runs only the function. ``fr.rerun()`` closes it, for then the page runs
    without the call; Escape, the close button and a click beside it dismiss it.

    Parameters
    ----------
    title
        The dialog's title; Markdown in one line.
    width
        "small" (500 px), "medium" (750 px) or "large" (1280 px).
    position
        Where it stands: "center", or at the "top", "bottom", "left" or "right" edge of the window.
    dismissible
        Whether it can be dismissed; without, only the page closes it.
    icon
        An emoji or ``:material/name:`` in front of the title.
    on_dismiss
        "ignore"; "rerun" runs the page when it is dismissed; a callable is called before that.

    Raises
    ------
    StreamlitMissingRequiredParameterError
        If the title is empty.
    StreamlitAPIException
        If a dialog is open already, or the call stands in another dialog.
    """
    if not title:
        raise StreamlitMissingRequiredParameterError("title", detail='For example: `@st.dialog("Example Title")`.')
    for parameter, value, valid in (
        ("width", width, ("small", "medium", "large")),
        ("position", position, ("center", "top", "bottom", "left", "right")),
    ):
        if value not in valid:
            raise StreamlitValueError(parameter, [f"'{name}'" for name in valid])
    if isinstance(on_dismiss, str) and on_dismiss not in ("ignore", "rerun"):
        raise StreamlitValueError("on_dismiss", ["'ignore'", "'rerun'", "a callback function"])

    def decorate(function: F) -> F:
        shown = {"title": title, "size": width, "position": position, "dismissible": dismissible}
        return Dialog(function, on_dismiss, icon=clean_icon(icon), **shown)  # type: ignore[return-value]

    return decorate
