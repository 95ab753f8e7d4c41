"""The field of a slider: one or two numbers, dates or times between bounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from numbers import Real
from typing import Any

from formrerun.elements.inputs._bounds import check_float, plain
from formrerun.elements.inputs._slider_values import from_address, from_number, in_address, text_of, to_number
from formrerun.elements.inputs._zones import as_moment, on_the_wall, zone_of
from formrerun.engine.fields import Field
from formrerun.exceptions import (
    NotOffered,
    StreamlitInvalidParameterTypeError,
    StreamlitValueAboveMaxError,
    StreamlitValueBelowMinError,
)


@dataclass(frozen=True, kw_only=True)
class SliderField(Field[Any]):
    """
    One or two numbers between bounds; dates and times stand on the wire as microseconds.

    Attributes
    ----------
    zone
        The timezone of its values.
    clock
        The name of the zone whose clock the places are on, if its values are moments with a zone; else "".
    given
        Such moments as the author gave them.
    """

    tag = "slider"

    of: str = "int"
    default: tuple[float, ...] = (0,)
    low: float = 0
    high: float = 100
    step: float = 1
    single: bool = True
    zone: tzinfo | None = None
    clock: str = ""
    given: tuple[datetime, ...] = ()

    def initial(self) -> Any:
        if self.given:
            return self.given[0] if self.single else self.given
        return self._values(self.default)

    def _value(self, number: float) -> Any:
        if not self.clock or self.zone is None:
            return from_number(number, self.of, self.zone)
        wall = from_number(number, self.of, None)
        return as_moment(wall, zone_of(self.clock), self.zone)

    def _number(self, value: Any) -> float:
        return to_number(on_the_wall(value, zone_of(self.clock)) if self.clock else value, self.of)

    def _values(self, numbers: Sequence[float]) -> Any:
        made = [self._value(number) for number in numbers]
        return made[0] if self.single else tuple(made)

    def parse_posted(self, posted: list[str], current: Any) -> Any:
        if len(posted) != len(self.default):
            raise NotOffered
        try:
            numbers = [float(text) if self.of == "float" else int(float(text)) for text in posted]
        except (ValueError, OverflowError):
            raise NotOffered from None
        if not all(math.isfinite(number) and self.low <= number <= self.high for number in numbers):
            raise NotOffered
        # A browser shows the nearest step: what was not moved must not lose what lies between the steps.
        return current if self.matches_posted(posted, current) else self._values(sorted(numbers))

    def to_posted(self, value: Any) -> list[str]:
        return [text_of(self._snap(number), self.of) for number in self._numbers(self.normalize(value))]

    def to_exact_posted(self, value: Any) -> list[str]:
        return [] if value is None else [text_of(number, self.of) for number in self._numbers(value)]

    def to_query(self, value: Any) -> list[str]:
        return [in_address(self._snap(number), self.of) for number in self._numbers(self.normalize(value))]

    def from_query(self, texts: list[str]) -> Any:
        try:
            return super().from_query([from_address(text, self.of) for text in texts])
        except ValueError:
            raise NotOffered from None

    def _numbers(self, value: Any) -> list[float]:
        return [self._number(item) for item in (value if isinstance(value, (list, tuple)) else [value])]

    def matches_posted(self, posted: list[str], value: Any) -> bool:
        try:
            return [float(text) for text in posted] == [float(text) for text in self.to_posted(value)]
        except (TypeError, ValueError):
            return False

    def _snap(self, number: float) -> float:
        """Return where a range input puts a number: the nearest step from the lowest, not above the highest."""
        low, step = Decimal(repr(self.low)), Decimal(repr(self.step))
        steps = ((Decimal(repr(number)) - low) / step).to_integral_value(ROUND_HALF_UP)
        snapped = low + steps * step
        if snapped > Decimal(repr(self.high)):
            snapped -= step
        return float(snapped) if self.of == "float" else int(snapped)

    def coerce(self, value: Any) -> Any:
        value = plain("value", value)
        values = list(value) if isinstance(value, (list, tuple)) else [value]
        kinds: dict[str, Any] = {"int": Real, "float": Real, "date": date, "datetime": datetime, "time": time}
        item: Any
        for item in values:
            if not isinstance(item, kinds[self.of]):
                raise StreamlitInvalidParameterTypeError("value", type(item).__name__, [self.of])
            if isinstance(item, Real) and not isinstance(item, int):
                check_float(float(item), "`value`")
        return tuple(values) if isinstance(value, (list, tuple)) else value

    def check_bounds(self, value: Any) -> None:
        for number in self._numbers(value):
            shown, low, high = map(self._value, (number, self.low, self.high))
            if number < self.low:
                raise StreamlitValueBelowMinError(shown, low)
            if number > self.high:
                raise StreamlitValueAboveMaxError(shown, high)

    def normalize(self, value: Any) -> Any:
        numbers = self._numbers(value)
        if not all(self.low <= number <= self.high for number in numbers):
            return self.initial()  # returned once, as Streamlit does; no browser can show it
        if self.clock:
            return value  # a moment is what it is, however coarse the places are
        made = tuple(from_number(number, self.of, self.zone) for number in numbers)
        return made if isinstance(value, tuple) else made[0]

    def revalidate(self, value: Any) -> Any:
        return value if isinstance(value, tuple) != self.single else self.initial()
