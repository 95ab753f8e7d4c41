"""
HTTP in, HTTP out.

:func:`serve` and ``run_submission`` (``submissions/pipeline.py``) are the whole path of one request; read them
downwards. The steps of a submission stand in ``submissions/steps.py``, in their order. ``docs/architecture.md`` is the
two with a paragraph a line.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from formrerun.engine.control_flow import Interrupt
from formrerun.engine.run import Run
from formrerun.exceptions import BadSubmission, NoSuchAppPage, NotSaved, TabBusy
from formrerun.pages import Page
from formrerun.protocol.posted import PostData
from formrerun.store.base import gone
from formrerun.submissions import interrupts, page_changes
from formrerun.submissions.audit import note_refused_page
from formrerun.submissions.dry_runs import redraw_found_options, redraw_refused_form
from formrerun.submissions.option_pages import options_of
from formrerun.submissions.page_request import PageRequest
from formrerun.submissions.pipeline import open_tab, retry_on_conflict, submit
from formrerun.submissions.previews import preview_form
from formrerun.web import access, downloads, responses
from formrerun.web.post_data import read_post
from formrerun.web.session_user import load_session_and_user
from formrerun.web.uploads import add_files

logger = logging.getLogger("formrerun.submission")


def serve(
    request: HttpRequest, page: Page, kwargs: Mapping[str, Any], *, home: str = "", stream: Any = None
) -> HttpResponseBase:
    """
    Answer one request: at most one submission in, at most one run of the page, one response out.

    Parameters
    ----------
    kwargs
        The arguments of the page's URL.
    home
        The path that a plain form comes back to; "" for the path of the request.
    stream
        A :class:`formrerun.web.stream_state.StreamState`, by which the page is shown while it is drawn, or None.

    Raises
    ------
    PermissionDenied
        If the user is logged in and lacks a permission.
    """
    visit = PageRequest(
        request=request, page=page, kwargs=kwargs, home=home or request.path, stream=stream,
        posts_to=request.get_full_path() if home else "",
    )  # fmt: skip
    wants_file = downloads.is_asked(request)
    try:
        if (refusal := retry_on_conflict(lambda: _admit(request, page, kwargs))) is not None:
            if refusal.status_code == 403:
                note_refused_page(request, page.name, visit.home)
            return downloads.refused(_("You may not see this any more."), 403) if wants_file else refusal
    except PermissionDenied:
        note_refused_page(request, page.name, visit.home)
        raise
    except TabBusy as error:  # session and user stand in the database too, and that is away
        return responses.refuse_look(error)
    if wants_file:
        return downloads.deliver(visit)
    if request.method != "POST":
        if (whole := responses.load_whole(request)) is not None:
            return whole
        try:
            shown = page_changes.page_after_redirect(visit) or open_tab(visit)
        except BadSubmission as error:
            return responses.refuse_look(error)
        except NoSuchAppPage as error:
            if address := page_changes.way_on(visit, error):
                return responses.lead_on(address)
            raise
        return responses.full_page(visit, shown)
    posted: PostData | None = None
    try:
        posted = read_post(request)
        add_files(visit, posted)
        if posted.kind == "stop":
            return stop(visit, posted)
        if posted.kind == "options":
            return responses.some_options(options_of(visit, posted))
        if posted.kind == "find":
            return responses.full_page(visit, redraw_found_options(visit, posted))
        if posted.kind == "preview":
            return responses.previewed(visit, *preview_form(visit, posted))
        return responses.after_submission(visit, posted, submit(visit, posted))
    except BadSubmission as error:
        reason = error
    except DatabaseFailure as error:  # of the commit: errors of the page's own queries are shown in the page
        logger.exception("A submission of page %s could not be saved.", page.name)
        reason = NotSaved(_("This could not be saved, and nothing was changed. Your input is still here."))
        reason.__cause__ = error
    try:
        return responses.refuse(visit, posted, reason, again=lambda: redraw_refused_form(visit, posted, reason))
    except BadSubmission as error:  # the page cannot be drawn for the refusal either
        return responses.refuse_look(error)


def _admit(request: HttpRequest, page: Page, kwargs: Mapping[str, Any]) -> HttpResponseBase | None:
    load_session_and_user(request)
    return access.refuse_visitor(request, page, kwargs)


def look_on(request: HttpRequest, page: Page, kwargs: Mapping[str, Any], home: str, stream: Any, run: Run) -> None:
    """
    Let a repeat see the run that goes on for it, while it waits for that one's answer: its page was loaded again.

    Parameters
    ----------
    kwargs, home, stream
        See :func:`serve`.
    run
        The run, of a submission of this browser's.
    """
    visit = PageRequest(request=request, page=page, kwargs=kwargs, home=home or request.path, stream=stream)
    if visit.store.peek(run.environment.tab, visit.owner, visit.page_key) is not None:
        stream.begins(visit, run, None, None)


def stop(visit: PageRequest, posted: PostData) -> HttpResponseBase:
    """
    Answer to the Stop button: the run of that submission ends at its next command, in whichever process it is.

    Raises
    ------
    BadSubmission
        If the tab is not this visitor's (404), or if the run's process cannot be told now (503).
    """
    if visit.store.peek(posted.tab, visit.owner, visit.page_key) is None:
        raise gone()
    if not interrupts.request_interrupt(posted.tab, Interrupt.STOP, posted.id):
        raise TabBusy(_("This could not be stopped now. Try again."))
    return HttpResponse(status=204)


__all__ = ["serve"]
