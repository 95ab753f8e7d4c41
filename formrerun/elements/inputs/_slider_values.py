"""Numbers, dates and times as places on a slider."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from formrerun.exceptions import StreamlitInvalidParameterTypeError
from formrerun.utils.languages import shown_language, typed_day
from formrerun.utils.number_format import written

EPOCH = datetime(1970, 1, 1)
MICROSECOND = timedelta(microseconds=1)
#: How each type is written unless the author says otherwise.
DEFAULT_FORMATS = {"int": "%d", "float": "%0.2f", "date": "YYYY-MM-DD", "datetime": "YYYY-MM-DD", "time": "HH:mm"}
#: The names a moment's format may have.
NAMED_FORMATS = {
    "localized": {"date": "MMM D, YYYY", "datetime": "MMM D, YYYY, h:mm A", "time": "h:mm A"},
    "iso8601": {"date": "YYYY-MM-DD", "datetime": "YYYY-MM-DDTHH:mm:ss.SSS", "time": "HH:mm:ss.SSS"},
}


def to_number(value: Any, of: str) -> float:
    """Return a value as the number a range input holds: itself, or microseconds since 1970 (times: of 2000-01-01)."""
    if of in ("int", "float"):
        return +value  # type: ignore[no-any-return]  # of True, 1
    if of == "date":
        moment = datetime.combine(value, time())  # of a datetime the day alone
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
    """Return what is posted for a number."""
    return repr(float(number)) if of == "float" else str(int(number))


def in_address(number: float, of: str) -> str:
    """Return how a number stands in an address: dates and times as people read them."""
    if of in ("int", "float"):
        return text_of(number, of)
    value = from_number(number, of, None)
    if of == "date":
        return str(value.isoformat())
    return str(value.isoformat(timespec="auto" if value.second or value.microsecond else "minutes"))


def from_address(text: str, of: str) -> str:
    """Return what is posted for what :func:`in_address` gave, or for what is posted; ValueError for a wrong moment."""
    if of in ("int", "float") or re.fullmatch(r"-?\d+", text):
        return text
    moment = time.fromisoformat(text) if of == "time" else datetime.fromisoformat(text)
    return text_of(to_number(moment, of), of)


def format_for(of: str, format: Any) -> str:
    """Return how the values of a type are written; raise an API error if this is no format."""
    if format is not None and not isinstance(format, str):
        raise StreamlitInvalidParameterTypeError("format", type(format).__name__, ["str", "None"])
    chosen = DEFAULT_FORMATS[of] if format is None else format
    if chosen == "localized" and of not in ("int", "float") and not shown_language().startswith("en"):
        return " ".join(_tokens(of))
    return NAMED_FORMATS.get(chosen, {}).get(of, chosen)


def _tokens(of: str) -> list[str]:
    """Return the tokens of a day and a time as this language types them."""
    day = re.sub("%(.)", lambda part: {"d": "DD", "m": "MM", "Y": "YYYY"}[part[1]], typed_day())
    return [*([] if of == "time" else [day]), *([] if of == "date" else ["HH:mm"])]


def display(number: str, of: str, format: str) -> str:
    """Return how a handle's value is written, as :func:`written` says for numbers, else by moment.js tokens."""
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
