"""How authors give dates and times, and what is checked of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from formrerun.elements.inputs._bounds import check_inside
from formrerun.elements.inputs._zones import now, on_the_wall, today
from formrerun.exceptions import StreamlitInvalidParameterTypeError, StreamlitValueError, StreamlitValueOutOfRangeError

FORMATS = tuple(
    separator.join(order)
    for separator in "/.-"
    for order in (("YYYY", "MM", "DD"), ("DD", "MM", "YYYY"), ("MM", "DD", "YYYY"))
)
QUARTER = timedelta(minutes=15)
LAST_MINUTE = time(23, 59)
YEARS = 10  # how far the bounds lie from the value where the author gives none


def check_format(format: Any) -> None:
    """Raise an API error if this is none of Streamlit's formats of a date."""
    if not isinstance(format, str):
        raise StreamlitInvalidParameterTypeError("format", type(format).__name__, ["str"])
    if format not in FORMATS:
        raise StreamlitValueError("format", [repr(text) for text in FORMATS], detail=f"Provided value: {format!r}.")


def plus_years(day: date, years: int) -> date:
    """Return the same day of another year; 28 February for a 29th that does not exist; the ends of the calendar."""
    year = min(max(day.year + years, date.min.year), date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def whole_seconds(step: Any, least: int, least_text: str) -> int:
    """Return a step in seconds; raise an API error if it is none, or too small or large."""
    if isinstance(step, bool) or not isinstance(step, (int, timedelta)):
        raise StreamlitInvalidParameterTypeError("step", type(step).__name__, ["int", "timedelta"])
    seconds = int(step.total_seconds()) if isinstance(step, timedelta) else step
    if not least <= seconds <= 23 * 3600:
        raise StreamlitValueOutOfRangeError("step", f"{seconds} seconds", least_text, "23 hours")
    return seconds


def days_of(value: Any) -> tuple[Any, ...]:
    """Return the days of a date field's value: none, one or two."""
    return tuple(value) if isinstance(value, (list, tuple)) else () if value is None else (value,)


def day_of(value: date) -> date:
    """Return the day of a date or datetime; that of a moment with a zone is the day in the current one."""
    return on_the_wall(value).date() if isinstance(value, datetime) else value


def to_date(value: Any) -> date:
    """Return the day that an author gave: a date, datetime, ISO text or "today"."""
    if isinstance(value, date):
        return day_of(value)
    if isinstance(value, str) and value == "today":
        return today()
    if isinstance(value, str):
        for read in (date.fromisoformat, datetime.fromisoformat):
            try:
                found = read(value)
            except ValueError:
                continue
            return day_of(found)
    raise StreamlitInvalidParameterTypeError(
        "value", type(value).__name__, ["date", "datetime", "ISO string", '"today"']
    )


def to_datetime(value: Any, day: date, clock: time) -> datetime:
    """
    Return the moment that an author gave, completed by a day or a time.

    Without a timezone it is to the minute; with one it is as it was given.
    """
    found: Any = value
    if isinstance(value, str):
        text = value.strip()
        if text == "now":
            found = now()
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
        return found if is_aware(found) else found.replace(tzinfo=None, second=0, microsecond=0)
    raise StreamlitInvalidParameterTypeError(
        "value", type(value).__name__, ["datetime", "date", "time", "ISO string", '"now"']
    )


def to_the_minute(moment: datetime) -> datetime:
    """Return what a field shows of a moment, in the current zone."""
    return on_the_wall(moment).replace(second=0, microsecond=0)


def is_aware(value: datetime) -> bool:
    """Return True if a moment has a timezone."""
    return value.utcoffset() is not None


def _slashed(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("/", "-"))


def to_time(value: Any) -> time:
    """Return the time that an author gave: a time, datetime, ISO text or "now"."""
    if isinstance(value, str):
        if value == "now":
            return now().time().replace(microsecond=0)
        for read in (time.fromisoformat, datetime.fromisoformat):
            try:
                found = read(value)
            except ValueError:
                continue
            return (on_the_wall(found).time() if isinstance(found, datetime) else found).replace(microsecond=0)
    if isinstance(value, datetime):
        return on_the_wall(value).time().replace(microsecond=0)
    if isinstance(value, time):
        return value
    raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["datetime", "time", "ISO string"])


def is_today(value: Any) -> bool:
    """Return True if this stands for whatever day it is."""
    return isinstance(value, str) and value == "today"


def is_range(value: Any) -> bool:
    """Return True if this stands for a range of days."""
    return isinstance(value, Sequence) and not isinstance(value, str)


def _bound(value: Any, name: str, fallback: date) -> date:
    if value is None:
        return fallback
    if isinstance(value, (date, str)):
        return to_date(value)
    raise StreamlitInvalidParameterTypeError(name, type(value).__name__, ["date", "datetime", "ISO string", "None"])


def date_values(value: Any, min_value: Any, max_value: Any) -> tuple[tuple[date, ...] | None, bool, date, date]:
    """Return default, whether it is a range, and the bounds."""
    days: tuple[date, ...] | None
    ranges = is_range(value)
    if ranges:
        if len(value) > 2:
            raise StreamlitInvalidParameterTypeError(
                "value", type(value).__name__, ["date", "datetime", "sequence of 0 to 2 date or datetime values"]
            )
        days = tuple(to_date(day) for day in value)
    else:
        days = None if value is None else (to_date(value),)
    low = _bound(min_value, "min_value", plus_years(days[0] if days else today(), -YEARS))
    high = _bound(max_value, "max_value", plus_years(days[-1] if days else today(), YEARS))
    if is_today(value) and days:
        days = (min(max(days[0], low), high),) if low <= high else days
    check_inside(low, high, days[0] if days else None, days[-1] if days else None)
    return days, ranges, low, high


def datetime_values(value: Any, min_value: Any, max_value: Any) -> tuple[datetime | None, datetime, datetime, bool]:
    """Return the default, the bounds on the wall of the current zone, and whether the moments have a zone."""
    parsed = None if value is None else to_datetime(value, today(), time.min)
    base = day_of(parsed) if parsed is not None else today()
    if min_value is None:
        low = datetime.combine(plus_years(base, -YEARS), time.min)
    else:
        low = to_datetime(min_value, base, time.min)
    if max_value is None:
        high = datetime.combine(plus_years(base, YEARS), LAST_MINUTE)
    else:
        high = to_datetime(max_value, base, LAST_MINUTE)  # a day as the bound: all of it
    aware = is_aware(parsed) if parsed is not None else is_aware(low) or is_aware(high)
    low, high = to_the_minute(low), to_the_minute(high)
    first = None if parsed is None else to_the_minute(parsed)
    check_inside(low, high, first, first)
    return parsed, low, high, aware
