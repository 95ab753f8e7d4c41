"""The document in which Mermaid draws diagrams: ``mermaid/``, for a frame that nobody sees."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.html import format_html
from django.views.decorators.http import require_safe

_SCRIPTS = ("formrerun/vendor/mermaid.min.js", "formrerun/diagram.js")


@login_not_required
@require_safe
def diagrams(request: HttpRequest) -> HttpResponse:
    """
    Return the document.

    Mermaid writes styles into what it draws, which the policies of pages refuse: so it draws in a document of its own,
    which has no origin, reaches nothing, and gives back an image.
    """
    addresses = [static(path) for path in _SCRIPTS]
    hosts = {f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, addresses) if parts.netloc and parts.scheme}
    allowed = ["'self'", *sorted(hosts)]
    scripts = format_html('<script src="{}"></script>\n<script src="{}"></script>\n', *addresses)
    response = HttpResponse(
        f'<!DOCTYPE html>\n<html lang="en">\n<title>Diagrams</title>\n<body>\n{scripts}</body>\n</html>\n'
    )
    response["Content-Security-Policy"] = (
        f"sandbox allow-scripts; default-src 'none'; script-src {' '.join(allowed)}; "
        "style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    )
    response["Cache-Control"] = "no-cache"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Content-Type-Options"] = "nosniff"
    return response
