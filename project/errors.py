"""The answers to requests that cannot be read, or lead nowhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.multipartparser import MultiPartParserError
from django.views import defaults


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBadRequest:
    """Say so, and no more: Django's own page reads the form again, fails again, and is an error of the server then."""
    return HttpResponseBadRequest("This request cannot be read.", content_type="text/plain")


def _of_what_can_be_read(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return Django's page of an error, which looks for a token in the form, whatever was asked for with that."""

    @wraps(view)
    def answer(request: HttpRequest, exception: Exception, *args: Any) -> HttpResponse:
        try:
            return view(request, exception, *args)
        except (MultiPartParserError, BadRequest, SuspiciousOperation) as error:
            return bad_request(request, error)

    return answer


forbidden = _of_what_can_be_read(defaults.permission_denied)
not_found = _of_what_can_be_read(defaults.page_not_found)
