"""``html``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._parameters import check_width, clean_text
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Width


@dataclass(eq=False, kw_only=True)
class Html(Element):
    """HTML of the author's, without what could do harm."""

    kind: ClassVar[str] = "html"

    body: str = ""

    def context(self) -> dict[str, Any]:
        from django.utils.safestring import mark_safe

        from formrerun.markup.sanitizing import clean_html

        return {**super().context(), "rendered": mark_safe(clean_html(self.body))}


@command
def html(body: Any, *, width: Width = "stretch") -> DeltaGenerator:
    """
    Draw HTML without what could do harm: no scripts, styles, forms or handlers.

    Parameters
    ----------
    body
        The HTML, or an object with ``_repr_html_``.
    """
    check_width(width, allow_content=True)
    if hasattr(body, "_repr_html_"):
        body = body._repr_html_()
    return draw(Html(body=clean_text(body), width=width))


__all__ = ["html"]
