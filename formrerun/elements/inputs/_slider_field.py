"""The field of a slider: one or two numbers, dates or times between bounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from numbers import Real
from typing import Any

from formrerun.elements.inputs._slider_values import from_number, text_of, to_number
from formrerun.engine.fields import Field
from formrerun.exceptions import (
    NotOffered,
    StreamlitInvalidParameterTypeError,
    StreamlitValueAboveMaxError,
    StreamlitValueBelowMinError,
)


@dataclass(frozen=True, kw_only=True)
class SliderField(Field[Any]):
    """One or two numbers between bounds; dates and times stand on the wire as microseconds."""

    tag = "slider"

    of: str = "int"
    default: tuple[float, ...] = (0,)
    low: float = 0
    high: float = 100
    step: float = 1
    single: bool = True
    zone: tzinfo | None = None

    def initial(self) -> Any:
        return self._values(self.default)

    def _values(self, numbers: Sequence[float]) -> Any:
        made = [from_number(number, self.of, self.zone) for number in numbers]
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

    def _numbers(self, value: Any) -> list[float]:
        return [to_number(item, self.of) for item in (value if isinstance(value, (list, tuple)) else [value])]

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
        values = list(value) if isinstance(value, (list, tuple)) else [value]
        kinds: dict[str, Any] = {"int": Real, "float": Real, "date": date, "datetime": datetime, "time": time}
        item: Any
        for item in values:
            if not isinstance(item, kinds[self.of]):
                raise StreamlitInvalidParameterTypeError("value", type(item).__name__, [self.of])
        return tuple(values) if isinstance(value, (list, tuple)) else value

    def check_bounds(self, value: Any) -> None:
        for number in self._numbers(value):
            shown, low, high = (from_number(n, self.of, self.zone) for n in (number, self.low, self.high))
            if number < self.low:
                raise StreamlitValueBelowMinError(shown, low)
            if number > self.high:
                raise StreamlitValueAboveMaxError(shown, high)

    def normalize(self, value: Any) -> Any:
        numbers = self._numbers(value)
        if not all(self.low <= number <= self.high for number in numbers):
            return self.initial()  # returned once, as Streamlit does; no browser can show it
        made = tuple(from_number(number, self.of, self.zone) for number in numbers)
        return made if isinstance(value, tuple) else made[0]

    def revalidate(self, value: Any) -> Any:
        return value if isinstance(value, tuple) != self.single else self.initial()
