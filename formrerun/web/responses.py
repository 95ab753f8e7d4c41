"""
HTTP out: makes a response of an ``Outcome``, or of the reason why a request was refused.

A browser without JavaScript gets a redirect and a full page; the script gets the difference to the page it has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from formrerun import pages
from formrerun.engine.demands import confirmation
from formrerun.engine.fields import OptionPage
from formrerun.engine.run import Run
from formrerun.engine.runner import End
from formrerun.engine.widgets import Widget
from formrerun.exceptions import BadSubmission, ClosesDialog, NotConfirmed, RecordTooNew, Rejected, TabBusy, TriggerGone
from formrerun.protocol.names import PROTOCOL, SIGNED_PARAMETER, TAB_PARAMETER, Header
from formrerun.protocol.posted import PostData
from formrerun.protocol.record import Record
from formrerun.rendering.difference import difference, with_stubs
from formrerun.rendering.templates import render_partial
from formrerun.submissions.carried_messages import WAITING, give_back, messages_of
from formrerun.submissions.outcome import Outcome
from formrerun.utils.texts import sanitized_text
from formrerun.utils.urls import path_of, with_query
from formrerun.web.access import is_script_request
from formrerun.web.document_context import Shown, document_context
from formrerun.web.page_context import note_drawn, overlays_of, page_context, page_html, with_page
from formrerun.web.page_icons import icon_address

if TYPE_CHECKING:
    from formrerun.submissions.page_request import PageRequest

#: A mark in the document of a page that is sent while it is drawn: what is before it is sent first, what is after last.
CUT = SafeString("<!--formrerun-->")


def _headers(response: HttpResponse) -> HttpResponse:
    """Set the headers that every answer of a page has, and return it: nothing stores it, for it is one visitor's."""
    response["Cache-Control"] = "no-store, private"
    response.setdefault("Referrer-Policy", "same-origin")
    patch_vary_headers(response, ["Cookie"])
    return response


def full_page(
    visit: PageRequest,
    outcome: Outcome,
    *,
    status: int = 200,
    message: str = "",
    wrong: Sequence[Widget] = (),
    asked: Mapping[str, str] | None = None,
) -> HttpResponse:
    """
    Return the whole page: the answer to a GET, or to a plain form that was refused.

    Parameters
    ----------
    status
        Of the response.
    message
        A notice above the page; "" for none.
    wrong
        The widgets that it is about, to be linked to.
    asked
        What a person is to agree to, and the button that this presses.
    """
    request, head = visit.request, outcome.record.snapshot.head
    if (onward := switched_to(visit, outcome)) is not None:
        return onward

    above = {"message": message, "wrong": wrong, "asked": asked}

    def draw() -> str:
        return render_to_string("formrerun/_app.html", {**page_context(visit, outcome), **above}, request)

    # If the document has been begun by a stream, only the app is missing.
    if visit.stream is not None and visit.stream.decide(streamed=False):
        said = {name: head.get(name, "") for name in ("title", "icon")}
        if said != visit.stream.head:
            above |= {"late_title": said["title"], "late_icon": icon_address(said["icon"])}
        return _headers(HttpResponse(with_page(draw(), outcome), status=status))
    shown = Shown(
        page=visit.page,
        title=head.get("title", ""),
        icon=head.get("icon", ""),
        config=outcome.run.config if outcome.run is not None else None,
        draw=draw,
    )
    return _headers(HttpResponse(with_page(_document(visit, shown), outcome), status=status))


def _document(visit: PageRequest, shown: Shown) -> str:
    note_drawn(visit.request, visit.page.name)
    try:
        around = visit.page.context(visit.request, visit.kwargs) if visit.page.context is not None else {}
        return render_to_string(visit.page.template, {**around, **document_context(shown)}, visit.request)
    finally:
        shown.forget()


def switched_to(visit: PageRequest, outcome: Outcome) -> HttpResponse | None:
    """Return the redirect to the page that this GET goes on to; None if it shows a page of its own."""
    head = outcome.record.snapshot.head
    if not head.get("location"):
        return None
    if outcome.run is not None:
        return _headers(HttpResponseRedirect(_onward(visit, outcome) if WAITING in head else head["location"]))
    if WAITING not in head:
        return None
    give_back(head, visit.request)  # the browser has come by for these
    return _headers(HttpResponseRedirect(_onward(visit, outcome)))


def lead_on(address: str) -> HttpResponse:
    """Return the redirect to another address of the app, which is not this one's for ever."""
    return _headers(HttpResponseRedirect(address))


