"""``streamlit.components.v1``: HTML with scripts, and pages of other sites, in frames."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from formrerun.components._component import draw_component
from formrerun.elements._parameters import check_height, check_width
from formrerun.elements.media.iframe import draw_frame
from formrerun.engine.handles import DeltaGenerator
from formrerun.exceptions import StreamlitAPIException

__all__ = ["declare_component", "html", "iframe"]

#: How high a frame is by default, as in Streamlit.
HEIGHT = 150  # pixels


def html(
    html: str,
    width: int | None = None,
    height: int | None = None,
    scrolling: bool = False,
    *,
    tab_index: int | None = None,
) -> DeltaGenerator:
    """
    Draw an HTML document in a frame. Its scripts run, and reach nothing of the page; ``frame-src 'self'`` allows it.

    Parameters
    ----------
    html
        The document.
    width, height
        Pixels; by default as wide as there is room, and 150 pixels high.
    scrolling
        Let what does not fit be scrolled to.
    tab_index
        Where Tab comes to it: -1 for never.
    """
    return _frame("", str(html), width, height, scrolling, tab_index)


def iframe(
    src: str,
    width: int | None = None,
    height: int | None = None,
    scrolling: bool = False,
    *,
    tab_index: int | None = None,
) -> DeltaGenerator:
    """
    Draw a page of another site in a frame; ``frame-src`` of the site's policy must allow it.

    Parameters
    ----------
    src
        Its address.
    width, height, scrolling, tab_index
        As of :func:`html`.
    """
    return _frame(str(src), "", width, height, scrolling, tab_index)


def _frame(
    address: str, document: str, width: Any, height: Any, scrolling: bool, tab_index: int | None
) -> DeltaGenerator:
    width, height = "stretch" if width is None else width, HEIGHT if height is None else height
    if width != 0:
        check_width(width)
    if height != 0:  # a document that only runs
        check_height(height)
    return draw_frame(address, document, width=width, height=height, tab_index=tab_index, scrolling=scrolling)


class CustomComponent:
    """
    What :func:`declare_component` gives: called, it draws the component and returns its value.

    Attributes
    ----------
    name, path, url, module_name
        What was declared, and the module that did.
    """

    def __init__(
        self, name: str, path: str | None = None, url: str | None = None, module_name: str | None = None
    ) -> None:
        if path is None and url is None:
            raise StreamlitAPIException("Either 'path' or 'url' must be set.")
        self.name, self.path, self.url, self.module_name = name, path, url, module_name

    @property
    def abspath(self) -> str | None:
        """The folder of its files."""
        return None if self.path is None else os.path.abspath(self.path)

    def __call__(
        self,
        *args: Any,
        default: Any = None,
        key: str | None = None,
        on_change: Callable[..., Any] | None = None,
        tab_index: int | None = None,
        **kwargs: Any,
    ) -> Any:
        """
        Draw the component and return its value.

        Parameters
        ----------
        default
            What is returned while it has told no value.
        on_change
            Called before the page runs when its value has changed.
        tab_index
            Where Tab comes to it: -1 for never.
        **kwargs
            What it is told: what JSON can write, bytes, and tables of pandas, polars or Arrow.
        """
        if args:
            raise StreamlitAPIException(f"Argument '{args[0]}' needs a label")
        return draw_component(
            self.name, self.abspath, self.url, kwargs, default=default, key=key, on_change=on_change,
            tab_index=tab_index,
        )  # fmt: skip

    create_instance = __call__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CustomComponent) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.name, self.path, self.url, self.module_name))

    def __str__(self) -> str:
        return f"'{self.name}': {self.path if self.path is not None else self.url}"


def declare_component(name: str, path: str | Path | None = None, url: str | None = None) -> CustomComponent:
    """
    Declare a component: a document in a sandboxed frame that speaks as Streamlit's library for components does.

    Parameters
    ----------
    name
        Its name; it is told apart from others by this and the module that declares it.
    path
        The folder of its files, with ``index.html``. Everybody who has seen the page can read them.
    url
        Or the address of its document; ``frame-src`` of the site's policy must allow it.

    Raises
    ------
    StreamlitAPIException
        If there is neither, or no such folder.
    """
    frame = inspect.currentframe()
    module = (frame.f_back.f_globals if frame is not None and frame.f_back is not None else {}).get("__name__", "")
    if module == "__main__" and frame is not None and frame.f_back is not None:
        module = Path(frame.f_back.f_code.co_filename).stem
    made = CustomComponent(f"{module}.{name}", None if path is None else str(path), url, module)
    if url is None and made.abspath is not None and not os.path.isdir(made.abspath):
        raise StreamlitAPIException(f"No such component directory: '{made.abspath}'")
    return made
