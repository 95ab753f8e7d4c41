"""
Small resources of a page: stylesheets of sizes and of authors, its icon, a CSRF token, the data of tables and maps,
the files of components.
"""

from __future__ import annotations

import os
import re
from contextlib import closing

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousFileOperation
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    HttpResponseNotFound,
)
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe
from django.views.static import serve

from formrerun import store
from formrerun.elements.component_files import COMPONENT_MARK, MODULE_MARK
from formrerun.elements.stylesheets import STYLE_MARK
from formrerun.tables import encoding
from formrerun.web.component_documents import with_memory
from formrerun.web.file_data import POLICY_OF_FRAME, file
from formrerun.web.page_icons import symbol_svg
from formrerun.web.table_data import data

#: A name in ``sizes.css?w437,h300``: a letter and a number. ``w`` is width, ``h`` height, ``g`` the share of a row,
#: ``p`` the gap, ``d`` the width of a dialog; of grids ``c`` is the number of columns, ``m`` their least width, ``r``
#: the height of rows, ``x`` and ``y`` the gaps between columns and rows; of their cells ``s`` and ``t`` are the columns
#: and rows that they cover.
_SIZE = re.compile(r"([whgpdcmrxyst])(\d{1,5})")
_GRID = {
    "c": "--fr-columns:{}", "m": "--fr-least:{}px", "r": "--fr-row:{}px", "x": "--fr-x:{}px", "y": "--fr-y:{}px",
    "s": "grid-column:span {}", "t": "grid-row:span {}",
}  # fmt: skip
#: The class, with the weight of an id: rules of the site for what is in a page weigh less.
_OURS = ":not(#_).fr"
#: The colour of a cell: ``b`` is its background, ``k`` that of its text; a name of CSS, or six digits.
_COLOUR = re.compile(r"([bk])(?:(?![0-9a-f]{6}$)([a-z]{3,20})|([0-9a-f]{6}))")
_COLOURED = {"b": "background-color", "k": "color"}
_YEAR = 365 * 24 * 60 * 60  # seconds


@login_not_required
@require_GET
def sizes(request: HttpRequest) -> HttpResponse:
    """
    Return the rules for an author's own sizes, as the classes ``fr-w-437``, ``fr-h-300``, ``fr-g-750``.

    The address says everything that the rules depend on, so the answer may be cached for ever. At most 500 names are
    read; a query with anything else is answered by 400.
    """
    rules = []
    for name in request.META.get("QUERY_STRING", "").split(",")[:500]:
        if colour := _COLOUR.fullmatch(name):
            kind, value = colour.group(1), colour.group(2) or f"#{colour.group(3)}"
            rules.append(f":not(#_).fr :is(td,th,.tabulator-cell).fr-{kind}-{name[1:]}{{{_COLOURED[kind]}:{value}}}")
            continue
        found = _SIZE.fullmatch(name)
        if found is None:
            return HttpResponseBadRequest("Not a size.", content_type="text/plain")
        kind, number = found.group(1), int(found.group(2))
        if kind == "w":
            rules.append(f"{_OURS} .fr-w-{number}{{width:{number}px;max-width:100%}}")
        elif kind == "h":
            rules.append(f"{_OURS} .fr-h-{number}{{--fr-height:{number}px}}")
        elif kind == "g":
            rules.append(f"{_OURS} .fr-g-{number}{{flex:{number} 1 0}}")
        elif kind == "d":
            rules.append(f"{_OURS} .fr-d-{number}>.fr-dialog{{width:min(max(200px,{number}px),100vw - 32px)}}")
        elif kind in _GRID:
            rules.append(f"{_OURS} .fr-{kind}-{number}{{{_GRID[kind].format(number)}}}")
        else:
            rules.append(f"{_OURS} .fr-p-{number}>div{{--fr-gap:{number}px}}")
    response = HttpResponse("\n".join(rules), content_type="text/css")
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response


@login_not_required
@require_GET
def icon(request: HttpRequest) -> HttpResponse:
    """Return the picture of the Material Symbol that the query names, for ever; an empty one for any other name."""
    response = HttpResponse(symbol_svg(request.META.get("QUERY_STRING", "")), content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_not_required
@require_GET
def style(request: HttpRequest, digest: str) -> HttpResponse:
    """
    Return what an author styled, by its hash; else 404.

    Only who has seen the page can know the hash. The answer may be kept for ever.
    """
    return _text(digest, STYLE_MARK, "text/css")


@login_not_required
@require_GET
def module(request: HttpRequest, digest: str) -> HttpResponse:
    """
    Return the script of an author's component, by its hash; else 404.

    Nothing is served as a script but what a page function has declared as one.
    """
    return _text(digest, MODULE_MARK, "text/javascript")


def _text(digest: str, mark: bytes, mime: str) -> HttpResponse:
    """Return the text that is kept by a hash behind a mark, for ever; else 404."""
    body = _kept(digest)
    if body is None or not body.startswith(mark):
        return HttpResponseNotFound("No such file.", content_type="text/plain")
    response = HttpResponse(body[len(mark) :], content_type=f"{mime}; charset=utf-8")
    response["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _kept(digest: str) -> bytes | None:
    known = re.fullmatch("[0-9a-f]{64}", digest) is not None
    return (encoding.made_here(digest) or store.default().data(digest)) if known else None


@login_not_required
@require_safe
def component(request: HttpRequest, digest: str, path: str) -> HttpResponseBase:
    """
    Return a file of a component's folder, whose hash only who has seen the page can know; else 404.

    The frame that asks has an origin of its own and no cookies: everybody who knows the address gets it. Nothing is
    served from outside of the folder, and no hidden file.
    """
    body = _kept(digest)
    hidden = "\0" in path or any(part.startswith(".") for part in path.split("/"))
    if body is None or hidden or not body.startswith(COMPONENT_MARK):
        return HttpResponseNotFound("No such file.", content_type="text/plain")
    root = os.path.realpath(body[len(COMPONENT_MARK) :].decode("utf-8", "surrogateescape"))
    try:
        inside = os.path.commonpath([root, os.path.realpath(os.path.join(root, path))]) == root
        response = serve(request, path, document_root=root) if inside else None
    except (Http404, SuspiciousFileOperation, OSError, ValueError):
        response = None
    if response is None:
        return HttpResponseNotFound("No such file.", content_type="text/plain")
    if response.status_code == 200 and response.get("Content-Type", "").startswith("text/html"):
        with closing(response):
            document = with_memory(b"".join(response))
        response = HttpResponse(document, headers={name: response[name] for name in ("Content-Type", "Last-Modified")})
    if response.get("Content-Type", "").startswith("text/") and "charset" not in response["Content-Type"]:
        response["Content-Type"] += "; charset=utf-8"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache"
    response["Content-Security-Policy"] = POLICY_OF_FRAME
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@login_not_required
@require_GET
@never_cache
def token(request: HttpRequest) -> HttpResponse:
    """
    Return a fresh CSRF token as text: the script asks for one when its POST was refused by 403, and sends that again.
    A browser that says that another site asks is refused by 400.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return HttpResponseBadRequest("Not from here.", content_type="text/plain")
    return HttpResponse(get_token(request), content_type="text/plain")


__all__ = ["component", "data", "file", "icon", "module", "sizes", "style", "token"]
