"""Dates and times: the browser's own fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from formrerun.elements._parameters import check_width, clean_help, clean_label
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
    StreamlitValueError,
    StreamlitValueOutOfRangeError,
)

__all__ = ["date_input", "datetime_input", "time_input"]

FORMATS = tuple(
    separator.join(order)
    for separator in "/.-"
    for order in (("YYYY", "MM", "DD"), ("DD", "MM", "YYYY"), ("MM", "DD", "YYYY"))
)
QUARTER = timedelta(minutes=15)
YEARS = 10  # how far the bounds lie from the value where the author gives none


def _check_format(format: Any) -> None:
    if not isinstance(format, str):
        raise StreamlitInvalidParameterTypeError("format", type(format).__name__, ["str"])
    if format not in FORMATS:
        raise StreamlitValueError("format", [repr(text) for text in FORMATS], detail=f"Provided value: {format!r}.")


def _plus_years(day: date, years: int) -> date:
    """Return the same day of another year; 28 February for a 29th that does not exist; the ends of the calendar."""
    year = min(max(day.year + years, date.min.year), date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _seconds(step: Any, least: int, least_text: str) -> int:
    if isinstance(step, bool) or not isinstance(step, (int, timedelta)):
        raise StreamlitInvalidParameterTypeError("step", type(step).__name__, ["int", "timedelta"])
    seconds = int(step.total_seconds()) if isinstance(step, timedelta) else step
    if not least <= seconds <= 23 * 3600:
        raise StreamlitValueOutOfRangeError("step", f"{seconds} seconds", least_text, "23 hours")
    return seconds


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

    def parse(self, posted: list[str], current: Any) -> Any:
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
        return tuple(days) if self.says(posted, current) else tuple(sorted(days))

    def wire(self, value: Any) -> list[str]:
        texts = [_day(day).isoformat() for day in _days(value)]
        return [*texts, *[""] * ((2 if self.range else 1) - len(texts))]

    def exact(self, value: Any) -> list[str]:
        return self.wire(value) if _days(value) else []

    def says(self, posted: list[str], value: Any) -> bool:
        wanted = [text for text in self.wire(value) if text]
        return [text for text in posted if text] == wanted

    def accept(self, value: Any) -> Any:
        days = _days(value)
        if len(days) <= (2 if self.range else 1) and all(isinstance(day, date) for day in days):
            return value
        expected = ["date", "datetime", "None", *(["a list or tuple of up to two of them"] if self.range else [])]
        raise StreamlitInvalidParameterTypeError("value", type(value).__name__, expected)

    def sent_back(self, value: Any) -> Any:
        days = tuple(map(_day, _days(value)))
        return days if self.range else days[0] if days else None

    def fit(self, value: Any) -> Any:
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
    low = _bound(min_value, "min_value", _plus_years(days[0] if days else date.today(), -YEARS))
    high = _bound(max_value, "max_value", _plus_years(days[-1] if days else date.today(), YEARS))
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
    _check_format(format)
    if isinstance(value, str) and value == "today" and declared.key is not None and run.state._has(declared.key):
        value = run.state._get(declared.key)
    days, is_range, low, high = _date_values(value, min_value, max_value)
    widget = DateInput(
        **declared.common(),
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


# --------------------------------------------------------------------------------------------------------- times


@dataclass(frozen=True, kw_only=True)
class TimeField(Field[time | None]):
    """A time of day, to the minute, or to the second where the step asks for it."""

    tag = "time"

    default: time | None = None
    step: int = 900
    required: bool = False

    def initial(self) -> time | None:
        return self.default

    def parse(self, posted: list[str], current: Any) -> time | None:
        text = posted[-1].strip() if posted else ""
        if not text:
            if self.required and (self.default is None or current is None):
                raise Invalid(_("This field is required."), None)
            return self.default if current is not None else None
        if current is not None and [text] == self.wire(current):
            return current  # type: ignore[no-any-return]
        try:
            found = time.fromisoformat(text)
        except ValueError:
            raise Invalid(_("Enter a time.")) from None
        found = found.replace(tzinfo=None, microsecond=0)
        return found if self.step % 60 else found.replace(second=0)

    def wire(self, value: time | None) -> list[str]:
        if value is None:
            return [""]
        if isinstance(value, datetime):
            value = value.time()
        return [value.strftime("%H:%M:%S" if self.step % 60 else "%H:%M")]

    def accept(self, value: Any) -> time | None:
        if value is not None and not isinstance(value, (time, datetime)):
            raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["time", "datetime", "None"])
        return value  # type: ignore[return-value]

    def sent_back(self, value: Any) -> time | None:
        return value.time() if isinstance(value, datetime) else value


@dataclass(eq=False, kw_only=True)
class TimeInput(Widget):
    """A time of day."""

    kind: ClassVar[str] = "time_input"

    step: int = 900
    required: bool = False
    clearable: bool = False


def _to_time(value: Any) -> time:
    if isinstance(value, str):
        if value == "now":
            return datetime.now().time().replace(microsecond=0)
        for read in (time.fromisoformat, datetime.fromisoformat):
            try:
                found = read(value)
            except ValueError:
                continue
            return (found.time() if isinstance(found, datetime) else found).replace(microsecond=0)
    if isinstance(value, datetime):
        return value.time().replace(microsecond=0, tzinfo=None)
    if isinstance(value, time):
        return value
    raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["datetime", "time", "ISO string"])


@command
def time_input(
    label: str,
    value: Any = "now",
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    disabled: bool = False,
    required: bool = False,
    label_visibility: LabelVisibility = "visible",
    step: int | timedelta = QUARTER,
    format: str = "24h",
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
) -> time | None:
    """
    Draw the browser's time field and return the time.

    Parameters
    ----------
    value
        A time, datetime or ISO text; "now"; None for an empty field.
    step
        The steps of the field, in seconds or as a timedelta, 1 second to 23 hours; other times can be typed.
    format
        "12h", "24h" or "localized"; checked, but the browser writes times as the visitor's system does.
    required
        Refuse an empty field.
    """
    run = current_run()
    parsed = None if value is None else _to_time(value)
    if parsed is not None:
        seconds_count = step.total_seconds() if isinstance(step, timedelta) else step
        if not isinstance(step, bool) and isinstance(step, (int, timedelta)) and seconds_count % 60 == 0:
            parsed = parsed.replace(second=0, microsecond=0)
    label = clean_label(label, label_visibility)
    declared = declare(
        run, "time_input", key,
        {
            "label": label, "value": parsed if isinstance(value, (datetime, time)) else value, "help": help,
            "step": step, "width": width, "required": required,
        },
        resets=("step",), on_change=on_change, args=args, kwargs=kwargs,
        default_given=not (isinstance(value, str) and value == "now"), bind=bind, persist_state=persist_state,
    )  # fmt: skip
    check_width(width)
    if declared.key is not None and run.state._get(declared.key) is None:
        parsed = None
    seconds = _seconds(step, 1, "1 second")
    if format not in ("12h", "24h", "localized"):
        raise StreamlitValueError("format", ["'12h'", "'24h'", "'localized'"])
    widget = TimeInput(
        **declared.common(),
        label=label,
        help=clean_help(help),
        disabled=bool(disabled),
        label_visibility=label_visibility,
        width=width,
        step=seconds,
        required=bool(required),
        clearable=parsed is None and not required,
        field=TimeField(default=parsed, step=seconds, required=bool(required)),
    )
    return register(run, widget)  # type: ignore[no-any-return]


# ----------------------------------------------------------------------------------------------- dates with times


@dataclass(frozen=True, kw_only=True)
class DatetimeField(Field[datetime | None]):
    """A day and a time, to the minute, without a timezone."""

    tag = "datetime"

    default: datetime | None = None
    low: datetime = datetime.min  # noqa: DTZ901
    high: datetime = datetime.max  # noqa: DTZ901
    required: bool = False
    bounded: bool = False

    def initial(self) -> datetime | None:
        return self.default

    def parse(self, posted: list[str], current: Any) -> datetime | None:
        text = posted[-1].strip() if posted else ""
        if not text:
            if self.required and (self.default is None or current is None):
                raise Invalid(_("This field is required."), None)
            return self.default if current is not None else None
        if not re.fullmatch(r"\d{4,}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?", text):
            raise Invalid(_("Enter a date and a time."))
        try:
            found = datetime.fromisoformat(text).replace(second=0, microsecond=0)
        except ValueError:
            raise Invalid(_("Enter a date and a time.")) from None
        if not self.low <= found <= self.high:
            raise Invalid(
                _("Choose a date between %(low)s and %(high)s.")
                % {"low": f"{self.low:%Y-%m-%d %H:%M}", "high": f"{self.high:%Y-%m-%d %H:%M}"}
            )
        return found

    def wire(self, value: datetime | None) -> list[str]:
        return ["" if value is None else value.replace(tzinfo=None).isoformat(timespec="minutes")]

    def accept(self, value: Any) -> datetime | None:
        if value is not None and not isinstance(value, datetime):
            raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["datetime", "None"])
        return value

    def fit(self, value: datetime | None) -> datetime | None:
        return self.default if self.bounded and value is not None and not self.low <= value <= self.high else value


@dataclass(eq=False, kw_only=True)
class DatetimeInput(Widget):
    """A day and a time."""

    kind: ClassVar[str] = "datetime_input"

    low: str = ""
    high: str = ""
    step: int = 900
    required: bool = False
    clearable: bool = False


def _to_datetime(value: Any, day: date, clock: time) -> datetime:
    found: Any = value
    if isinstance(value, str):
        text = value.strip()
        if text == "now":
            found = datetime.now()
        else:
            for read in (datetime.fromisoformat, date.fromisoformat, time.fromisoformat, _slashed):
                try:
                    found = read(text)
                    break
                except ValueError:
                    continue
    if isinstance(found, time):
        found = datetime.combine(day, found.replace(tzinfo=None))
    elif isinstance(found, date) and not isinstance(found, datetime):
        found = datetime.combine(found, clock)
    if isinstance(found, datetime):
        return found.replace(tzinfo=None, second=0, microsecond=0)
    raise StreamlitInvalidParameterTypeError(
        "value", type(value).__name__, ["datetime", "date", "time", "ISO string", '"now"']
    )


def _slashed(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("/", "-"))


@command
def datetime_input(
    label: str,
    value: Any = "now",
    min_value: Any = None,
    max_value: Any = None,
    *,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    format: str = "YYYY/MM/DD",
    step: int | timedelta = QUARTER,
    disabled: bool = False,
    required: bool = False,
    label_visibility: LabelVisibility = "visible",
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
) -> datetime | None:
    """
    Draw the browser's field for a date with a time and return it, naive and to the minute.

    Parameters
    ----------
    value
        A datetime, date, time or ISO text; "now"; None for an empty field.
    min_value, max_value
        The bounds, inclusive; by default ten years before and after ``value``.
    step
        The steps of the field, in seconds or as a timedelta, 1 minute to 23 hours; other times can be typed.
    format
        Streamlit's format; checked, but the browser writes dates as the visitor's system does.
    required
        Refuse an empty field.
    """
    run = current_run()
    parsed = None if value is None else _to_datetime(value, date.today(), time.min)
    base = parsed.date() if parsed is not None else date.today()
    low = (
        datetime.combine(_plus_years(base, -YEARS), time.min)
        if min_value is None
        else _to_datetime(min_value, base, time.min)
    )
    high = (
        datetime.combine(_plus_years(base, YEARS), time(23, 59))
        if max_value is None
        else _to_datetime(max_value, base, time(23, 59))  # a day as the bound: all of it
    )
    if low > high:
        raise StreamlitInvalidMinMaxError(low, high)
    if parsed is not None and parsed < low:
        raise StreamlitValueBelowMinError(parsed, low)
    if parsed is not None and parsed > high:
        raise StreamlitValueAboveMaxError(parsed, high)
    is_now = isinstance(value, str) and value == "now"
    label = clean_label(label, label_visibility)
    declared = declare(
        run, "datetime_input", key,
        {
            "label": label, "value": "now" if is_now else parsed, "min": min_value, "max": max_value, "help": help,
            "format": format, "step": step, "width": width, "required": required,
        },
        resets=("format", "step"), on_change=on_change, args=args, kwargs=kwargs, default_given=not is_now,
        bind=bind, persist_state=persist_state,
    )  # fmt: skip
    check_width(width)
    _check_format(format)
    seconds = _seconds(step, 60, "60 seconds")
    if declared.key is not None and run.state._get(declared.key) is None:
        parsed = None
    widget = DatetimeInput(
        **declared.common(),
        label=label,
        help=clean_help(help),
        disabled=bool(disabled),
        label_visibility=label_visibility,
        width=width,
        low=low.isoformat(timespec="minutes"),
        high=high.isoformat(timespec="minutes"),
        step=seconds,
        required=bool(required),
        clearable=parsed is None and not required,
        field=DatetimeField(
            default=parsed, low=low, high=high, required=bool(required),
            bounded=min_value is not None or max_value is not None,
        ),
    )  # fmt: skip
    return register(run, widget)  # type: ignore[no-any-return]
