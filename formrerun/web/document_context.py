"""What the template of a whole document is given: two names, so that none of the site's own is hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from formrerun.engine.run_parts import PageConfig
from formrerun.pages import Page
from formrerun.web.page_icons import icon_url


@dataclass
class Shown:
    """
    A page that is shown, for templates: the variable ``formrerun``.

    Attributes
    ----------
    page
        The page and what ``@page`` said of it.
    title, icon
        Of the browser tab.
    config
        What ``set_page_config`` said; None where the page is shown from its record.
    draw
        Draws the page.
    """

    page: Page
    title: str
    icon: str
    config: PageConfig | None
    draw: Callable[[], str]

    @property
    def icon_url(self) -> str:
        """The address of the icon."""
        return icon_url(self.icon)

    @cached_property
    def app(self) -> SafeString:
        """The page: drawn where the template has come to it, so that what stands above may show messages first."""
        return mark_safe(self.draw())

    def forget(self) -> None:
        """Let the run go: a context is garbage that Python finds late, for Django's own refers to itself."""
        self.config, self.draw = None, str


def document_context(shown: Shown) -> dict[str, Any]:
    """Return the context of a document."""
    return {"formrerun": shown, "title": shown.title}


__all__ = ["Shown", "document_context"]
