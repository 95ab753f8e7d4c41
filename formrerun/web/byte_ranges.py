"""Parts of what is sent, as ``Range`` and ``If-Range`` ask for them (RFC 9110, section 14)."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)


def is_asked(request: HttpRequest) -> bool:
    """Return True if a part is asked for; a HEAD asks for the head of the whole."""
    return request.method == "GET" and "Range" in request.headers


def part_of(request: HttpRequest, content: bytes, tag: str) -> HttpResponse:
    """
    Return the part that is asked for: 206, or 416 if there is none; else all: 200.

    Several parts at once and what is no range are answered by all, as the standard allows.

    Parameters
    ----------
    content
        What is sent, without any coding.
    tag
        Its entity tag; a strong one, for halves of two versions would be put together.
    """
    found = _RANGE.fullmatch(request.headers["Range"]) if is_asked(request) else None
    if found is None or found.groups() == ("", "") or request.headers.get("If-Range", tag) != tag:
        return HttpResponse(content)
    first, last, size = *found.groups(), len(content)
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if first and last and int(last) < int(first):
        return HttpResponse(content)
    if start >= size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = HttpResponse(content[start : end + 1], status=206)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Encoding"] = "identity"  # no middleware packs a part: the range is that of what is sent
    return response


__all__ = ["is_asked", "part_of"]
