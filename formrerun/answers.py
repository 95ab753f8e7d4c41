"""
HTTP out: what one run came to, as a response.

A page without JavaScript gets a redirect and a full page; the script gets the difference to the page it has.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from django.conf import settings as project
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
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
from django.utils.encoding import iri_to_uri
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.core import codec, keeping
from formrerun.core.fragments import PREFIX as FRAGMENT
from formrerun.core.manifest import BLOB_BYTES, Blobs
from formrerun.core.record import Record, View
from formrerun.core.runner import End, Run
from formrerun.core.submission import PAGE_FORM, PROTOCOL, Posted, name_of_ours
from formrerun.elements._common import material_symbols
from formrerun.exceptions import BadSubmission, RecordTooNew, Rejected, TabBusy, TriggerGone
from formrerun.pages import PLACE
from formrerun.rendering import Piece, difference, safe, with_stubs

if TYPE_CHECKING:
    from formrerun.views import Visit

#: The query parameter that names a tab and a run: a plain form's redirect, and a change of page.
TAB_PARAMETER = "fr"
#: Query parameters of ours, which page authors do not see.
OURS = frozenset({TAB_PARAMETER, "of"})
#: Where a page that is sent while it is drawn is cut.
CUT = SafeString("<!--formrerun-->")


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
    end
        How the run ended.
    """

    record: Record
    run: Run | None = None
    page: Piece | None = None
    before: View | None = None
    blobs: Blobs
    stored: bool = False
    end: End = End.COMPLETED


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
    return name_of_ours(request.GET.get(TAB_PARAMETER, "").partition(".")[0])


def shown_before(visit: Visit) -> Reply | None:
    """Return the page a plain form's redirect points at: it is shown from the record, nothing runs."""
    if tab := _named_tab(visit.request):
        found = visit.tabs.peek(tab, visit.who, visit.name)
        if found is not None and found[0].view.run and found[0].view.head.get("place", "") == _place(visit):
            return Reply(record=found[0], blobs=found[1], stored=True)
    return None


def _place(visit: Visit) -> str:
    """Return which of an app's pages this is."""
    return str(visit.kwargs.get(PLACE, ""))


def _left_tab(request: HttpRequest) -> str:
    """Return the tab of the page that led here, or "": without a script a link cannot name it, but its page does."""
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # no address at all
        return ""
    if came_from.netloc != request.get_host():
        return ""
    return name_of_ours(parse_qs(came_from.query).get(TAB_PARAMETER, [""])[0].partition(".")[0])


def bring_along(visit: Visit, record: Record) -> None:
    """
    After a change of page: what authors put into session_state comes along, the widgets do not (semantics 3.3).

    Where the pages are those of one app, the widgets that it draws around them come along too.
    """
    tab = _named_tab(visit.request) or _left_tab(visit.request)
    found = visit.tabs.peek(tab, visit.who, "") if tab else None
    if found is None:
        return
    left, blobs = found
    if left.view.head.get("location"):  # nobody has seen what it said: the browser went on at once
        record.state.notes = left.view.head.get("notes", [])

    def field_of(id_: str) -> Any:
        entry = left.manifest.get(id_)
        return entry.field(blobs) if entry is not None else None

    left.state.field_of = field_of
    left.state.begin_submission()
    if left.page != record.page or left.view.head.get("place", "") != _place(visit):
        keeping.leave(left.state)
    record.state.bring(left.state.user)
    for id_ in left.view.head.get("outer", ()) if left.page == record.page else ():
        held, entry = left.state.widgets.get(id_), left.manifest.get(id_)
        if held is not None and entry is not None:
            held.read(entry.field(blobs))  # now, for this tab has no entry of it yet
            record.state.widgets[id_] = held = held.copy()
            held.rev = record.run
            if entry.key is not None:
                record.state.ids[entry.key] = id_


# ------------------------------------------------------------------------------------------------------ after a run


