"""``html``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from formrerun.elements._deprecations import deprecated_path
from formrerun.elements._parameters import check_width, clean_text
from formrerun.elements.media.iframe import draw_frame
from formrerun.elements.stylesheets import stylesheet_url
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Width
from formrerun.exceptions import StreamlitMissingRequiredParameterError

#: What needs a frame: scripts and handlers.
_SCRIPT = re.compile(r"<script\b|\son\w+\s*=|javascript:", re.IGNORECASE)


@dataclass(eq=False, kw_only=True)
class Html(Element):
    """HTML of the author's, without what could do harm."""

    kind: ClassVar[str] = "html"

    body: str = ""
    style: str = ""

    def context(self) -> dict[str, Any]:
        from django.utils.safestring import mark_safe

        from formrerun.markup.sanitizing import clean_author_html

        return {**super().context(), "rendered": mark_safe(clean_author_html(self.body)[0])}


@command
def html(body: Any, *, width: Width = "stretch", unsafe_allow_javascript: bool = False) -> DeltaGenerator:
    """
    Draw HTML without what could do harm: no scripts, forms or handlers. Styles become a stylesheet for this page's
    elements.

    Parameters
    ----------
    body
        The HTML, an object with ``_repr_html_``, or the ``Path`` of a file; of one that ends in ``.css`` the styles.
    unsafe_allow_javascript
        Draw it in a frame of its own, as high as it is, where its scripts run; they reach nothing of the page.

    Raises
    ------
    StreamlitMissingRequiredParameterError
        If there is nothing in it.
    """
    from formrerun.markup.sanitizing import clean_author_html

    check_width(width, allow_content=True)
    if hasattr(body, "_repr_html_"):
        body = body._repr_html_()
    elif isinstance(body, Path):
        text = body.read_text(encoding="utf-8")
        body = f"<style>{text}</style>" if body.suffix.lower() == ".css" else text
    else:
        deprecated_path("html", body)
    text = clean_text(body)
    if not text:
        raise StreamlitMissingRequiredParameterError("body")
    if unsafe_allow_javascript and _SCRIPT.search(text):
        return draw_frame("", text, width=width, height="content", tab_index=None)
    return draw(Html(body=text, style=stylesheet_url(clean_author_html(text)[1]), width=width))


__all__ = ["html"]
