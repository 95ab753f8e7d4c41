"""Pages of a field's options: what a person looks for in a list that the page does not have as a whole."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from django.utils.translation import gettext as _

from formrerun.exceptions import BadSubmission
from formrerun.protocol.posted import PostData
from formrerun.store.base import gone
from formrerun.submissions import unstorable
from formrerun.submissions.dry_runs import leaving_no_trace, replays

if TYPE_CHECKING:
    from formrerun.engine.fields import OptionPage
    from formrerun.submissions.page_request import PageRequest

logger = logging.getLogger("formrerun.page")

#: The most options of one page, the highest number of options before it, and the longest text that is looked for.
MOST, FARTHEST, LONGEST = 1_000, 10_000_000, 200
#: The most chosen options that are named at once.
MOST_NAMED = 1_000


@runtime_checkable
class Searchable(Protocol):
    """A field whose options can be asked for."""

    has_labels: bool

    def search(self, text: str, mode: str, start: int, size: int) -> OptionPage:
        """Return a page of the options that a text finds."""

    def named(self, texts: list[str]) -> OptionPage:
        """Return the options that these texts mean."""


def options_of(visit: PageRequest, posted: PostData) -> OptionPage:
    """
    Return the options that a script asks for: what a text finds of a field's, or the labels of what is chosen there.

    Nothing is claimed and nothing runs, but where no other process can know the labels, as with a lambda for
    ``format_func``: then the page is drawn once, and all that it does is undone.

    Raises
    ------
    BadSubmission
        If the tab is not this visitor's, or was not shown such a field, or the question has another shape.
    """
    stored = visit.store.peek(posted.tab, visit.owner, visit.page_key)
    if stored is None:
        raise gone()
    record, blobs = stored
    entry = record.manifest.get(posted.trigger or "")
    field = entry.field(blobs) if entry is not None else None
    if entry is not None and (field is None or not getattr(field, "has_labels", True)):
        with leaving_no_trace(visit, stored) as tab:
            field = unstorable.drawn_field(record, entry, lambda entries: replays(visit, tab, entries))
    if not isinstance(field, Searchable):
        raise BadSubmission(_("This field is not known any more."), status=404)
    return _answer(field, posted.fields.get("find", []), posted.fields.get("name", []))


def _answer(field: Searchable, find: list[str], name: list[str]) -> OptionPage:
    if name:
        return _asked(lambda: field.named(name[:MOST_NAMED]))
    text, mode, *numbers = find if len(find) == 4 else ("", "", "")
    if len(numbers) != 2 or not all(each.isascii() and each.isdecimal() and len(each) < 9 for each in numbers):
        raise BadSubmission(_("The submission could not be read."))
    start, size = map(int, numbers)
    if len(text) > LONGEST or not 1 <= size <= MOST or start > FARTHEST:
        raise BadSubmission(_("This is more than the server takes at once."))
    return _asked(lambda: field.search(text, mode, start, size))


def _asked(question: Callable[[], OptionPage]) -> OptionPage:
    """Return the answer; a ``format_func`` of the author's may fail on a row that no page has shown yet."""
    try:
        return question()
    except Exception as error:
        logger.exception("The options of a field could not be read.")
        raise BadSubmission(_("The options could not be read."), status=422) from error


__all__ = ["Searchable", "options_of"]
