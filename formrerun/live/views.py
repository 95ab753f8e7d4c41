"""The versions of a page's topics over HTTP, for browsers without a WebSocket."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_GET

from formrerun.live import topics
from formrerun.protocol.names import SIGNED_PARAMETER
from formrerun.store import Owner
from formrerun.utils.digests import digest


@require_GET
def versions(request: HttpRequest) -> HttpResponseBase:
    """
    Return topic to version as JSON, for the signed lists of topics in the query; 403 if one was not signed for this
    session. With an ETag: most answers are 304 Not Modified.
    """
    names = topics.read(request.GET.getlist(SIGNED_PARAMETER), Owner.of(request).keys)
    if names is None:
        return HttpResponseForbidden("This page may not ask for these topics any more.", content_type="text/plain")
    body = json.dumps(topics.versions(names))
    response = HttpResponse(body, content_type="application/json")
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = quote_etag(digest(body))
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
