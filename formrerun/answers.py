"""
HTTP out: what one run came to, as a response.

A page without JavaScript gets a redirect and a full page; the script gets the difference to the page it has.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.conf import settings as project
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.html import escape
from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.core.manifest import BLOB_BYTES, Blobs
from formrerun.core.record import Record, View
from formrerun.core.runner import Run
from formrerun.core.submission import PAGE_FORM, PROTOCOL, Posted
from formrerun.elements._common import material_symbols
from formrerun.exceptions import BadSubmission, RecordTooNew, Rejected, TabBusy, TriggerGone
from formrerun.rendering import Piece, difference, safe, with_stubs

if TYPE_CHECKING:
    from formrerun.views import Visit

#: The query parameter that names a tab and a run: a plain form's redirect, and a change of page.
TAB_PARAMETER = "fr"
#: Query parameters of ours, which page authors do not see.
OURS = frozenset({TAB_PARAMETER, "of"})
EMBED_SALT = "formrerun.embed"


@dataclass(kw_only=True)
class Reply:
    """
    What one request came to.

    Attributes
    ----------
    record
        The tab's record after it.
    run, page
        The run and its page; None if a repeat was answered from the record.
    before
        The page the record gave out before.
    blobs
        Where large parts of the record stand.
    stored
        False if nothing was kept: a page without widgets, or a visitor who only looks.
    """

    record: Record
    run: Run | None = None
    page: Piece | None = None
    before: View | None = None
    blobs: Blobs
    stored: bool = False


# ----------------------------------------------------------------------------------------------------- before a run


def refuse_visitor(request: HttpRequest, page: Any) -> HttpResponseBase | None:
    """
    Return the answer to a visitor who may not see the page, or None.

    Raises
    ------
    PermissionDenied
        If the user is logged in and lacks a permission.
    """
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if not page.login_required:
        return None
    user = request.user
    if not user.is_authenticated:
        if request.method == "POST" and _is_script(request):
            login = f"{resolve_url(project.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}"
            return JsonResponse({"message": "login", "login": login}, status=401)
        return redirect_to_login(request.get_full_path())
    if not user.has_perms(page.permission_required) or (page.user_passes is not None and not page.user_passes(user)):
        raise PermissionDenied
    return None


def _named_tab(request: HttpRequest) -> str:
    """Return the tab that ``?fr=<tab>.<run>`` names, or ""."""
    return request.GET.get(TAB_PARAMETER, "").partition(".")[0]


def shown_before(visit: Visit) -> Reply | None:
    """Return the page a plain form's redirect points at: it is shown from the record, nothing runs."""
    if tab := _named_tab(visit.request):
        found = visit.tabs.peek(tab, visit.who, visit.name)
        if found is not None and found[0].view.run:
            return Reply(record=found[0], blobs=found[1], stored=True)
    return None


def bring_along(visit: Visit, record: Record) -> None:
    """After a change of page: what authors put into session_state comes along, the widgets do not (semantics 3.3)."""
    if tab := _named_tab(visit.request):
        found = visit.tabs.peek(tab, visit.who, "")
        if found is not None:
            old = found[0].state
            old.begin_submission()
            record.state.user = old.user


# ------------------------------------------------------------------------------------------------------ after a run


def view_of(number: int, page: Piece, run: Run, visit: Visit, blobs: Blobs) -> View:
    """Return what the record keeps of a page: its hashes and its HTML, large parts in blobs of their own."""
    parts: list[Any] = []
    small: list[str] = []
    for child in page.children or ():
        for part in child.parts():
            if len(part) > BLOB_BYTES:
                parts.append("".join(small))
                parts.append({"b": blobs.put(part.encode("utf-8", "surrogatepass"))})
                small = []
            else:
                small.append(part)
    parts.append("".join(small))
    head: dict[str, Any] = {
        "title": run.config.title or _default_title(visit),
        "icon": run.config.icon or "",
        "forms": [[form.dom_id, form.form_key] for form in run.forms.values()],
        "apply": any(not widget.form and not widget.field.trigger for widget in run.widgets.values()),
        "query": urlencode(run.query, doseq=True),
    }
    if run.switch is not None:
        head["location"] = _with_query(str(run.switch.target), run.switch.query_params)
    return View(run=number, hashes=page.hashes(), html=parts, head=head)


