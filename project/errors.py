"""The answer to a request that cannot be read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBadRequest


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBadRequest:
    """Say so, and no more: Django's own page reads the form again, fails again, and is an error of the server then."""
    return HttpResponseBadRequest("This request cannot be read.", content_type="text/plain")
