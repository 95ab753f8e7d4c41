"""Numbers: those a browser holds exactly (ECMAScript: 2**53 - 1, IEEE 754 double), and how ``format=`` writes them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal

from django.utils.formats import number_format

#: One conversion of a printf format, its flags apart. Unlike Python's it may have a "," for thousands.
CONVERSION = re.compile(r"%([-+ 0#,]*)(\d*(?:\.\d+)?[a-zA-Z])")


def written(value: float, format: str) -> str:
    """
    Return a number as ``format`` says; behaviour.js has the same for what moves in the browser.

    Parameters
    ----------
    format
        printf style, with "," for thousands ("%,d"), or one of the names Streamlit gives: "percent", "dollar" …
        A number is written plainly where it is neither.
    """
    if not math.isfinite(value):
        return str(value)
    named = NAMED.get(format)
    if named is not None:
        return named(value)
    try:
        return _printf(format, value)
    except (TypeError, ValueError):
        return str(value)


def _printf(format: str, value: float) -> str:
    found = CONVERSION.search(format)
    if found is None or "," not in found[1]:
        return format % value
    plain = format[: found.start()] + "%" + found[1].replace(",", "") + found[2] + format[found.end() :]
    return re.sub(r"\d+", lambda digits: f"{int(digits[0]):,}", plain % value, count=1)


def _short(value: float, digits: int) -> str:
    """Return at most so many decimals, with thousands apart."""
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _money(sign: str, digits: int = 2) -> Callable[[float], str]:
    return lambda value: f"{'-' if value < 0 else ''}{sign}{abs(value):,.{digits}f}"


def _accounting(value: float) -> str:
    text = f"{abs(value):,.2f}"
    return f"({text})" if value < 0 else text


def _scaled(value: float, signs: tuple[str, ...]) -> str:
    """Return a number in thousands, millions …, with one decimal."""
    thousands = 0
    while thousands < len(signs) - 1 and round(abs(value), 1) >= 1000:
        value, thousands = value / 1000, thousands + 1
    return f"{_short(value, 1).replace(',', '')}{signs[thousands]}"


def _scientific(value: float, every: int = 1) -> str:
    exponent = int(f"{value:.3e}".split("e")[1]) // every * every
    return f"{_short(value / 10**exponent, 3)}E{exponent}"


NAMED: dict[str, Callable[[float], str]] = {
    "plain": lambda value: str(value).removesuffix(".0"),
    "localized": lambda value: number_format(
        Decimal(str(value).removesuffix(".0")), use_l10n=True, force_grouping=True
    ),
    "percent": lambda value: f"{_short(value * 100, 2)}%",
    "dollar": _money("$"),
    "euro": _money("€"),
    "yen": _money("¥", 0),
    "accounting": _accounting,
    "bytes": lambda value: _scaled(value, ("B", "KB", "MB", "GB", "TB", "PB", "EB")),
    "compact": lambda value: _scaled(value, ("", "K", "M", "B", "T")),
    "scientific": _scientific,
    "engineering": lambda value: _scientific(value, 3),
}
