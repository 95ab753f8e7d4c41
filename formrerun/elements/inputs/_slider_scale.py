"""A slider's scale: what its parameters mean together, by the type of its value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from formrerun.elements.inputs._bounds import MAX_INT, check_exact
from formrerun.elements.inputs._slider_values import EPOCH, MICROSECOND, to_number
from formrerun.elements.inputs._zones import on_the_wall, zone_name
from formrerun.exceptions import (
    StreamlitInvalidMinMaxError,
    StreamlitInvalidParameterTypeError,
    StreamlitJSNumberBoundsError,
    StreamlitValueError,
)

#: Days a browser holds exactly as microseconds since 1970.
SAFE_MIN = (EPOCH - timedelta(microseconds=MAX_INT)).date() + timedelta(days=1)
SAFE_MAX = (EPOCH + timedelta(microseconds=MAX_INT)).date() - timedelta(days=1)
SCALARS = (int, float, date, time)


@dataclass(frozen=True, slots=True)
class Scale:
    """
    A slider's bounds, step and first places, as numbers that a browser holds.

    Attributes
    ----------
    of
        "int", "float", "date", "datetime" or "time".
    values
        Where the handles stand at first.
    single
        True for one value, False for a tuple of up to two.
    zone, clock, given
        See :class:`SliderField`.
    """

    of: str
    values: tuple[float, ...]
    low: float
    high: float
    step: float
    single: bool
    zone: tzinfo | None
    clock: str = ""
    given: tuple[datetime, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether its values are numbers, and not dates or times."""
        return self.of in ("int", "float")


def scale_of(value: Any, min_value: Any, max_value: Any, step: Any) -> Scale:
    """
    Return the scale of a slider's parameters, all of them as the author gave them but the value, which is not None.

    Raises
    ------
    StreamlitAPIException
        If types are mixed, the bounds are equal, the step is zero, or a browser cannot hold a bound.
    """
    single, values = _values_of(value)
    of = _type_of(values[0]) if values else "int"
    zone = values[0].tzinfo if of in ("time", "datetime") and values else None
    given: tuple[datetime, ...] = ()
    if of == "datetime":
        given = tuple(sorted(values, key=on_the_wall)) if zone is not None else ()
        values = [on_the_wall(item) for item in values]
        min_value, max_value = (on_the_wall(b) if isinstance(b, datetime) else b for b in (min_value, max_value))
    default_min, default_max, default_step = _defaults_of(of, values, zone if of == "time" else None)
    low = default_min if min_value is None else min_value
    high = default_max if max_value is None else max_value
    if step is None:
        step = default_step
        if of in ("date", "datetime") and abs(high - low) < timedelta(days=1):
            step = timedelta(minutes=15)
    _check_step(step)
    if isinstance(step, bool):  # a number to Python, and to Streamlit
        step = int(step)
    _check_types(of, value, low, high, step)
    if of in ("int", "float"):
        check_exact(of == "int", min_value=min(low, high), max_value=max(low, high), step=step)
        for item in values:
            check_exact(of == "int", value=item)
    if low > high:
        low, high = high, low
    values.sort()
    if values:
        low, high = min(values[0], low), max(values[-1], high)
    else:
        values = [low, high]
    if low == high:
        raise StreamlitInvalidMinMaxError(low, high)
    scale = Scale(
        of=of,
        values=tuple(to_number(item, of) for item in values),
        low=to_number(low, of),
        high=to_number(high, of),
        step=step if of in ("int", "float") else step // MICROSECOND,
        single=single,
        zone=zone,
        clock=zone_name() if given else "",
        given=given,
    )
    if not scale.counts:
        _check_distance(scale)
    return scale


def _values_of(value: Any) -> tuple[bool, list[Any]]:
    """Return whether it is a single value, and the values."""
    if isinstance(value, SCALARS):
        return True, [value]
    several = isinstance(value, (list, tuple))
    for item in value if several else [value]:
        if not isinstance(item, SCALARS):
            raise StreamlitInvalidParameterTypeError(
                "value", type(item).__name__, ["int", "float", "date", "time", "datetime", "list", "tuple"]
            )
    if len(value) > 2:
        pairs = [f"a {kind} containing up to two such values" for kind in ("list", "tuple")]
        raise StreamlitValueError("value", ["int", "float", "date", "time", "datetime", *pairs])
    if len({_type_of(item) for item in value}) > 1:
        raise StreamlitInvalidParameterTypeError(
            "value",
            ", ".join(type(item).__name__ for item in value),
            ["list or tuple containing values of the same type"],
        )
    return False, list(value)


def _check_step(step: Any) -> None:
    if step == (timedelta(0) if isinstance(step, timedelta) else 0):
        what = "a timedelta" if isinstance(step, timedelta) else "a number"
        raise StreamlitValueError("step", [what], detail="Zero is not allowed.")


def _check_distance(scale: Scale) -> None:
    for name, number in (("`min_value`", scale.low), ("`max_value`", scale.high)):
        if abs(number) > MAX_INT:
            raise StreamlitJSNumberBoundsError(
                f"{name} is too far from 1970 for Streamlit to represent exactly. "
                f"Use a value between {SAFE_MIN:%Y-%m-%d} and {SAFE_MAX:%Y-%m-%d}."
            )


def _type_of(value: Any) -> str:
    if isinstance(value, (int, float)):
        return "int" if isinstance(value, int) else "float"
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


def _defaults_of(of: str, values: list[Any], zone: tzinfo | None) -> tuple[Any, Any, Any]:
    if of == "int":
        return 0, 100, 1
    if of == "float":
        return 0.0, 1.0, 0.01
    if of == "time":
        return time.min.replace(tzinfo=zone), time.max.replace(tzinfo=zone), timedelta(minutes=15)
    return (*_window(values[0]), timedelta(days=1))


def _check_types(of: str, value: Any, low: Any, high: Any, step: Any) -> None:
    bounds = (low, high, step)
    all_int = all(isinstance(item, int) for item in bounds)
    all_float = all(isinstance(item, float) for item in bounds)
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
