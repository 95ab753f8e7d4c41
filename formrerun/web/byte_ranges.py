"""Parts of what is sent, as ``Range`` and ``If-Range`` ask for them (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from formrerun.web.chunked import chunked

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)
#: Bytes of a file that are in memory at a time.
CHUNK = 256 * 1024


def is_asked(request: HttpRequest) -> bool:
    """Return True if a part is asked for; a HEAD asks for the head of the whole."""
    return request.method == "GET" and "Range" in request.headers


def span_of(request: HttpRequest, size: int, tag: str) -> range | None:
    """
    Return which bytes are asked for, none if there are no such; None for all.

    Several parts at once and what is no range are answered by all, as the standard allows.

    Parameters
    ----------
    size
        How many there are.
    tag
        The entity tag; a strong one, for halves of two versions would be put together.
    """
    found = _RANGE.fullmatch(request.headers["Range"]) if is_asked(request) else None
    if found is None or found.groups() == ("", "") or request.headers.get("If-Range", tag) != tag:
        return None
    first, last = found.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if first and last and int(last) < int(first):
        return None
    return range(start, end + 1) if start < size else range(0)


def part_of(request: HttpRequest, content: bytes, tag: str) -> HttpResponse:
    """
    Return the part that is asked for: 206, or 416 if there is none; else all: 200.

    Parameters
    ----------
    content
        What is sent, without any coding.
    tag
        See :func:`span_of`.
    """
    span = span_of(request, len(content), tag)
    if span is None:
        return HttpResponse(content)
    response = HttpResponse(content[span.start : span.stop], status=206 if span else 416)
    _say(response, span, len(content))
    return response


def part_of_file(request: HttpRequest, opened: Callable[[], IO[bytes]], size: int, tag: str) -> HttpResponseBase:
    """
    Return the same of a file, of which little is in memory at any time.

    Parameters
    ----------
    opened
        Opens it; called before anything is sent, so that what it raises can still be answered.
    size
        How many bytes it has.
    tag
        See :func:`span_of`.
    """
    span = span_of(request, size, tag)
    wanted = range(size) if span is None else span
    if request.method == "HEAD" or not wanted:
        response: HttpResponseBase = HttpResponse(status=200 if span is None else 416)
    else:
        response = chunked(request, _Parts(opened(), wanted), status=200 if span is None else 206)
    if span is not None:
        _say(response, span, size)
    response["Content-Length"] = str(len(wanted))
    return response


def _say(response: HttpResponseBase, span: range, size: int) -> None:
    response["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{size}" if span else f"bytes */{size}"
    if span:
        response["Content-Encoding"] = "identity"  # no middleware packs a part: the range is that of what is sent


class _Parts:
    """Parts of an open file. It is closed with them, whether anybody has asked for one or not."""

    def __init__(self, file: IO[bytes], wanted: range) -> None:
        self._file, self._left = file, len(wanted)
        if wanted.start:
            file.seek(wanted.start)
        self.close = file.close

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        part = self._file.read(min(CHUNK, self._left)) if self._left > 0 else b""
        if not part:
            raise StopIteration
        self._left -= len(part)
        return part


__all__ = ["CHUNK", "is_asked", "part_of", "part_of_file", "span_of"]
