"""The texts of a model's values, as Django's admin writes them."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from html import escape
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

#: What stands for a value that is missing.
EMPTY = "–"
_NUMBERS = (int, float, Decimal)


def text_of(value: Any, field: Any = None, empty: str = EMPTY) -> str:
    """
    Return a value as people read it.

    Parameters
    ----------
    field
        The model field that it is of, or None.
    empty
        What stands for a value that is missing.
    """
    choices = getattr(field, "flatchoices", None)
    if choices:
        named = dict(choices)
        if value in named:
            return str(named[value])
    if value is None or value == "":
        return empty
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime):
        return str(formats.localize(timezone.localtime(value) if timezone.is_aware(value) else value))
    if isinstance(value, Decimal) and isinstance(field, models.DecimalField):
        return formats.number_format(value, field.decimal_places)
    if isinstance(value, (*_NUMBERS, dt.date, dt.time)):
        return str(formats.localize(value))
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False, cls=field.encoder)
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(map(str, value))
    return str(value)


def html_of(value: Any, field: Any = None, empty: str = EMPTY) -> str:
    """Return a value as HTML: a sign for yes and no, which a screen reader reads as such."""
    if isinstance(value, bool) and not getattr(field, "choices", None):
        sign = "✓" if value else "✗"
        name = "yes" if value else "no"
        said = escape(text_of(value))
        return f'<span class="fr-model-{name}" role="img" aria-label="{said}">{sign}</span>'
    if isinstance(value, SafeString):  # format_html() of a column that is a function
        return value
    return escape(text_of(value, field, empty))


def csv_of(value: Any, field: Any = None) -> str:
    """Return a value for a spreadsheet: numbers and dates as every program reads them, choices by their names."""
    choices = getattr(field, "flatchoices", None)
    if value is None or choices:
        return text_of(value, field, "") if choices else ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value).replace(tzinfo=None).isoformat(" ", "seconds")
    if isinstance(value, (bool, *_NUMBERS, dt.date, dt.time)):
        return str(value)
    text = text_of(value, field, "")
    # A spreadsheet takes these for a formula, which might do what its author likes on the reader's machine.
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_signed(text) else text


def _is_signed(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdecimal()


def is_number(field: Any) -> bool:
    """Return True for a field of numbers that are compared by their digits: it is aligned to the right."""
    numbers = (models.IntegerField, models.FloatField, models.DecimalField)
    return isinstance(field, numbers) and not getattr(field, "choices", None)


__all__ = ["EMPTY", "csv_of", "html_of", "is_number", "text_of"]
