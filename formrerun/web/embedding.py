"""Pages inside other templates: ``{% formrerun_page %}`` draws them; they submit to ``page/<name>/`` of our URLs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from formrerun import codec, pages
from formrerun.exceptions import StreamlitPageNotFoundError
from formrerun.pages import Page
from formrerun.protocol.names import FORM_PREFIX, PAGE_FORM, SIGNED_PARAMETER, TAB_PARAMETER
from formrerun.submissions.outcome import Outcome
from formrerun.submissions.page_changes import page_after_redirect
from formrerun.submissions.page_request import PageRequest
from formrerun.submissions.pipeline import open_tab
from formrerun.utils.urls import own_address, with_query
from formrerun.web import access, downloads
from formrerun.web.handover import serve
from formrerun.web.page_context import note_drawn, page_context, with_page
from formrerun.web.responses import switched_to

#: The beginning of a form of the page's: of ours by its id, whatever a template of the site's writes beside that.
_FORM = re.compile(rf'<form(?=\s(?:[^>]*\s)?id="(?:{PAGE_FORM}|{FORM_PREFIX}[0-9a-f]+)")')


def embed(request: HttpRequest, name: str, kwargs: Mapping[str, Any]) -> str:
    """
    Return a page as HTML for the middle of another template; its submissions go to :func:`embedded`.

    Parameters
    ----------
    name
        The dotted name of the page.
    kwargs
        What it is called with, as the arguments of a URL would be.

    Raises
    ------
    PermissionDenied
        If the visitor may not see the page. An anonymous visitor is not sent to the login: the view around it decides
        about that.
    """
    page = pages.get(name)
    home = _home(request)
    visit = PageRequest(request=request, page=page, kwargs=kwargs, home=home, posts_to=_address(page, home, kwargs))
    if page.is_guarded and access.refuse_visitor(request, page, kwargs) is not None:
        raise PermissionDenied
    access.refuse_inside(request, page)
    note_drawn(request, name)
    shown = page_after_redirect(visit) or open_tab(visit)
    return _html(visit, shown)


def _home(request: HttpRequest) -> str:
    """Return the address of the template around, without what we have added to it."""
    query = request.GET.copy()
    query.pop(TAB_PARAMETER, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def embedded_page(request: HttpRequest, name: str, public: bool = False) -> tuple[Page, Mapping[str, Any], str]:
    """
    Return the page that stands inside another template, its URL arguments, and that template's address.

    From here on the request has the language of that template: our own address need not say it, as that one may.

    Parameters
    ----------
    public
        It was asked for at the address of public pages, which no middleware closes.

    Raises
    ------
    Http404
        If the signature of the arguments is not ours, or there is no page of this name, or it is not public there.
    """
    try:
        arguments = signing.loads(request.GET.get(SIGNED_PARAMETER, ""), salt=_salt(name))
        if language := arguments.get("language"):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        page = pages.get(name)
        if page.is_public or not public:
            return page, codec.decode(arguments["kwargs"]), arguments["home"]
        raise Http404
    except (signing.BadSignature, StreamlitPageNotFoundError):
        raise Http404 from None


def embedded(request: HttpRequest, name: str, *, public: bool = False) -> HttpResponseBase:
    """Answer the submissions of a page that stands inside another template; a GET is sent back to that template."""
    language = translation.get_language()
    try:
        page, kwargs, home = embedded_page(request, name, public)
        if request.method != "POST":
            return look(request, page, kwargs, home)
        return in_its_language(serve(request, page, kwargs, home=home))
    finally:  # the thread serves others after this
        translation.activate(language) if language else translation.deactivate_all()


def in_its_language(response: HttpResponseBase) -> HttpResponseBase:
    """Let a response say in which language it is; LocaleMiddleware may know only that of our own address."""
    if language := translation.get_language():
        response.headers.setdefault("Content-Language", language)
    return response


def look(request: HttpRequest, page: Page, kwargs: Mapping[str, Any], home: str) -> HttpResponseBase:
    """Answer a GET: the page is seen in its template only, its files come from here."""
    if downloads.is_asked(request):
        return serve(request, page, kwargs, home=home)
    visit = PageRequest(request=request, page=page, kwargs=kwargs, home=home)
    shown = page_after_redirect(visit)
    return (switched_to(visit, shown) if shown is not None else None) or HttpResponseRedirect(visit.home)


def _salt(name: str) -> str:
    """Return the salt of the signature of a page's arguments; one per page, so that none can be used for another."""
    return f"formrerun.embed.{name}"


def _address(page: Page, home: str, kwargs: Mapping[str, Any]) -> str:
    """Return where the submissions of a page go that stands inside another template."""
    arguments = {"home": home, "kwargs": codec.encode(dict(kwargs)), "language": translation.get_language()}
    signed = signing.dumps(arguments, salt=_salt(page.name))
    return with_query(own_address("open-page" if page.is_public else "page", page.name), {SIGNED_PARAMETER: signed})


def _html(visit: PageRequest, outcome: Outcome) -> str:
    """
    Return the page as HTML for the middle of another template.

    Its plain forms say where they go: without an ``action`` a browser posts to the template's address. It is written
    here, for the record's page is the same wherever it is shown.
    """
    context = {**page_context(visit, outcome), "post_url": visit.posts_to}
    html = with_page(render_to_string("formrerun/_app.html", context, visit.request), outcome)
    start = f'<form action="{escape(visit.posts_to)}"'
    return _FORM.sub(lambda _: start, html)
