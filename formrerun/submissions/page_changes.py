"""What a visitor comes with: the page that a redirect points at, and what a change of page brings along."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest

from formrerun.conf import settings
from formrerun.engine import persistence
from formrerun.exceptions import NoSuchAppPage, TabGone
from formrerun.protocol.names import FORK, TAB_COOKIE, TAB_PARAMETER, sanitized_name
from formrerun.protocol.record import Record
from formrerun.submissions.outcome import Outcome
from formrerun.utils.urls import with_query

if TYPE_CHECKING:
    from formrerun.submissions.page_request import PageRequest


def page_after_redirect(visit: PageRequest) -> Outcome | None:
    """
    Return the page that a plain form's redirect points at, or that is loaded again: it is shown from the record,
    nothing runs. After a reload the script asks for a run then.
    """
    if (tab := _named_tab(visit.request) or _reloaded_tab(visit.request)) and not _forks(visit.request):
        found = visit.store.peek(tab, visit.owner, visit.page_key)
        if found is not None and found[0].snapshot.run and found[0].snapshot.head.get("place", "") == visit.page_path:
            with suppress(TabGone):  # the page was damaged where it is kept: the tab starts afresh
                if found[0].snapshot.html:
                    return Outcome(record=found[0], blobs=found[1], stored=True)
    return None


def copy_session_state(visit: PageRequest, record: Record) -> None:
    """
    After a change of page: what authors put into session_state comes along, the widgets do not (semantics 3.3).

    Where the pages are those of one app, the widgets that it draws around them come along too.
    """
    tab = _named_tab(visit.request) or _left_tab(visit.request)
    found = visit.store.peek(tab, visit.owner, "") if tab else None
    if found is None:
        return
    left, blobs = found
    if left.snapshot.head.get("location"):  # nobody has seen what it said: the browser went on at once
        record.state.overlays = left.snapshot.head.get("notes", [])

    def field_of(id_: str) -> Any:
        entry = left.manifest.get(id_)
        return entry.field(blobs) if entry is not None else None

    left.state.begin_run(left.run, field_of)
    if left.page != record.page or left.snapshot.head.get("place", "") != visit.page_path:
        left.state.rescue(())
        persistence.leave(left.state.user)
    record.state.copy_user_entries(left.state.user, keep=record.shared is not None)
    outer = left.state.widgets if _forks(visit.request) else left.snapshot.head.get("outer", ())
    for id_ in outer if left.page == record.page else ():
        widget_state, entry = left.state.widgets.get(id_), left.manifest.get(id_)
        if widget_state is not None and entry is not None:
            widget_state.read(entry.field(blobs))  # now, for this tab has no entry of it yet
            record.state.widgets[id_] = widget_state = widget_state.copy()
            widget_state.rev = record.run
            if entry.key is not None:
                record.state.ids[entry.key] = id_


def is_under_way(request: HttpRequest) -> bool:
    """Return True for who is on the site's pages already, and has session_state with them."""
    return request.method == "POST" or bool(_named_tab(request) or _left_tab(request))


def way_on(visit: PageRequest, error: NoSuchAppPage) -> str:
    """
    Return where an address leads that is no page of its app for who comes there first; "" if nowhere.

    Back and forward come without a word of the tab that was left, which may have a login in its session_state.
    """
    tab = sanitized_name(visit.request.COOKIES.get(TAB_COOKIE, ""))
    if tab and settings.RELOAD_KEEPS_TAB and visit.store.peek(tab, visit.owner, visit.page_key) is not None:
        return with_query(visit.request.get_full_path(), {TAB_PARAMETER: f"{tab}.0"})
    return error.instead


def _named_tab(request: HttpRequest) -> str:
    """Return the tab that ``?fr=<tab>.<run>`` names, or ""."""
    return sanitized_name(request.GET.get(TAB_PARAMETER, "").partition(".")[0])


def _forks(request: HttpRequest) -> bool:
    """Return True if the browser tab was duplicated, and wants a copy of the tab that ``?fr=`` names."""
    return request.GET.get(TAB_PARAMETER, "").endswith(f".{FORK}")


def _reloaded_tab(request: HttpRequest) -> str:
    """
    Return the tab of the page that is loaded again, or "".

    Its script names it in a cookie when the page is left. That a link leads there, or another browser tab, it cannot
    know; but then the browser does not ask for a fresh copy.
    """
    if not settings.RELOAD_KEEPS_TAB or not request.headers.get("Cache-Control", ""):
        return ""
    return sanitized_name(request.COOKIES.get(TAB_COOKIE, ""))


def shows_once(request: HttpRequest, record: Record) -> bool:
    """Return True if toasts and the like of the record's page are new to the browser: not after a reload."""
    named = request.GET.get(TAB_PARAMETER, "")
    return not _reloaded_tab(request) if not named else named == f"{record.id}.{record.snapshot.run}"


def _left_tab(request: HttpRequest) -> str:
    """Return the tab of the page that led here, or "": without a script a link cannot name it, but its page does."""
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # no address at all
        return ""
    if came_from.netloc != request.get_host():
        return ""
    return sanitized_name(parse_qs(came_from.query).get(TAB_PARAMETER, [""])[0].partition(".")[0])