def view_of(
    number: int,
    page: Piece,
    run: Run,
    visit: Visit,
    blobs: Blobs,
    before: View | None = None,
    inside: Collection[str] = (),
) -> View:
    """
    Return what the record keeps of a page: its hashes and its HTML, large parts in blobs of their own.

    Parameters
    ----------
    before, inside
        The page before it, and the fragments that ran; of a run of the whole page, none.
    """
    head: dict[str, Any] = {
        "title": run.config.title or _default_title(visit),
        "icon": run.config.icon or "",
        "forms": [[form.dom_id, form.form_key, form.fragment] for form in run.forms.values()],
        "apply": any(not widget.form and not widget.field.trigger for widget in run.widgets.values()),
        "query": urlencode(_query(run), doseq=True),
        "notes": [*run.state.notes, *page.notes],
        "place": _place(visit),
        "outer": [id_ for id_ in run.widgets if id_ not in run.inner] if run.inner is not None else [],
    }
    parts = _parts(page, blobs)
    if run.only and before is not None:
        parts, fresh = before.html, _found(page, FRAGMENT + run.only)
        if fresh is not None:  # else nothing of it has changed
            parts = _with_fragment(parts, fresh.id, _parts(fresh, blobs))
        others = [form for form in before.head.get("forms", ()) if form[2] not in inside]
        head = {**before.head, "forms": [*others, *head["forms"]], "notes": head["notes"], "query": head["query"]}
        head.pop("location", None)
    if run.switch is not None:
        head["location"] = _with_query(str(run.switch.target), run.switch.query_params)
    return View(run=number, hashes=page.hashes(), parts=parts, head=head)


def _parts(page: Piece, blobs: Blobs) -> list[Any]:
    """Return the HTML inside a piece in parts: texts, ``{"b": digest}`` for a blob, marks around fragments."""
    made: list[Any] = []
    small: list[str] = []

    def put(part: Any) -> None:
        if small:
            made.append("".join(small))
            small.clear()
        made.append(part)

    def walk(piece: Piece) -> None:
        for child in piece.children or ():
            is_fragment = child.id.startswith(FRAGMENT) and child.children is not None
            add(child.head)
            if is_fragment:
                put({"f": child.id})
            walk(child)
            if is_fragment:
                put({"e": child.id})
            add(child.tail)

    def add(text: str) -> None:
        if len(text) > BLOB_BYTES:
            put({"b": blobs.put(text.encode("utf-8", "surrogatepass"))})
        else:
            small.append(text)

    walk(page)
    made.append("".join(small))
    return made


def _found(page: Piece, id_: str) -> Piece | None:
    """Return the piece of an id below another, or None where only the name of what stands around it is known."""
    return next((piece for piece in page.walk() if piece.id == id_), None)


def _with_fragment(parts: list[Any], id_: str, fresh: list[Any]) -> list[Any]:
    """Return a page's parts with those inside one fragment exchanged."""
    return [*parts[: parts.index({"f": id_}) + 1], *fresh, *parts[parts.index({"e": id_}) :]]


def _query(run: Run) -> dict[str, list[str]]:
    """Return the query parameters, after dropping those of bound widgets that are no longer on the page."""
    for key in [] if run.only else keeping.bound(run.state):
        if key not in run.keys:
            run.query.pop(key, None)
    return run.query


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
        if not isinstance(part, dict):
            made.append(part)
        elif "b" in part:
            made.append((blobs.get(part["b"]) or b"").decode("utf-8", "surrogatepass"))
    return "".join(made)


def _inner(reply: Reply) -> str:
    if reply.page is None or (reply.run is not None and reply.run.only):  # of the rest only the names are known
        return stored_html(reply.record.view, reply.blobs)
    return "".join(reply.page.inside())


def _is_script(request: HttpRequest) -> bool:
    return request.content_type == "application/json"


