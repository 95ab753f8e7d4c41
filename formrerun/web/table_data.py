"""
The data of tables and maps, over HTTP: ``data/<digest>/<signature>/``.

Small tables and all maps travel once and stay in the browser's cache, for their address is the hash of what they hold.
Large tables are read page by page, sorted and searched here; as a whole they only travel as a download.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    HttpResponseForbidden,
    HttpResponseNotFound,
    QueryDict,
)
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from formrerun import pages, store
from formrerun.conf import settings
from formrerun.exceptions import StreamlitPageNotFoundError
from formrerun.tables import addresses, encoding
from formrerun.tables.sorting import Table
from formrerun.utils.digests import digest as digest_of
from formrerun.web import access
from formrerun.web.byte_ranges import is_asked, part_of

#: The most rows of one page.
MOST_ROWS = 1_000
#: The longest text that is searched for.
MOST_TEXT = 200
#: Up to how many bytes a page of rows is sent without compression.
PLAIN_BELOW = 1_000
#: What a formula begins with in a spreadsheet; and numbers (of telephones too), which may begin so without being one.
_FORMULA, _SIGNED = ("=", "+", "-", "@", "\t", "\r"), re.compile(r"[+-][\d\s.,:%/()eE-]*")
_YEAR = 365 * 24 * 60 * 60  # seconds


class _BadParameters(ValueError):
    """The query has parameters that the table component never sends; answered by 400."""


@login_not_required  # it is for the session that was shown it, by the rule of its page
@require_safe
def data(request: HttpRequest, digest: str, signature: str) -> HttpResponseBase:
    """
    Answer with the data of a table or map as JSON, if the signature was made for this session; else 404.

    Without parameters the answer is everything; for a table above TABLE_REMOTE_ROWS that is refused (400). With
    ``page`` (from 1) and ``size`` it is this page of the rows that contain the text ``q``, sorted by the column number
    ``sort`` in the direction ``dir`` (asc or desc). With ``format=csv`` it is all these rows as a file.

    Where not everybody may see the page, its rule is asked each time, and who may not see it any more gets 403; the
    browser asks again before it shows what it has, and is told by 304 that it may.

    Parameters
    ----------
    digest
        The sha256 of the data, in hexadecimal digits.
    signature
        Made by :mod:`formrerun.tables.addresses` for the digest, the session and the page.
    """
    theirs, guard = is_theirs(request, digest, signature), addresses.guard_of(signature)
    if theirs and guard and not may_see(request, guard):
        return HttpResponseForbidden("You may not see this any more.", content_type="text/plain")
    tag = _tag_of(request, digest)
    if theirs and (known := get_conditional_response(request, etag=tag)) is not None:
        return _kept_by_browser(known, tag, guard)
    body = body_of(digest) if theirs else None
    if body is None or encoding.head_of(body)["is"] == "file":
        return HttpResponseNotFound("No such data.", content_type="text/plain")
    try:
        response = _answer(request, digest, body, tag)
    except _BadParameters as error:
        return HttpResponseBadRequest(str(error), content_type="text/plain")
    response["Accept-Ranges"] = "bytes"
    return _kept_by_browser(response, tag, guard)


def _tag_of(request: HttpRequest, digest: str) -> str:
    """Return the entity tag of the answer; another one for what is packed, of which no part is sent."""
    packed = request.GET.get("format") != "csv" and _may_pack(request)
    return f'"{digest[:32]}-{digest_of(request.META.get("QUERY_STRING", ""))}{"-gzip" if packed else ""}"'


def _kept_by_browser(response: HttpResponseBase, tag: str, guard: str) -> HttpResponseBase:
    """Let the browser keep the response: for a year, or as long as its visitor may see the page."""
    if guard or response.status_code in (412, 416):
        return asked_again(response, tag)
    response["ETag"] = tag
    return for_ever(response)


def _may_pack(request: HttpRequest) -> bool:
    """Return True if the browser takes gzip, and asks for no part: that is one of the plain bytes."""
    return "gzip" in request.headers.get("Accept-Encoding", "") and not is_asked(request)


def _answer(request: HttpRequest, digest: str, body: bytes, tag: str) -> HttpResponse:
    """Return what the query asks for of the data."""
    head, query = encoding.head_of(body), request.GET
    if head["is"] == "table" and ("page" in query or query.get("format") == "csv"):
        return _rows(request, digest, body, tag)
    if query or (head["is"] == "table" and head["rows"] > settings.TABLE_REMOTE_ROWS):
        raise _BadParameters("Ask for a page.")
    return _json(request, encoding.packed_of(body), tag, packed=True)


def may_see(request: HttpRequest, guard: str) -> bool:
    """Return True if the visitor may see a page now that :meth:`Page.guard` or its own name says."""
    try:
        page, kwargs = pages.guarded(guard)
        return access.refuse_visitor(request, page, kwargs) is None
    except (StreamlitPageNotFoundError, PermissionDenied):
        return False


def is_theirs(request: HttpRequest, digest: str, signature: str) -> bool:
    """Return True if a page of this session was given the address with this signature."""
    owner = store.Owner.of(request)
    has_session = getattr(request, "session", None) is not None
    keys = owner.keys if has_session else ("",)
    return any(addresses.is_signed(digest, key, signature) for key in keys)


def body_of(digest: str) -> bytes | None:
    """Return the encoded data, from this process's memory or the store; None if it is unknown."""
    return encoding.made_here(digest) or store.default().data(digest)


