"""``check --deploy``: pages that everybody may see, though nobody has said so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings as project
from django.core import checks as system
from django.core.checks import Tags, register
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, get_resolver

from formrerun.web.access import everything_is_closed


@register(Tags.security, deploy=True)
def check_open_pages(app_configs: Any, **kwargs: Any) -> list[system.CheckMessage]:
    """W016: pages that anonymous visitors may see, and that neither a page nor a decorator calls open on purpose."""
    if not getattr(project, "ROOT_URLCONF", None) or everything_is_closed():
        return []
    found = sorted({page.name for view, page in _pages(get_resolver().url_patterns) if _is_open(view, page)})
    if not found:
        return []
    return [
        system.Warning(
            f"Everybody may see {'this page' if len(found) == 1 else f'these {len(found)} pages'}: {', '.join(found)}.",
            hint='Close pages by FORMRERUN["LOGIN_REQUIRED"] = True, or one by @page(login_required=True); open one on '
            "purpose by @page(login_required=False).",
            id="formrerun.W016",
        )
    ]


def _pages(patterns: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the views of pages in a URLconf, with their pages."""
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            yield from _pages(pattern.url_patterns)
        elif (page := getattr(pattern.callback, "page", None)) is not None and hasattr(page, "is_guarded"):
            yield pattern.callback, page


def _is_open(view: Any, page: Any) -> bool:
    """Return True if an anonymous visitor gets as far as the page, through all decorators around its view."""
    if page.is_guarded or page.login is False or getattr(view, "login_required", True) is False:
        return False
    from django.contrib.auth.models import AnonymousUser

    reached: list[bool] = []

    def serve() -> HttpResponse:
        reached.append(True)
        return HttpResponse()

    request: Any = HttpRequest()
    request.method, request.user, request.formrerun_serve = "GET", AnonymousUser(), serve
    request.META.update(SERVER_NAME="localhost", SERVER_PORT="80")
    request.get_host = lambda: "localhost"
    try:
        view(request)
    except Exception:  # a decorator that wants more of a request than there is, such as an argument of the URL
        return False
    return bool(reached)


__all__ = ["check_open_pages"]
