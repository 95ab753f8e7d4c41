"""What stands around a page: hidden fields of plain forms, texts of the script, messages, icon, query parameters."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.middleware.csrf import get_token
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from formrerun.conf import settings
from formrerun.exceptions import FormrerunError
from formrerun.protocol.names import PAGE_FORM, PROTOCOL, RESERVED_PARAMETERS, FormField
from formrerun.protocol.record import Record
from formrerun.rendering.templates import safe
from formrerun.submissions.carried_messages import messages_of
from formrerun.submissions.page_changes import shows_once
from formrerun.submissions.snapshots import stored_html
from formrerun.utils.urls import own_address
from formrerun.web.inspection import panel_address
from formrerun.web.script_texts import texts

if TYPE_CHECKING:
    from django.http import HttpRequest

    from formrerun.submissions.outcome import Outcome
    from formrerun.submissions.page_request import PageRequest


#: What templates are given as the page; :func:`with_page` puts it there. A context is garbage that Python finds late
#: (Django's own refers to itself), and a page can be large. No text of a page holds it by chance or on purpose.
PAGE = SafeString(f"<!--{secrets.token_hex(8)}-->")


def with_page(html: str, outcome: Outcome) -> str:
    """Return what a template made of :func:`page_context`, with the page in its place."""
    return html.replace(PAGE, page_html(outcome))


def page_context(visit: PageRequest, outcome: Outcome) -> dict[str, Any]:
    """
    Return the variables of ``_app.html``, which draws what stands around the page: all that changes from request to
    request (tokens, messages, texts in the visitor's language), and the hidden fields of plain forms.
    """
    request, record = visit.request, outcome.record
    head = record.snapshot.head
    token = get_token(request)
    stored = outcome.stored
    came_with = urlencode(
        [(name, values) for name, values in request.GET.lists() if name not in RESERVED_PARAMETERS], doseq=True
    )
    return {
        "root": PAGE,
        "hidden": _hidden_fields(record, token) if stored else "",
        "apply": head.get("apply"),
        "tab": record.id if stored else "",
        "mark": record.page_token,
        "seq": max(record.seqs.values(), default=0),
        "keeps": settings.RELOAD_KEEPS_TAB,
        "kept": outcome.run is None,
        "query": query if (query := head.get("query", "")) != came_with else None,
        "csrf_token_value": token,
        "protocol": PROTOCOL,
        "theme": head.get("theme", ""),
        "zone": head.get("zone", ""),
        "texts": json.dumps(texts(), ensure_ascii=False),
        "token_url": own_address("token"),
        "rerun_key": settings.RERUN_KEY,
        "messages": messages_of(request),
        **panel_address(record.id if stored else ""),
        "notes": overlays_of(record) if outcome.run is not None or shows_once(request, record) else [],
    }


def note_drawn(request: HttpRequest, name: str) -> None:
    """
    Note that a page is drawn into the document of a request.

    Raises
    ------
    FormrerunError
        If there is one already: the script of a document knows one page, and so do the ids in it.
    """
    first = getattr(request, "formrerun_drawn", "")
    request.formrerun_drawn = name  # type: ignore[attr-defined]
    if first:
        raise FormrerunError(
            f"A document holds one page of formrerun's: `{first}` stands in it already, and now comes `{name}`. Draw "
            "both in one page function (each in a fragment, say), or give each a document of its own, as in an iframe."
        )


def _hidden_fields(record: Record, token: str) -> str:
    """Return what plain forms send beside the fields that are seen; the script says the same in other words."""
    fields = []
    for form, *_rest in [[PAGE_FORM], *record.snapshot.head.get("forms", [])]:
        fields += [
            (form, "csrfmiddlewaretoken", token),
            (form, FormField.TAB, record.id),
            (form, FormField.HAVE, record.page_token),
            (form, FormField.ID, secrets.token_hex(16)),
            (form, FormField.FORM, form),
            (form, FormField.END, "1"),  # the last one: without it the post was cut off
        ]
    return format_html_join("", '<input type="hidden" form="{}" name="{}" value="{}">', fields)


def page_html(outcome: Outcome) -> str:
    """Return the HTML of the whole page."""
    # A run of fragments has HTML for these only; the record's page has all of it.
    if outcome.page is None or (outcome.run is not None and outcome.run.fragments_again):
        return stored_html(outcome.record.snapshot, outcome.blobs)
    return "".join(outcome.page.inside())


def overlays_of(record: Record) -> list[dict[str, Any]]:
    """
    Return toasts, balloons and the like as HTML (``html``), the newest first, each with a name (``once``) that is the
    same in every answer with this page: the script shows each name once.
    """
    notes = [
        {"once": f"{record.page_token}-{index}", "html": safe(html)}
        for index, html in enumerate(record.snapshot.head.get("notes", ()))
    ]
    return notes[::-1]
