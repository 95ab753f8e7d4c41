"""
What one POST says, judged by the manifest.

Two shapes come in: JSON from the script, and the fields of a plain form without JavaScript. Both become a
`PostData`; :func:`judge` turns it into :class:`Judged`, of which every part was offered to this tab.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from formrerun.codec import Unstorable
from formrerun.engine.blobs import Blobs
from formrerun.engine.fields import Field
from formrerun.engine.state import State
from formrerun.engine.widget_state import UNSET, WidgetState
from formrerun.exceptions import BadSubmission, Invalid, NotConfirmed, NotOffered, Rejected, TriggerGone
from formrerun.protocol.entry import Entry
from formrerun.protocol.manifest import Manifest
from formrerun.protocol.names import PAGE_FORM

if TYPE_CHECKING:
    from formrerun.protocol.posted import PostData


logger = logging.getLogger("formrerun.submission")


@dataclass(frozen=True, kw_only=True)
class Judged:
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
    cleared
        The form that was submitted, if it is cleared on submit.
    submitted
        The forms that were submitted.
    refused
        Widgets whose posted value is ignored and whose field is shown again.
    idle
        The disabled widgets of the form.
    asked
        What has demands: of the widgets that were sent, and of the form all that are enabled; and the button.
    seqs
        The last sequence number of each widget's changes, by widget id.
    seen_run, lenient, moved
        See :class:`PostData`.
    """

    changes: Sequence[tuple[Entry, list[str]]] = ()
    order: Sequence[str] = ()
    triggers: Sequence[Entry] = ()
    cleared: frozenset[str] = frozenset()
    submitted: frozenset[str] = frozenset()
    refused: Sequence[str] = ()
    idle: Sequence[Entry] = ()
    asked: Sequence[Entry] = ()
    seqs: Mapping[str, int] = field(default_factory=dict)
    seen_run: int = 0
    lenient: bool = False
    moved: bool = False


@dataclass(frozen=True, kw_only=True)
class Applied:
    """
    What a submission has done to the state.

    Attributes
    ----------
    due
        The widgets whose callback is due, in the order of the page (semantics 2.3).
    changed
        The widgets whose value is another one now.
    errors
        Widget id to message, of values that need a correction; they were not put into the state.
    """

    due: Sequence[Entry] = ()
    changed: Sequence[Entry] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


def judge(posted: PostData, manifest: Manifest, seqs: Mapping[str, int]) -> Judged:
    """
    Judge a POST by what the tab was shown.

    Parameters
    ----------
    posted
        The POST.
    manifest
        What the tab was shown.
    seqs
        The last sequence number applied, by widget id (decision 5).

    Raises
    ------
    TriggerGone
        If the button is no longer on the page, or is disabled now.
    NotConfirmed
        If nobody has agreed to what the button asks.
    BadSubmission
        If the form or the button was never there.
    """
    if posted.kind == "rerun":
        return Judged(seqs=seqs, seen_run=posted.seen_run, lenient=posted.lenient)
    triggers = [_trigger(id_, posted, manifest) for id_ in filter(None, (posted.trigger, *posted.also))]
    if not triggers and posted.form not in ("", PAGE_FORM):
        raise BadSubmission(_("A form is submitted by one of its buttons."))
    forms = {trigger.form for trigger in triggers if trigger.form}
    judges = {trigger.form for trigger in triggers if not trigger.previews}
    whole, sent_alone = judges & forms, judges | {""}
    changes: list[tuple[Entry, list[str]]] = []
    order: list[str] = []
    refused: list[str] = []
    idle: list[Entry] = []
    asked: dict[str, Entry] = {}
    newer: dict[str, int] = {}
    for entry in manifest.entries():
        # A form is judged whole: leaving a field out is no way around what is asked of it.
        if entry.has_demands and not entry.disabled and not entry.last and (entry.form in whole or entry in triggers):
            asked[entry.id] = entry
        if entry.is_trigger:
            if entry in triggers:
                order.append(entry.id)
        elif not _is_sent(entry, posted, forms, seqs):
            continue
        else:
            if posted.seqs is not None and not entry.form:
                newer[entry.id] = posted.seqs[entry.id]
            if not entry.disabled:
                changes.append((entry, posted.fields.get(entry.id, [])))
                order.append(entry.id)
                if entry.has_demands and entry.form in sent_alone:
                    asked[entry.id] = entry
            else:
                idle.append(entry)
                if entry.id in posted.fields:
                    refused.append(entry.id)
    for name in posted.fields:
        if manifest.get(name) is None:
            logger.info("A posted field was never shown to this tab and is ignored: %.80r", name)
    return Judged(
        changes=changes,
        order=order,
        triggers=triggers,
        cleared=frozenset(form for form in forms if manifest.forms.get(form, [False])[0]),
        submitted=frozenset(forms),
        refused=refused,
        idle=idle,
        asked=[*asked.values()],
        seqs={**seqs, **newer},
        seen_run=posted.seen_run,
        lenient=posted.lenient,
        moved=posted.moved,
    )


