"""``streamlit.components.v2``: components of the author's in the page itself, of HTML, styles and a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from formrerun.components._component_assets import define
from formrerun.components._component_state import ComponentResult
from formrerun.components._mounting import mount
from formrerun.engine.tree import Height, Width
from formrerun.exceptions import StreamlitInvalidParameterTypeError

__all__ = ["ComponentRenderer", "ComponentResult", "component"]


class ComponentRenderer(Protocol):
    """What :func:`component` gives: called, it draws the component and returns its state and triggers."""

    def __call__(
        self,
        *,
        key: str | int | None = None,
        data: Any = None,
        default: dict[str, Any] | None = None,
        width: Width = "stretch",
        height: Height = "content",
        **on_callbacks: Callable[..., Any] | None,
    ) -> ComponentResult: ...


def component(
    name: str,
    *,
    html: str | None = None,
    css: str | None = None,
    js: str | None = None,
    isolate_styles: bool = True,
) -> ComponentRenderer:
    """
    Declare a component that stands in the page itself, and return what draws it.

    Its script is a module with a default function, called with ``data``, ``parentElement``, ``setStateValue``,
    ``setTriggerValue``, ``name`` and ``key``, and again when the data has changed; the function that it returns is
    called when the component goes.

    The script is as trusted as the page function: it reaches the whole page. Never put into ``html``, ``css`` or ``js``
    what others have written. It is served from the site's own address, so that ``script-src 'self'`` allows it; scripts
    and handlers inside of ``html`` stay without effect under such a policy.

    Parameters
    ----------
    name
        Its name.
    html
        What stands in it.
    css
        Its styles, or a file of its package.
    js
        Its script, or a file of its package: a path or pattern below the ``asset_dir`` that its ``pyproject.toml``
        declares.
    isolate_styles
        Draw it in a shadow tree, which styles do not cross; ``parentElement`` is that tree's root.

    Returns
    -------
    ComponentRenderer
        Called with ``key``, ``data`` (what JSON can write, bytes, tables, or a dict of JSON and tables), ``default``
        (states by name), ``width``, ``height`` and a callback ``on_<name>_change`` for each state and trigger, it
        returns them as attributes. A state stays until the component sets another one; a trigger is there in the run
        that it causes, else None.

    Raises
    ------
    StreamlitInvalidParameterTypeError
        If ``css`` or ``js`` is no text.

    Examples
    --------
    >>> stars = component("stars", js="export default ({ parentElement, setStateValue }) => { … }")
    >>> fr.write(stars(key="stars", default={"count": 3}, on_count_change=lambda: None).count)
    3
    """
    for parameter, value in (("css", css), ("js", js)):
        if value is not None and not isinstance(value, str):
            raise StreamlitInvalidParameterTypeError(parameter, type(value).__name__, ["str", "None"])
    definition = define(name, html, css, js)

    def mount_component(
        *,
        key: str | int | None = None,
        data: Any = None,
        default: dict[str, Any] | None = None,
        width: Width = "stretch",
        height: Height = "content",
        **on_callbacks: Callable[..., Any] | None,
    ) -> ComponentResult:
        return mount(
            definition, isolate_styles=isolate_styles, key=key, data=data, default=default, width=width, height=height,
            callbacks=on_callbacks,
        )  # fmt: skip

    return mount_component