def _default_title(visit: Visit) -> str:
    name = visit.page.name.rpartition(".")[2]
    return name.replace("_", " ").strip().capitalize()


def _with_query(location: str, query: Any) -> str:
    if not query:
        return location
    return f"{location}{'&' if '?' in location else '?'}{urlencode(dict(query), doseq=True)}"


def stored_html(view: View, blobs: Blobs) -> str:
    """Return the HTML of a stored page."""
    made = []
    for part in view.html:
        if isinstance(part, dict):
            data = blobs.get(part["b"])
            made.append((data or b"").decode("utf-8", "surrogatepass"))
        else:
            made.append(part)
    return "".join(made)


def _inner(reply: Reply) -> str:
    if reply.page is None:
        return stored_html(reply.record.view, reply.blobs)
    return "".join(child.html() for child in reply.page.children or ())


def _is_script(request: HttpRequest) -> bool:
    return request.content_type == "application/json"


def _headers(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response.setdefault("Referrer-Policy", "same-origin")
    patch_vary_headers(response, ["Cookie"])
    return response


def full_page(visit: Visit, reply: Reply, *, status: int = 200, message: str = "") -> HttpResponse:
    """Return the whole page: a GET, or the answer to a plain form that was refused."""
    request, record, head = visit.request, reply.record, reply.record.view.head
    if head.get("location") and reply.run is not None:
        return _headers(HttpResponseRedirect(head["location"]))
    context = {
        **shell(visit, reply),
        "config": reply.run.config if reply.run is not None else None,
        "message": message,
        "page": visit.page,
    }
    html = render_to_string(visit.page.template, context, request)
    response = _headers(HttpResponse(html, status=status))
    response.run = reply.run  # type: ignore[attr-defined]
    response.record = record  # type: ignore[attr-defined]
    return response


def fragment(visit: Visit, reply: Reply) -> str:
    """Return the page as HTML for the middle of another template."""
    of = signing.dumps({"home": visit.home, "kwargs": dict(visit.kwargs)}, salt=EMBED_SALT)
    url = f"{reverse('formrerun:page', args=[visit.page.name])}?{urlencode({'of': of})}"
    return render_to_string("formrerun/_app.html", {**shell(visit, reply), "post_url": url}, visit.request)


def shell(visit: Visit, reply: Reply) -> dict[str, Any]:
    """Return what stands around the root: what changes from request to request, and the plain forms' hidden fields."""
    request, record = visit.request, reply.record
    head = record.view.head
    token = get_token(request)
    stored = reply.stored
    hidden = []
    for dom_id, _form in [[PAGE_FORM, ""], *head.get("forms", [])]:
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
    return {
        "root": safe(_inner(reply)),
        "hidden": safe("".join(hidden)) if stored else "",
        "apply": head.get("apply"),
        "tab": record.id if stored else "",
        "mark": record.mark,
        "csrf_token_value": token,
        "protocol": PROTOCOL,
        "title": head.get("title", ""),
        "icon_url": icon_url(head.get("icon", "")),
        "texts": json.dumps(texts(), ensure_ascii=False),
        "token_url": reverse("formrerun:token"),
        "messages": _messages(request),
        "htmx": settings.HTMX,
    }


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
        "date": _("Enter a date."),
        "dates": _("Choose a date between %(low)s and %(high)s."),
        "running": _("Running…"),
        "retrying": _("The connection was lost. Trying again…"),
        "lost": _("The server cannot be reached. Your input is still here."),
        "again": _("Try again"),
        "refused": _("This could not be applied. Your input is still here."),
        "login": _("Your session has ended. Log in again, then your input is sent."),
        "loginLink": _("Log in"),
        "expired": _("This page had expired and was loaded anew. Your input is still in the fields; send it again."),
        "check": _("Some fields need a correction."),
        "copied": _("Copied"),
        "reload": _("A new version of this page is available."),
        "none": _("No results"),
        "add": _("Add: %s"),
        "selectAll": _("Select all"),
        "clear": _("Clear"),
        "remove": _("Remove %s"),
        "most": _("You can only select up to %d options. Remove an option first."),
    }


