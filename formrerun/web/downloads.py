"""Files that are made when somebody asks for them, over HTTP: ``?fr-file=<tab>.<button>`` of the page's own address."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from formrerun.elements.deferred_files import Deferred
from formrerun.elements.kept_files import guessed_mime, name_of_file, read_file, typed
from formrerun.engine.context import activate
from formrerun.engine.run import Run
from formrerun.exceptions import BadSubmission
from formrerun.protocol.names import FILE_PARAMETER, sanitized_name
from formrerun.submissions.deferred_downloads import find_deferred
from formrerun.submissions.page_request import PageRequest
from formrerun.utils.file_names import clean_name
from formrerun.web.byte_ranges import CHUNK, part_of_file
from formrerun.web.chunked import chunked
from formrerun.web.file_data import show_as
from formrerun.web.table_data import asked_again

logger = logging.getLogger("formrerun")


def is_asked(request: HttpRequest) -> bool:
    """Return True if a file of the page is asked for, and not the page."""
    return request.method != "POST" and FILE_PARAMETER in request.GET


def deliver(visit: PageRequest) -> HttpResponseBase:
    """
    Make the file that is asked for, and answer with it.

    It is made for a GET that somebody wants to see answered: not for HEAD, nor for a browser that only looks ahead.
    """
    if not visit.may_store:
        return HttpResponse(status=204)
    tab, _dot, widget = visit.request.GET[FILE_PARAMETER].partition(".")
    try:
        run, deferred = find_deferred(visit, sanitized_name(tab), sanitized_name(widget))
    except BadSubmission as error:
        return refused(str(error), error.status)
    try:
        with activate(run):
            made = deferred.source() if callable(deferred.source) else deferred.source
        response = _answer(visit.request, run, made, deferred)
    except Exception:
        logger.exception("The file of a download button of page %s could not be made.", visit.page.name)
        return refused(_("The file could not be made."), 500)
    return response


def refused(message: str, status: int) -> HttpResponse:
    """Return a refusal in plain words: no page, for the browser would save that as the file."""
    return HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")


def _answer(request: HttpRequest, run: Run, made: Any, deferred: Deferred) -> HttpResponseBase:
    own = name_of_file(made)
    name = clean_name(own if deferred.name is None else deferred.name)
    mime, tag = deferred.mime or (guessed_mime(name) if own else None), ""
    response: HttpResponseBase
    if isinstance(made, PurePath):
        path = Path(made)
        found = path.stat()
        tag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
        known: HttpResponseBase | None = get_conditional_response(request, etag=tag)
        response = known or part_of_file(request, lambda: path.open("rb"), found.st_size, tag)
        response["Accept-Ranges"] = "bytes"
    elif (parts := _parts_of(made)) is not None:
        response = chunked(request, _drawn_in(run, parts))
        mime = mime or getattr(made, "content_type", None)
    else:
        content, said = read_file(made)
        response, mime = HttpResponse(content), mime or said
    show_as(response, typed(mime or "application/octet-stream"), name, saved=True)
    if tag:
        return asked_again(response, tag)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _parts_of(made: Any) -> Any:
    """Return the parts of what is not there as a whole, or None."""
    if hasattr(made, "chunks"):  # a File of Django's, an uploaded one too
        return iter(made.chunks(CHUNK))
    if hasattr(made, "read"):
        return _read(made)
    if hasattr(made, "__iter__") and not isinstance(made, (str, bytes, bytearray, memoryview)):
        return iter(made)
    return None


def _read(file: Any) -> Iterator[Any]:
    if hasattr(file, "seek") and (not hasattr(file, "seekable") or file.seekable()):
        file.seek(0)
    try:
        while part := file.read(CHUNK):
            yield part
    finally:
        if hasattr(file, "close"):
            file.close()


_OVER = object()


def _drawn_in(run: Run, parts: Iterator[Any]) -> Iterator[bytes]:
    """Give the parts as bytes; what makes them may read the state of the page, as if it ran still."""
    try:
        while True:
            with activate(run):
                part: Any = next(parts, _OVER)
            if part is _OVER:
                return
            yield part.encode("utf-8", "surrogatepass") if isinstance(part, str) else bytes(part)
    finally:
        if hasattr(parts, "close"):
            parts.close()


__all__ = ["deliver", "is_asked", "refused"]