def _trigger(id_: str, posted: PostData, manifest: Manifest) -> Entry:
    entry = manifest.get(id_)
    if entry is None or not entry.is_trigger:
        raise TriggerGone(_("The button is no longer on this page. Your input is still in the fields."))
    if entry.disabled or (entry.last and entry.last < posted.seen_run):
        raise TriggerGone(_("The button cannot be pressed any more. Your input is still in the fields."))
    if entry.confirmation not in ("", posted.confirmed) and not posted.lenient:
        raise NotConfirmed(entry.id)
    return entry


def sent_by(posted: PostData, manifest: Manifest) -> set[str]:
    """Return the widgets whose value is part of a POST, which for a plain form's box may be that nothing is posted."""
    pressed = [manifest.get(id_) for id_ in filter(None, (posted.trigger, *posted.also))]
    forms = {entry.form for entry in pressed if entry is not None and entry.form}
    return {entry.id for entry in manifest.entries() if not entry.is_trigger and _is_sent(entry, posted, forms, {})}


def _is_sent(entry: Entry, posted: PostData, forms: Collection[str], seqs: Mapping[str, int]) -> bool:
    """
    Return True if a widget's value is part of the submission.

    The script names every field it saw. A plain form does not: there absence means "unchecked", but only for a widget
    that stood on the page the form was sent from.
    """
    was_shown = entry.since <= (posted.seen_run or entry.since) and (not entry.last or entry.last >= posted.seen_run)
    if entry.form:
        named = entry.id in posted.fields
        return entry.form in forms and (named or (posted.seqs is None and was_shown))
    if posted.seqs is None:
        return not forms and was_shown
    seq = posted.seqs.get(entry.id)
    return seq is not None and entry.id in posted.fields and seq > seqs.get(entry.id, 0)


def apply(judged: Judged, state: State, blobs: Blobs) -> Applied:
    """
    Put the values into the state, all of them or none.

    Raises
    ------
    Rejected
        If a value needs a correction and nothing else is to be looked at: nothing was applied.
    """
    state.seen_run, state.moved = judged.seen_run, judged.moved
    values, refused, errors = _parsed(judged, state, blobs)
    if errors and not judged.asked:
        raise Rejected(errors)
    due: list[Entry] = []
    changed: list[Entry] = []
    for entry, field_, value, stored, differs, posted in values:
        before = state.widgets.get(entry.id)
        # Posted before the browser had seen what code set: it shows that meanwhile, and must show this again.
        crossed = before is not None and 0 < judged.seen_run < before.rev
        state.receive(entry.id, value, stored, differs=differs)
        if stored is UNSET:
            shows = field_.matches_posted(posted, value)
        else:
            shows = stored == posted or field_.stored_to_posted(stored) == posted
        if crossed or not shows:
            state.correct(entry.id, soft=True)
        if differs:
            changed.append(entry)
            if entry.has_callback:
                due.append(entry)
    for entry in judged.idle:
        before, idle_field = state.widgets.get(entry.id), entry.field(blobs)
        # Disabled, it sends what it shows all the same: the default, if its form was cleared (semantics 4.5).
        if before is not None and before.shown is not UNSET and idle_field is not None:
            state.receive(entry.id, *_initial(idle_field))
    for id_ in refused:
        state.correct(id_, soft=False)
    for trigger in judged.triggers:
        state.triggers.add(trigger.id)
        if trigger.has_callback:
            due.append(trigger)
    if len(due) > 1:
        due.sort(key=lambda entry: judged.order.index(entry.id))
    return Applied(due=due, changed=changed, errors=errors)


#: Entry, its field, the new value and what is stored of it (one of them), whether it is another one, what was posted.
Parsed = tuple[Entry, Field[Any], Any, Any, bool, list[str]]


