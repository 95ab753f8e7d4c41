"""
What an option is called on the wire and in the record: by its value, and by its label beside it.

A label may be another one in the next run: it counts something, or is in another language, or what it names has another
name now. A value may be another one too, a moment reckoned from now on or a row as a dict, under the label that it had.
So an option is called by both, and is found again by the first of them that is still there.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import types
import uuid
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import PurePath
from typing import Any
from zlib import crc32

from django.utils.functional import Promise

from formrerun.utils.digests import digest
from formrerun.utils.django_internals import lazy_call

#: What posts an option whose label is empty, for nothing means none of them: a space that has no width.
NAMELESS = "\u200b"
#: Stands between the value's name and the label's: an invisible separator, which nobody types.
SEPARATOR = "\u2063"
#: Characters that a browser or a form changes under way, or that have a meaning here.
_unsafe = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029\u2063\ud800-\udfff]").search
LONGEST = 200  # characters of a name; what is longer is named by its digest
DEEPEST = 6  # levels of a structure that is looked into
#: Types whose text says the whole value.
_SAID_BY_TEXT = (
    bool, int, float, complex, types.NoneType, Decimal, Fraction, dt.date, dt.time, dt.timedelta, dt.tzinfo, uuid.UUID,
    PurePath, range,
)  # fmt: skip
#: Exact types whose text is short and safe.
_SAFE_TEXT = frozenset({bool, int, float, types.NoneType, dt.date})


def is_model(value: Any) -> bool:
    return hasattr(value, "_meta") and hasattr(value, "pk")


def name_of(value: Any) -> str | None:
    """Return what a value is called, the same in every run and language; None if nothing says which value it is."""
    kind = type(value)  # most options are of these, and there may be thousands
    if kind is str:
        return safe(value)
    if kind in _SAFE_TEXT:
        return str(value)
    text = _text_of(value, DEEPEST)
    if text is None or isinstance(value, (str, Enum, *_SAID_BY_TEXT)) or is_model(value) or _is_scalar(value):
        return None if text is None else safe(text)
    return _digested(text)


def _text_of(value: Any, levels: int) -> str | None:
    """Return a text that only equal values have, as far as anybody can say; None if it cannot be said."""
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, _SAID_BY_TEXT) or _is_scalar(value):
        return str(value)
    if isinstance(value, bytes):
        return repr(value)
    if is_model(value):
        return None if value.pk is None else f"{value._meta.label_lower}:{value.pk}"
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        return None if "<lambda>" in value.__qualname__ else f"{value.__module__}:{value.__qualname__}"
    return _structure(value, levels - 1) if levels else None


def _is_scalar(value: Any) -> bool:
    """Return True for a number, moment or period of numpy and pandas."""
    root = type(value).__module__.partition(".")[0]
    return root in ("numpy", "pandas") and not hasattr(value, "__len__")


def _structure(value: Any, levels: int) -> str | None:
    parts: list[Any]
    if isinstance(value, Promise):
        parts = list(lazy_call(value))
    elif isinstance(value, Mapping):
        parts = [part for item in value.items() for part in item]
    elif isinstance(value, (list, tuple)):
        parts = list(value)
    elif isinstance(value, (set, frozenset)):
        parts = sorted(value, key=repr)
    elif dataclasses.is_dataclass(value):
        parts = [getattr(value, field.name) for field in dataclasses.fields(value) if field.compare]
    elif isinstance(value, types.SimpleNamespace):
        parts = [part for item in vars(value).items() for part in item]
    else:
        return None
    texts = [_text_of(part, levels) for part in parts]
    if None in texts:
        return None
    kinds = [type(part).__name__ for part in parts]
    return f"{type(value).__qualname__}{list(zip(kinds, texts, strict=True))!r}"


def safe(text: str) -> str:
    """Return a text that comes back from a browser as it was: another one for it where it would not."""
    if not text:
        return NAMELESS
    return _digested(text) if len(text) > LONGEST or _unsafe(text) else text


def _digested(text: str) -> str:
    return f"#{digest(text)}"


def label_mark(label: str) -> str:
    """Return eight digits that stand for a label."""
    return f"{crc32(label.encode('utf-8', 'surrogatepass')):08x}"


def wire_of(name: str | None, label: str) -> str:
    """
    Return what posts an option: its label where that is what the value is called, else both.

    Parameters
    ----------
    name
        What :func:`name_of` gave for its value.
    label
        What is shown of it.
    """
    if name is None:
        return safe(label)
    return name if name == (label or NAMELESS) else f"{name}{SEPARATOR}{label_mark(label)}"


def parts_of(wire: str) -> tuple[str, str]:
    """Return what :func:`wire_of` says of value and label; "" for the label where it says nothing."""
    name, _, mark = wire.partition(SEPARATOR)
    return name, mark
