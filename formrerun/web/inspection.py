"""What happened in the submissions of a tab, as its author sees it below the page: ``inspection/<tab>/``."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from formrerun import store
from formrerun.protocol.names import sanitized_name
from formrerun.submissions import inspection
from formrerun.utils.urls import own_address


@login_not_required
@never_cache
@require_GET
def inspect(request: HttpRequest, tab: str) -> HttpResponse:
    """
    Return what this process has seen of a tab, as a document; with ``?part``, only what stands in its body.

    Raises
    ------
    Http404
        If nothing is inspected, or if the tab is not this visitor's.
    """
    tab = sanitized_name(tab)
    if not inspection.is_on() or store.default().peek(tab, lambda create: store.Owner.of(request), "") is None:
        raise Http404("Nothing is inspected here.")
    name = "formrerun/_inspection.html" if "part" in request.GET else "formrerun/inspection.html"
    return render(request, name, {"inspections": inspection.of_tab(tab), "tab": tab})


def panel_address(tab: str) -> dict[str, Any]:
    """Return the variables of the panel below a page; none where nothing is inspected."""
    return {"inspection_url": own_address("inspection", tab)} if tab and inspection.is_on() else {}


__all__ = ["inspect", "panel_address"]