def _number(query: QueryDict, name: str, default: int, low: int, high: int) -> int:
    """Return a parameter as a number from `low` to `high`; `default` if it is missing or empty."""
    text = query.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and low <= int(text) <= high):
        raise _BadParameters(f"The parameter {name} must be a number from {low} to {high}.")
    return int(text)


def _rows(request: HttpRequest, digest: str, body: bytes, tag: str) -> HttpResponse:
    """Return the page of rows, or the file, that the query asks for."""
    query = request.GET
    table = encoding.table_of(digest, body)
    column = _number(query, "sort", -1, 0, max(len(table.columns) - 1, 0))  # -1: as they are
    direction, text = query.get("dir", "asc"), query.get("q", "")
    if direction not in ("asc", "desc"):
        raise _BadParameters("The parameter dir must be asc or desc.")
    if len(text) > MOST_TEXT:
        raise _BadParameters(f"The parameter q must not have more than {MOST_TEXT} characters.")
    size = _number(query, "size", 100, 1, MOST_ROWS)
    page = _number(query, "page", 1, 1, max(-(-table.rows // size), 1))
    view = table.view(text, column if column >= 0 else None, down=direction == "desc")
    if query.get("format") == "csv":
        return _as_csv(request, table, view, tag)
    wanted = view[(page - 1) * size : page * size]
    values = [[cells[row] for row in wanted] for cells in table.values]
    page_of: dict[str, Any] = {"total": len(view), "values": values, "rows": list(wanted)}
    if table.keys is not None:
        page_of["keys"] = [table.keys.plain[row] for row in wanted]
    if table.looks is not None:
        page_of |= table.looks.of(wanted)
    made = json.dumps(page_of, separators=(",", ":"), ensure_ascii=False)
    return _json(request, made.encode("utf-8", "surrogatepass"), tag, packed=False)


def _json(request: HttpRequest, content: bytes, tag: str, *, packed: bool) -> HttpResponse:
    """
    Return JSON, gzipped if the browser accepts that and the content is long enough.

    Parameters
    ----------
    packed
        True if the content is gzipped already.
    """
    takes = _may_pack(request)
    if packed and not takes:
        content = gzip.decompress(content)
    elif not packed and takes and len(content) > PLAIN_BELOW:
        content, packed = gzip.compress(content, 1, mtime=0), True
    response = part_of(request, content, tag)
    response["Content-Type"] = "application/json"
    if packed and takes:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def for_ever(response: HttpResponseBase) -> HttpResponseBase:
    """Let the browser cache the response for a year, and no proxy, for the data was shown to one visitor."""
    response["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def asked_again(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    """Let the browser keep the response, and ask whether it may still be shown before each use."""
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = tag
    return response


def _as_csv(request: HttpRequest, table: Table, view: Sequence[int], tag: str) -> HttpResponse:
    """
    Return rows as a CSV file. It begins with a byte order mark, by which spreadsheets know that it is UTF-8.

    Parameters
    ----------
    view
        The numbers of the rows, in their order.
    """
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([_as_text(" / ".join(filter(None, path))) for path, _kind in table.columns])
    columns = [_as_written(kind, cells) for (_, kind), cells in _columns(table)]
    lines.writerows([_as_text(cells[row]) for cells in columns] for row in view)
    response = part_of(request, written.getvalue().encode("utf-8-sig", "surrogatepass"), tag)
    response["Content-Type"] = "text/csv; charset=utf-8"
    response["Content-Disposition"] = 'attachment; filename="table.csv"'
    return response


def _as_text(value: Any) -> Any:
    """
    Return a cell with an apostrophe in front if a spreadsheet would take it for a formula: one person may have typed
    it, and it would run where another one opens the file.
    """
    is_text = isinstance(value, str) and value.startswith(_FORMULA) and _SIGNED.fullmatch(value) is None
    return f"'{value}" if is_text else value


def _columns(table: Table) -> Any:
    """Return pairs of a column's head (its path of titles and its kind) and its values."""
    return zip(table.columns, table.values, strict=True)


def _as_written(kind: str, cells: list[Any]) -> list[Any]:
    """Return a column's cells as the file spells them."""
    if kind in ("list", "json"):
        return [None if cell is None else json.dumps(cell, ensure_ascii=False) for cell in cells]
    return list(map(_as_word, cells)) if kind == "bool" else cells


def _as_word(value: Any) -> str | None:
    """Return a truth value as the file spells it."""
    return None if value is None else "true" if value else "false"


__all__ = ["asked_again", "body_of", "data", "for_ever", "is_theirs", "may_see"]
