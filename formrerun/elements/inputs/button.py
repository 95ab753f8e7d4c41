"""Button: True for the one run that it causes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from formrerun.elements._buttons import ButtonLook, ButtonParameters
from formrerun.elements._parameters import ButtonType, IconPosition
from formrerun.engine.context import current_run
from formrerun.engine.demands import confirmation
from formrerun.engine.handles import command
from formrerun.engine.permissions import Asked
from formrerun.engine.registration import register
from formrerun.engine.run import Run
from formrerun.engine.tree import Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import FORM_DOCS, StreamlitInvalidLayoutContextError, StreamlitValueError

__all__ = ["button"]

OnRunning = Literal["finish", "interrupt"]


@dataclass(eq=False, kw_only=True)
class Button(ButtonLook, Widget):
    """A button, of a form or of its own."""

    kind: ClassVar[str] = "button"

    submits: bool = False
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
    run: Run, kind: str, parameters: ButtonParameters, *, submits: bool, once: bool = False,
    on_running: OnRunning = "finish",
) -> bool:  # fmt: skip
    """Draw a button or a submit button; they differ in where they may stand."""
    own = {"help": parameters.help, "submits": submits}
    declared = parameters.declare(kind, own, modes=(), submits=submits)
    if declared.form and not submits and not run.is_bare:
        raise StreamlitInvalidLayoutContextError(
            "`st.button()` can't be used in an `st.form()`. Use `st.form_submit_button()` instead to submit the form."
            + FORM_DOCS
        )
    if submits and not declared.form and not run.is_bare:
        raise StreamlitInvalidLayoutContextError(
            f"`st.form_submit_button()` must be used inside an `st.form()`.{FORM_DOCS}"
        )
    node = run.drawing.forms.get(declared.form) if submits else None
    if node is not None and node.gate is not None:
        declared.callback = node.gate(declared.callback)
    widget = Button(
        **declared.as_kwargs(),
        **parameters.variables(),
        submits=submits,
        once=bool(once),
        yields=clean_on_running(node.on_running if node is not None else on_running) == "interrupt",
        confirm=parameters.asked.confirm,
        field=parameters.asked.field,
        demands=parameters.asked.demands(node.demands if node is not None else None),
    )
    if node is not None:
        node.buttons.append(widget)
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
    parameters = ButtonParameters(
        label, key, help, on_click, args, kwargs, type, icon, icon_position, disabled, use_container_width, width,
        shortcut, wrap, permission, confirm,
    )  # fmt: skip
    return draw_button(current_run(), "button", parameters, submits=False, once=once, on_running=on_running)
