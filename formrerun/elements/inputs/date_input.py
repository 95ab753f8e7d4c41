"""Dates and times: the browser's own fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from formrerun.elements._parameters import check_width, clean_help, clean_label
from formrerun.elements.inputs._dates import YEARS, check_format, plus_years
from formrerun.engine.context import current_run
from formrerun.engine.fields import Field
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    Invalid,
    NotOffered,
    StreamlitInvalidMinMaxError,
    StreamlitInvalidParameterTypeError,
    StreamlitValueAboveMaxError,
    StreamlitValueBelowMinError,
)

__all__ = ["date_input"]


# --------------------------------------------------------------------------------------------------------- dates


@dataclass(frozen=True, kw_only=True)
class DateField(Field[Any]):
    """A day; or, for a range, a tuple of no, one or two days."""

    tag = "date"

    default: tuple[date, ...] | None = None
    low: date = date.min
    high: date = date.max
    range: bool = False
    required: bool = False
    bounded: bool = False

    def initial(self) -> Any:
        if self.range:
            return self.default or ()
        return self.default[0] if self.default else None

    def parse_posted(self, posted: list[str], current: Any) -> Any:
        if not posted:
            raise Invalid(_("Enter a date."), () if self.range else None)
        texts = [text.strip() for text in posted if text.strip()]
        if len(texts) > (2 if self.range else 1):
            raise NotOffered
        try:
            days = [date.fromisoformat(text) for text in texts]
        except ValueError:
            raise Invalid(_("Enter a date.")) from None
        if not days:
            if self.required and (not self.default or not _days(current)):
                raise Invalid(_("This field is required."), None)
            # Emptied, it goes back to its default; one that code has emptied is shown empty, and stays so.
            return () if self.range else None if self.default is None or current is None else self.initial()
        for day in days:
            if not self.low <= day <= self.high:
                raise Invalid(
                    _("Choose a date between %(low)s and %(high)s.")
                    % {"low": self.low.isoformat(), "high": self.high.isoformat()}
                )
        if not self.range:
            return days[0]
        # What was not touched stays as it was given, be the later day the first.
        return tuple(days) if self.matches_posted(posted, current) else tuple(sorted(days))

    def to_posted(self, value: Any) -> list[str]:
        texts = [_day(day).isoformat() for day in _days(value)]
        return [*texts, *[""] * ((2 if self.range else 1) - len(texts))]

    def to_exact_posted(self, value: Any) -> list[str]:
        return self.to_posted(value) if _days(value) else []

    def matches_posted(self, posted: list[str], value: Any) -> bool:
        wanted = [text for text in self.to_posted(value) if text]
        return [text for text in posted if text] == wanted

    def coerce(self, value: Any) -> Any:
        days = _days(value)
        if len(days) <= (2 if self.range else 1) and all(isinstance(day, date) for day in days):
            return value
        expected = ["date", "datetime", "None", *(["a list or tuple of up to two of them"] if self.range else [])]
        raise StreamlitInvalidParameterTypeError("value", type(value).__name__, expected)

    def normalize(self, value: Any) -> Any:
        days = tuple(map(_day, _days(value)))
        return days if self.range else days[0] if days else None

    def revalidate(self, value: Any) -> Any:
        days = _days(value)
        if len(days) > (2 if self.range else 1):
            return self.initial()
        if self.bounded and any(not self.low <= _day(day) <= self.high for day in days):
            return self.initial()
        return value


def _days(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else () if value is None else (value,)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


@dataclass(eq=False, kw_only=True)
class DateInput(Widget):
    """A day, or a range of days."""

    kind: ClassVar[str] = "date_input"

    low: str = ""
    high: str = ""
    range: bool = False
    required: bool = False
    clearable: bool = False
    format: str = "YYYY/MM/DD"


def _to_date(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if value == "today":
        return datetime.now().date()
    if isinstance(value, str):
        for read in (date.fromisoformat, datetime.fromisoformat):
            try:
                found = read(value)
            except ValueError:
                continue
            return _day(found)
    raise StreamlitInvalidParameterTypeError(
        "value", type(value).__name__, ["date", "datetime", "ISO string", '"today"']
    )


def _bound(value: Any, name: str, fallback: date) -> date:
    if value is None:
        return fallback
    if isinstance(value, (date, str)):
        return _to_date(value)
    raise StreamlitInvalidParameterTypeError(name, type(value).__name__, ["date", "datetime", "ISO string", "None"])


def _date_values(value: Any, min_value: Any, max_value: Any) -> tuple[tuple[date, ...] | None, bool, date, date]:
    """Return default, whether it is a range, and the bounds."""
    days: tuple[date, ...] | None
    is_range = isinstance(value, Sequence) and not isinstance(value, str)
    if is_range:
        if len(value) > 2:
            raise StreamlitInvalidParameterTypeError(
                "value", type(value).__name__, ["date", "datetime", "sequence of 0 to 2 date or datetime values"]
            )
        days = tuple(_to_date(day) for day in value)
    else:
        days = None if value is None else (_to_date(value),)
    low = _bound(min_value, "min_value", plus_years(days[0] if days else date.today(), -YEARS))
    high = _bound(max_value, "max_value", plus_years(days[-1] if days else date.today(), YEARS))
    if isinstance(value, str) and value == "today" and days:
        days = (min(max(days[0], low), high),) if low <= high else days
    if low > high:
        raise StreamlitInvalidMinMaxError(low, high)
    if days and days[0] < low:
        raise StreamlitValueBelowMinError(days[0], low)
    if days and days[-1] > high:
        raise StreamlitValueAboveMaxError(days[-1], high)
    return days, is_range, low, high


@command
def date_input(
    label: str,
    value: Any = "today",
    min_value: Any = None,
    max_value: Any = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    format: str = "YYYY/MM/DD",
    disabled: bool = False,
    required: bool = False,
    label_visibility: LabelVisibility = "visible",
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
) -> Any:
    """
    Draw the browser's date field and return the day; two fields and a tuple of up to two days for a range.

    Parameters
    ----------
    value
        A date, datetime or ISO text; "today"; None for an empty field; a sequence of up to two days for a range.
    min_value, max_value
        The bounds, inclusive; by default ten years before and after ``value``.
    format
        Streamlit's format; checked, but the browser writes dates as the visitor's system does.
    required
        Refuse an empty field.
    """
    run = current_run()

    def said(day: Any) -> Any:
        """Today's date must not be part of the identity: the widget would be another one tomorrow."""
        return None if isinstance(day, str) and day == "today" else str(day)

    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    label = clean_label(label, label_visibility)
    declared = declare(
        run, "date_input", key,
        {
            "label": label, "value": [said(day) for day in value] if is_list else said(value), "min": said(min_value),
            "max": said(max_value), "help": help, "format": format, "width": width, "required": required,
        },
        resets=("format",), on_change=on_change, args=args, kwargs=kwargs,
        default_given=not (isinstance(value, str) and value == "today"), bind=bind, persist_state=persist_state,
    )  # fmt: skip
    check_width(width)
    check_format(format)
    if isinstance(value, str) and value == "today" and declared.key is not None and run.state.has(declared.key):
        value = run.state.peek(declared.key)
    days, is_range, low, high = _date_values(value, min_value, max_value)
    widget = DateInput(
        **declared.as_kwargs(),
        label=label,
        help=clean_help(help),
        disabled=bool(disabled),
        label_visibility=label_visibility,
        width=width,
        low=low.isoformat(),
        high=high.isoformat(),
        range=is_range,
        required=bool(required),
        clearable=not days and not required,
        format=format,
        field=DateField(
            default=days, low=low, high=high, range=is_range, required=bool(required),
            bounded=min_value is not None or max_value is not None,
        ),
    )  # fmt: skip
    return register(run, widget)
