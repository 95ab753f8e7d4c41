"""Who may see a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings as project
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from formrerun.utils.django_internals import user_of
from formrerun.utils.urls import LONGEST_QUERY


def is_script_request(request: HttpRequest) -> bool:
    """Return True if the request comes from the package's script and not from a plain form: it sends JSON."""
    return request.content_type == "application/json"


def refuse_visitor(request: HttpRequest, page: Any, kwargs: Mapping[str, Any] | None) -> HttpResponseBase | None:
    """
    Return the answer to a visitor who may not see the page, or None.

    Parameters
    ----------
    kwargs
        The arguments of the page's URL; None if they are not known.

    Raises
    ------
    PermissionDenied
        If the user is logged in and lacks a permission; the script is told so in JSON.
    """
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if not page.is_guarded:
        return None
    if not hasattr(request, "user"):
        raise ImproperlyConfigured(
            f"The page {page.name} asks for a login, and nobody says who is logged in. Add django.contrib.auth and "
            "django.contrib.contenttypes to INSTALLED_APPS, and "
            "django.contrib.auth.middleware.AuthenticationMiddleware to MIDDLEWARE, below that of sessions."
        )
    user, by_script = user_of(request), request.method == "POST" and is_script_request(request)
    if page.login_required and not user.is_authenticated:
        return _to_login(request, page, by_script)
    try:
        if page.admits(request, kwargs):
            return None
        if not user.is_authenticated:
            return _to_login(request, page, by_script)
        raise PermissionDenied
    except PermissionDenied:
        if not by_script:
            raise
    return JsonResponse({"message": _("You may not use this page, and nothing was done.")}, status=403)


def refuse_inside(request: HttpRequest, page: Any) -> None:
    """
    Refuse an anonymous visitor a page in a public view, where LoginRequiredMiddleware closes what is not public.

    Its submissions go to an address of its own, where that middleware would answer by the login: the visitor would be
    told that a session has ended which there never was.

    Raises
    ------
    PermissionDenied
        With the cure, which Django logs.
    """
    if page.is_public or not everything_is_closed() or request.user.is_authenticated:
        return
    raise PermissionDenied(
        f"The page {page.name} stands in a view that everybody may see, and does not say so of itself: "
        "LoginRequiredMiddleware would refuse its submissions. Open it by @page(login_required=False), or close the "
        "view around it."
    )


def everything_is_closed() -> bool:
    """Return True if Django's middleware closes every view that does not call itself public."""
    return "django.contrib.auth.middleware.LoginRequiredMiddleware" in project.MIDDLEWARE


def _to_login(request: HttpRequest, page: Any, by_script: bool) -> HttpResponseBase:
    """Return what sends a visitor to the login; the script shows the link, and keeps the submission."""
    address = page.login_url or project.LOGIN_URL
    if by_script:
        login = f"{resolve_url(address)}?{urlencode({'next': _way_back(request)})}"
        return JsonResponse({"message": "login", "login": login}, status=401)
    from django.contrib.auth.views import redirect_to_login  # it needs the app, which other projects do without

    return redirect_to_login(_way_back(request), resolve_url(address))


def _way_back(request: HttpRequest) -> str:
    """Return where to come back to after the login: without a query that is too long for an address in another one."""
    address = request.get_full_path()
    return address if len(quote(address)) <= LONGEST_QUERY else request.path
