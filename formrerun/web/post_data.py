"""HTTP in: the body of a POST, bounded while it is read."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings as project
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, RawPostDataException, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.exceptions import BadSubmission
from formrerun.protocol.names import Header
from formrerun.protocol.posted import PostData
from formrerun.utils import django_internals
from formrerun.utils.headers import header

#: The kinds of a POST that wait for no other of their tab.
UNQUEUED = ("stop", "options", "preview")
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
#: What reading a POST may raise: there is too much of it, it is no form, or in an encoding that is none (LookupError).
UNREADABLE = (
    *TOO_LARGE, UnreadablePostError, MultiPartParserError, RawPostDataException, BadRequest, SuspiciousOperation,
    LookupError, ValueError,
)  # fmt: skip


def read_post(request: HttpRequest) -> PostData:
    """
    Return what a POST says.

    Raises
    ------
    BadSubmission
        With a 4xx status, if it is too large, malformed or of another shape.
    """
    try:
        is_json = request.content_type == "application/json"
        posted = PostData.from_json(_json(request)) if is_json else PostData.from_form(dict(request.POST.lists()))
        waited_elsewhere = is_json and header(request, Header.TAB) not in ("", posted.tab)
        # A Stop and a search wait in no queue; a Stop has threads of its own.
        kind = header(request, Header.KIND)
        if waited_elsewhere or (kind in UNQUEUED and posted.kind != kind):
            raise BadSubmission(_("The submission could not be read."))
        return posted
    except UNREADABLE as error:
        raise _refusal(error) from error


def look_at_form(request: HttpRequest) -> None:
    """
    Let Django read a plain form, as whoever checks its token does.

    Raises
    ------
    BadSubmission
        If it cannot: in the middle of a check, or of a template, that would be an error of the server.
    """
    try:
        _form = request.POST
    except UNREADABLE as error:
        django_internals.forget_form(request)
        raise _refusal(error) from error


def _refusal(error: Exception) -> BadSubmission:
    """Return what is said of a POST that Django cannot read."""
    if isinstance(error, TOO_LARGE):
        return BadSubmission(_("This is more than the server takes at once."), status=413)
    if isinstance(error, UnreadablePostError):
        return BadSubmission(_("The connection ended before the submission was complete."))
    return BadSubmission(_("The submission could not be read."))


def _json(request: HttpRequest) -> Any:
    limit = settings.MAX_POST_BYTES
    if limit is None:
        limit = project.DATA_UPLOAD_MAX_MEMORY_SIZE
    # Not ``request.body``: that is bounded by Django's own setting, and takes in a body of unknown length as a whole.
    body = request.body if limit is None else request.read(limit + 1)
    if limit is not None and len(body) > limit:
        raise RequestDataTooBig
    django_internals.set_body(request, body)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadSubmission(_("The submission could not be read.")) from error
