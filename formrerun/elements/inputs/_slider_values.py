"""Numbers, dates and times as places on a slider."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from numbers import Integral, Real
from typing import Any

from formrerun.elements.inputs._bounds import MAX_INT
from formrerun.exceptions import StreamlitInvalidParameterTypeError
from formrerun.utils.number_format import written

EPOCH = datetime(1970, 1, 1)
MICROSECOND = timedelta(microseconds=1)
#: Days a browser holds exactly as microseconds since 1970.
SAFE_MIN = (EPOCH - timedelta(microseconds=MAX_INT)).date() + timedelta(days=1)
SAFE_MAX = (EPOCH + timedelta(microseconds=MAX_INT)).date() - timedelta(days=1)
#: The unit in which each type stands on the wire, in microseconds: whole days, whole seconds.
DEFAULT_FORMATS = {"int": "%d", "float": "%0.2f", "date": "YYYY-MM-DD", "datetime": "YYYY-MM-DD", "time": "HH:mm"}
#: The names a moment's format may have.
NAMED_FORMATS = {
    "localized": {"date": "MMM D, YYYY", "datetime": "MMM D, YYYY, h:mm A", "time": "h:mm A"},
    "iso8601": {"date": "YYYY-MM-DD", "datetime": "YYYY-MM-DDTHH:mm:ss.SSS", "time": "HH:mm:ss.SSS"},
}
SCALARS = (Real, date, time)


def to_number(value: Any, of: str) -> float:
    """Return a value as the number a range input holds: itself, or microseconds since 1970 (times: of 2000-01-01)."""
    if of in ("int", "float"):
        return +value  # type: ignore[no-any-return]  # of True, 1
    if of == "date":
        moment = datetime.combine(value, time())
    elif of == "time":
        moment = datetime.combine(date(2000, 1, 1), value)
    else:
        moment = value
    return (moment.replace(tzinfo=None) - EPOCH) // MICROSECOND


def from_number(number: float, of: str, zone: tzinfo | None) -> Any:
    """Return the value of what :func:`to_number` gave."""
    if of == "int":
        return int(number)
    if of == "float":
        return float(number)
    moment = EPOCH + timedelta(microseconds=int(number))
    if of == "date":
        return moment.date()
    return moment.time().replace(tzinfo=zone) if of == "time" else moment.replace(tzinfo=zone)


def text_of(number: float, of: str) -> str:
    return repr(float(number)) if of == "float" else str(int(number))


def display(number: str, of: str, format: str) -> str:
    """Return how a handle's value is written, as :func:`_numbers.written` for numbers, else by moment.js tokens."""
    if of in ("int", "float"):
        return written(int(float(number)) if of == "int" else float(number), format)
    moment = EPOCH + timedelta(microseconds=int(number))
    return moment_text(moment, format)


def moment_text(moment: datetime, format: str) -> str:
    """Return a moment written by moment.js tokens: YYYY, MM, DD, HH, mm, ss and their like."""
    tokens = {
        "YYYY": f"{moment:%Y}", "YY": f"{moment:%y}", "MMMM": f"{moment:%B}", "MMM": f"{moment:%b}",
        "MM": f"{moment:%m}", "M": str(moment.month), "DD": f"{moment:%d}", "D": str(moment.day),
        "dddd": f"{moment:%A}", "ddd": f"{moment:%a}", "HH": f"{moment:%H}", "H": str(moment.hour),
        "hh": f"{moment:%I}", "h": str(moment.hour % 12 or 12), "mm": f"{moment:%M}", "m": str(moment.minute),
        "ss": f"{moment:%S}", "s": str(moment.second), "SSS": f"{moment.microsecond // 1000:03d}",
        "A": f"{moment:%p}", "a": f"{moment:%p}".lower(),
    }  # fmt: skip
    made, place = "", 0
    while place < len(format):
        if format[place] == "[" and "]" in format[place:]:
            end = format.index("]", place)
            made, place = made + format[place + 1 : end], end + 1
            continue
        for length in (4, 3, 2, 1):
            token = format[place : place + length]
            if len(token) == length and token in tokens:
                made, place = made + tokens[token], place + length
                break
        else:
            made, place = made + format[place], place + 1
    return made


def type_of(value: Any) -> str:
    if isinstance(value, Integral):
        return "int"
    if isinstance(value, Real):
        return "float"
    if isinstance(value, datetime):
        return "datetime"
    return "date" if isinstance(value, date) else "time"


def _window(anchor: Any) -> tuple[Any, Any]:
    """Return two weeks before and after a day, as far as a browser can count."""
    low, high = SAFE_MIN, SAFE_MAX
    if isinstance(anchor, datetime):
        low = datetime.combine(low, time.min, tzinfo=anchor.tzinfo)
        high = datetime.combine(high, time.max, tzinfo=anchor.tzinfo)
    weeks = timedelta(days=14)
    try:
        below = min(anchor, max(anchor - weeks, low))
    except OverflowError:
        below = anchor
    try:
        above = max(anchor, min(anchor + weeks, high))
    except OverflowError:
        above = anchor
    return below, above


def defaults_of(of: str, values: list[Any], zone: tzinfo | None) -> tuple[Any, Any, Any]:
    if of == "int":
        return 0, 100, 1
    if of == "float":
        return 0.0, 1.0, 0.01
    if of == "time":
        return time.min.replace(tzinfo=zone), time.max.replace(tzinfo=zone), timedelta(minutes=15)
    return (*_window(values[0]), timedelta(days=1))


def check_types(of: str, value: Any, low: Any, high: Any, step: Any) -> None:
    bounds = (low, high, step)
    all_int = all(isinstance(item, Integral) for item in bounds)
    all_float = all(isinstance(item, Real) and not isinstance(item, Integral) for item in bounds)
    all_times = of in ("date", "datetime", "time") and isinstance(step, timedelta) and type(low) is type(high)
    if not (all_int or all_float or all_times):
        raise StreamlitInvalidParameterTypeError(
            "value",
            f"min_value={type(low).__name__}, max_value={type(high).__name__}, step={type(step).__name__}",
            ["matching numeric types", "matching date/time types"],
        )
    if not ((of == "int" and all_int) or (of == "float" and all_float) or all_times):
        raise StreamlitInvalidParameterTypeError(
            "value",
            f"value={type(value).__name__}, min_value={type(low).__name__}, max_value={type(high).__name__}",
            ["value and arguments with matching types"],
        )
