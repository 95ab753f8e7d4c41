"""
Files in: ``upload/`` takes one from the script, as the body of a POST; a plain form brings them with its fields.
``upload/<token>/`` shows a photo or a recording to who has made it.

What is judged is the widget as the tab was last shown it. Nothing of a file is held in memory.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import unquote

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotFound, JsonResponse, UnreadablePostError
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from formrerun import pages, store
from formrerun.exceptions import BadSubmission, Invalid, StreamlitPageNotFoundError
from formrerun.protocol.names import Header, sanitized_name
from formrerun.protocol.posted import PostData
from formrerun.submissions.page_request import PageRequest
from formrerun.uploads import keeping
from formrerun.uploads.field import FilesField
from formrerun.uploads.tokens import Head, head_of, token_of
from formrerun.utils.digests import digest
from formrerun.utils.texts import sanitized_text
from formrerun.web import csrf
from formrerun.web.byte_ranges import part_of_file
from formrerun.web.file_data import show_as
from formrerun.web.table_data import asked_again, may_see

logger = logging.getLogger("formrerun.upload")

#: Bytes that are read at a time.
PART = 64 * 1024


@csrf_exempt  # looked at here, and refused in JSON
@login_not_required
@require_POST
def upload(request: HttpRequest) -> HttpResponseBase:
    """
    Keep the file that is the body of the request and answer with its token, ``{"token": …}``; to a part of one with
    ``{"part": …}``, which the next part sends back.

    The headers say for which widget of which tab it is, its name and its type; both of a file are percent-encoded. What
    is refused is answered by a 4xx with a ``message`` to show at the field.
    """
    if csrf.refusal(request) is not None:
        return _refused(_("It could not be verified that this came from this page."), 403, csrf=True)
    try:
        return JsonResponse(_received(request, _field(request)))
    except Invalid as error:
        return _refused(str(error), 422)
    except BadSubmission as error:
        return _refused(str(error), error.status)
    except UnreadablePostError:
        return _refused(_("The connection ended before the file was complete."), 400)
    except OSError:
        logger.exception("An uploaded file could not be received.")
        return _refused(str(keeping.not_kept()), 503)


def _refused(message: str, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"message": message, **more}, status=status)


def _field(request: HttpRequest) -> FilesField:
    """Return the field that a file is for; raise if the visitor's tab has none of this id that is enabled."""
    tab, widget = (sanitized_name(request.headers.get(name, "")[:200]) for name in (Header.TAB, Header.FIELD))
    known = _peek(request, tab)
    page, manifest, blobs = known if known is not None else ("", None, None)
    entry = manifest.get(widget) if manifest is not None else None
    field = entry.field(blobs) if entry is not None else None
    if entry is None or not isinstance(field, FilesField):
        raise BadSubmission(_("This field is not known any more."), status=404)
    if not may_see(request, page):
        raise BadSubmission(_("You may not use this page, and nothing was done."), status=403)
    if entry.disabled:
        raise BadSubmission(_("Nothing can be uploaded here now."), status=409)
    return field


def _peek(request: HttpRequest, tab: str) -> tuple[str, Any, Any] | None:
    """Return the name of a tab's page, its manifest, and where large parts of that stand."""
    found = store.default().peek(tab, lambda create: store.Owner.of(request), "") if tab else None
    if found is None:
        return None
    record, blobs = found
    return page_name(record.page), record.manifest, blobs


def page_name(key: str) -> str:
    """Return the name of the page of a record, whose key may go on with the arguments of its address."""
    try:
        pages.get(key)
    except StreamlitPageNotFoundError:
        return key.partition("?")[0]
    return key


