"""Filters that are a FilterSet of django-filter's: its form's fields as inputs of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from formrerun.elements.inputs.date_input import date_input
from formrerun.elements.inputs.datetime_input import datetime_input
from formrerun.elements.inputs.multiselect import multiselect
from formrerun.elements.inputs.number_input import number_input
from formrerun.elements.inputs.selectbox import selectbox
from formrerun.elements.inputs.text_input import text_input
from formrerun.elements.inputs.time_input import time_input
from formrerun.elements.messages.alert import error
from formrerun.engine.context import current_run

if TYPE_CHECKING:
    from formrerun.elements.models._filters import Filtered
    from formrerun.elements.models._parts import Inputs


def is_filter_set(given: Any) -> bool:
    """Return True for a class of FilterSets."""
    return isinstance(given, type) and hasattr(given, "base_filters") and hasattr(given, "qs")


def draw_filter_set(filtered: Filtered, filter_set: Any, inputs: Inputs) -> None:
    """
    Draw an input for each filter, and keep the rows that pass.

    What the FilterSet refuses is said, and then no row is shown: those that it would have left out may be nobody's
    business.
    """
    request = current_run().request
    fields = filter_set(queryset=filtered.rows, request=request).form.fields
    data = QueryDict(mutable=True)
    for name, field in fields.items():
        _draw(filtered, data, name, field, inputs)
    bound = filter_set(data, queryset=filtered.rows, request=request)
    if bound.is_valid():
        filtered.rows = bound.qs
        return
    for name, messages in bound.form.errors.items():
        label = fields[name].label if name in fields else ""
        error(" ".join(filter(None, (str(label or ""), *map(str, messages)))))
    filtered.rows = filtered.rows.none()


def _draw(filtered: Filtered, data: QueryDict, name: str, field: Any, inputs: Inputs) -> None:
    # What a filter with a method is called, django-filter does not know.
    named = "" if str(field.label or "").startswith("[") else field.label
    label = str(capfirst(named or name.replace("_", " ")))
    suffixes = getattr(field.widget, "suffixes", None)
    if suffixes and hasattr(field, "fields"):
        said = {"min": _("%s from"), "max": _("%s to"), "after": _("%s from"), "before": _("%s to")}
        for suffix, part in zip(suffixes, field.fields, strict=True):
            own = f"{name}_{suffix}" if suffix else name
            text = said.get(suffix, f"%s {suffix or ''}") % label
            _note(filtered, data, own, _value(own, text.strip(), part, inputs))
    else:
        _note(filtered, data, name, _value(name, label, field, inputs))


def _note(filtered: Filtered, data: QueryDict, name: str, value: Any) -> None:
    if filtered.note(name, value):
        data.setlist(name, value if isinstance(value, list) else [value])


def _value(name: str, label: str, field: Any, inputs: Inputs) -> Any:
    """Draw the input of a form field, and return its value as a form would post it."""
    how = inputs.named(name)
    if isinstance(field, forms.ModelChoiceField) and getattr(field, "null_label", None) is None:
        return _rows(label, field, how)
    if isinstance(field, (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)):
        named = _choices(field)
        return list(multiselect(label, list(named), format_func=lambda one: named.get(one, one), **how))
    if isinstance(field, forms.NullBooleanField):
        named = {"true": _("Yes"), "false": _("No")}
        return selectbox(label, ["", *named], format_func=lambda one: named.get(one, _("All")), **how)
    if isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        named = _choices(field)
        return selectbox(label, ["", *named], format_func=lambda one: named.get(one, _("All")), **how)
    if isinstance(field, forms.DateField):
        return _iso(date_input(label, None, **how))
    if isinstance(field, forms.DateTimeField):
        return _iso(datetime_input(label, None, **how))
    if isinstance(field, forms.TimeField):
        return _iso(time_input(label, None, **how))
    if isinstance(field, (forms.IntegerField, forms.DecimalField)):
        whole = type(field) is forms.IntegerField
        number = number_input(label, value=None, step=1 if whole else None, **how)
        return "" if number is None else str(number)
    return (text_input(label, **how) or "").replace("\x00", "").strip()


def _rows(label: str, field: Any, how: dict[str, Any]) -> Any:
    """Draw the input of a field whose choices are rows: the database searches them, where they are many."""
    plain = type(field).label_from_instance is forms.ModelChoiceField.label_from_instance
    named: Any = str if plain else field.label_from_instance
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [str(field.prepare_value(row)) for row in multiselect(label, field.queryset, format_func=named, **how)]
    row = selectbox(label, field.queryset, index=None, format_func=named, placeholder=_("All"), **how)
    return "" if row is None else str(field.prepare_value(row))


def _iso(value: Any) -> str:
    return "" if value is None else str(value)


def _choices(field: Any) -> dict[str, str]:
    """Return the values of a field's choices and what they are called, groups unfolded, without the empty one."""
    found: dict[str, str] = {}
    for value, label in field.choices:
        pairs = label if isinstance(label, (list, tuple)) else [(value, label)]
        found.update({str(one): str(text) for one, text in pairs if str(one)})
    return found


__all__ = ["draw_filter_set", "is_filter_set"]