def _onward(visit: PageRequest, outcome: Outcome) -> str:
    """
    Return where a run that has called ``switch_page`` sends the browser, or "".

    The address names the tab if a page stands there; others do not know that parameter. If the record holds messages,
    the browser comes here once more, to take them along.
    """
    record, request = outcome.record, visit.request
    location: str = record.snapshot.head.get("location", "")
    if not location:
        return ""
    tab = {TAB_PARAMETER: _name(record)}
    if WAITING in record.snapshot.head:
        return with_query(request.get_full_path() if SIGNED_PARAMETER in request.GET else path_of(request), tab)
    return with_query(location, tab) if pages.leads_to_page(location, getattr(request, "urlconf", None)) else location


def _name(record: Record) -> str:
    """Return how an address names a tab and its page."""
    return f"{record.id}.{record.snapshot.run}"


def document(visit: PageRequest, run: Run) -> str:
    """Return the document of a page that is not drawn yet, with :data:`CUT` where the app will stand."""
    title, icon = sanitized_text(run.config.shown_title), run.config.icon or ""
    visit.stream.head = {"title": title, "icon": icon}
    return _document(visit, Shown(visit.page, title, icon, run.config, lambda: CUT))


def refresh_to(location: str) -> str:
    """Return what sends a browser on from the middle of a page."""
    return format_html('<meta http-equiv="refresh" content="0; url={}">', location)


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
    return HttpResponse(render_partial("_message", {"message": text}))


def too_many() -> HttpResponse:
    """Return 429 for a submission that too many others of its tab wait before; the script sends it again."""
    response = JsonResponse({"message": _("Too much is waiting already; this will be sent again.")}, status=429)
    response["Retry-After"] = "1"
    return _headers(response)


def some_options(page: OptionPage) -> HttpResponse:
    """Return the answer to who looks for options of a field: JSON that nobody keeps."""
    response = JsonResponse({"options": page.options, "more": page.more})
    response["Cache-Control"] = "no-store"
    return response


def after_submission(visit: PageRequest, posted: PostData, outcome: Outcome) -> HttpResponse:
    """Return the answer to a submission: the difference for the script, a redirect for a plain form."""
    record = outcome.record
    location = _onward(visit, outcome)
    query = record.snapshot.head.get("query", "")
    if not is_script_request(visit.request):
        here = with_query(with_query(visit.home.partition("?")[0], query), {TAB_PARAMETER: _name(record)})
        redirect = HttpResponseRedirect(location or here)
        redirect.status_code = 303
        return _headers(redirect)
    if outcome.end is End.INTERRUPTED:
        response = HttpResponse()
        response[Header.INTERRUPTED] = "1"
        return _headers(response)
    base, frame = None, ""
    if visit.stream is not None:
        base, frame = visit.stream.finish()
    elif outcome.before is not None and posted.shown_run == outcome.before.run and posted.shown_birth == record.birth:
        base, frame = outcome.before.hashes, f"{record.birth}-{outcome.before.run}"
    response = HttpResponse(_changes(visit, outcome, base))
    response[Header.RUN] = record.page_token
    if base is not None:
        response[Header.BASE] = frame
    if posted.protocol != PROTOCOL:  # the script is of another release: it offers to reload
        response[Header.RELOAD] = "1"
    if outcome.end is End.FAILED:  # the page shows the error; timers and live updates wait longer after one
        response[Header.FAILED] = "1"
    if outcome.end is End.HALTED:
        if not visit.page.atomic:
            text = _("Stopped. What was done by then stays done.")
        elif outcome.finished:
            text = _("Stopped. What was finished by then stays done; the rest was undone.")
        else:
            text = _("Stopped. What the page had written until then was undone.")
        response[Header.MESSAGE] = quote(text)
    if location:
        response[Header.LOCATION] = iri_to_uri(location)  # a header holds ASCII, and no line ends
    response[Header.QUERY] = query
    icon = record.snapshot.head.get("icon", "")
    if outcome.before is not None and icon != outcome.before.head.get("icon", ""):
        response[Header.ICON] = icon_address(icon)
    return _headers(response)


