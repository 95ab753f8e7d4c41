"""The script that draws figures of Plotly's: ``plotly/<digest>.js``."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from formrerun.elements.charts._plotly_bundle import bundle

_YEAR = 365 * 24 * 60 * 60  # seconds


@login_not_required
@require_safe
def plotly(request: HttpRequest, digest: str) -> HttpResponse:
    """Return plotly.js as the installed package has it, for ever; 404 for any other hash than its own."""
    found = bundle()
    if found is None or digest != found.digest:
        return HttpResponseNotFound("No such script.", content_type="text/plain")
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.packed if packs else found.body, content_type="text/javascript; charset=utf-8")
    if packs:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ("Accept-Encoding",))
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
