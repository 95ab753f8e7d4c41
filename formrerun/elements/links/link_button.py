"""A link that looks like a button: to open an address, and to run the page if that is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._buttons import ButtonLook, ButtonParameters
from formrerun.elements._parameters import ButtonType, IconPosition, clean_url
from formrerun.engine.context import current_run
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.keys import PAGE_FORM
from formrerun.engine.registration import OnChange, register
from formrerun.engine.tree import Element, Width
from formrerun.engine.widgets import Widget

__all__ = ["link_button"]


@dataclass(eq=False, kw_only=True)
class LinkButton(ButtonLook, Element):
    """A link, and nothing else happens."""

    kind: ClassVar[str] = "link_button"

    label: str
    url: str
    help: str | None = None
    disabled: bool = False


@dataclass(eq=False, kw_only=True)
class PressedLink(ButtonLook, Widget):
    """A link that also runs the page."""

    kind: ClassVar[str] = "pressed_link"
    type_name: ClassVar[str] = "link_button"

    url: str

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
    parameters = ButtonParameters(
        label, key, help, on_click, args, kwargs, type, icon, icon_position, disabled, use_container_width, width,
        shortcut, wrap,
    )  # fmt: skip
    is_named = key is not None or on_click != "ignore"
    declared = parameters.declare("link_button", {"url": url}) if is_named else None
    variables = {**parameters.variables(), "url": clean_url(url)}
    if declared is None or on_click == "ignore":
        return draw(LinkButton(key=declared.key if declared is not None else None, **variables))
    own = {**declared.as_kwargs(), "form": "", "form_id": PAGE_FORM, "ignore": False}
    return bool(register(current_run(), PressedLink(**own, **variables, field=parameters.asked.field)))
