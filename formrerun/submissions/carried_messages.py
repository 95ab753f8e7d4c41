"""
Django's messages: each is shown once, by whoever draws a page first.

Messages wait in the session or in a cookie until then. A stream cannot change either any more, so it takes them as it
begins (``StreamState.open``), and its last message shows them. If such a run ends without a page, because it goes on to
another one or because a newer submission draws it, they wait in the record instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.contrib.messages import add_message
from django.http import HttpRequest
from django.utils.safestring import SafeData, mark_safe

from formrerun.utils.django_internals import drain_messages, forget_messages

if TYPE_CHECKING:
    from formrerun.protocol.record import Record
    from formrerun.submissions.page_request import PageRequest

#: The part of a snapshot's head that they wait in.
WAITING = "messages"


def take(request: HttpRequest) -> None:
    """Take them from where they wait, to be shown later in the answer to this request."""
    request.formrerun_messages = messages_of(request)  # type: ignore[attr-defined]


def messages_of(request: HttpRequest) -> list[Any]:
    """Return what nobody has shown yet, and is now; [] without the app of the messages."""
    storage = getattr(request, "_messages", None)
    taken = request.__dict__.pop("formrerun_messages", [])
    return [*taken, *(drain_messages(storage) if storage is not None else [])]


def keep(visit: PageRequest, record: Record) -> None:
    """Let the record hold them, if the request's storage cannot: the run has ended without a page to show them."""
    # Asked by the run's thread this also decides, if nothing has: then the response is no stream.
    if visit.stream is None or not visit.stream.decide(streamed=False):
        return
    kept = [
        [each.level, str(each.message), each.extra_tags or "", isinstance(each.message, SafeData)]
        for each in messages_of(visit.request)
    ]
    if kept:
        record.snapshot.head = {**record.snapshot.head, WAITING: kept}


def give_back(head: dict[str, Any], request: HttpRequest) -> None:
    """Let the request have what :func:`keep` has put into a snapshot's head; it is nowhere else then."""
    for level, text, tags, is_safe in head.pop(WAITING, ()):
        add_message(request, level, mark_safe(text) if is_safe else text, tags, fail_silently=True)


@contextmanager
def taken_back(request: HttpRequest) -> Iterator[None]:
    """Let messages go that were said in a block that fails: what they speak of is undone."""
    storage = getattr(request, "_messages", None)
    said = forget_messages(storage) if storage is not None else 0
    try:
        yield
    except Exception:
        if storage is not None:
            forget_messages(storage, said)
        raise


__all__ = ["WAITING", "give_back", "keep", "messages_of", "take", "taken_back"]
