"""Menu button: a button that opens a list of options; the one that is chosen is the page's for one run."""

from __future__ import annotations

from typing import Any

from formrerun.elements._buttons import ButtonParameters, draw_sender
from formrerun.elements._parameters import ButtonType
from formrerun.elements.inputs._menu import MenuButton, MenuField, MenuSend, read_menu
from formrerun.elements.inputs._options import FormatFunc, coerce_enum
from formrerun.engine.context import current_run
from formrerun.engine.handles import command
from formrerun.engine.permissions import Asked
from formrerun.engine.registration import declare, register
from formrerun.engine.tree import Width
from formrerun.exceptions import FORM_DOCS, StreamlitInvalidLayoutContextError

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
    parameters = ButtonParameters(
        label, key, help, on_click, args, kwargs, type, icon, disabled=disabled, width=width, wrap=wrap,
        permission=permission, confirm=confirm,
    )  # fmt: skip
    found = read_menu(options, format_func)
    declared = declare(
        run, "menu_button", key,
        {
            "label": parameters.label, "options": found.labels, "help": help, "type": type, "icon": icon,
            "width": width,
        },
        on_change=on_click, parameter="on_click", modes=(), args=args, kwargs=kwargs, writable=False,
    )  # fmt: skip
    if declared.form and not run.is_bare:
        raise StreamlitInvalidLayoutContextError(f"`st.menu_button()` can't be used in an `st.form()`.{FORM_DOCS}")
    asked = parameters.asked
    send, sent, common = draw_sender(MenuSend, "menu", "send", declared, asked, parameters.label)
    widget = MenuButton(
        **{**common, **parameters.variables()},
        sends=send.id,
        options=found.labels,
        wires=found.wires,
        confirm=asked.confirm,
        field=MenuField(options=found, to_label=format_func),
    )
    value = register(run, widget)
    if sent:
        run.state.assigned.add(widget.id)  # so that the next submission finds nothing under its key
        return coerce_enum(value, found)
    widget.state.value, widget.state.stored = None, [""]
    return None
