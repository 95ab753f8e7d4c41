"""Popover: a button that shows a container over the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._parameters import ButtonType, check_width, clean_help, clean_icon, clean_type
from formrerun.elements.layout._opening import OnOpen, Openable, OpenContainer, browser_owned, call_site, opening
from formrerun.engine.context import current_run
from formrerun.engine.fields import BoolField
from formrerun.engine.handles import command, open_container
from formrerun.engine.keys import to_key
from formrerun.engine.tree import Width
from formrerun.exceptions import StreamlitMissingRequiredParameterError

__all__ = ["popover"]


@dataclass(eq=False, kw_only=True)
class Popover(Openable):
    """A container over the page: the browser opens it, closes it on Escape and gives the focus back to the button."""

    kind: ClassVar[str] = "popover"

    label: str = ""
    type: ButtonType = "secondary"
    help: str | None = None
    icon: str = ""
    disabled: bool = False
    wrap: bool | None = None
    open: bool = False


@command
def popover(
    label: str,
    *,
    type: ButtonType = "secondary",
    help: str | None = None,
    icon: str | None = None,
    disabled: bool = False,
    use_container_width: bool | None = None,
    width: Width = "content",
    wrap: bool | None = None,
    key: str | int | None = None,
    on_change: OnOpen = "ignore",
    args: Any = None,
    kwargs: Any = None,
) -> OpenContainer:
    """
    Draw a button that shows a container over the page; a run does not close it.

    Parameters
    ----------
    label
        The button's text; Markdown in one line.
    type
        "primary", "secondary" or "tertiary".
    icon
        An emoji or ``:material/name:`` in front of the label.
    disabled
        Draw the button so that it opens nothing.
    width
        The button's: "content", "stretch" or pixels; ``use_container_width`` is its older name.
    wrap
        Let a long label break into lines.
    on_change, args, kwargs
        "rerun", or a callback: the page then runs when someone opens or closes it, ``.open`` of the handle says which
        of the two, and so does ``session_state[key]``.

    Examples
    --------
    >>> with fr.popover("Filter"):
    ...     status = fr.multiselect("Status", ["open", "paid"])
    """
    run = current_run()
    if label is None:
        raise StreamlitMissingRequiredParameterError("label")
    if use_container_width is not None:
        width = "stretch" if use_container_width else "content"
    clean_type(type)
    check_width(width, allow_content=True)
    name, label = to_key(key), str(label)
    params = {"label": label, "icon": icon, "help": help, "type": type, "width": width}
    told = opening("popover", name, params, BoolField(), on_change=on_change, args=args, kwargs=kwargs)
    node = Popover(
        key=name,
        id=browser_owned(run, "popover", name, label if name is None else ""),
        label=label,
        type=type,
        help=clean_help(help),
        icon=clean_icon(icon),
        disabled=bool(disabled),
        wrap=wrap,
        width=width,
        open=told is not None and bool(told.value),
    )
    node.site = call_site()
    node.tell(told)
    return OpenContainer(open_container(run, node), node.open if told is not None else None)
