"""What the fields for dates and times share."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from formrerun.exceptions import StreamlitInvalidParameterTypeError, StreamlitValueError, StreamlitValueOutOfRangeError

FORMATS = tuple(
    separator.join(order)
    for separator in "/.-"
    for order in (("YYYY", "MM", "DD"), ("DD", "MM", "YYYY"), ("MM", "DD", "YYYY"))
)
QUARTER = timedelta(minutes=15)
YEARS = 10  # how far the bounds lie from the value where the author gives none


def check_format(format: Any) -> None:
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
    if isinstance(step, bool) or not isinstance(step, (int, timedelta)):
        raise StreamlitInvalidParameterTypeError("step", type(step).__name__, ["int", "timedelta"])
    seconds = int(step.total_seconds()) if isinstance(step, timedelta) else step
    if not least <= seconds <= 23 * 3600:
        raise StreamlitValueOutOfRangeError("step", f"{seconds} seconds", least_text, "23 hours")
    return seconds
