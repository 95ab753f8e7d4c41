"""Numbers as ``format=`` writes them: number_format.js writes the same, and a test compares both."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from formrerun.utils.languages import with_signs

#: One conversion of a printf format: flags, width, digits and type. Unlike C's it may have a "," for thousands.
CONVERSION = re.compile(r"%(?:%|([+ 0,-]*)([0-9]*)(?:\.([0-9]+))?([dufgeisxX]))")
#: Rounds as browsers do, and has room for every number.
EXACT = Context(prec=700, rounding=ROUND_HALF_UP)


def written(value: float, format: str) -> str:
    """
    Return a number as ``format`` says.

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
    if "%" not in format:
        return plain(value)
    return CONVERSION.sub(lambda found: "%" if found[0] == "%%" else _conversion(value, *found.groups()), format)


def plain(value: float) -> str:
    """Return a number as JavaScript writes it."""
    number = Decimal(repr(value)).normalize(EXACT)
    if not number:
        return "0"
    if -7 < number.adjusted() < 21:
        return f"{number:f}"
    return _shortest_scientific(value)


def _conversion(value: float, flags: str, width: str, digits: str | None, kind: str) -> str:
    text = _converted(value, min(int(digits), 100) if digits else None, kind)
    if "," in flags:
        text = re.sub(r"^-?[0-9]+", lambda whole: f"{int(whole[0]):,}" if int(whole[0]) else whole[0], text)
    if "+" in flags and value >= 0:
        text = f"+{text}"
    if "-" in flags:
        return text.ljust(int(width or 0))
    return text.zfill(int(width or 0)) if "0" in flags else text.rjust(int(width or 0))


def _converted(value: float, digits: int | None, kind: str) -> str:
    """Return a number by the last letter of its printf format."""
    if kind in "diu":
        return plain(type(value)(int(value)))
    if kind in "xX":
        return f"{int(value):{kind}}"
    number = Decimal(value) or Decimal()  # as the computer has it; 0 has no sign
    if kind == "f" and digits is not None and abs(value) < 1e21:
        return f"{_rounded(number, digits):f}"
    if kind == "e":
        return _scientific(number, digits) if digits is not None else _shortest_scientific(value)
    if kind == "g" and digits is not None:
        return plain(float(_rounded(number, max(digits, 1) - 1 - number.adjusted())))
    return plain(value)


def _rounded(number: Decimal, digits: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-digits), context=EXACT)


def _scientific(number: Decimal, digits: int) -> str:
    power = number.adjusted() if number else 0
    mantissa = _rounded(number.scaleb(-power, EXACT), digits)
    if abs(mantissa) >= 10:
        power, mantissa = power + 1, _rounded(mantissa.scaleb(-1, EXACT), digits)
    return f"{mantissa:f}e{power:+d}"


def _shortest_scientific(value: float) -> str:
    """Return as many digits as tell the number from any other."""
    number = Decimal(repr(value)).normalize(EXACT) or Decimal()
    power = number.adjusted() if number else 0
    return f"{number.scaleb(-power, EXACT):f}e{power:+d}"


def _short(number: Decimal, digits: int) -> str:
    """Return at most so many decimals, with thousands apart."""
    text = f"{_rounded(number, digits):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimal(value: float) -> Decimal:
    """Return a number as people read it: 1.005 is that, and not a little less."""
    return Decimal(repr(value)) or Decimal()


def localized(value: float) -> str:
    """Return a number as the visitor's language writes it."""
    return with_signs(_short(_decimal(value), 20))


def _money(sign: str, digits: int = 2) -> Callable[[float], str]:
    return lambda value: f"{'-' if value < 0 else ''}{sign}{_rounded(abs(_decimal(value)), digits):,f}"


def _accounting(value: float) -> str:
    text = f"{_rounded(abs(_decimal(value)), 2):,f}"
    return f"({text})" if value < 0 else text


def _scaled(value: float, signs: tuple[str, ...]) -> str:
    """Return a number in thousands, millions …, with one decimal."""
    thousands = 0
    while thousands < len(signs) - 1 and _rounded(abs(_decimal(value)), 1) >= 1000:
        value, thousands = value / 1000, thousands + 1
    return f"{_short(_decimal(value), 1).replace(',', '')}{signs[thousands]}"


def _powers(value: float, every: int = 1) -> str:
    """Return a number with at most three decimals, and a power of ten."""
    number = _decimal(value)
    power = number.adjusted() // every * every if number else 0
    mantissa = _rounded(number.scaleb(-power, EXACT), 3)
    if abs(mantissa) >= 10**every:
        power, mantissa = power + every, mantissa.scaleb(-every, EXACT)
    return f"{_short(mantissa, 3)}E{power}"


NAMED: dict[str, Callable[[float], str]] = {
    "plain": plain,
    "localized": localized,
    "percent": lambda value: f"{_short(_decimal(value).scaleb(2), 2)}%",
    "dollar": _money("$"),
    "euro": _money("€"),
    "yen": _money("¥", 0),
    "accounting": _accounting,
    "bytes": lambda value: _scaled(value, ("B", "KB", "MB", "GB", "TB", "PB", "EB")),
    "compact": lambda value: _scaled(value, ("", "K", "M", "B", "T")),
    "scientific": _powers,
    "engineering": lambda value: _powers(value, 3),
}
