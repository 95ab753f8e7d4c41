"""The versions of a page's topics over HTTP, for browsers without a WebSocket; and what browsers say of themselves."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase, HttpResponseForbidden
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from formrerun.conf import settings
from formrerun.live import publishing, topics
from formrerun.live.people import AWAY, read
from formrerun.protocol.names import SIGNED_PARAMETER
from formrerun.store import Owner
from formrerun.utils.digests import digest
from formrerun.web import csrf

#: What a browser says in bytes, at most; and what it may be doing.
MOST_BYTES = 4096
STATES = ("looks", "edits", "leaves")


@login_not_required  # of the topics that a page signed for this session
@require_GET
def versions(request: HttpRequest) -> HttpResponseBase:
    """
    Return topic to version as JSON, for the signed lists of topics in the query; 403 if one was not signed for this
    session. With an ETag: most answers are 304 Not Modified.
    """
    names = topics.read(request.GET.getlist(SIGNED_PARAMETER), Owner.of(request).keys)
    if names is None:
        return HttpResponseForbidden("This page may not ask for these topics any more.", content_type="text/plain")
    body = json.dumps(topics.versions(names))
    response = HttpResponse(body, content_type="application/json")
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = quote_etag(digest(body))
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


@csrf_exempt  # looked at here, as for submissions
@login_not_required
@require_POST
def people(request: HttpRequest) -> HttpResponseBase:
    """
    Note what a browser tab says: ``{"of": <signed>, "state": "looks" | "edits" | "leaves"}``; 204, or a 4xx.

    Others learn of it by the topic, if it is news. Whoever says something also finds out who has not been heard of for
    a while.
    """
    if (refusal := csrf.refusal(request)) is not None:
        return refusal
    try:
        said = json.loads(request.read(MOST_BYTES))
        signed, state = said["of"], said["state"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return HttpResponseBadRequest("This cannot be read.", content_type="text/plain")
    found = read(signed, Owner.of(request).keys)
    if found is None or state not in STATES:
        return HttpResponseForbidden("This page may not say that any more.", content_type="text/plain")
    topic, tab = found
    if news := {*_note(request, topic, tab, state), *_gone()}:
        for each in news:
            publishing.refresh(each)
    return HttpResponse(status=204)


def _note(request: HttpRequest, topic: str, tab: str, state: str) -> list[str]:
    """Write down what a tab says; return its topic if that is news."""
    from formrerun.live.models import Presence

    rows, key, editing = Presence.objects.using(settings.DATABASE), digest("people", topic, tab), state == "edits"
    if state == "leaves":
        return [topic] if rows.filter(pk=key).delete()[0] else []
    if rows.filter(pk=key, is_editing=editing).update(seen=timezone.now()):
        return []
    user = getattr(request, "user", None)
    who = {"user": "", "name": ""}
    if user is not None and user.is_authenticated:
        name = getattr(user, "get_full_name", str)() or user.get_username()
        who = {"user": str(user.pk)[:255], "name": str(name)[:255]}
    held = {"topic": topic, "tab": tab, "is_editing": editing, "seen": timezone.now(), **who}
    rows.update_or_create(pk=key, defaults=held)
    return [topic]


def _gone() -> list[str]:
    """Delete those who were not heard of for a while; return their topics."""
    from formrerun.live.models import Presence

    rows = Presence.objects.using(settings.DATABASE).filter(seen__lt=timezone.now() - AWAY)
    found = list(rows.values_list("topic", flat=True).distinct()[:50])
    if found:
        rows.filter(topic__in=found).delete()
    return found
