"""The way out: ``logout/?of=…``, to which ``fr.logout()`` sends a browser that has pressed for it."""

from __future__ import annotations

from django.conf import settings as project
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from formrerun.utils.urls import path_of

_SALT = "formrerun.logout"
#: How long a browser may be on its way.
SECONDS = 60


def leave_token(request: HttpRequest) -> str:
    """Return what says that this visitor has asked for it, in the page of this request."""
    return signing.dumps([_name(request), path_of(request)], salt=_SALT)


@login_not_required
@require_GET
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """
    Log a visitor out who has asked for it, and redirect; 400 without the word of a page of ours, or an old one.

    A link of another site cannot have that word, which a page gives in answer to a POST alone, for one user.
    """
    try:
        name, path = signing.loads(request.GET.get("of", ""), salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return HttpResponseBadRequest("This link is too old. Go back and log out again.", content_type="text/plain")
    if name and name == _name(request):
        from django.contrib.auth import logout  # it needs the app, which other projects do without

        logout(request)
    after = project.LOGOUT_REDIRECT_URL
    return HttpResponseRedirect(resolve_url(after) if after else path)


def _name(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return "" if user is None or user.pk is None else str(user.pk)


__all__ = ["leave", "leave_token"]
