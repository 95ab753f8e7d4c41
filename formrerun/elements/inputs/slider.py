"""Slider: one number, date or time, or two of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from numbers import Real
from typing import Any, ClassVar

from formrerun.elements._parameters import check_width, clean_help, clean_label
from formrerun.elements.inputs._bounds import MAX_INT, check_float, check_int
from formrerun.elements.inputs._slider_values import (
    DEFAULT_FORMATS,
    MICROSECOND,
    NAMED_FORMATS,
    SAFE_MAX,
    SAFE_MIN,
    SCALARS,
    check_types,
    defaults_of,
    display,
    from_number,
    text_of,
    to_number,
    type_of,
)
from formrerun.engine.context import current_run
from formrerun.engine.fields import Field
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    NotOffered,
    StreamlitInvalidMinMaxError,
    StreamlitInvalidParameterTypeError,
    StreamlitJSNumberBoundsError,
    StreamlitValueAboveMaxError,
    StreamlitValueBelowMinError,
    StreamlitValueError,
)

__all__ = ["slider"]


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


@dataclass(eq=False, kw_only=True)
class Slider(Widget):
    """A slider with one handle or two."""

    kind: ClassVar[str] = "slider"

    low: str = "0"
    high: str = "100"
    step: str = "1"
    of: str = "int"
    format: str = "%d"
    low_text: str = ""
    high_text: str = ""
    texts: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    def context(self) -> dict[str, Any]:
        shown = self.shown
        if self.options:
            texts = [self.options[min(int(number), len(self.options) - 1)] for number in shown]
        else:
            texts = [display(number, self.of, self.format) for number in shown]
        return {**super().context(), "handles": list(zip(shown, texts, strict=True)), "pair": len(shown) == 2}


@command
def slider(
    label: str,
    min_value: Any = None,
    max_value: Any = None,
    value: Any = None,
    step: Any = None,
    format: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    disabled: bool = False,
    label_visibility: LabelVisibility = "visible",
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
) -> Any:
    """
    Draw a slider and return where it stands.

    Its type is that of ``value``: int, float, date, time or datetime; with a list or tuple of up to two values it has
    two handles and returns a tuple.

    Parameters
    ----------
    min_value, max_value
        The bounds, inclusive; 0 and 100 for int, 0.0 and 1.0 for float, two weeks around for dates, the whole day for
        times. Reversed ones are swapped; a ``value`` outside widens them.
    value
        Where it stands at first; ``min_value`` by default; an empty list means the whole range.
    step
        What one move adds: 1, 0.01, a timedelta of one day or of 15 minutes.
    format
        How the value is written. Numbers: printf style ("%,d" too), "percent", "dollar", "euro", "yen", "compact",
        "bytes", "accounting", "scientific", "engineering", "localized", "plain". The others: moment.js tokens
        ("MM/DD/YY - hh:mm"), "localized", "iso8601".

    Raises
    ------
    StreamlitInvalidMinMaxError
        If the bounds are equal.
    StreamlitInvalidParameterTypeError
        If types are mixed.
    """
    run = current_run()
    label = clean_label(label, label_visibility)
    declared = declare(
        run, "slider", key,
        {
            "label": label, "min_value": min_value, "max_value": max_value, "value": value, "step": step,
            "format": format, "help": help, "width": width,
        },
        resets=("min_value", "max_value", "step"), on_change=on_change, args=args, kwargs=kwargs,
        default_given=value is not None, bind=bind, persist_state=persist_state,
    )  # fmt: skip
    check_width(width)
    if value is None:
        held = run.state.peek(declared.key) if declared.key is not None else 0
        if not isinstance(held, (list, tuple)):
            value = min_value if min_value is not None else 0
        else:
            value = [min_value if min_value is not None else 0, max_value if max_value is not None else 100]
    single = isinstance(value, SCALARS)
    if not single and not (isinstance(value, (list, tuple)) and len(value) <= 2):
        if isinstance(value, (list, tuple)):
            raise StreamlitValueError(
                "value",
                ["int", "float", "date", "time", "datetime", "a list containing up to two such values",
                 "a tuple containing up to two such values"],
            )  # fmt: skip
        raise StreamlitInvalidParameterTypeError(
            "value", type(value).__name__, ["int", "float", "date", "time", "datetime", "list", "tuple"]
        )
    values: list[Any] = [value] if single else list(value)
    if len({type_of(item) for item in values}) > 1:
        raise StreamlitInvalidParameterTypeError(
            "value",
            ", ".join(type(item).__name__ for item in values),
            ["list or tuple containing values of the same type"],
        )
    of = type_of(values[0]) if values else "int"
    zone = values[0].tzinfo if of in ("time", "datetime") and values else None
    default_min, default_max, default_step = defaults_of(of, values, zone)
    min_value = default_min if min_value is None else min_value
    max_value = default_max if max_value is None else max_value
    if step is None:
        step = default_step
        if of in ("date", "datetime") and abs(max_value - min_value) < timedelta(days=1):
            step = timedelta(minutes=15)
    if step == (timedelta(0) if isinstance(step, timedelta) else 0):
        what = "a timedelta" if isinstance(step, timedelta) else "a number"
        raise StreamlitValueError("step", [what], detail="Zero is not allowed.")
    check_types(of, value, min_value, max_value, step)
    if min_value > max_value:
        min_value, max_value = max_value, min_value
    values.sort()
    if values:
        min_value, max_value = min(values[0], min_value), max(values[-1], max_value)
    else:
        values = [min_value, max_value]
    if of == "int":
        check_int(min_value, "`min_value`")
        check_int(max_value, "`max_value`")
    elif of == "float":
        check_float(min_value, "`min_value`")
        check_float(max_value, "`max_value`")
    if min_value == max_value:
        raise StreamlitInvalidMinMaxError(min_value, max_value)
    low, high = to_number(min_value, of), to_number(max_value, of)
    for name, number in (("`min_value`", low), ("`max_value`", high)):
        if of not in ("int", "float") and abs(number) > MAX_INT:
            raise StreamlitJSNumberBoundsError(
                f"{name} is too far from 1970 for Streamlit to represent exactly. "
                f"Use a value between {SAFE_MIN:%Y-%m-%d} and {SAFE_MAX:%Y-%m-%d}."
            )
    if format is not None and not isinstance(format, str):
        raise StreamlitInvalidParameterTypeError("format", type(format).__name__, ["str", "None"])
    shown_as = format if format is not None else DEFAULT_FORMATS[of]
    if of not in ("int", "float"):
        shown_as = NAMED_FORMATS.get(shown_as, {}).get(of, shown_as)
    moves = step if of in ("int", "float") else step // MICROSECOND
    widget = Slider(
        **declared.as_kwargs(),
        label=label,
        help=clean_help(help),
        disabled=bool(disabled),
        label_visibility=label_visibility,
        width=width,
        low=text_of(low, of),
        high=text_of(high, of),
        step=text_of(moves, of),
        of=of,
        format=shown_as,
        low_text=display(text_of(low, of), of, shown_as),
        high_text=display(text_of(high, of), of, shown_as),
        field=SliderField(
            of=of,
            default=tuple(to_number(item, of) for item in values),
            low=low,
            high=high,
            step=moves,
            single=single,
            zone=zone,
        ),
    )
    return register(run, widget)