def _headers(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response.setdefault("Referrer-Policy", "same-origin")
    patch_vary_headers(response, ["Cookie"])
    return response


def full_page(visit: Visit, reply: Reply, *, status: int = 200, message: str = "") -> HttpResponse:
    """Return the whole page: a GET, or the answer to a plain form that was refused."""
    request, head = visit.request, reply.record.view.head
    if head.get("location") and reply.run is not None:
        return _headers(HttpResponseRedirect(head["location"]))
    context = {
        **shell(visit, reply),
        "config": reply.run.config if reply.run is not None else None,
        "message": message,
        "page": visit.page,
    }
    # A page that is being sent already has everything but this.
    template = (
        "formrerun/_app.html" if visit.live is not None and visit.live.decide(stream=False) else visit.page.template
    )
    return _headers(HttpResponse(render_to_string(template, context, request), status=status))


def document(visit: Visit, run: Run) -> str:
    """Return the whole page with :data:`CUT` where the app will stand: it is sent before the page is drawn."""
    context = {
        "cut": CUT,
        "config": run.config,
        "page": visit.page,
        "title": run.config.title or _default_title(visit),
        "icon_url": icon_url(run.config.icon or ""),
        "htmx": settings.HTMX,
    }
    return render_to_string(visit.page.template, context, visit.request)


def refresh_to(location: str) -> str:
    """Return what sends a browser on from the middle of a page."""
    return f'<meta http-equiv="refresh" content="0; url={escape(location)}">'


def broken(error: Exception | None = None, *, script: bool = False) -> HttpResponse:
    """Return the end of a page whose run could not be finished; what it showed until then is void."""
    if isinstance(error, Http404):
        text = _("There is no such page.")
    elif isinstance(error, PermissionDenied):
        text = _("You may not see this page.")
    else:
        text = _("This page could not be finished, and nothing was changed. Load it again.")
    if script:
        return JsonResponse({"message": text}, status=500)
    return HttpResponse(
        f'<div id="fr-app" class="fr stApp"><div class="fr-message" role="alert">{escape(text)}</div></div>'
    )


def too_many() -> HttpResponse:
    """Return the answer to a submission that would have to wait behind too many others of its tab."""
    response = JsonResponse({"message": _("Too much is waiting already; this will be sent again.")}, status=429)
    response["Retry-After"] = "1"
    return _headers(response)


def embed_salt(name: str) -> str:
    """Return what the arguments of an embedded page are signed with: those of one page are none of another's."""
    return f"formrerun.embed.{name}"


def fragment(visit: Visit, reply: Reply) -> str:
    """Return the page as HTML for the middle of another template."""
    of = signing.dumps(
        {"home": visit.home, "kwargs": codec.encode(dict(visit.kwargs))}, salt=embed_salt(visit.page.name)
    )
    url = f"{reverse('formrerun:page', args=[visit.page.name])}?{urlencode({'of': of})}"
    return render_to_string("formrerun/_app.html", {**shell(visit, reply), "post_url": url}, visit.request)


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
        "root": safe(_inner(reply)),
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
        "messages": _messages(request),
        "notes": _notes(record),
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
        "copied": _("Copied"),
        "reload": _("A new version of this page is available."),
        "reloadNow": _("Reload"),
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


def _notes(record: Record) -> list[dict[str, Any]]:
    """Return what stands over the page once, each with a name, by which the script knows what it has shown already."""
    return [
        {"once": f"{record.mark}-{place}", "html": safe(html)}
        for place, html in enumerate(record.view.head.get("notes", ()))
    ]


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
    if reply.end is End.INTERRUPTED:
        response = HttpResponse()
        response["FR-Interrupted"] = "1"
        return _headers(response)
    base, mark = None, ""
    if visit.live is not None:
        base, mark = visit.live.finish()
    elif reply.before is not None and posted.have == reply.before.run and posted.have_birth == record.birth:
        base, mark = reply.before.hashes, f"{record.birth}-{reply.before.run}"
    response = HttpResponse(_changes(visit, reply, base))
    response["FR-Run"] = record.mark
    if base is not None:
        response["FR-Base"] = mark
    if posted.protocol != PROTOCOL:  # the script is of another release: it says so, and goes on
        response["FR-Reload"] = "1"
    if reply.end is End.HALTED:
        undone = _("Stopped. What the page had written until then was undone.")
        response["FR-Message"] = quote(undone if visit.page.atomic else _("Stopped. What was done by then stays done."))
    if location:
        response["FR-Location"] = iri_to_uri(location)  # a header holds ASCII, and no line ends
    response["FR-Query"] = query
    return _headers(response)


def _changes(visit: Visit, reply: Reply, base: list[Any] | None) -> str:
    title = f"<title>{escape(reply.record.view.head.get('title', ''))}</title>"
    notes = render_to_string(
        "formrerun/_messages.html", {"messages": _messages(visit.request), "notes": _notes(reply.record)}
    )
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


def refuse_look(error: BadSubmission) -> HttpResponse:
    """Return the answer to a GET that could not be served now."""
    response = HttpResponse(str(error), status=error.status, content_type="text/plain; charset=utf-8")
    if isinstance(error, (TabBusy, RecordTooNew)):
        response["Retry-After"] = "1"
    return _headers(response)


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
