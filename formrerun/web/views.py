"""
HTTP in, HTTP out: the corridor.

:func:`serve` and :func:`run_submission` are the whole path of one request; read them downwards. The steps of a
submission stand in ``steps.py``, in their order. ``docs/architecture.md`` is the two with a paragraph a line.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from formrerun.engine.control_flow import Interrupt
from formrerun.exceptions import (
    BadSubmission,
    NotSaved,
    TabBusy,
)
from formrerun.pages import Page
from formrerun.protocol.posted import PostData
from formrerun.store.base import gone
from formrerun.submissions import interrupts, page_changes
from formrerun.submissions.dry_runs import redraw_refused_form
from formrerun.submissions.page_request import PageRequest
from formrerun.submissions.pipeline import open_tab, retry_on_conflict, submit
from formrerun.web import access, responses
from formrerun.web.post_data import read_post

logger = logging.getLogger("formrerun.submission")


def serve(
    request: HttpRequest, page: Page, kwargs: Mapping[str, Any], *, home: str = "", stream: Any = None
) -> HttpResponseBase:
    """Answer one request: at most one submission in, exactly one run, one page out."""
    visit = PageRequest(request=request, page=page, kwargs=kwargs, home=home or request.path, stream=stream)
    try:
        if (turned_away := retry_on_conflict(lambda: access.refuse_visitor(request, page))) is not None:
            return turned_away
    except TabBusy as error:  # who asks is in the database too
        return responses.refuse_look(error)
    if request.method != "POST":
        try:
            shown = page_changes.page_after_redirect(visit) or open_tab(visit)
        except BadSubmission as error:
            return responses.refuse_look(error)
        return responses.full_page(visit, shown)
    posted: PostData | None = None
    try:
        posted = read_post(request)
        if posted.kind == "stop":
            return stop(visit, posted)
        return responses.after_submission(visit, posted, submit(visit, posted))
    except BadSubmission as error:
        refusal = error
    except DatabaseFailure as error:  # the page's own errors stand in the page: this is the commit, or no database
        logger.exception("A submission of page %s could not be saved.", page.name)
        refusal = NotSaved(_("This could not be saved, and nothing was changed. Your input is still here."))
        refusal.__cause__ = error
    try:
        return responses.refuse(visit, posted, refusal, again=lambda: redraw_refused_form(visit, posted, refusal))
    except BadSubmission as error:  # not even that is possible now
        return responses.refuse_look(error)


def stop(visit: PageRequest, posted: PostData) -> HttpResponseBase:
    """A person pressed Stop: the run of that submission ends at its next command, in whichever process it is."""
    if visit.store.peek(posted.tab, visit.owner, visit.page_key) is None:
        raise gone()
    if not interrupts.request_interrupt(posted.tab, Interrupt.STOP, posted.id):
        raise TabBusy(_("This could not be stopped now. Try again."))
    return HttpResponse(status=204)


__all__ = ["serve"]