def _changes(visit: PageRequest, outcome: Outcome, base: list[Any] | None) -> str:
    """
    Return title and messages as HTML, and the difference to a page.

    Parameters
    ----------
    base
        The digests of the page that the browser shows; None to return the whole page.
    """
    title = f"<title>{escape(outcome.record.snapshot.head.get('title', ''))}</title>"
    # Where the browser goes on at once, the other page shows them.
    messages = [] if outcome.record.snapshot.head.get("location") else messages_of(visit.request)
    shown = {"messages": messages, "notes": overlays_of(outcome.record)}
    notes = render_to_string("formrerun/_messages.html", shown) if any(shown.values()) else ""
    top = f'{title}<hx-partial hx-target="#fr-messages" hx-swap="afterbegin">{notes.strip()}</hx-partial>'
    if outcome.page is None or base is None:
        return top + page_html(outcome)
    parts = difference(outcome.page, base)
    if parts is None:
        # Parts have changed their order or place: the whole root is sent, with stubs for what the browser has.
        return top + with_stubs(outcome.page, base)
    return top + parts


def previewed(visit: PageRequest, outcome: Outcome, form: str) -> HttpResponse:
    """Return a form as it is being filled in: its element for the script, else the page with it."""
    if not is_script_request(visit.request):
        return full_page(visit, outcome)
    assert outcome.page is not None
    found = next((piece for piece in outcome.page.walk() if piece.id == form), None)
    if found is None:
        raise TriggerGone(_("This form is no longer on this page. Your input is still in the fields."))
    return _headers(HttpResponse(found.html()))


# ----------------------------------------------------------------------------------------------------- what is refused


def load_whole(request: HttpRequest) -> HttpResponse | None:
    """
    Return what lets a site's htmx load the page as a document, or None if it is not that which asks.

    A boosted link would take the page's markup and leave its scripts behind.
    """
    asks = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    return _headers(HttpResponse(headers={"HX-Redirect": iri_to_uri(request.get_full_path())})) if asks else None


def refuse_look(error: BadSubmission) -> HttpResponse:
    """Return the reason as plain text, for a request that no page can be drawn for: a GET, or a broken form."""
    response = HttpResponse(str(error), status=error.status, content_type="text/plain; charset=utf-8")
    if isinstance(error, (TabBusy, RecordTooNew)):
        response["Retry-After"] = str(getattr(error, "wait", 1))
    return _headers(response)


def _asked(outcome: Outcome, error: NotConfirmed) -> dict[str, str] | None:
    """Return what a button asks first, as the page has it now; None if it asks nothing any more."""
    button = outcome.run.drawing.widgets.get(error.trigger) if outcome.run is not None else None
    if button is None or button.demands is None or not button.demands.confirm:
        return None
    text = button.demands.confirm
    return {
        "id": button.id, "form": button.form_id, "text": text, "token": confirmation(button.id, text),
        "label": button.label or _("Confirm"),
    }  # fmt: skip


def refuse(
    visit: PageRequest, posted: PostData | None, error: BadSubmission, again: Callable[[], Outcome]
) -> HttpResponse:
    """
    Return the answer to a POST of which nothing was applied: JSON for the script, else the page with a message.

    Parameters
    ----------
    posted
        What was posted; None if it could not be read.
    again
        Draws the page with what was typed still in its fields; called for a plain form.

    Raises
    ------
    BadSubmission
        If ``again`` cannot draw the page now.
    """
    if isinstance(error, ClosesDialog):
        held = HttpResponse()
        held[Header.HELD] = "1"
        return _headers(held)
    busy = isinstance(error, (TabBusy, RecordTooNew))
    if is_script_request(visit.request):
        body: dict[str, Any] = {"message": str(error)}
        if isinstance(error, Rejected):
            body["errors"] = error.errors
        response: HttpResponse = JsonResponse(body, status=error.status)
    else:
        drawn = again()
        wrong = [] if drawn.run is None else [each for each in drawn.run.drawing.widgets.values() if each.error]
        above: dict[str, Any] = {"message": str(error), "wrong": wrong}
        if isinstance(error, NotConfirmed) and (asked := _asked(drawn, error)):
            above = {"asked": asked}
        response = full_page(visit, drawn, status=error.status, **above)
    # The page that is shown has a button that is gone: the script gets the page as it is now.
    if isinstance(error, TriggerGone) and is_script_request(visit.request) and posted is not None:
        found = visit.store.peek(posted.tab, visit.owner, visit.page_key)
        if found is not None:
            outcome = Outcome(record=found[0], blobs=found[1])
            response = HttpResponse(_changes(visit, outcome, None), status=error.status)
            response[Header.RUN] = found[0].page_token
            response[Header.MESSAGE] = quote(str(error))
    if busy:
        response["Retry-After"] = str(getattr(error, "wait", 1))
    return _headers(response)
