"""Files that are made when somebody asks: what makes one is found by running the page once more, rolled back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from formrerun.engine.run import Run
from formrerun.exceptions import BadSubmission
from formrerun.store.base import gone
from formrerun.submissions.dry_runs import replays

if TYPE_CHECKING:
    from formrerun.elements.deferred_files import Deferred
    from formrerun.submissions.page_request import PageRequest


def find_deferred(visit: PageRequest, tab: str, widget: str) -> tuple[Run, Deferred]:
    """
    Return what makes the file of a button that this tab shows, and the run that drew it again.

    The tab is read and not claimed: a file is made beside whatever else goes on there.

    Raises
    ------
    BadSubmission
        If the tab is not this visitor's, or shows no such button that is enabled (404).
    """
    found = visit.store.peek(tab, visit.owner, visit.page_key) if tab else None
    if found is None:
        raise gone()
    record, blobs = found
    entry = record.manifest.get(widget)
    if entry is not None and not entry.disabled:
        with visit.store.detached(record, blobs) as claim:
            for run in replays(visit, claim, [entry]):
                drawn = run.drawing.widgets.get(widget)
                deferred: Deferred | None = getattr(drawn, "deferred", None)
                if deferred is not None and drawn is not None and not drawn.disabled:
                    return run, deferred
    raise BadSubmission(_("This file is not offered any more."), status=404)


__all__ = ["find_deferred"]
