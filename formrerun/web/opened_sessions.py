"""
A browser without a session that opens several pages at once gets a session from each, and keeps the cookie of the last.

The other pages would be nobody's. So each such answer has a cookie of a name of its own as well, which says what the
lost ones would have said: the secret of the session that the page belongs to, and a CSRF token. It lives as long as a
page that nobody uses; with the first submission a page belongs to the session that the browser has kept.
"""

from __future__ import annotations

from django.conf import settings as project
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import get_token

from formrerun.conf import settings
from formrerun.protocol.names import OPENED_COOKIE
from formrerun.store.owner import MOST_OPENED, OPENED, opened_secrets
from formrerun.utils.digests import digest


def set_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the browser such a cookie, where this request has begun a session and nobody is logged in."""
    secret = request.META.get(OPENED, "")
    if secret and len(opened_secrets(request)) < MOST_OPENED:
        response.set_cookie(
            OPENED_COOKIE + digest(secret)[:8],
            f"{secret}.{get_token(request)}",
            max_age=settings.TAB_AGE_UNUSED,
            path=project.SESSION_COOKIE_PATH,
            domain=project.SESSION_COOKIE_DOMAIN,
            secure=bool(project.SESSION_COOKIE_SECURE) or request.is_secure(),
            httponly=True,
            samesite=project.SESSION_COOKIE_SAMESITE,
        )


def csrf_tokens(request: HttpRequest) -> list[str]:
    """Return the CSRF tokens in such cookies: those of pages whose own token's cookie was lost."""
    return [request.COOKIES[name].partition(".")[2] for name in opened_secrets(request)]


__all__ = ["csrf_tokens", "set_cookie"]