def _received(request: HttpRequest, field: FilesField) -> dict[str, str]:
    """Read the body into a file that nobody else sees, and keep it if it is what the field takes."""
    name, mime = (sanitized_text(unquote(request.headers.get(each, ""))) for each in (Header.NAME, Header.TYPE))
    given, announced, whole = request.headers.get(Header.PART, ""), *map(partial(_number, request), _LENGTHS)
    before = head_of(given, complete=False) if given else replace(field.head(name, mime, 0), parts=0)
    if before is None or before.place != field.place or before.owner != field.owner:
        raise _unknown()
    field.check(replace(before, size=max(whole or 0, before.size + (announced or 0))))  # before anything is read
    with TemporaryUploadedFile("upload", before.type, 0, None) as content:
        size = 0
        while part := request.read(PART):
            size += len(part)
            field.check(replace(before, size=before.size + size))
            content.write(part)
        if announced is not None and size != announced:
            raise BadSubmission(_("The connection ended before the file was complete."))
        content.flush()
        content.size = size
        content.seek(0)
        step = before.step or size
        if size > step or before.size != step * before.parts:
            raise BadSubmission(_("The connection ended before the file was complete."))
        head = replace(before, size=before.size + size, parts=before.parts + 1, step=step)
        token = field.keep(head, content, whole=whole or 0)
    if size and head.size < (whole or 0):
        return {"part": token_of(head, complete=False)}
    if not keeping.is_complete(head):
        raise _unknown()
    return {"token": token}


def _unknown() -> BadSubmission:
    return BadSubmission(_("What was uploaded of this file is not known any more. Choose it again."))


#: The headers with the length of the body and of the whole file.
_LENGTHS = ("Content-Length", Header.SIZE)


def _number(request: HttpRequest, name: str) -> int | None:
    """Return a header that is a number, or None."""
    text = request.headers.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


@login_not_required
@require_safe
def uploaded(request: HttpRequest, token: str) -> HttpResponseBase:
    """
    Answer with an uploaded file, or the part of it that ``Range`` asks for, to the tab or session that it came from.

    It is 404 for everybody else, and for who may not see the page of the tab any more.
    """
    head = head_of(token)
    if head is None or not _is_theirs(request, head) or not keeping.is_kept(head):
        return HttpResponseNotFound("No such file.", content_type="text/plain")
    tag = f'"{head.id}"'
    known: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    response = known or part_of_file(request, partial(keeping.opened, head), head.size, tag)
    response["Accept-Ranges"] = "bytes"
    if response.status_code in (200, 206):
        show_as(response, head.type, head.name, saved=False)
    return asked_again(response, tag)


def _is_theirs(request: HttpRequest, head: Head) -> bool:
    found = _peek(request, head.folder)
    if found is not None:
        return may_see(request, found[0])
    return head.owner != "" and head.owner in {digest("upload", key) for key in store.Owner.of(request).keys}


def add_files(visit: PageRequest, posted: PostData) -> None:
    """
    Keep the files that came with a plain form, and add their tokens to what was posted for their widgets.

    One that is refused has a token too: its widget says what is wrong with it, as with all that is posted.
    """
    files = visit.request.FILES
    found = visit.store.peek(posted.tab, visit.owner, visit.page_key) if files and posted.tab else None
    if found is None:
        return
    record, blobs = found
    for name, sent in files.lists():
        entry = record.manifest.get(name)
        field = entry.field(blobs) if entry is not None and not entry.disabled else None
        if isinstance(field, FilesField):
            tokens = [_taken(field, file, posted.id) for file in sent]
            posted.fields[name] = [*posted.fields.get(name, []), *tokens]


def _taken(field: FilesField, file: Any, submission: str) -> str:
    """Keep a file of a plain form, under the same name if the same form is sent again, and return its token."""
    id_ = hashlib.sha256(submission.encode())
    for part in file.chunks():
        id_.update(part)
    file.seek(0)
    head: Head = field.head(
        sanitized_text(file.name or ""), file.content_type or "", file.size or 0, id_.hexdigest()[:32]
    )
    head = field.looked_into(replace(head, step=head.size), file)
    try:
        return field.keep(head, file)
    except Invalid:
        return token_of(head)


__all__ = ["add_files", "upload", "uploaded"]
