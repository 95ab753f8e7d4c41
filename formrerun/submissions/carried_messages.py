"""
Django's messages where the browser is sent on by an answer whose headers have left before.

Messages wait in the session or in a cookie until somebody shows them. A stream cannot change either any more, so it
takes them as it begins (``StreamState.open``), and its last message shows them. If the run ends without a page, because
it goes on to another one or because a newer submission draws it, they wait in the record instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.messages import add_message, get_messages
from django.http import HttpRequest
from django.utils.safestring import SafeData, mark_safe

if TYPE_CHECKING:
    from formrerun.protocol.record import Record
    from formrerun.submissions.page_request import PageRequest

#: The part of a snapshot's head that they wait in.
WAITING = "messages"


def keep(visit: PageRequest, record: Record) -> None:
    """Let the record hold them, if the request's storage cannot: the run has ended without a page to show them."""
    # Asked by the run's thread this also decides, if nothing has: then the response is no stream.
    if visit.stream is None or not visit.stream.decide(streamed=False) or not hasattr(visit.request, "_messages"):
        return
    kept = [
        [each.level, str(each.message), each.extra_tags or "", isinstance(each.message, SafeData)]
        for each in get_messages(visit.request)
    ]
    if kept:
        record.snapshot.head = {**record.snapshot.head, WAITING: kept}


def give_back(head: dict[str, Any], request: HttpRequest) -> None:
    """Let the request have what :func:`keep` has put into a snapshot's head; it is nowhere else then."""
    for level, text, tags, is_safe in head.pop(WAITING, ()):
        add_message(request, level, mark_safe(text) if is_safe else text, tags, fail_silently=True)


__all__ = ["WAITING", "give_back", "keep"]
