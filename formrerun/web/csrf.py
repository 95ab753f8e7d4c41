"""A POST without a valid CSRF token: refused, in words that say so, with the cause for developers."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from django.conf import settings as project
from django.core.exceptions import BadRequest, DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from formrerun.utils import django_internals
from formrerun.web import opened_sessions
from formrerun.web.access import is_script_request

logger = logging.getLogger("formrerun.csrf")

#: The header of our script, which does not know CSRF_HEADER_NAME.
HEADER = "HTTP_X_CSRFTOKEN"

#: Reads and sets the cookie of the token, whether or not the project's middleware does: both may.
_cookie = CsrfViewMiddleware(lambda _request: HttpResponse())


def read_cookie(request: HttpRequest) -> None:
    """Let ``get_token()`` know the secret that the browser has, before a page is drawn."""
    _cookie.process_request(request)


def set_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the browser a secret, if a token was made that needs one."""
    _cookie.process_response(request, response)


def refusal(request: HttpRequest) -> HttpResponseBase | None:
    """
    Return the answer to a POST without a valid CSRF token; None if it has one.

    The script gets JSON with a message, a plain form the project's CSRF_FAILURE_VIEW.
    """
    if HEADER in request.META:
        request.META.setdefault(project.CSRF_HEADER_NAME, request.META[HEADER])
    try:
        answer, reason = django_internals.csrf_refusal(request)
    except BadRequest as error:  # a form in another encoding, say; Django's own page for that would read it again
        return HttpResponseBadRequest(str(error), content_type="text/plain")
    if answer is None or _was_opened_at_once(request):
        return None
    why = cause(request, reason)
    logger.warning("A submission to %s was refused: %s %s", request.path, reason, why)
    if not is_script_request(request):
        return answer
    text = _("It could not be verified that this came from this page (CSRF), so nothing was done. Your input is here.")
    if project.DEBUG:
        text = f"{text} {reason} {why}"
    return JsonResponse({"message": text, "csrf": True}, status=403)


def _was_opened_at_once(request: HttpRequest) -> bool:
    """Return True if the token is that of a page whose cookie was lost to another one that was opened with it."""
    cookies = request.COOKIES
    try:
        for token in opened_sessions.csrf_tokens(request):
            request.COOKIES = {**cookies, project.CSRF_COOKIE_NAME: token}
            if django_internals.csrf_refusal(request)[0] is None:
                return True
    finally:
        request.COOKIES = cookies
        read_cookie(request)
    return False


def cause(request: HttpRequest, reason: str) -> str:
    """Return what is likely wrong in the project, and the cure, in English as errors are."""
    if "Origin" in reason or "Referer" in reason:
        return _of_origin(request, reason)
    if "cookie not set" in reason:
        return _of_cookie(request)
    if "token" in reason and "missing" in reason:
        return f"The script's header X-CSRFToken ({project.CSRF_HEADER_NAME}) does not arrive: a proxy may drop it."
    return (
        "The token belongs to another cookie: after a login in another tab the script asks for a fresh one by itself; "
        "if it stays so, another site on this host sets a cookie of the same name: change CSRF_COOKIE_NAME."
    )


def _of_origin(request: HttpRequest, reason: str) -> str:
    try:
        here = f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        here = f"{request.scheme}://{request.META.get('HTTP_HOST', '')}"
    given = request.headers.get("Origin") or request.headers.get("Referer") or ""
    if given == "null" or not given:
        return (
            "The browser does not say where the page is from: a Referrer-Policy of no-referrer, or a sandboxed iframe, "
            "forbids it. `same-origin` is enough."
        )
    try:
        parts = urlsplit(given)
    except ValueError:
        return f"What the browser says of where the page is from is no address: {given!r}."
    origin = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme == "https" and not request.is_secure():
        proxy = (
            "The browser uses https and Django sees http: a proxy ends TLS. Let it send X-Forwarded-Proto, and set "
            'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https").'
        )
        return proxy if parts.netloc == urlsplit(here).netloc else f"{proxy} {_of_host(origin, here)}"
    return _of_host(origin, here)


def _of_host(origin: str, here: str) -> str:
    return (
        f"The browser is at {origin} and Django at {here}: let the proxy pass the Host header on (or X-Forwarded-Host, "
        f'with USE_X_FORWARDED_HOST), or add "{origin}" to CSRF_TRUSTED_ORIGINS if that is a site of yours.'
    )


def _of_cookie(request: HttpRequest) -> str:
    if project.CSRF_USE_SESSIONS:
        name, secure, domain, path = "SESSION_COOKIE", project.SESSION_COOKIE_SECURE, project.SESSION_COOKIE_DOMAIN, "/"
        found = "CSRF_USE_SESSIONS keeps the token in the session, and that has none: it has ended, or its cookie"
    else:
        name, secure, domain = "CSRF_COOKIE", project.CSRF_COOKIE_SECURE, project.CSRF_COOKIE_DOMAIN
        path, found = project.CSRF_COOKIE_PATH, "The cookie"
    found += " did not come back."
    if secure and not request.is_secure():
        return f"{found} {name}_SECURE is set, so the browser sends it by https only, and Django sees http here."
    host = request.META.get("HTTP_HOST", "").partition(":")[0]
    if domain and host != domain.lstrip(".") and not host.endswith("." + domain.lstrip(".")):
        return f"{found} {name}_DOMAIN is {domain!r}, and this is {host}."
    if not request.path.startswith(path or "/"):
        return f"{found} {name}_PATH is {path!r}, and this is {request.path}."
    if not any(each.endswith("CsrfViewMiddleware") for each in project.MIDDLEWARE):
        return (
            f'{found} "django.middleware.csrf.CsrfViewMiddleware" is missing from MIDDLEWARE: a page inside a template '
            "of yours needs it, for nothing else sets the cookie there."
        )
    return f"{found} The browser keeps no cookies of this site, or a proxy or a cache has dropped Set-Cookie."


__all__ = ["cause", "refusal"]
