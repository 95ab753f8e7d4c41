"""Numbers as people type and paste them; ``fields.js`` reads them in the same way."""

from __future__ import annotations

import re
from decimal import Decimal

#: A number with more digits nobody types; and written out, "1e-999999999" would have a thousand million of them.
LONGEST_NUMBER = 400
#: A number with one sign at most, which stands in front of decimals.
SIMPLE = re.compile(r"[+-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
#: One whose thousands are apart, all by the same sign.
GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}([.,\s'’])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]*)?")

#: Digits of Arabic, Persian and Japanese keyboards, the signs beside them, and marks of a direction, which say nothing.
KEYBOARDS = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９．，－−", "0123456789" * 3 + ".,--", "\u061c\u200e\u200f"
)


def typed(text: str, decimal: str) -> str | None:
    """
    Return a typed number as Python reads it; None if it is none, or might be one of two.

    Parameters
    ----------
    decimal
        What stands in front of decimals in the visitor's language. The other sign is understood as well, but where it
        might stand between thousands: "2,75" is 2.75 everywhere, "1.234" is none where a comma is expected.
    """
    text = plain(text, decimal)
    grouped = GROUPED.fullmatch(text)
    if SIMPLE.fullmatch(text):
        return text.replace(",", ".") if grouped is None or grouped[1] == decimal else None
    return text.replace(grouped[1], "").replace(",", ".") if grouped else None


def can_be_written(number: Decimal) -> bool:
    """Return True if a number is finite, and not too long to be written without an exponent."""
    return number.is_finite() and abs(number.adjusted()) < LONGEST_NUMBER


def plain(text: str, decimal: str) -> str:
    """Return a text in ASCII's digits and signs."""
    apart = "," if decimal == "." else "."
    return text.translate(KEYBOARDS).strip().replace("٫", decimal).replace("٬", apart)


def is_ambiguous(text: str) -> bool:
    """Return True if the only sign of a typed number might stand between thousands."""
    text = plain(text, ".")
    return bool(SIMPLE.fullmatch(text) and GROUPED.fullmatch(text))
