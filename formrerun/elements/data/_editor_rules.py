"""What the cells of an editor's columns take: judged on the server, whatever the browser let pass."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from operator import attrgetter, gt, lt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from formrerun.exceptions import Invalid
from formrerun.utils.patterns import matches
from formrerun.utils.typed_numbers import can_be_written

#: The most characters of one cell, and the most items of a list in it.
LONGEST, MOST_ITEMS = 100_000, 1_000
_WHOLE = re.compile(r"-?[0-9]{1,40}")
_WIDE = 2**63


@dataclass(frozen=True, slots=True)
class Rule:
    """
    What the cells of one column take.

    Attributes
    ----------
    name, label
        What the author calls it, and what people read.
    kind
        What its values are: "int", "float", "decimal", "bool", "date", "datetime", "time", "duration", "text", "list",
        "empty" where no value says what it is; "" for what cannot be edited.
    type
        The name of its type in ``column_config``.
    low, high
        The bounds: numbers, or moments in ISO's form.
    most, pattern
        The most characters of a text, and what it must match.
    options, free
        The values to choose from, and whether others may be typed.
    default
        What a new row has in it.
    """

    name: str
    label: str
    kind: str
    type: str = "object"
    disabled: bool = False
    required: bool = False
    low: Any = None
    high: Any = None
    most: int | None = None
    pattern: str | None = None
    options: Any = None
    free: bool = False
    default: Any = None

    @property
    def editable(self) -> bool:
        """Whether anybody may type into it."""
        return bool(self.kind) and not self.disabled

    def pack(self) -> list[Any]:
        """Return it as JSON has it."""
        return list(_PACKED(self))

    def judge(self, value: Any) -> None:
        """
        Raise Invalid if a cell does not take a value of JSON's.

        Parameters
        ----------
        value
            As the browser says it: moments in ISO's form, durations as seconds.
        """
        if value is None or (value == "" and self.kind not in ("text", "empty")):
            if self.required:
                raise Invalid(_("a value is required"))
            if value is None:
                return
        if self.required and value in ("", []):
            raise Invalid(_("a value is required"))
        read = self.read(value)
        if self.options is not None:
            chosen = value if isinstance(value, list) else [value]
            if not self.free and any(not _among(one, self.options) for one in chosen):
                raise Invalid(_("this is none of the options"))
        self._judge_bounds(read)
        if isinstance(value, str) and self.kind in ("text", "empty"):
            self._judge_text(value)

    def _judge_bounds(self, read: Any) -> None:
        for bound, beyond, text in ((self.low, lt, _("at least %s")), (self.high, gt, _("at most %s"))):
            if bound is None or isinstance(read, (str, list, bool)):
                continue
            limit = bound if isinstance(bound, (int, float)) else _like(read, bound)
            number = read.total_seconds() if isinstance(read, dt.timedelta) else read
            if limit is not None and beyond(_in_utc(number), _in_utc(limit)):
                raise Invalid(text % bound)

    def _judge_text(self, value: str) -> None:
        most = LONGEST if self.most is None else self.most
        if len(value) > most:
            raise Invalid(ngettext("at most %d character", "at most %d characters", most) % most)
        if self.pattern and value and not matches(self.pattern, value):
            raise Invalid(_("this does not have the form that is asked for"))

    def read(self, value: Any) -> Any:
        """
        Return the Python value of what the browser says; raise Invalid if it is none of this kind.

        None stays None.
        """
        if value is None:
            return None
        reader = READERS.get(self.kind)
        if reader is None:
            raise Invalid(_("this cannot be edited"))
        try:
            return reader(value)
        except Invalid:
            raise
        except (ValueError, TypeError, OverflowError, InvalidOperation, AttributeError):
            raise Invalid(_MESSAGES.get(self.kind, lambda: _("this is no value of this column"))()) from None


_PACKED = attrgetter(*(part.name for part in fields(Rule)))


def _among(value: Any, options: Any) -> bool:
    return any((type(value) is type(one) and value == one) or _same_number(value, one) for one in options)


def _same_number(one: Any, other: Any) -> bool:
    plain = (int, float)
    both = isinstance(one, plain) and isinstance(other, plain)
    return both and isinstance(one, bool) is isinstance(other, bool) and one == other


def _in_utc(value: Any) -> Any:
    """Return a moment without its time zone, so that one that has none is compared as if it were UTC's."""
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(dt.timezone.utc).replace(tzinfo=None)
    return value.replace(tzinfo=None) if isinstance(value, dt.time) else value


def _like(example: Any, text: Any) -> Any:
    """Return a bound in the type of what it bounds; None if it is none."""
    try:
        moment = dt.time.fromisoformat(text) if isinstance(example, dt.time) else _moment(text)
    except (ValueError, TypeError):
        return None
    if isinstance(example, (dt.datetime, dt.time)):
        return moment
    return moment.date() if isinstance(example, dt.date) and isinstance(moment, dt.datetime) else None


def _int(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value):
            raise ValueError
        value = int(value)
    if isinstance(value, float) and not value.is_integer():
        raise ValueError
    whole = int(value)
    if not -_WIDE <= whole < 2 * _WIDE:
        raise OverflowError
    return whole


def _float(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)) or len(str(value)) > 100:
        raise TypeError
    number = Decimal(str(value))
    if not can_be_written(number):
        raise ValueError
    return number


def _bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # half of a surrogate pair is no text that anybody can store
    if "\x00" in value:
        raise ValueError
    return value


def _moment(value: Any) -> dt.datetime:
    if not isinstance(value, str) or len(value) > 40:
        raise TypeError
    moment = dt.datetime.fromisoformat(value[:-1] + "+00:00" if value.endswith("Z") else value)
    if moment.tzinfo is not None:
        moment.astimezone(
            dt.timezone.utc
        )  # raises on the first and the last day that there is: no library counts these
    return moment


def _date(value: Any) -> dt.date:
    return _moment(value).date()


def _time(value: Any) -> dt.time:
    if not isinstance(value, str) or len(value) > 40:
        raise TypeError
    return _moment(value).time() if "-" in value[:8] else dt.time.fromisoformat(value)


def _duration(value: Any) -> dt.timedelta:
    return dt.timedelta(seconds=_float(value))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    if len(value) > MOST_ITEMS:
        raise Invalid(_("at most %d entries") % MOST_ITEMS)
    for item in value:
        if isinstance(item, str):
            _text(item)
            if len(item) > LONGEST:
                raise ValueError
        elif not (item is None or isinstance(item, (bool, int, float))):
            raise TypeError
        elif isinstance(item, float):
            _float(item)
    return list(value)


def _any(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return _list(value)
    if not isinstance(value, (bool, int, float)):
        raise TypeError
    return _float(value) if isinstance(value, float) else value


#: Kind → what makes a Python value of JSON's.
READERS: dict[str, Callable[[Any], Any]] = {
    "int": _int, "float": _float, "decimal": _decimal, "bool": _bool, "text": _text, "date": _date,
    "datetime": _moment, "time": _time, "duration": _duration, "list": _list, "empty": _any,
}  # fmt: skip
_MESSAGES: dict[str, Callable[[], str]] = {
    "int": lambda: _("this is no whole number"),
    "float": lambda: _("this is no number"),
    "decimal": lambda: _("this is no number"),
    "duration": lambda: _("this is no number of seconds"),
    "date": lambda: _("this is no date"),
    "datetime": lambda: _("this is no date with a time"),
    "time": lambda: _("this is no time"),
}

__all__ = ["Rule"]
