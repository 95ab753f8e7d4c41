"""Lengths of time, as people write them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from formrerun.exceptions import StreamlitAPIException

Every = int | float | timedelta | str | None


UNITS = {"ms": 1, "s": 1_000, "m": 60_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}


def milliseconds(every: Every) -> int | None:
    """
    Return a time between two runs in milliseconds.

    Parameters
    ----------
    every
        Seconds, a timedelta, or a text such as "1.5s", "2 min" or "1h30m".

    Raises
    ------
    StreamlitAPIException
        If it is none of these, or not positive.
    """
    if every is None:
        return None
    if isinstance(every, timedelta):
        found: float = every.total_seconds() * 1000
    elif isinstance(every, str):
        parts = re.findall(r"([\d.]+)\s*([a-zA-Z]+)", every)
        rest = re.sub(r"([\d.]+)\s*([a-zA-Z]+)", "", every).strip()
        try:
            found = sum(float(number) * _unit(unit) for number, unit in parts) if parts and not rest else 0
        except (KeyError, ValueError):
            found = 0
    elif isinstance(every, (int, float)) and not isinstance(every, bool):
        found = every * 1000
    else:
        found = 0
    if not 0 < found < 2**31:
        raise StreamlitAPIException(
            f"`run_every={every!r}` is not a time. Pass seconds, a `timedelta`, or a text such as `'10s'` or `'1h30m'`."
        )
    return max(int(found), 1)


def _unit(name: str) -> int:
    name = name.lower()
    for written, unit in (("milli", "ms"), ("sec", "s"), ("min", "m"), ("hour", "h"), ("hr", "h"), ("day", "d")):
        if name.startswith(written):
            return UNITS[unit]
    return UNITS[name]


_UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1, "ms": 0.001}


def seconds(ttl: Any) -> float | None:
    """
    Return a time to live in seconds: a number, a timedelta, or a text such as "1h30m" or "2 days".

    Raises
    ------
    StreamlitAPIException
        If the text is none.
    """
    if ttl is None:
        return None
    if isinstance(ttl, timedelta):
        return ttl.total_seconds()
    if isinstance(ttl, (int, float)):
        return float(ttl)
    text = str(ttl).strip()
    named = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(day|hour|minute|second)s?", text)
    if named:
        return float(named.group(1)) * _UNITS[named.group(2)[0]]
    if not re.fullmatch(r"(?:\d+(?:\.\d+)?(?:d|h|ms|m|s))+", text):
        raise StreamlitAPIException(
            "Time string doesn't look right. It should be formatted as "
            f"`'1d2h34m'` or `2 days`, for example. Got: {ttl}"
        )
    return sum(float(number) * _UNITS[unit] for number, unit in re.findall(r"(\d+(?:\.\d+)?)(ms|d|h|m|s)", text))
