"""The addresses of a script and of its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.static import serve

from formrerun.pages import PAGE_PATH
from formrerun.scripts.config_file import option, options_of

#: A page's name may have dots, as its file has; what browsers and robots ask every site for runs no script.
_PAGE = rf"^(?P<{PAGE_PATH}>(?!favicon\.|apple-touch-icon|robots\.txt)[^/]+)/?$"


@login_not_required
def _health(request: HttpRequest) -> HttpResponse:
    """Say that the server answers, in Streamlit's words and place: images and load balancers ask for it."""
    return HttpResponse("ok", content_type="text/plain")


def page_urls(view: Any, folder: Path) -> list[URLPattern | URLResolver]:
    """
    Return the URL patterns of a script.

    Parameters
    ----------
    view
        What serves it.
    folder
        Where it stands: what is in ``static/`` there is served too, if its file says ``server.enableStaticServing``.
    """
    made: list[URLPattern | URLResolver] = [
        path("", view, name="page"),
        re_path(_PAGE, view, name="page"),
        path("_stcore/health", _health),
    ]
    if option(options_of(folder), "server.enableStaticServing"):
        made.append(path("app/static/<path:path>", serve, {"document_root": folder / "static"}))
    return made


__all__ = ["page_urls"]
