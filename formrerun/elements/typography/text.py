"""``text``: text as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formrerun.elements.typography._alignment import clean_alignment, wrapped
from formrerun.engine.drawing import draw

if TYPE_CHECKING:
    from formrerun.elements.typography._alignment import Alignment

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._parameters import check_width, clean_help, clean_text
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Width

__all__ = ["text"]


@dataclass(eq=False, kw_only=True)
class Text(Element):
    """Text as it is."""

    kind: ClassVar[str] = "text"
    printed: ClassVar[str] = "body"

    body: str = ""
    help: str | None = None
    align: str = "left"
    wrap: bool = True


@command
def text(
    body: Any,
    *,
    help: str | None = None,
    width: Width = "content",
    text_alignment: Alignment = "left",
    wrap: bool = True,
) -> DeltaGenerator:
    """
    Draw text as it is, without Markdown, its line breaks kept.

    Parameters
    ----------
    wrap
        Break what is too long into lines; False makes one line of it and cuts it off.
    """
    check_width(width, allow_content=True)
    return draw(
        Text(
            body=clean_text(body),
            help=clean_help(help),
            width=width,
            align=clean_alignment(text_alignment),
            wrap=wrapped(wrap),
        )
    )
