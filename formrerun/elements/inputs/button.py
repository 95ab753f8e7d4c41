"""Button: True for the one run that it causes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from formrerun.elements._parameters import (
    ButtonType,
    IconPosition,
    check_width,
    clean_help,
    clean_icon,
    clean_icon_position,
    clean_type,
)
from formrerun.elements._shortcuts import clean_shortcut
from formrerun.elements.inputs._permitted import asked_of_button
from formrerun.engine.context import current_run
from formrerun.engine.demands import Demands, confirmation
from formrerun.engine.fields import Trigger
from formrerun.engine.handles import command
from formrerun.engine.permissions import Asked
from formrerun.engine.registration import declare, register
from formrerun.engine.run import Run
from formrerun.engine.tree import Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import FORM_DOCS, StreamlitInvalidLayoutContextError, StreamlitValueError

__all__ = ["button"]

OnRunning = Literal["finish", "interrupt"]


@dataclass(eq=False, kw_only=True)
class Button(Widget):
    """A button, of a form or of its own."""

    kind: ClassVar[str] = "button"

    submits: bool = False
    type: ButtonType = "secondary"
    icon: str = ""
    icon_position: IconPosition = "left"
    shortcut: str = ""
    wrap: bool | None = None
    once: bool = False
    yields: bool = False
    previews: bool = False
    confirm: str = ""

    def context(self) -> dict[str, Any]:
        return {**super().context(), "confirmation": confirmation(self.id, self.confirm)}

    @property
    def type_name(self) -> str:  # type: ignore[override]
        return "form_submit_button" if self.submits else "button"


def clean_on_running(value: Any) -> OnRunning:
    """Return what a newer submission does to a run; raise StreamlitValueError if it is neither of the two."""
    if value not in ("finish", "interrupt"):
        raise StreamlitValueError("on_running", ["'finish'", "'interrupt'"])
    return value  # type: ignore[no-any-return]


def draw_button(
    run: Run,
    kind: str,
    label: Any,
    key: str | int | None,
    *,
    help: Any,
    on_click: Any,
    args: Any,
    kwargs: Any,
    type: ButtonType,
    icon: Any,
    icon_position: Any,
    disabled: bool,
    use_container_width: bool | None,
    width: Width,
    shortcut: Any,
    wrap: bool | None,
    submits: bool,
    once: bool = False,
    on_running: OnRunning = "finish",
    permission: Asked = None,
    confirm: str | None = None,
) -> bool:
    """Draw a button or a submit button; they differ in where they may stand."""
    asked, disabled, hint = asked_of_button(run, permission, disabled, help)
    if use_container_width is not None:
        width = "stretch" if use_container_width else "content"
    clean_type(type)
    icon_position = clean_icon_position(icon_position)
    label = "" if label is None else str(label)
    shortcut = clean_shortcut(shortcut) if shortcut is not None else ""
    declared = declare(
        run,
        kind,
        key,
        {
            "label": label, "icon": icon, "help": help, "submits": submits, "type": type, "width": width,
            "icon_position": icon_position, "shortcut": shortcut,
        },
        on_change=on_click,
        parameter="on_click",
        modes=(),
        args=args,
        kwargs=kwargs,
        writable=False,
        submits=submits,
    )  # fmt: skip
    if declared.form and not submits and not run.is_bare:
        raise StreamlitInvalidLayoutContextError(
            "`st.button()` can't be used in an `st.form()`. Use `st.form_submit_button()` instead to submit the form."
            + FORM_DOCS
        )
    if submits and not declared.form and not run.is_bare:
        raise StreamlitInvalidLayoutContextError(
            f"`st.form_submit_button()` must be used inside an `st.form()`.{FORM_DOCS}"
        )
    check_width(width, allow_content=True)
    node = run.drawing.forms.get(declared.form) if submits else None
    if node is not None and node.gate is not None:
        declared.callback = node.gate(declared.callback)
    widget = Button(
        **declared.as_kwargs(),
        label=label,
        help=clean_help(hint),
        disabled=bool(disabled),
        width=width,
        submits=submits,
        type=type,
        icon=clean_icon(icon),
        icon_position=icon_position,
        shortcut=shortcut,
        wrap=wrap,
        once=bool(once),
        yields=clean_on_running(on_running) == "interrupt",
        field=Trigger(permission=asked),
    )
    if node is not None:
        node.buttons.append(widget)
        widget.yields = node.on_running == "interrupt"
        widget.demands = node.demands
    if confirm is not None and str(confirm).strip():
        widget.confirm = str(confirm)
        widget.demands = replace(widget.demands or Demands(), confirm=widget.confirm)
    if widget.yields:
        run.interruption.interruptible.add(widget.id)
    return bool(register(run, widget))


@command
def button(
    label: str,
    key: str | int | None = None,
    help: str | None = None,
    on_click: Any = None,
    args: Any = None,
    kwargs: Any = None,
    *,
    type: ButtonType = "secondary",
    icon: str | None = None,
    icon_position: IconPosition = "left",
    disabled: bool = False,
    use_container_width: bool | None = None,
    width: Width = "content",
    shortcut: str | None = None,
    wrap: bool | None = None,
    once: bool = False,
    on_running: OnRunning = "finish",
    permission: Asked = None,
    confirm: str | None = None,
) -> bool:
    """
    Draw a button; return True in the run that it causes, and False in every other.

    Every press counts: a button that is pressed twice quickly runs twice, unless ``once`` is set.

    Parameters
    ----------
    label
        Its text; Markdown in one line.
    on_click, args, kwargs
        Called before the page runs.
    type
        "primary", "secondary" or "tertiary".
    icon, icon_position
        An emoji, ``:material/name:`` or "spinner", left or right of the label.
    shortcut
        A key such as "Ctrl+K" that presses it.
    width
        "content", "stretch" or pixels; ``use_container_width`` is its older name.
    wrap
        Let a long label break into lines.
    once
        Take a second press while the first is not answered for the same one, as a submit button does.
    on_running
        What a newer submission does to the run of this one once it has seen the button: "finish" lets it come to its
        end, "interrupt" ends it as Streamlit does; what it had written since the callbacks is undone.
    permission
        What a visitor must have to press it: a permission of Django's ("shop.change_order"), several, these and the
        object they are asked for (``["shop.change_order", order]``), or a function at module level that takes the user.
        For others the button is disabled. It is asked again when the button is pressed, before anything is done.
    confirm
        What a person must agree to first, as "Delete 3 orders?": a dialog asks, without JavaScript the page. The server
        takes no press that nobody has agreed to, nor one to another text than it asks by now.

    Raises
    ------
    StreamlitInvalidLayoutContextError
        Inside a form.
    FormrerunError
        If ``permission`` is none of these.
    """
    return draw_button(
        current_run(), "button", label, key, help=help, on_click=on_click, args=args, kwargs=kwargs, type=type,
        icon=icon, icon_position=icon_position, disabled=disabled, use_container_width=use_container_width,
        width=width, shortcut=shortcut, wrap=wrap, submits=False, once=once,
        on_running=on_running, permission=permission, confirm=confirm,
    )  # fmt: skip
