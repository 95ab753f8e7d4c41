"""The URLconf of ``standalone``: the package's own addresses."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path
from django.views import defaults

urlpatterns: list[URLPattern | URLResolver] = [path("formrerun/", include("formrerun.urls"))]
logger = logging.getLogger("formrerun")


def _without_the_project(status: HTTPStatus, view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return Django's view of an error, which is plain where the project's template needs URLs that are not here."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Exception as error:  # an error of the page that says what the error is
            logger.warning("The template %s.html of the project cannot be drawn here: %s", status.value, error)
        said = f"<!doctype html><html lang=en><title>{status.phrase}</title><h1>{status.phrase}</h1></html>"
        return HttpResponse(said, status=status)

    return answer


handler400 = _without_the_project(HTTPStatus.BAD_REQUEST, defaults.bad_request)
handler403 = _without_the_project(HTTPStatus.FORBIDDEN, defaults.permission_denied)
handler404 = _without_the_project(HTTPStatus.NOT_FOUND, defaults.page_not_found)
handler500 = _without_the_project(HTTPStatus.INTERNAL_SERVER_ERROR, defaults.server_error)
