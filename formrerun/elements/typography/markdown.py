"""``markdown``, ``caption``, ``badge``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from formrerun.elements._parameters import check_width, clean_help, clean_icon, clean_text
from formrerun.elements.stylesheets import stylesheet_url
from formrerun.elements.typography._alignment import clean_alignment, wrapped
from formrerun.elements.typography.headings import unique_anchor
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Width

if TYPE_CHECKING:
    from formrerun.elements.typography._alignment import Alignment


@dataclass(eq=False, kw_only=True)
class Markdown(Element):
    """Markdown text."""

    kind: ClassVar[str] = "markdown"
    printed: ClassVar[str] = "rendered"

    body: str = ""
    allow_html: bool = False
    help: str | None = None
    caption: bool = False
    align: str = "left"
    wrap: bool = True
    anchors: tuple[str, ...] = ()
    linked: bool = True
    style: str = ""

    @property
    def type_name(self) -> str:  # type: ignore[override]
        return "caption" if self.caption else "markdown"

    def context(self) -> dict[str, Any]:
        from django.utils.safestring import mark_safe

        from formrerun.markup.markdown import inline_html, markdown_html

        if self.wrap:
            html = markdown_html(self.body, unsafe=self.allow_html, anchors=self.anchors, linked=self.linked)
        else:
            html = inline_html(self.body)
        return {**super().context(), "rendered": mark_safe(html), "void": bool(self.style) and not html}

    def claim_style(self) -> None:
        """Give what its author styled a stylesheet."""
        from formrerun.markup.markdown import author_markdown

        if self.allow_html:
            self.style = stylesheet_url(author_markdown(self.body, self.anchors, self.linked)[1])

    def claim_anchors(self) -> None:
        """Give its headings names for links to them, which no other heading of this run has."""
        from formrerun.markup.markdown import headings

        if self.wrap:
            self.anchors = tuple(map(unique_anchor, headings(self.body, unsafe=self.allow_html)))


@command
def markdown(
    body: Any,
    unsafe_allow_html: bool = False,
    *,
    help: str | None = None,
    width: Width | Literal["auto"] = "auto",
    text_alignment: Alignment = "left",
    anchors: bool = True,
    wrap: bool = True,
) -> DeltaGenerator:
    """
    Draw Markdown: tables, code, formulas in ``$``, ``:material/icons:``, ``:emoji:``, ``:red[colours]``.

    Parameters
    ----------
    body
        The text; its indentation is removed.
    unsafe_allow_html
        Keep HTML in the text. Scripts, form controls and handlers are removed all the same; styles become a stylesheet
        for this page's elements.
    width
        By default all there is, and in a horizontal container what the text needs.
    anchors
        Show a link to each heading. Headings have names for links either way.
    wrap
        Break what is too long into lines; False makes one line of it, without headings and lists, and cuts it off.
    """
    return _markdown(body, unsafe_allow_html, help, width, text_alignment, wrap, anchors=anchors)


@command
def caption(
    body: Any,
    unsafe_allow_html: bool = False,
    *,
    help: str | None = None,
    width: Width = "stretch",
    text_alignment: Alignment = "left",
    wrap: bool = True,
) -> DeltaGenerator:
    """
    Draw small, quiet Markdown.

    Parameters
    ----------
    body, unsafe_allow_html, wrap
        As in :func:`markdown`.
    """
    return _markdown(body, unsafe_allow_html, help, width, text_alignment, wrap, caption=True)


def _markdown(
    body: Any,
    unsafe: bool,
    help: Any,
    width: Width | Literal["auto"],
    text_alignment: Alignment,
    wrap: bool,
    *,
    anchors: bool = True,
    caption: bool = False,
) -> DeltaGenerator:
    # A horizontal container gives its elements the room they need, everything else all there is.
    wide: Width = "stretch" if width == "auto" else width
    check_width(wide, allow_content=True)
    made = Markdown(
        body=clean_text(body), allow_html=bool(unsafe), help=clean_help(help), width=wide, caption=caption,
        align=clean_alignment(text_alignment), wrap=wrapped(wrap, unsafe=bool(unsafe)), linked=bool(anchors),
    )  # fmt: skip
    made.claim_anchors()
    made.claim_style()
    return draw(made)


@command
def badge(
    label: str, *, icon: str | None = None, color: str = "blue", width: Width = "content", help: str | None = None
) -> DeltaGenerator:
    """
    Draw a small coloured label.

    Parameters
    ----------
    color
        "red", "orange", "yellow", "green", "blue", "violet", "gray" or "primary"; of another one the Markdown is shown
        as it is.
    """
    check_width(width, allow_content=True)
    sign = f"{clean_icon(icon)} " if icon else ""
    return draw(Markdown(body=f":{color}-badge[{sign}{label}]", help=clean_help(help), width=width))


__all__ = ["badge", "caption", "markdown"]
