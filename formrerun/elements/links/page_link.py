"""Links to other pages: one by itself, or the pages of a site together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from formrerun.elements._parameters import IconPosition
from formrerun.engine.tree import Container, Element, RootHeader

__all__: list[str] = []  # the commands are those of formrerun.api.menus, which knows the pages

#: How many pages a folded menu shows, and how few more are not worth folding (Streamlit's numbers).
FOLDED, SPARED = 10, 2


@dataclass(frozen=True, kw_only=True)
class Link:
    """Where a page is."""

    url: str
    title: str
    icon: str = ""
    help: str = ""
    current: bool = False
    external: bool = False
    leads_to_page: bool = True


@dataclass(eq=False, kw_only=True)
class PageLink(Element):
    """A link to another page; ``session_state`` goes along."""

    kind: ClassVar[str] = "page_link"

    label: str = ""
    link: Link
    icon: str = ""
    icon_position: IconPosition = "left"
    help: str | None = None
    disabled: bool = False

    @property
    def page(self) -> str:
        """The address."""
        return self.link.url


@dataclass(eq=False, kw_only=True)
class Menu(RootHeader):
    """
    The pages of a site.

    Attributes
    ----------
    sections
        Heading and links; the heading "" is none.
    top
        Whether it stands above the body; else above the sidebar.
    shown
        How many links are seen before the menu is unfolded; 0 for all.
    beside
        What else stands there. Alone, the menu has room for all.
    """

    kind: ClassVar[str] = "menu"

    sections: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    top: bool = False
    shown: int = 0
    beside: Container = field(default_factory=Container, metadata={"html": False})

    @property
    def above(self) -> str:
        return "main" if self.top else "sidebar"

    def context(self) -> dict[str, Any]:
        seen: list[dict[str, Any]] = []
        folded: list[dict[str, Any]] = []
        left = (self.shown if self.beside.children else 0) or sum(len(links) for _title, links in self.sections)
        for title, links in self.sections:
            for part, rows in ((seen, links[:left]), (folded, links[left:])):
                if rows:
                    part.append({"title": title if part is seen or not left else "", "links": rows})
            left = max(0, left - len(links))
        return {
            **super().context(),
            "seen": seen,
            "folded": folded,
            "more": sum(len(part["links"]) for part in folded),
            "unfolded": any(link.current for part in folded for link in part["links"]),
        }
