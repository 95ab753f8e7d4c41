"""``streamlit.components.v1``: HTML with scripts, and pages of other sites, in frames."""

from __future__ import annotations

from typing import Any

from formrerun.elements._parameters import check_height, check_width
from formrerun.elements.media.iframe import draw_frame
from formrerun.engine.handles import DeltaGenerator

__all__ = ["html", "iframe"]

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
    check_width(width)
    check_height(height)
    return draw_frame(address, document, width=width, height=height, tab_index=tab_index, scrolling=scrolling)
