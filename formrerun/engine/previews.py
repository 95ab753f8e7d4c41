"""A form drawn as it is being filled in: its fields give what is typed, and everything else what was submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formrerun.codec import Unstorable
from formrerun.engine.widget_state import UNSET, WidgetState
from formrerun.exceptions import Invalid, NotOffered

if TYPE_CHECKING:
    from formrerun.engine.widgets import Widget


@dataclass(frozen=True, kw_only=True)
class Preview:
    """
    What is typed into a form and not submitted.

    Attributes
    ----------
    form
        The key of the form.
    posted
        Widget id to what its field shows.
    sent
        The widgets whose field was there, though it may post nothing, as a box that is not checked.
    rev
        The revision of what falls to its default, another one in each preview.
    """

    form: str
    posted: Mapping[str, list[str]]
    sent: frozenset[str]
    rev: int


def pending_value(preview: Preview, widget: Widget, value: Any) -> Any:
    """
    Return what a field of the form gives in the preview; its state becomes one of its own, which nothing else sees.

    What needs a correction is judged when it is submitted: until then the field gives what was submitted. What is not
    offered any more falls to the default, and the field shows that.
    """
    field, id_ = widget.field, widget.id
    if widget.disabled or field.trigger or (id_ not in preview.posted and id_ not in preview.sent):
        return value
    posted, shown = preview.posted.get(id_, []), widget.state.copy()
    try:
        if field.stores_posted:
            shown.stored = field.judge(posted, field.to_stored(value))
            pending = field.from_stored(shown.stored)
        else:
            pending = field.parse_posted(posted, value)
        if field.revalidate(pending) is not pending:
            raise NotOffered
    except Invalid:
        widget.draft = posted
        return value
    except (NotOffered, Unstorable, ValueError, TypeError, IndexError):
        pending = field.initial()
        stored = field.to_stored(pending) if field.stores_posted else UNSET
        widget.state = WidgetState(pending, stored, preview.rev)
        return pending
    shown.value, shown.shown = pending, UNSET
    widget.state = shown
    return pending


__all__ = ["Preview", "pending_value"]
