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

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    HttpResponseNotFound,
    QueryDict,
)
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from formrerun import store
from formrerun.conf import settings
from formrerun.tables import addresses, encoding
from formrerun.tables.sorting import Table

#: The most rows of one page.
MOST_ROWS = 1_000
#: The longest text that is searched for.
MOST_TEXT = 200
#: A page of rows smaller than this is not worth compressing, in bytes.
PLAIN_BELOW = 1_000
#: What a formula begins with in a spreadsheet, and what begins so without being one: numbers, of telephones too.
_FORMULA, _SIGNED = ("=", "+", "-", "@", "\t", "\r"), re.compile(r"[+-][\d\s.,:%/()eE-]*")
_YEAR = 365 * 24 * 60 * 60  # seconds


class _BadParameters(ValueError):
    """The query asks for what a table of ours never asks for."""


@require_safe
def data(request: HttpRequest, digest: str, signature: str) -> HttpResponseBase:
    """
    Answer with the data of this digest, if the page of this session was given its address.

    Without parameters the answer is everything; for a table above TABLE_REMOTE_ROWS that is refused. With ``page``
    (from 1) and ``size`` it is these rows, sorted by the column number ``sort`` in direction ``dir`` (asc, desc), of
    those rows that contain ``q``. With ``format=csv`` it is all these rows as a file.
    """
    body = _body_of(digest) if _is_theirs(request, digest, signature) else None
    if body is None:
        return HttpResponseNotFound("No such data.", content_type="text/plain")
    head, query = encoding.head_of(body), request.GET
    try:
        if head["is"] == "table" and ("page" in query or query.get("format") == "csv"):
            return _rows(request, digest, body, query)
        if query or (head["is"] == "table" and head["rows"] > settings.TABLE_REMOTE_ROWS):
            raise _BadParameters("Ask for a page.")
    except _BadParameters as error:
        return HttpResponseBadRequest(str(error), content_type="text/plain")
    return _for_ever(_json(request, encoding.packed_of(body), packed=True))


def _is_theirs(request: HttpRequest, digest: str, signature: str) -> bool:
    owner = store.Owner.of(request)
    has_session = getattr(request, "session", None) is not None
    return bool(owner.key or not has_session) and addresses.is_signed(digest, owner.key, signature)


def _body_of(digest: str) -> bytes | None:
    return encoding.made_here(digest) or store.default().data(digest)


def _number(query: QueryDict, name: str, default: int, low: int, high: int) -> int:
    text = query.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and low <= int(text) <= high):
        raise _BadParameters(f"The parameter {name} must be a number from {low} to {high}.")
    return int(text)


def _rows(request: HttpRequest, digest: str, body: bytes, query: QueryDict) -> HttpResponse:
    table = encoding.table_of(digest, body)
    place = _number(query, "sort", -1, 0, max(len(table.columns) - 1, 0))
    direction, text = query.get("dir", "asc"), query.get("q", "")
    if direction not in ("asc", "desc"):
        raise _BadParameters("The parameter dir must be asc or desc.")
    if len(text) > MOST_TEXT:
        raise _BadParameters(f"The parameter q must not have more than {MOST_TEXT} characters.")
    size = _number(query, "size", 100, 1, MOST_ROWS)
    page = _number(query, "page", 1, 1, max(-(-table.rows // size), 1))
    view = table.view(text, place if place >= 0 else None, down=direction == "desc")
    if query.get("format") == "csv":
        return _as_csv(table, view)
    wanted = view[(page - 1) * size : page * size]
    values = [[cells[row] for row in wanted] for cells in table.values]
    made = json.dumps({"total": len(view), "values": values}, separators=(",", ":"), ensure_ascii=False)
    return _for_ever(_json(request, made.encode("utf-8", "surrogatepass"), packed=False))


def _json(request: HttpRequest, content: bytes, *, packed: bool) -> HttpResponse:
    """Return JSON, gzipped if the browser takes that and it is worth it."""
    takes = "gzip" in request.headers.get("Accept-Encoding", "")
    if packed and not takes:
        content = gzip.decompress(content)
    elif not packed and takes and len(content) > PLAIN_BELOW:
        content, packed = gzip.compress(content, 1, mtime=0), True
    response = HttpResponse(content, content_type="application/json")
    if packed and takes:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _for_ever(response: HttpResponse) -> HttpResponse:
    """Let the browser keep what cannot change; nobody else, for it was shown to one visitor."""
    response["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _as_csv(table: Table, view: Sequence[int]) -> HttpResponse:
    """Return rows as a file; spreadsheets know its encoding by the mark in front."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([_as_text(" / ".join(filter(None, path))) for path, _kind in table.columns])
    columns = [cells if kind != "bool" else list(map(_as_word, cells)) for (_, kind), cells in _columns(table)]
    lines.writerows([_as_text(cells[row]) for cells in columns] for row in view)
    response = HttpResponse(
        written.getvalue().encode("utf-8-sig", "surrogatepass"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="table.csv"'
    return _for_ever(response)


def _as_text(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: somebody may have typed one where others export it."""
    is_text = isinstance(value, str) and value.startswith(_FORMULA) and _SIGNED.fullmatch(value) is None
    return f"'{value}" if is_text else value


def _columns(table: Table) -> Any:
    return zip(table.columns, table.values, strict=True)


def _as_word(value: Any) -> str | None:
    return None if value is None else "true" if value else "false"


__all__ = ["data"]
