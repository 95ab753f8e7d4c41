"""A link that looks like a button: to open an address, and to run the page if that is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._parameters import (
    ButtonType,
    IconPosition,
    check_width,
    clean_help,
    clean_icon,
    clean_icon_position,
    clean_type,
    clean_url,
)
from formrerun.elements._shortcuts import clean_shortcut
from formrerun.engine.context import current_run
from formrerun.engine.drawing import draw
from formrerun.engine.fields import Trigger
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.keys import PAGE_FORM
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.tree import Element, Width
from formrerun.engine.widgets import Widget

__all__ = ["link_button"]


@dataclass(eq=False, kw_only=True)
class LinkButton(Element):
    """A link, and nothing else happens."""

    kind: ClassVar[str] = "link_button"

    label: str
    url: str
    help: str | None = None
    disabled: bool = False
    type: ButtonType = "secondary"
    icon: str = ""
    icon_position: IconPosition = "left"
    shortcut: str = ""
    wrap: bool | None = None


@dataclass(eq=False, kw_only=True)
class PressedLink(Widget):
    """A link that also runs the page."""

    kind: ClassVar[str] = "pressed_link"
    type_name: ClassVar[str] = "link_button"

    url: str
    type: ButtonType = "secondary"
    icon: str = ""
    icon_position: IconPosition = "left"
    shortcut: str = ""
    wrap: bool | None = None

    def context(self) -> dict[str, Any]:
        return {**super().context(), "presses": not self.disabled}

    @property
    def value(self) -> str:
        """The label, as Streamlit's ``AppTest`` has it."""
        return self.label


@command
def link_button(
    label: str,
    url: str,
    *,
    key: str | int | None = None,
    on_click: OnChange = "ignore",
    args: Any = None,
    kwargs: Any = None,
    help: str | None = None,
    type: ButtonType = "secondary",
    icon: str | None = None,
    icon_position: IconPosition = "left",
    disabled: bool = False,
    use_container_width: bool | None = None,
    width: Width = "content",
    shortcut: str | None = None,
    wrap: bool | None = None,
) -> bool | DeltaGenerator:
    """
    Draw a button that opens an address in a new tab.

    Parameters
    ----------
    label
        Its text; Markdown in one line.
    url
        The address. One that would run as a script is not opened.
    on_click, args, kwargs
        "ignore": the page does not run. With "rerun" or a callback it does, and the command returns True in that run,
        as :func:`button` does. Without JavaScript the address is opened and nothing runs.
    type, icon, icon_position, shortcut, width, use_container_width, wrap
        As those of :func:`button`.

    Raises
    ------
    StreamlitInvalidFormCallbackError
        If it has a callback inside a form. "rerun" runs at once there, without the form.
    """
    run = current_run()
    clean_type(type)
    if use_container_width is not None:
        width = "stretch" if use_container_width else "content"
    position, label = clean_icon_position(icon_position), "" if label is None else str(label)
    shortcut = clean_shortcut(shortcut) if shortcut is not None else ""
    check_width(width, allow_content=True)
    declared = None
    if key is not None or on_click != "ignore":
        declared = declare(
            run,
            "link_button",
            key,
            {
                "label": label, "icon": icon, "url": url, "help": help, "type": type, "width": width,
                "icon_position": position, "shortcut": shortcut,
            },
            on_change=on_click,
            parameter="on_click",
            args=args,
            kwargs=kwargs,
            writable=False,
        )  # fmt: skip
    variables: dict[str, Any] = {
        "label": label, "url": clean_url(url), "help": clean_help(help), "disabled": bool(disabled), "width": width,
        "type": type, "icon": clean_icon(icon), "icon_position": position, "shortcut": shortcut, "wrap": wrap,
    }  # fmt: skip
    if declared is None or on_click == "ignore":
        return draw(LinkButton(key=declared.key if declared is not None else None, **variables))
    own = {**declared.as_kwargs(), "form": "", "form_id": PAGE_FORM, "ignore": False}
    return bool(register(run, PressedLink(**own, **variables, field=Trigger())))
