"""What was changed in an editor of a model's rows: judged, compared with what others did, and saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings as project
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connections, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from formrerun.elements.models._cells import text_of
from formrerun.utils.digests import digest


@dataclass(frozen=True)
class Conflict:
    """
    A cell that this person and somebody else have changed to different values.

    Attributes
    ----------
    key
        What tells it from others: the row, the field, and their value.
    row, label
        What the row and the field are called.
    mine, theirs
        The two values as texts.
    """

    key: str
    row: str
    label: str
    mine: str
    theirs: str


@dataclass
class Changes:
    """
    What an editor was sent.

    Attributes
    ----------
    edited
        Primary key to the fields' new values.
    added, deleted
        New rows; primary keys.
    """

    edited: dict[Any, dict[str, Any]] = field(default_factory=dict)
    added: list[dict[str, Any]] = field(default_factory=list)
    deleted: list[Any] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.edited or self.added or self.deleted)

    @classmethod
    def of(cls, state: Mapping[str, Any], keys: Sequence[Any], names: Iterable[str]) -> Changes:
        """Return what the state of a ``data_editor`` says, by the primary keys of the rows that it showed."""
        known = {*names}

        def own(row: Mapping[str, Any]) -> dict[str, Any]:
            return {name: value for name, value in row.items() if name in known}

        places = range(len(keys))
        edited = {keys[place]: own(row) for place, row in state["edited_rows"].items() if place in places}
        deleted = [keys[place] for place in state["deleted_rows"] if place in places]
        return cls(
            {key: row for key, row in edited.items() if row and key not in deleted},
            [own(row) for row in state["added_rows"]],
            deleted,
        )


def python_of(one: Any, value: Any) -> Any:
    """
    Return what was typed as a model's field has it.

    Raises
    ------
    ValidationError
        If the field does not take it.
    """
    if value is None and not one.null and isinstance(one, (models.CharField, models.TextField)):
        value = ""
    target = one.target_field if one.is_relation else one
    found = target.to_python(value)
    if isinstance(found, dt.datetime) and project.USE_TZ and timezone.is_naive(found):
        found = timezone.make_aware(found)
    return found


def conflicts_of(
    changes: Changes, shown: Mapping[str, Mapping[str, Any]], rows: Mapping[Any, Any], fields: Mapping[str, Any]
) -> list[Conflict]:
    """
    Return the cells that others have changed since they were shown, to another value than this person.

    Parameters
    ----------
    shown
        Primary key as a text to what the fields held when they were shown first.
    rows
        Primary key to what they hold now.
    fields
        Name to field.
    """
    found = []
    for key, row in changes.edited.items():
        was, now = shown.get(str(key), {}), rows.get(key)
        if now is None:
            continue
        for name, given in row.items():
            try:
                mine = python_of(fields[name], given)
            except ValidationError:
                continue
            theirs = now[name] if isinstance(now, Mapping) else getattr(now, name)
            if name in was and theirs not in (was[name], mine):
                one = fields[name]
                found.append(
                    Conflict(
                        digest(str(key), name, repr(theirs)), _name_of(key, now),
                        str(capfirst(one.verbose_name)), text_of(mine, one), text_of(theirs, one),
                    )
                )  # fmt: skip
    return found


def _name_of(key: Any, row: Any) -> str:
    """Return what people call a row: what its model says, or the first thing that it shows."""
    if isinstance(row, models.Model):
        return str(row)
    return str(next((value for value in row.values() if value not in (key, None, "")), key))


@dataclass
class Saved:
    """
    What became of changes.

    Attributes
    ----------
    count
        How many rows were saved; None if nothing was.
    messages
        Why not, in the words of people.
    conflicts
        The cells that somebody must decide about first.
    """

    count: int | None = None
    messages: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def save(
    query: Any,
    changes: Changes,
    fields: Mapping[str, Any],
    shown: Mapping[str, Mapping[str, Any]],
    choices: Mapping[str, str],
    initial: Mapping[str, Any],
) -> Saved:
    """
    Save what was changed, all of it or nothing.

    Parameters
    ----------
    query
        The rows that may be changed.
    choices
        A conflict's key to "mine" or "theirs".
    initial
        What new rows have beside what was typed.
    """
    with transaction.atomic(query.db):
        problems: list[str] = []
        rows = _locked(query, [*changes.edited, *changes.deleted])
        conflicts = conflicts_of(changes, shown, rows, fields)
        if open_ := [one for one in conflicts if choices.get(one.key) not in ("mine", "theirs")]:
            return Saved(conflicts=open_)
        kept_theirs = {one.key for one in conflicts if choices[one.key] == "theirs"}
        for key in [*changes.edited, *changes.deleted]:
            if key not in rows:
                problems.append(_("Row %s does not exist any more.") % key)
        count = _delete(rows, changes.deleted, problems)
        for key, given in changes.edited.items():
            if key in rows:
                values = {
                    name: value
                    for name, value in given.items()
                    if digest(str(key), name, repr(getattr(rows[key], name))) not in kept_theirs
                }
                count += _change(rows[key], values, fields, problems)
        for given in changes.added:
            count += _change(query.model(**initial), given, fields, problems)
        if problems:
            transaction.set_rollback(True, using=query.db)
            return Saved(messages=problems)
    return Saved(count)


def _locked(query: Any, keys: list[Any]) -> dict[Any, Any]:
    """Return rows by their keys, as they are now, locked where the database can; only those of the queryset."""
    allowed = {*query.filter(pk__in=keys).order_by().values_list("pk", flat=True)}
    rows = query.model._default_manager.using(query.db).filter(pk__in=allowed).order_by("pk")
    features = connections[query.db].features
    if features.has_select_for_update:
        rows = rows.select_for_update(of=("self",) if features.has_select_for_update_of else ())
    return {row.pk: row for row in rows}


def _delete(rows: Mapping[Any, Any], keys: Iterable[Any], problems: list[str]) -> int:
    count = 0
    for key in keys:
        row = rows.get(key)
        if row is None:
            continue
        name = str(row)
        try:
            row.delete()
            count += 1
        except (ProtectedError, RestrictedError):
            problems.append(_("%s cannot be deleted: others refer to it.") % name)
    return count


def _change(row: Any, given: Mapping[str, Any], fields: Mapping[str, Any], problems: list[str]) -> int:
    """Give a row its new values and save it; return 1 if it was changed."""
    adds = row.pk is None or row._state.adding
    errors: dict[str, list[str]] = {}
    changed = []
    for name, value in given.items():
        try:
            found = python_of(fields[name], value)
        except ValidationError as error:
            errors[fields[name].name] = error.messages
            continue
        if adds or found != getattr(row, name):
            setattr(row, name, found)
            changed.append(fields[name].name)
    if not (changed or errors or adds):
        return 0
    try:
        known = {one.name for one in fields.values()}
        # Of what nobody could change here nothing is asked: an old row may break a rule that is new.
        row.full_clean(exclude=[] if adds else {one.name for one in row._meta.fields} - known)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            errors.setdefault(name, messages)
    if errors:
        labels = {one.name: str(capfirst(one.verbose_name)) for one in row._meta.fields}
        whole = _("New row") if adds else str(type(row)._default_manager.filter(pk=row.pk).first() or row.pk)
        for name, messages in errors.items():
            where = whole if name == NON_FIELD_ERRORS else f"{whole}, {labels.get(name, name)}"
            problems.append(f"{where}: {' '.join(messages)}")
        return 0
    if adds:
        row.save(force_insert=True)
    else:
        by_itself = [one.name for one in row._meta.concrete_fields if getattr(one, "auto_now", False)]
        row.save(update_fields=[*changed, *by_itself])
    return 1


__all__ = ["Changes", "Conflict", "Saved", "conflicts_of", "save"]
