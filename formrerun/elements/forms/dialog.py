"""``dialog``: a fragment that stands over the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeVar

from django.utils.functional import Promise

from formrerun.elements._parameters import clean_icon, one_of
from formrerun.elements.forms.fragment import Fragment
from formrerun.engine import callbacks, fragments
from formrerun.engine.callbacks import Callback
from formrerun.engine.context import current_run
from formrerun.engine.fields import Trigger
from formrerun.engine.fragments import FragmentNode
from formrerun.engine.permissions import Asked
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.run import Run
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    StreamlitInvalidLayoutContextError,
    StreamlitMissingRequiredParameterError,
    StreamlitValueError,
)
from formrerun.protocol.fragment_entry import FragmentEntry
from formrerun.utils.digests import digest

F = TypeVar("F", bound=Callable[..., Any])


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
    subject
        What it was opened for: another one for other arguments.
    pixels
        Its width, if that is none of the three sizes; else 0.
    """

    kind: ClassVar[str] = "dialog"
    modal: ClassVar[bool] = True

    title: str = ""
    size: str = "small"
    pixels: int = 0
    position: str = "center"
    dismissible: bool = True
    icon: str = ""
    rev: int = 0
    dismiss_id: str = ""
    subject: str = ""

    def sizes(self) -> Iterable[str]:
        return (f"d{self.pixels}",) if self.pixels else ()


class Dialog(Fragment):
    """A decorated function whose fragment is a dialog."""

    modal: ClassVar[bool] = True

    def __init__(self, function: Callable[..., Any], on_dismiss: OnChange, permission: Asked, **shown: Any) -> None:
        super().__init__(function, None, None, permission)
        self.on_dismiss, self.shown = on_dismiss, shown

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        run = current_run()
        if run.is_bare:
            self.function(*args, **kwargs)
            return
        if not self.may_be_used(getattr(run.request, "user", None)):
            return
        run.check_not_parallel("@st.dialog")
        drawing = run.drawing
        open_ = next((node for node in drawing.fragments.values() if node.modal), None)
        if open_ is not None:
            raise StreamlitInvalidLayoutContextError(
                "Dialogs may not be nested inside other dialogs."
                if drawing.fragment in fragments.within([open_.id], drawing.fragments)
                else "Only one dialog is allowed to be opened at the same time. Please make sure to not call a "
                "dialog-decorated function more than once in a script run."
            )
        outer = drawing.target, drawing.stack, drawing.fragment
        # Over the page it stands wherever it is; a fragment that runs alone sends only what is in it.
        around = drawing.fragments.get(drawing.fragment)
        home = around if around is not None and around.can_run_alone else drawing.main
        drawing.target, drawing.stack, drawing.fragment = home, (), home.fragment
        try:
            node = self.node(run, Callback(self, args, kwargs))
            assert isinstance(node, DialogNode)
            if self.on_dismiss != "ignore":
                node.dismiss_id = self._dismissal(run, node)
            self.redraw(run, node, Callback(self, args, kwargs))
        finally:
            drawing.target, drawing.stack, drawing.fragment = outer

    def node(self, run: Run, call: Callback) -> FragmentNode:
        subject = callbacks.subject(Callback(self.function, call.args, call.kwargs))
        guarded = self.permission is not None
        return DialogNode(
            id=self.identity(run), call=call, rev=run.state.run, subject=subject, is_guarded=guarded, **self.shown
        )

    def again(self, run: Run, entry: FragmentEntry, call: Callback) -> None:
        super().again(run, entry, call)
        node = run.drawing.fragments[entry.id]
        if isinstance(node, DialogNode):
            node.rev = entry.since
            if self.on_dismiss != "ignore":
                node.dismiss_id = f"fr-{digest(entry.id, 'dismiss')}"

    def _dismissal(self, run: Run, node: FragmentNode) -> str:
        """Draw the button, which nobody sees, that dismissing the dialog presses; return its id."""
        declared = declare(
            run, "dialog", None, {"id": node.id}, on_change=self.on_dismiss, parameter="on_dismiss", writable=False
        )
        widget = Dismissal(**{**declared.as_kwargs(), "id": f"fr-{digest(node.id, 'dismiss')}"}, field=Trigger())
        register(run, widget)
        return widget.id


@dataclass(eq=False, kw_only=True)
class Dismissal(Widget):
    """What is pressed when a dialog is dismissed."""

    kind: ClassVar[str] = "dismissal"


def dialog(
    title: str,
    *,
    width: Literal["small", "medium", "large"] | int = "small",
    position: Literal["center", "top", "bottom", "left", "right"] = "center",
    dismissible: bool = True,
    icon: str | None = None,
    on_dismiss: OnChange = "ignore",
    permission: Asked = None,
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
        "small" (500 px), "medium" (750 px), "large" (1280 px), or pixels; narrow windows make it narrower.
    position
        Where it stands: "center", or at the "top", "bottom", "left" or "right" edge of the window.
    dismissible
        Whether it can be dismissed; without, only the page closes it.
    icon
        An emoji or ``:material/name:`` in front of the title.
    on_dismiss
        "ignore"; "rerun" runs the page when it is dismissed; a callable is called before that.
    permission
        What a visitor must have, as that of :func:`button`: for others it does not open. Django's decorators of
        permissions below this one say the same.

    Raises
    ------
    StreamlitMissingRequiredParameterError
        If the title is empty.
    StreamlitAPIException
        If a dialog is open already, or the call stands in another dialog.
    """
    if not (isinstance(title, (str, Promise)) and title):
        raise StreamlitMissingRequiredParameterError("title", detail='For example: `@st.dialog("Example Title")`.')
    pixels = min(width, 99_999) if type(width) is int and width > 0 else 0
    if not pixels and width not in ("small", "medium", "large"):
        sizes = ["'small'", "'medium'", "'large'", "a positive integer"]
        raise StreamlitValueError("width", sizes, detail=f"Got {width!r}.")
    one_of("position", position, ["center", "top", "bottom", "left", "right"], got=False)
    if on_dismiss not in ("ignore", "rerun") and not callable(on_dismiss):
        raise StreamlitValueError("on_dismiss", ["'rerun'", "'ignore'", "a callback function"])

    def decorate(function: F) -> F:
        size = "small" if pixels else width
        shown = {"title": title, "size": size, "pixels": pixels, "position": position, "dismissible": dismissible}
        return Dialog(function, on_dismiss, permission, icon=clean_icon(icon), **shown)  # type: ignore[return-value]

    return decorate


__all__ = ["dialog"]
