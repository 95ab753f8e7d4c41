"""Lengths of time, as people write them: one parser of texts, and what reads each parameter that takes one."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from formrerun.exceptions import StreamlitAPIException, StreamlitBadTimeStringError

Every = int | float | timedelta | str | None

#: Milliseconds of a unit. Longer names are known by how they begin: "sec", "minutes", "hrs".
UNITS = {"ms": 1, "s": 1_000, "m": 60_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}
_BEGINNINGS = {"milli": "ms", "sec": "s", "min": "m", "hour": "h", "hr": "h", "day": "d"}
_PART = re.compile(r"(\d+\.?\d*|\.\d+)\s*([a-zA-Z]+)\s*")


def milliseconds_in(text: str) -> float | None:
    """
    Return the time that a text says, None if it says none: "1.5s", "250ms", "2 min", "1h30m", "2 days".

    Parameters
    ----------
    text
        Numbers, each with its unit; they are added.
    """
    text = text.strip()
    if not re.fullmatch(f"(?:{_PART.pattern})+", text):
        return None
    parts = [(float(number), _unit(name.lower())) for number, name in _PART.findall(text)]
    return None if any(unit is None for _number, unit in parts) else sum(number * (unit or 0) for number, unit in parts)


def _unit(name: str) -> int | None:
    """Return the milliseconds of a unit; None if there is none of this name."""
    begins = next((unit for beginning, unit in _BEGINNINGS.items() if name.startswith(beginning)), name)
    return UNITS.get(begins)


def milliseconds(every: Every) -> int | None:
    """
    Return the time between two runs, ``run_every``, in milliseconds; None for None.

    Parameters
    ----------
    every
        Seconds, a timedelta, or a text.

    Raises
    ------
    StreamlitBadTimeStringError
        If it is a text that says none.
    StreamlitAPIException
        If it is none of these, or not positive.
    """
    if every is None:
        return None
    found: float | None = None
    if isinstance(every, timedelta):
        found = every.total_seconds() * 1000
    elif isinstance(every, str):
        found = milliseconds_in(every)
        if found is None:
            raise StreamlitBadTimeStringError(every)
    elif isinstance(every, (int, float)) and not isinstance(every, bool):
        found = every * 1000
    if found is None or not 0 < found < 2**31:
        raise StreamlitAPIException(
            f"`run_every={every!r}` is not a time. Pass seconds, a `timedelta`, or a text such as `'10s'` or `'1h30m'`."
        )
    return max(int(found), 1)


def seconds(ttl: Any) -> float | None:
    """
    Return how long a cached result lives, ``ttl``, in seconds; None for ever.

    Parameters
    ----------
    ttl
        Seconds, a timedelta, or a text.

    Raises
    ------
    StreamlitBadTimeStringError
        If it is none of these.
    """
    if ttl is None:
        return None
    if isinstance(ttl, timedelta):
        return ttl.total_seconds()
    if isinstance(ttl, (int, float)):
        return float(ttl)
    found = milliseconds_in(str(ttl))
    if found is None:
        raise StreamlitBadTimeStringError(str(ttl))
    return found / 1000
