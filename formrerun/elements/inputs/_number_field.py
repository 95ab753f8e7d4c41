"""The field of a number, and what kind of number an author means."""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from formrerun.elements.inputs._bounds import MAX_INT, check_float, plain
from formrerun.engine.fields import Field
from formrerun.exceptions import (
    Invalid,
    StreamlitInvalidNumberFormatError,
    StreamlitInvalidParameterTypeError,
    StreamlitMixedNumericTypesError,
)
from formrerun.utils.languages import decimal_sign
from formrerun.utils.typed_numbers import is_ambiguous, typed

Number = int | float


@dataclass(frozen=True, kw_only=True)
class NumberField(Field[Number | None]):
    """One number; None while the field is empty and its default is None."""

    tag = "number"

    default: Number | None = None
    min_value: Number | None = None
    max_value: Number | None = None
    integer: bool = False
    format: str = ""
    required: bool = False

    def initial(self) -> Number | None:
        return self.default

    def parse_posted(self, posted: list[str], current: Any) -> Number | None:
        text = posted[-1].strip() if posted else ""
        if not text:
            if self.required and self.default is None:
                raise Invalid(_("This field is required."), None)
            return self.default
        plain_text = text if text.isascii() and text.isdigit() else typed(text, decimal_sign())
        return self._taken(text, plain_text, current)

    def _taken(self, text: str, plain_text: str | None, current: Any) -> Number:
        """Return the number that a text is, of which it is already known how Python writes it."""
        if plain_text is None:
            apart = is_ambiguous(text)
            raise Invalid(_("Write thousands without a sign between them.") if apart else _("Enter a number."))
        try:
            value: Number = int(plain_text) if self.integer and plain_text.lstrip("+-").isdigit() else float(plain_text)
            finite = math.isfinite(value)
        except (ValueError, OverflowError):  # OverflowError: an int that is larger than every float
            finite = False
        if not finite:
            raise Invalid(_("Enter a number."))
        if self.integer:
            value = int(value)
            if abs(value) > MAX_INT and value != current:  # no browser holds it, nor does a column of a database
                raise Invalid(_("Enter a number."))
        if not self._inside(value):
            raise Invalid(self.range_text())
        # The field shows the number in its format: what was not edited must not lose its further digits.
        if current is not None and self._inside(current) and plain_text == self._shown(current):
            return current  # type: ignore[no-any-return]
        return value

    def to_query(self, value: Number | None) -> list[str]:
        return ["" if value is None else repr(value).removesuffix(".0")]

    def from_query(self, texts: list[str]) -> Number | None:
        # An address is the same in every language.
        text = texts[-1].strip() if texts else ""
        return self._taken(text, typed(text, "."), self.default) if text else self.parse_posted(texts, self.default)

    def to_posted(self, value: Number | None) -> list[str]:
        shown = "" if value is None else self._shown(value)
        return [shown.replace(".", decimal_sign()) if "." in shown else shown]

    def _shown(self, value: Number) -> str:
        """Return a number in the field's format, with a dot in front of decimals."""
        text = repr(value)
        if self.format and not (self.format == "%d" and type(value) is int):
            try:
                shown = (self.format % value).strip()
                float(shown)
            except (TypeError, ValueError):
                pass  # a format with a unit: a number field shows the plain number
            else:
                text = shown
        return text

    def to_exact_posted(self, value: Number | None) -> list[str]:
        text = "" if value is None else repr(value)
        return [f"{text}0" if is_ambiguous(text) else text]  # read as it is in every language

    def coerce(self, value: Any) -> Number | None:
        value = plain("value", value)
        if isinstance(value, Decimal):  # what a model's field holds
            value = int(value) if self.integer and value.is_finite() and value == int(value) else float(value)
        if value is not None and not isinstance(value, numbers.Real):
            raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["int", "float", "None"])
        if value is None:
            return None
        number: Number = value if isinstance(value, (int, float)) else float(value)
        check_float(number, "`value`")
        return number

    def normalize(self, value: Number | None) -> Number | None:
        return None if value is None else int(value) if self.integer else float(value)

    def revalidate(self, value: Number | None) -> Number | None:
        return value if value is None or self._inside(value) else self.default

    def _inside(self, value: Number) -> bool:
        return (self.min_value is None or value >= self.min_value) and (
            self.max_value is None or value <= self.max_value
        )

    def range_text(self) -> str:
        """Return what a number beyond the bounds is answered with; "" if there are none."""
        if self.max_value is None and self.min_value is None:
            return ""
        if self.max_value is None:
            text = _("Error: Number is below the allowed range. Please enter a value greater than or equal to %(low)s.")
        elif self.min_value is None:
            text = _("Error: Number is above the allowed range. Please enter a value less than or equal to %(high)s.")
        else:
            text = _("Error: Number is outside the allowed range. Please enter a value between %(low)s and %(high)s.")
        bounds = {"low": self.min_value, "high": self.max_value}
        shown = {name: self._shown(bound) for name, bound in bounds.items() if bound is not None}
        return text % {name: bound.replace(".", decimal_sign()) for name, bound in shown.items()}


def is_integer(
    value: Number | Literal["min"] | None, min_value: Number | None, max_value: Number | None, step: Number | None
) -> bool:
    """
    Return True if a field is one of ints: if all parameters are that are given, and one is.

    Raises
    ------
    StreamlitMixedNumericTypesError
        If some are int and others float.
    """
    given = [item for item in (min_value, max_value, value, step) if item is not None and not isinstance(item, str)]
    if all(isinstance(item, numbers.Integral) for item in given):
        return bool(given)
    if all(isinstance(item, float) for item in given):
        return False
    raise StreamlitMixedNumericTypesError(value=value, min_value=min_value, max_value=max_value, step=step)


def check_format(format: str) -> None:
    """Raise StreamlitInvalidNumberFormatError if no number comes out of a format."""
    try:
        float(format % 2)
    except (TypeError, ValueError):
        raise StreamlitInvalidNumberFormatError(format) from None


def check_no_text(**given: Any) -> None:
    """Raise StreamlitInvalidParameterTypeError if one of these is a text."""
    for name, value in given.items():
        if isinstance(value, str):
            raise StreamlitInvalidParameterTypeError(name, "str", ["int", "float", "None"])
