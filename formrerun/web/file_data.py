"""
Files that authors gave, over HTTP: ``file/<digest>/<signature>/``, for downloads, images, sound and video.

They go to whom tables go to. A part of one may be asked for by ``Range``, as players do.
"""

from __future__ import annotations

import io
import re
from functools import partial
from typing import IO, Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase, HttpResponseForbidden, HttpResponseNotFound
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from formrerun.tables import addresses, encoding
from formrerun.utils.joined_files import JoinedFile
from formrerun.web.byte_ranges import part_of, part_of_file
from formrerun.web.table_data import asked_again, body_of, for_ever, is_theirs, may_see

#: What a page may show of itself; anything else is saved, for it could run here.
_SHOWN = re.compile(r"(?:image|audio|video)/|text/vtt\b|application/pdf\b")
#: A picture that is opened by itself runs nothing and loads nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'; sandbox"
#: A document for a frame: an origin of its own wherever it is opened, with no page, cookies or storage to reach.
POLICY_OF_FRAME = (
    "sandbox allow-scripts allow-popups allow-forms allow-modals allow-downloads; default-src * data: blob: "
    "'unsafe-inline' 'unsafe-eval'; frame-ancestors 'self'"
)
_POLICY_OF_PDF = "frame-ancestors 'self'"  # browsers do not show one in a sandbox


@login_not_required  # it is for the session that was shown it, by the rule of its page
@require_safe
def file(request: HttpRequest, digest: str, signature: str, name: str = "") -> HttpResponseBase:
    """
    Answer with a file, if the signature was made for this session; else 404.

    Where not everybody may see the page, its rule is asked each time, and who may not see it any more gets 403.

    Parameters
    ----------
    digest
        The sha256 of what is kept, in hexadecimal digits.
    signature
        Made by :mod:`formrerun.tables.addresses` for the digest, the session and the page.
    name
        What the address ends with, for people.
    """
    theirs, guard = is_theirs(request, digest, signature), addresses.guard_of(signature)
    if theirs and guard and not may_see(request, guard):
        return HttpResponseForbidden("You may not see this any more.", content_type="text/plain")
    body = body_of(digest) if theirs else None
    head = encoding.head_of(body) if body is not None else {}
    if body is None or head.get("is") != "file":
        return HttpResponseNotFound("No such file.", content_type="text/plain")
    tag = f'"{digest[:32]}"'
    parts = head.get("parts")
    if parts and body_of(parts[0]) is None:
        return HttpResponseNotFound("No such file.", content_type="text/plain")
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None and parts:
        response = part_of_file(request, partial(_joined, head), head["size"], tag)
    elif response is None:
        response = part_of(request, encoding.packed_of(body), tag)
    response["Accept-Ranges"], response["ETag"] = "bytes", tag
    if response.status_code in (200, 206):
        show_as(response, head["mime"], head["name"], saved=head["saved"], framed=head.get("framed", False))
    return asked_again(response, tag) if guard or response.status_code in (412, 416) else for_ever(response)


def _joined(head: dict[str, Any]) -> IO[bytes]:
    """Return a file that is kept in parts, of which one is in memory at a time."""
    openers = [partial(_part, digest) for digest in head["parts"]]
    return io.BufferedReader(JoinedFile(openers, head["step"], head["size"]), 64 * 1024)


def _part(digest: str) -> IO[bytes]:
    part = body_of(digest)
    if part is None:
        raise FileNotFoundError(digest)
    return io.BytesIO(part)


def show_as(response: HttpResponseBase, mime: str, name: str, *, saved: bool, framed: bool = False) -> None:
    """
    Let the browser take a response for a file of this type and name: shown, or saved if it might run in the page.

    Parameters
    ----------
    saved
        Save it, whatever it is.
    framed
        It is a document for a frame.
    """
    shown = framed or (not saved and _SHOWN.match(mime) is not None)
    response["Content-Type"] = mime
    if shown:
        response["X-Frame-Options"] = "SAMEORIGIN"  # the page may show it in a frame
        policy = POLICY_OF_FRAME if framed else _POLICY_OF_PDF if mime == "application/pdf" else _POLICY
        response["Content-Security-Policy"] = policy
    disposition = content_disposition_header(not shown, name)
    if disposition is not None:
        response["Content-Disposition"] = disposition


__all__ = ["POLICY_OF_FRAME", "file", "show_as"]
