"""What stands around a page: hidden fields of plain forms, texts of the script, messages, icon, query parameters."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.elements._parameters import material_symbols
from formrerun.protocol.names import PAGE_FORM, PROTOCOL
from formrerun.protocol.record import Record
from formrerun.rendering.renderer import safe
from formrerun.submissions.snapshots import stored_html

if TYPE_CHECKING:
    from formrerun.web.responses import Reply
    from formrerun.web.views import Visit

#: The query parameter that names a tab and a run: a plain form's redirect, and a change of page.
TAB_PARAMETER = "fr"
#: Query parameters of ours, which page authors do not see.
OURS = frozenset({TAB_PARAMETER, "of"})
#: The icon of pages that name none. It comes with the page: a request less at the first load.
OWN_ICON = (Path(__file__).parents[1] / "static/formrerun/icon.svg").read_text(encoding="utf-8").strip()


def shell(visit: Visit, reply: Reply) -> dict[str, Any]:
    """Return what stands around the root: what changes from request to request, and the plain forms' hidden fields."""
    request, record = visit.request, reply.record
    head = record.view.head
    token = get_token(request)
    stored = reply.stored
    hidden = []
    for dom_id, *_form in [[PAGE_FORM], *head.get("forms", [])]:
        values = {
            "csrfmiddlewaretoken": token,
            "_fr_tab": record.id,
            "_fr_have": record.mark,
            "_fr_id": secrets.token_hex(16),
            "_fr_form": dom_id,
            "_fr_end": "1",  # the last one: without it the post was cut off
        }
        hidden += [
            f'<input type="hidden" form="{dom_id}" name="{name}" value="{escape(value)}">'
            for name, value in values.items()
        ]
    came_with = urlencode([(name, values) for name, values in request.GET.lists() if name not in OURS], doseq=True)
    return {
        "root": safe(inner(reply)),
        "hidden": safe("".join(hidden)) if stored else "",
        "apply": head.get("apply"),
        "tab": record.id if stored else "",
        "mark": record.mark,
        "query": query if (query := head.get("query", "")) != came_with else None,
        "csrf_token_value": token,
        "protocol": PROTOCOL,
        "title": head.get("title", ""),
        "icon_url": icon_url(head.get("icon", "")),
        "texts": json.dumps(texts(), ensure_ascii=False),
        "token_url": reverse("formrerun:token"),
        "rerun_key": settings.RERUN_KEY,
        "messages": messages_of(request),
        "notes": notes_of(record),
        "htmx": settings.HTMX,
    }


def inner(reply: Reply) -> str:
    """Return the HTML of the whole page."""
    if reply.page is None or (reply.run is not None and reply.run.only):  # of the rest only the names are known
        return stored_html(reply.record.view, reply.blobs)
    return "".join(reply.page.inside())


def messages_of(request: HttpRequest) -> list[Any]:
    """Return Django's messages and mark them as shown."""
    if not hasattr(request, "_messages"):
        return []
    from django.contrib.messages import get_messages

    return list(get_messages(request))


def notes_of(record: Record) -> list[dict[str, Any]]:
    """Return what stands over the page once, each with a name, by which the script knows what it has shown already."""
    return [
        {"once": f"{record.mark}-{place}", "html": safe(html)}
        for place, html in enumerate(record.view.head.get("notes", ()))
    ]


def texts() -> dict[str, str]:
    """Return what the script says, in the visitor's language."""
    return {
        "apply": _("Press Enter to apply"),
        "submit": _("Press Enter to submit form"),
        "applyArea": _("Press Ctrl+Enter to apply"),
        "submitArea": _("Press Ctrl+Enter to submit form"),
        "required": _("This field is required."),
        "pattern": _("Invalid input. Must match pattern: /%s/us"),
        "number": _("Enter a number."),
        "range": _("Error: Number is outside the allowed range. Please enter a value between %(low)s and %(high)s."),
        "above": _("Error: Number is above the allowed range. Please enter a value less than or equal to %(high)s."),
        "below": _("Error: Number is below the allowed range. Please enter a value greater than or equal to %(low)s."),
        "date": _("Enter a date."),
        "dates": _("Choose a date between %(low)s and %(high)s."),
        "running": _("Running…"),
        "stop": _("Stop"),
        "retrying": _("The connection was lost. Trying again…"),
        "lost": _("The server cannot be reached. Your input is still here."),
        "again": _("Try again"),
        "refused": _("This could not be applied. Your input is still here."),
        "login": _("Your session has ended. Log in again, then your input is sent."),
        "loginLink": _("Log in"),
        "draft": _("There is a draft of this form that was not sent."),
        "restore": _("Restore"),
        "discard": _("Discard"),
        "expired": _("This page had expired and was loaded anew. Your input is still in the fields; send it again."),
        "check": _("Some fields need a correction."),
        "showPassword": _("Show password"),
        "hidePassword": _("Hide password"),
        "copied": _("Copied"),
        "reload": _("A new version of this page is available."),
        "reloadNow": _("Reload"),
        "none": _("No results"),
        "add": _("Add: %s"),
        "selectAll": _("Select all"),
        "clear": _("Clear value"),
        "clearAll": _("Clear all"),
        "remove": _("Remove %s"),
        "mostOne": _("You can only select up to 1 option. Remove an option first."),
        "most": _("You can only select up to %d options. Remove an option first."),
    }


def icon_url(icon: str) -> str:
    """Return the browser tab's icon as a data URL: an emoji, a Material symbol, or else the package's own."""
    if icon.startswith(":material/"):
        path = material_symbols().get(icon[len(":material/") : -1], "")
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -960 960 960"><path fill="#808495" d="{path}"/></svg>'
        )
    elif icon:
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
            f'<text y="13" font-size="13">{escape(icon)}</text></svg>'
        )
    else:
        svg = OWN_ICON
    return "data:image/svg+xml," + quote(svg)
