"""The filters of a model's table, by the names of fields: each has the input that its type asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from formrerun.elements.inputs.checkbox import checkbox
from formrerun.elements.inputs.date_input import date_input
from formrerun.elements.inputs.number_input import number_input
from formrerun.elements.inputs.selectbox import selectbox
from formrerun.elements.inputs.text_input import text_input
from formrerun.elements.models._columns import path_of
from formrerun.exceptions import StreamlitAPIException
from formrerun.utils.django_internals import annotation_names, annotation_of, is_narrowed
from formrerun.utils.row_search import LONGEST, TEXTS

if TYPE_CHECKING:
    from formrerun.elements.models._parts import Inputs


@dataclass
class Filtered:
    """
    What the filters leave of a queryset.

    Attributes
    ----------
    every
        The author's rows.
    rows
        Those of them that pass.
    said
        What each input said: the key to a text; without those that are empty.
    """

    every: Any
    rows: Any
    said: dict[str, str] = field(default_factory=dict)

    def note(self, key: str, value: Any) -> bool:
        """Note what an input said; return True if it was something."""
        if value in (None, "", (), []):
            return False
        self.said[key] = repr(value)
        return True


# ----------------------------------------------------------------------------------------------------------- filters


def draw_filters(filtered: Filtered, names: Iterable[str], inputs: Inputs) -> None:
    """Draw an input for each field, and keep the rows that pass."""
    for name in names:
        found = _field(filtered.rows, name)
        draw = next((how for kinds, how in _KINDS if isinstance(found, kinds)), None)
        if getattr(found, "choices", None):
            draw = _choice
        if draw is None:
            raise StreamlitAPIException(
                f"There is no filter for `{name}`, a {type(found).__name__}. Give a FilterSet of django-filter's as "
                "`filters`, or filter the queryset by an input of your own."
            )
        label = capfirst(getattr(found, "verbose_name", None) or name.replace("_", " "))
        draw(filtered, found, name, str(label), inputs)


def _field(rows: Any, name: str) -> Any:
    if name in annotation_names(rows):
        return getattr(annotation_of(rows, name), "output_field", None)
    try:
        return path_of(rows.model, name)[-1]
    except FieldDoesNotExist:
        raise StreamlitAPIException(
            f"{rows.model._meta.label} has no field `{name}` to filter by. Its fields are "
            f"{', '.join(one.name for one in rows.model._meta.concrete_fields)}."
        ) from None


def _choice(filtered: Filtered, found: Any, name: str, label: str, inputs: Inputs) -> None:
    named = {value: str(text) for value, text in found.flatchoices if value not in (None, "")}
    chosen = _pick(label, named, name, inputs)
    if filtered.note(name, chosen):
        filtered.rows = filtered.rows.filter(**{name: chosen})


def _boolean(filtered: Filtered, found: Any, name: str, label: str, inputs: Inputs) -> None:
    named = {"yes": _("Yes"), "no": _("No"), **({"unknown": _("Unknown")} if found.null else {})}
    chosen = _pick(label, named, name, inputs)
    if filtered.note(name, chosen):
        value = {"yes": True, "no": False}.get(chosen)
        filtered.rows = filtered.rows.filter(**({f"{name}__isnull": True} if value is None else {name: value}))


def _pick(label: str, named: dict[Any, str], name: str, inputs: Inputs) -> Any:
    return selectbox(label, ["", *named], format_func=lambda value: named.get(value, _("All")), **inputs.named(name))


def _days(filtered: Filtered, found: Any, name: str, label: str, inputs: Inputs) -> None:
    days = date_input(label, value=(), **{**inputs.named(name), "width": inputs.wide})
    if not filtered.note(name, days):
        return
    first, last = days[0], days[-1]
    if isinstance(found, models.DateTimeField):
        filtered.rows = filtered.rows.filter(**{f"{name}__gte": _midnight(first), f"{name}__lt": _after(last)})
    else:
        filtered.rows = filtered.rows.filter(**{f"{name}__gte": first, f"{name}__lte": last})


def _midnight(day: dt.date) -> dt.datetime:
    from django.conf import settings

    moment = dt.datetime.combine(day, dt.time())
    return timezone.make_aware(moment) if settings.USE_TZ else moment


def _after(day: dt.date) -> dt.datetime:
    return _midnight(min(day, dt.date.max - dt.timedelta(days=2)) + dt.timedelta(days=1))


def _number(filtered: Filtered, found: Any, name: str, label: str, inputs: Inputs) -> None:
    whole = isinstance(found, models.IntegerField)
    for end, lookup, text in (("min", "gte", _("%s from")), ("max", "lte", _("%s to"))):
        step = 1 if whole else None
        value = number_input(text % label, value=None, step=step, **inputs.named(f"{name}_{end}"))
        if filtered.note(f"{name}_{end}", value):
            filtered.rows = filtered.rows.filter(**{f"{name}__{lookup}": value})


def _text(filtered: Filtered, found: Any, name: str, label: str, inputs: Inputs) -> None:
    value = (text_input(label, **inputs.named(name)) or "").replace("\x00", "").strip()
    if filtered.note(name, value):
        found = {f"{name}__icontains": value}
        filtered.rows = filtered.rows.filter(**found) if len(value) <= LONGEST else filtered.rows.none()


def _related(filtered: Filtered, found: Any, name: str, label: str, inputs: Inputs) -> None:
    """Offer the rows that it points at; of rows that the author has chosen no others are named than those of these."""
    rows = found.related_model._default_manager.using(filtered.every.db).complex_filter(found.get_limit_choices_to())
    if is_narrowed(filtered.every):
        rows = rows.filter(pk__in=filtered.every.order_by().values(f"{name}__pk"))
    is_empty = (found.null or found.many_to_many) and _without(filtered, name, label, inputs)
    chosen = selectbox(label, rows, index=None, placeholder=_("All"), disabled=is_empty, **inputs.named(name))
    if not is_empty and filtered.note(name, chosen and chosen.pk):
        filtered.rows = filtered.rows.filter(**{name: chosen})


def _without(filtered: Filtered, name: str, label: str, inputs: Inputs) -> bool:
    """Offer the rows that point at nothing; return True if these are chosen."""
    how = {**inputs.named(f"{name}_empty"), "width": "content"}
    chosen = bool(checkbox(f"{label}: {_('empty')}", **how))
    if filtered.note(f"{name}_empty", chosen or None):
        filtered.rows = filtered.rows.filter(**{f"{name}__isnull": True})
    return chosen


_Draw = Callable[[Filtered, Any, str, str, "Inputs"], None]
#: Types of fields to what filters by one; the first that fits counts.
_KINDS: tuple[tuple[tuple[Any, ...], _Draw], ...] = (
    ((models.ForeignKey, models.ManyToManyField), _related),
    ((models.BooleanField,), _boolean),
    ((models.DateField,), _days),
    ((models.IntegerField, models.FloatField, models.DecimalField), _number),
    ((*TEXTS, models.UUIDField, models.GenericIPAddressField), _text),
)

__all__ = ["Filtered", "draw_filters"]