def _parsed(judged: Judged, state: State, blobs: Blobs) -> tuple[list[Parsed], list[str], dict[str, str]]:
    """Return the values that were posted, the widgets whose posted value is ignored, and what is wrong with others."""
    values: list[Parsed] = []
    refused = list(judged.refused)
    errors: dict[str, str] = {}
    for entry, posted in judged.changes:
        field_ = entry.field(blobs)
        if field_ is None:
            refused.append(entry.id)
            continue
        before = state.widgets.get(entry.id)
        read = _read_stored if field_.stores_posted else _read
        try:
            found = read(field_, posted, before)
        except Invalid as error:
            if not judged.lenient:
                errors[entry.id] = str(error)
                continue
            found = _instead(field_, before, _taken(field_, error.taken[0]) if error.taken else _initial(field_))
        except (NotOffered, Unstorable):
            if not judged.lenient:
                logger.warning("A value was posted that widget %s does not offer: %.80r", entry.key or entry.id, posted)
                refused.append(entry.id)
                continue
            found = _instead(field_, before, _initial(field_))
        values.append((entry, field_, *found, posted))
    return _joined(values, errors, judged.lenient), refused, errors


def _joined(values: list[Parsed], errors: dict[str, str], lenient: bool) -> list[Parsed]:
    """Return the values, with their parts where they have some; what is wrong with these goes to the errors."""
    whole: list[Parsed] = []
    for row in values:
        entry, field_, value, stored, differs, posted = row
        if field_.parts and not any(part in errors for part in field_.parts):
            try:
                value = field_.joined(value, _given(values, field_))
            except Invalid as error:
                if not lenient:
                    errors[entry.id] = str(error)
                    continue
                value = field_.initial()
            row = (entry, field_, value, stored, differs, posted)
        whole.append(row)
    return whole


def _given(values: Sequence[Parsed], field_: Field[Any]) -> dict[str, Any]:
    """Return the values that are parts of a field's, by widget id."""
    return {
        entry.id: part.from_stored(stored) if stored is not UNSET else value
        for entry, part, value, stored, *_rest in values
        if entry.id in field_.parts
    }


def _read(field_: Field[Any], posted: list[str], before: WidgetState | None) -> tuple[Any, Any, bool]:
    """Return the value that was posted, nothing to store instead, and whether it is another one than until now."""
    current = before.read(field_) if before is not None else field_.initial()
    value = field_.parse_posted(posted, current)
    if _was_cleared(before, posted):
        value = field_.initial()
    return value, UNSET, _differs(value, current)


def _read_stored(field_: Field[Any], posted: list[str], before: WidgetState | None) -> tuple[Any, Any, bool]:
    """
    Return no value, what is stored of the one that was posted, and whether it is another one than until now.

    The value is made of it when somebody asks: that of an option may be a row of the database.
    """
    current = _stored_until_now(field_, before)
    stored = field_.judge(posted, current)
    if _was_cleared(before, posted):
        stored = field_.initial_stored()
    differs = stored != current and field_.stored_to_posted(stored) != field_.stored_to_posted(current)
    return UNSET, stored, differs


def _stored_until_now(field_: Field[Any], before: WidgetState | None) -> Any:
    if before is None:
        return field_.initial_stored()
    return field_.to_stored(before.read(field_)) if before.stored is UNSET else before.stored


def _instead(field_: Field[Any], before: WidgetState | None, found: tuple[Any, Any]) -> tuple[Any, Any, bool]:
    """Return what is taken for a value that a browser would not send, and whether it is another one than until now."""
    value, stored = found
    if stored is not UNSET:
        return value, stored, stored != _stored_until_now(field_, before)
    return value, stored, _differs(value, before.read(field_) if before is not None else field_.initial())


def _was_cleared(before: WidgetState | None, posted: list[str]) -> bool:
    """Return True if a field sends its default, cleared and not touched since; it may be None where the text is ""."""
    return before is not None and before.shown is not UNSET and posted == before.shown


def _taken(field_: Field[Any], value: Any) -> tuple[Any, Any]:
    """Return a value and what is stored instead of it."""
    return value, field_.to_stored(value) if field_.stores_posted else UNSET


def _initial(field_: Field[Any]) -> tuple[Any, Any]:
    """Return the default, or what is stored instead of it."""
    return (UNSET, field_.initial_stored()) if field_.stores_posted else (field_.initial(), UNSET)


def _differs(new: Any, old: Any) -> bool:
    try:
        return bool(new != old)
    except (TypeError, ValueError):  # arrays and the like have no single answer
        return new is not old
