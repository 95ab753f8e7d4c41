"""The columns of an editor of a model's rows: what each field takes, as ``column_config`` says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import capfirst

from formrerun.elements.data.column_config import (
    CheckboxColumn,
    Column,
    DateColumn,
    DatetimeColumn,
    NumberColumn,
    SelectboxColumn,
    TextColumn,
    TimeColumn,
)
from formrerun.exceptions import StreamlitAPIException

#: From this many rows a foreign key is not chosen in a cell: the list of them goes to the browser.
MOST_OPTIONS = 200


def fields_of(model: Any, names: Iterable[str] | None) -> dict[str, Any]:
    """
    Return the fields that are edited, by the names of their columns.

    Raises
    ------
    StreamlitAPIException
        If one is no field of the model, or none that has a column.
    """
    if names is None:
        names = [field.name for field in model._meta.concrete_fields if field.editable and not field.auto_created]
    found = {}
    for name in names:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            field = None
        if field is None or not getattr(field, "concrete", False) or field.many_to_many:
            known = ", ".join(one.name for one in model._meta.concrete_fields)
            raise StreamlitAPIException(
                f"{model._meta.label} has no field `{name}` that a cell could hold. Its fields are {known}."
            )
        found[field.attname] = field
    return found


def config_of(field: Any, label: str | None, *, disabled: bool) -> tuple[Any, bool]:
    """Return the configuration of a field's column, and whether it can be edited."""
    named = str(label or capfirst(field.verbose_name))
    disabled = disabled or not field.editable or field.primary_key
    common: dict[str, Any] = {"disabled": disabled, "help": str(field.help_text) or None}
    needed = {**common, "required": not field.blank and not field.null}
    if field.choices:
        options = {value: str(text) for value, text in field.flatchoices if value is not None}
        return SelectboxColumn(named, options=list(options), format_func=_named(options), **needed), not disabled
    if field.is_relation:
        return _related(field, named, needed, disabled)
    made: Any = None
    if isinstance(field, models.BooleanField):
        made = CheckboxColumn(named, **common)
    elif isinstance(field, (models.IntegerField, models.FloatField, models.DecimalField)):
        low, high = _bound(field, MinValueValidator, max), _bound(field, MaxValueValidator, min)
        step = 1 if isinstance(field, models.IntegerField) else None
        made = NumberColumn(named, min_value=low, max_value=high, step=step, **needed)
    elif isinstance(field, models.DateTimeField):
        made = DatetimeColumn(named, **needed)
    elif isinstance(field, models.DateField):
        made = DateColumn(named, **needed)
    elif isinstance(field, models.TimeField):
        made = TimeColumn(named, **needed)
    elif isinstance(field, (models.CharField, models.TextField)) and not isinstance(field, models.FileField):
        made = TextColumn(named, max_chars=field.max_length, **needed)
    return (made, not disabled) if made is not None else (Column(named, disabled=True), False)


def _named(options: Mapping[Any, str]) -> Any:
    return lambda value: options.get(value, str(value))


def _related(field: Any, label: str, common: Mapping[str, Any], disabled: bool) -> tuple[Any, bool]:
    """Return a list of the rows that a foreign key may point at, where they are few."""
    rows = list(field.related_model._default_manager.complex_filter(field.get_limit_choices_to())[: MOST_OPTIONS + 1])
    if len(rows) > MOST_OPTIONS:
        return Column(label, disabled=True), False
    options = {getattr(row, field.target_field.attname): str(row) for row in rows}
    return SelectboxColumn(label, options=list(options), format_func=_named(options), **common), not disabled


def _bound(field: Any, kind: Any, strictest: Any) -> Any:
    found = [
        one.limit_value for one in field.validators if isinstance(one, kind) and not callable(one.limit_value)
    ]  # fmt: skip
    if not found:
        return None
    bound = strictest(found)
    return bound if isinstance(bound, int) and isinstance(field, models.IntegerField) else float(bound)


__all__ = ["config_of", "fields_of"]
