"""Menu button: a button that opens a list of options; the one that is chosen is the page's for one run."""

from __future__ import annotations

from typing import Any

from formrerun.elements._parameters import ButtonType, check_width, clean_help, clean_icon, clean_type
from formrerun.elements.inputs._menu import MenuButton, MenuField, MenuSend, read_menu
from formrerun.elements.inputs._options import FormatFunc, coerce_enum
from formrerun.elements.inputs._permitted import asked_of_button
from formrerun.engine.context import current_run
from formrerun.engine.demands import Demands
from formrerun.engine.drawing import draw_inside
from formrerun.engine.fields import Trigger
from formrerun.engine.forms import FormNode
from formrerun.engine.handles import command
from formrerun.engine.permissions import Asked
from formrerun.engine.registration import declare, register
from formrerun.engine.tree import Width
from formrerun.exceptions import FORM_DOCS, StreamlitInvalidLayoutContextError
from formrerun.utils.digests import digest

__all__ = ["menu_button"]


@command
def menu_button(
    label: str,
    options: Any,
    *,
    key: str | int | None = None,
    help: str | None = None,
    on_click: Any = None,
    args: Any = None,
    kwargs: Any = None,
    type: ButtonType = "secondary",
    icon: str | None = None,
    disabled: bool = False,
    width: Width = "content",
    format_func: FormatFunc = str,
    wrap: bool | None = None,
    permission: Asked = None,
    confirm: str | None = None,
) -> Any:
    """
    Draw a button that opens a list; return a copy of the option chosen in it in the run that this causes, else None.

    Parameters
    ----------
    label
        The button's text; Markdown in one line.
    options
        Any iterable: a list, an Enum, a QuerySet, a Series …
    on_click, args, kwargs
        Called before the page runs, with the option already in ``session_state[key]``.
    type, icon
        As those of :func:`button`.
    width
        "content", "stretch" or pixels.
    format_func
        Gives an option's label; the value returned is the option itself.
    wrap
        Let a long label break into lines.
    permission
        What a visitor must have to choose in it, as that of :func:`button`.
    confirm
        What a person must agree to before a choice counts; see :func:`button`.

    Raises
    ------
    StreamlitMissingRequiredParameterError
        If there is no option.
    StreamlitAPIException
        If two options have the same label.
    StreamlitInvalidLayoutContextError
        Inside a form.

    Examples
    --------
    >>> action = fr.menu_button("Export", ["CSV", "JSON"])
    >>> if action is not None:
    ...     fr.write(f"Exporting as {action}")
    """
    run = current_run()
    asked, disabled, hint = asked_of_button(run, permission, disabled, help)
    label = "" if label is None else str(label)
    found = read_menu(options, format_func)
    declared = declare(
        run, "menu_button", key,
        {"label": label, "options": found.labels, "help": help, "type": type, "icon": icon, "width": width},
        on_change=on_click, parameter="on_click", modes=(), args=args, kwargs=kwargs, writable=False,
    )  # fmt: skip
    if declared.form and not run.is_bare:
        raise StreamlitInvalidLayoutContextError(f"`st.menu_button()` can't be used in an `st.form()`.{FORM_DOCS}")
    clean_type(type)
    check_width(width, allow_content=True)
    # A form of its own: a choice sends itself and nothing else.
    form = FormNode(form_key=f"$$menu-{declared.id}", clear_on_submit=True)
    run.open_form(form)
    common = {**declared.as_kwargs(), "form": form.form_key, "form_id": form.dom_id, "disabled": bool(disabled)}
    send = MenuSend(
        **{**common, "id": f"fr-{digest(declared.id, 'send')}", "key": None}, field=Trigger(permission=asked)
    )
    question = str(confirm or "").strip()
    if question:
        send.demands = Demands(confirm=question)
    form.buttons.append(send)
    sent = draw_inside(send)
    widget = MenuButton(
        **{**common, "callback": None},
        label=label,
        help=clean_help(hint),
        sends=send.id,
        options=found.labels,
        wires=found.wires,
        type=type,
        icon=clean_icon(icon),
        width=width,
        wrap=wrap,
        confirm=question,
        field=MenuField(options=found, to_label=format_func),
    )
    value = register(run, widget)
    if sent:
        run.state.assigned.add(widget.id)  # so that the next submission finds nothing under its key
        return coerce_enum(value, found)
    widget.state.value, widget.state.stored = None, [""]
    return None
