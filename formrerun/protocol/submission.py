"""
What one POST says, judged by the manifest.

Two shapes come in: JSON from the script, and the fields of a plain form without JavaScript. Both become a
:class:`PostData`; :func:`read` turns it into a :class:`Submission`, of which every part was offered to this tab.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from formrerun.codec import Unstorable
from formrerun.engine.blobs import Blobs
from formrerun.engine.state import State
from formrerun.engine.widget_state import UNSET
from formrerun.exceptions import BadSubmission, Invalid, NotOffered, Rejected, TriggerGone
from formrerun.protocol.manifest import Entry, Manifest
from formrerun.protocol.names import PAGE_FORM

if TYPE_CHECKING:
    from formrerun.protocol.posted import PostData


logger = logging.getLogger("formrerun.submission")


@dataclass(kw_only=True)
class Submission:
    """
    A POST of which every part was offered.

    Attributes
    ----------
    changes
        Entry and posted values, in the order of the page.
    order
        The ids of what changed and of what was pressed, in the order of the page.
    triggers
        The button that was pressed; empty if none was.
    forms
        The form that was submitted.
    cleared
        That form, if it is cleared on submit.
    changed
        The widgets whose value is another one now; known once all were applied.
    refused
        Widgets whose posted value is ignored and whose field is shown again.
    idle
        The disabled widgets of the form.
    shown_run, lenient
        See :class:`PostData`.
    """

    changes: list[tuple[Entry, list[str]]] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    triggers: list[Entry] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    cleared: set[str] = field(default_factory=set)
    changed: list[Entry] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    idle: list[Entry] = field(default_factory=list)
    shown_run: int = 0
    lenient: bool = False


def read(posted: PostData, manifest: Manifest, seqs: dict[str, int]) -> Submission:
    """
    Judge a POST by what the tab was shown.

    Parameters
    ----------
    posted
        The POST.
    manifest
        What the tab was shown.
    seqs
        The last sequence number applied, by widget id; brought up to date here (decision 5).

    Raises
    ------
    TriggerGone
        If the button is no longer on the page, or is disabled now.
    BadSubmission
        If the form or the button was never there.
    """
    made = Submission(shown_run=posted.shown_run, lenient=posted.lenient)
    if posted.kind == "rerun":
        return made
    for id_ in filter(None, (posted.trigger, *posted.also)):
        made.triggers.append(_trigger(id_, posted, manifest))
    if not made.triggers and posted.form not in ("", PAGE_FORM):
        raise BadSubmission("A form is submitted by one of its buttons.")
    made.forms = {trigger.form for trigger in made.triggers if trigger.form}
    made.cleared = {form for form in made.forms if manifest.forms.get(form, [False])[0]}
    for entry in manifest.entries():
        if entry.is_trigger:
            if entry in made.triggers:
                made.order.append(entry.id)
        elif not _is_sent(entry, posted, made, seqs):
            continue
        elif not entry.disabled:
            made.changes.append((entry, posted.fields.get(entry.id, [])))
            made.order.append(entry.id)
        else:
            made.idle.append(entry)
            if entry.id in posted.fields:
                made.refused.append(entry.id)
    for name in posted.fields:
        if manifest.get(name) is None:
            logger.info("A posted field was never shown to this tab and is ignored: %.80r", name)
    return made


def _trigger(id_: str, posted: PostData, manifest: Manifest) -> Entry:
    entry = manifest.get(id_)
    if entry is None or not entry.is_trigger:
        raise TriggerGone(_("The button is no longer on this page. Your input is still in the fields."))
    if entry.disabled or (entry.last and entry.last < posted.shown_run):
        raise TriggerGone(_("The button cannot be pressed any more. Your input is still in the fields."))
    return entry


def _is_sent(entry: Entry, posted: PostData, submission: Submission, seqs: dict[str, int]) -> bool:
    """
    Return True if a widget's value is part of the submission.

    The script names every field it saw. A plain form does not: there absence means "unchecked", but only for a widget
    that stood on the page the form was sent from.
    """
    was_shown = entry.since <= (posted.shown_run or entry.since) and (not entry.last or entry.last >= posted.shown_run)
    if entry.form:
        named = entry.id in posted.fields
        return entry.form in submission.forms and (named or (posted.seqs is None and was_shown))
    if posted.seqs is None:
        return not submission.forms and was_shown
    seq = posted.seqs.get(entry.id)
    if seq is None or entry.id not in posted.fields or seq <= seqs.get(entry.id, 0):
        return False
    seqs[entry.id] = seq
    return True


def apply(submission: Submission, state: State, blobs: Blobs) -> list[Entry]:
    """
    Put the values into the state, all of them or none.

    Returns
    -------
    list of Entry
        The widgets whose callback is due, in the order of the page (semantics 2.3).

    Raises
    ------
    Rejected
        If a value needs a correction; nothing was applied.
    """
    state.shown_run = submission.shown_run
    values: list[tuple[Entry, Any, Any, list[str]]] = []
    errors: dict[str, str] = {}
    for entry, posted in submission.changes:
        field_ = entry.field(blobs)
        if field_ is None:
            submission.refused.append(entry.id)
            continue
        held = state.widgets.get(entry.id)
        current = held.read(field_) if held is not None else field_.initial()
        try:
            value = field_.parse_posted(posted, current)
            # Cleared and not touched since, a field sends its default, which may be None where the text is "".
            if held is not None and held.shown is not UNSET and posted == held.shown:
                value = field_.initial()
            values.append((entry, value, current, posted))
        except Invalid as error:
            if submission.lenient:
                values.append((entry, error.taken[0] if error.taken else field_.initial(), current, posted))
            else:
                errors[entry.id] = str(error)
        except (NotOffered, Unstorable):
            if submission.lenient:
                values.append((entry, field_.initial(), current, posted))
                continue
            logger.warning("A value was posted that widget %s does not offer: %.80r", entry.key or entry.id, posted)
            submission.refused.append(entry.id)
    if errors:
        raise Rejected(errors)
    due: list[Entry] = []
    for entry, value, current, posted in values:
        field_ = entry.field(blobs)
        assert field_ is not None
        held = state.widgets.get(entry.id)
        # Posted before the browser had seen what code set: it shows that meanwhile, and must show this again.
        crossed = held is not None and 0 < submission.shown_run < held.rev
        state.receive(entry.id, value, field_.to_stored(value) if field_.stores_posted else UNSET)
        if crossed or not field_.matches_posted(posted, value):
            state.correct(entry.id, soft=True)
        if _differs(value, current):
            submission.changed.append(entry)
            if entry.has_callback:
                due.append(entry)
    for entry in submission.idle:
        held, field_ = state.widgets.get(entry.id), entry.field(blobs)
        # Disabled, it sends what it shows all the same: the default, if its form was cleared (semantics 4.5).
        if held is not None and held.shown is not UNSET and field_ is not None:
            value = field_.initial()
            state.receive(entry.id, value, field_.to_stored(value) if field_.stores_posted else UNSET)
    for id_ in submission.refused:
        state.correct(id_, soft=False)
    for trigger in submission.triggers:
        state.triggers.add(trigger.id)
        if trigger.has_callback:
            due.append(trigger)
    return sorted(due, key=lambda entry: submission.order.index(entry.id)) if len(due) > 1 else due


def _differs(new: Any, old: Any) -> bool:
    try:
        return bool(new != old)
    except (TypeError, ValueError):  # arrays and the like have no single answer
        return new is not old