def icon_url(icon: str) -> str:
    """Return the browser tab's icon: an emoji or a Material symbol as a data URL, else the package's own."""
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
        return static("formrerun/icon.svg")
    return "data:image/svg+xml," + quote(svg)


def _messages(request: HttpRequest) -> list[Any]:
    """Return Django's messages and mark them as shown."""
    if not hasattr(request, "_messages"):
        return []
    from django.contrib.messages import get_messages

    return list(get_messages(request))


def after_submission(visit: Visit, posted: Posted, reply: Reply) -> HttpResponse:
    """Return the answer to a submission: the difference for the script, a redirect for a plain form."""
    record = reply.record
    location = record.view.head.get("location", "")
    query = record.view.head.get("query", "")
    if location:
        location = _with_query(location, {TAB_PARAMETER: f"{record.id}.{record.view.run}"})
    if not _is_script(visit.request):
        here = location or f"{visit.home}?{query}{'&' if query else ''}{TAB_PARAMETER}={record.id}.{record.view.run}"
        redirect = HttpResponseRedirect(here)
        redirect.status_code = 303
        return _headers(redirect)
    base = None
    if reply.before is not None and posted.have == reply.before.run and posted.have_birth == record.birth:
        base = reply.before.hashes
    response = HttpResponse(_changes(visit, reply, base))
    response["FR-Run"] = record.mark
    if base is not None and reply.before is not None:
        response["FR-Base"] = f"{record.birth}-{reply.before.run}"
    if location:
        response["FR-Location"] = location
    response["FR-Query"] = query
    response.run = reply.run  # type: ignore[attr-defined]
    response.record = record  # type: ignore[attr-defined]
    return _headers(response)


def _changes(visit: Visit, reply: Reply, base: list[Any] | None) -> str:
    title = f"<title>{escape(reply.record.view.head.get('title', ''))}</title>"
    notes = render_to_string("formrerun/_messages.html", {"messages": _messages(visit.request)})
    top = f'{title}<hx-partial hx-target="#fr-messages" hx-swap="beforeend">{notes.strip()}</hx-partial>'
    if reply.page is None or base is None:
        return top + _inner(reply)
    parts = difference(reply.page, base)
    if parts is None:
        # The order or place of parts changed: one morph of the whole root, with stubs for what stays.
        inner = with_stubs(reply.page, base)
        return top + inner
    return top + parts


# ----------------------------------------------------------------------------------------------------- what is refused


def refuse(visit: Visit, posted: Posted | None, error: BadSubmission, again: Callable[[], Reply]) -> HttpResponse:
    """
    Return the answer to a POST of which nothing was applied.

    Parameters
    ----------
    again
        Draws the page with what was typed still in its fields; for a plain form.
    """
    busy = isinstance(error, (TabBusy, RecordTooNew))
    if _is_script(visit.request):
        body: dict[str, Any] = {"message": str(error)}
        if isinstance(error, Rejected):
            body["errors"] = error.errors
        response: HttpResponse = JsonResponse(body, status=error.status)
    else:
        response = full_page(visit, again(), status=error.status, message=str(error))
    if isinstance(error, TriggerGone) and _is_script(visit.request) and posted is not None:
        found = visit.tabs.peek(posted.tab, visit.who, visit.name)
        if found is not None:
            reply = Reply(record=found[0], blobs=found[1])
            response = HttpResponse(_changes(visit, reply, None), status=error.status)
            response["FR-Run"] = found[0].mark
            response["FR-Message"] = quote(str(error))
    if busy:
        response["Retry-After"] = "1"
    return _headers(response)
