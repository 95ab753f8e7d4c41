"""The addresses of a script and of its pages."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, path, re_path

from formrerun.pages import PAGE_PATH

#: A page's name may have dots, as its file has; what browsers and robots ask every site for runs no script.
_PAGE = rf"^(?P<{PAGE_PATH}>(?!favicon\.|apple-touch-icon|robots\.txt)[^/]+)/?$"


def page_urls(view: Any) -> list[URLPattern | URLResolver]:
    """Return the URL patterns of a script that this view serves."""
    return [path("", view, name="page"), re_path(_PAGE, view, name="page")]


__all__ = ["page_urls"]
