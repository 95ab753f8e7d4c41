"""What is checked of bounds, and of numbers that a browser has to count exactly."""

from __future__ import annotations

import sys
from typing import Any

from formrerun.exceptions import (
    StreamlitAPIException,
    StreamlitInvalidMinMaxError,
    StreamlitJSNumberBoundsError,
    StreamlitValueAboveMaxError,
    StreamlitValueBelowMinError,
)
from formrerun.utils.scalars import python_scalar

MAX_INT = 2**53 - 1
MAX_FLOAT = sys.float_info.max


def plain(name: str, value: Any) -> Any:
    """
    Return a parameter with Python's own numbers and moments instead of those of numpy and pandas.

    Raises
    ------
    StreamlitAPIException
        If it is a moment or length of time that Python has none for.
    """
    try:
        return python_scalar(value)
    except OverflowError as error:
        raise StreamlitAPIException(
            f"`{name}` is a moment or a length of time that Python cannot hold: {error}. Use one between the years 1 "
            "and 9999."
        ) from None


def check_int(value: float, name: str) -> None:
    """Raise StreamlitJSNumberBoundsError if a browser cannot hold the integer exactly."""
    if value < -MAX_INT:
        raise StreamlitJSNumberBoundsError(f"{name} ({value}) must be >= -((1 << 53) - 1)")
    if value > MAX_INT:
        raise StreamlitJSNumberBoundsError(f"{name} ({value}) must be <= (1 << 53) - 1")


def check_float(value: float, name: str) -> None:
    """Raise StreamlitJSNumberBoundsError if the number is larger than a double, or none."""
    if value != value:
        raise StreamlitJSNumberBoundsError(f"{name} ({value}) must be a number")
    if value < -MAX_FLOAT:
        raise StreamlitJSNumberBoundsError(f"{name} ({value}) must be >= -1.797e+308")
    if value > MAX_FLOAT:
        raise StreamlitJSNumberBoundsError(f"{name} ({value}) must be <= 1.797e+308")


def check_inside(low: Any, high: Any, first: Any, last: Any) -> None:
    """
    Check a default against its bounds; None stands for what is not given.

    Raises
    ------
    StreamlitInvalidMinMaxError
        If the lower bound is above the upper one.
    StreamlitValueBelowMinError, StreamlitValueAboveMaxError
        If the first value is below the lower bound, or the last one above the upper.
    """
    if low is not None and high is not None and low > high:
        raise StreamlitInvalidMinMaxError(low, high)
    if first is not None and low is not None and first < low:
        raise StreamlitValueBelowMinError(first, low)
    if last is not None and high is not None and last > high:
        raise StreamlitValueAboveMaxError(last, high)


def check_exact(integer: bool, **given: float | None) -> None:
    """Raise StreamlitJSNumberBoundsError if one of the parameters is a number that no browser holds."""
    check = check_int if integer else check_float
    for name, number in given.items():
        if number is not None:
            check(number, f"`{name}`")
