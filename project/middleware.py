"""The policy the demo site sends, and the whole of formrerun works under."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


class ContentSecurityPolicy:
    """
    Send the policy with every page, but for Django's own error pages of DEBUG, which bring their styles inline.

    It runs in the event loop under ASGI: a middleware that cannot costs a thread for each request, and a request that
    waits in one keeps its process from ending when it is asked to.
    """

    sync_capable = async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        if iscoroutinefunction(self):
            return self.in_loop(request)
        return _with_policy(self.get_response(request))

    async def in_loop(self, request: HttpRequest) -> HttpResponse:
        """Do the same under ASGI."""
        return _with_policy(await self.get_response(request))


def _with_policy(response: HttpResponse) -> HttpResponse:
    if not (settings.DEBUG and response.status_code in (404, 500)):
        response.setdefault("Content-Security-Policy", POLICY)
    return response
