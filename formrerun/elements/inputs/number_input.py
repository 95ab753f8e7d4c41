"""Number input."""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext as _

from formrerun.elements._parameters import check_width, clean_help, clean_icon, clean_label, clean_placeholder
from formrerun.elements.inputs._bounds import MAX_INT, check_float, check_int
from formrerun.engine.context import current_run
from formrerun.engine.fields import Field
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    Invalid,
    StreamlitInvalidMinMaxError,
    StreamlitInvalidNumberFormatError,
    StreamlitInvalidParameterTypeError,
    StreamlitMixedNumericTypesError,
    StreamlitValueAboveMaxError,
    StreamlitValueBelowMinError,
)

__all__ = ["number_input"]

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
        try:
            value: Number = int(text) if self.integer and text.lstrip("+-").isdigit() else float(text)
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
            raise Invalid(self._taken() % {"low": self.min_value, "high": self.max_value})
        # The field shows the number in its format: what was not edited must not lose its further digits.
        if current is not None and [text] == self.to_posted(current) and self._inside(current):
            return current  # type: ignore[no-any-return]
        return value

    def to_query(self, value: Number | None) -> list[str]:
        return ["" if value is None else repr(value).removesuffix(".0")]

    def to_posted(self, value: Number | None) -> list[str]:
        if value is None:
            return [""]
        text = repr(value)
        if self.format:
            try:
                shown = (self.format % value).strip()
                float(shown)
            except (TypeError, ValueError):
                pass  # a format with a unit: a number field shows the plain number
            else:
                text = shown
        return [text]

    def to_exact_posted(self, value: Number | None) -> list[str]:
        return ["" if value is None else repr(value)]

    def coerce(self, value: Any) -> Number | None:
        if value is not None and not isinstance(value, numbers.Real):
            raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["int", "float", "None"])
        return value  # type: ignore[return-value]

    def normalize(self, value: Number | None) -> Number | None:
        return None if value is None else int(value) if self.integer else float(value)

    def revalidate(self, value: Number | None) -> Number | None:
        return value if value is None or self._inside(value) else self.default

    def _inside(self, value: Number) -> bool:
        return (self.min_value is None or value >= self.min_value) and (
            self.max_value is None or value <= self.max_value
        )

    def _taken(self) -> str:
        """Return what a number beyond the bounds is answered with; the same as in the script."""
        if self.max_value is None:
            return _("Error: Number is below the allowed range. Please enter a value greater than or equal to %(low)s.")
        if self.min_value is None:
            return _("Error: Number is above the allowed range. Please enter a value less than or equal to %(high)s.")
        return _("Error: Number is outside the allowed range. Please enter a value between %(low)s and %(high)s.")


@dataclass(eq=False, kw_only=True)
class NumberInput(Widget):
    """A number with buttons to step it."""

    kind: ClassVar[str] = "number_input"

    min_value: Number | None = None
    max_value: Number | None = None
    step: Number = 1
    integer: bool = False
    placeholder: str | None = None
    icon: str = ""
    required: bool = False
    clearable: bool = False


@command
def number_input(
    label: str,
    min_value: Number | None = None,
    max_value: Number | None = None,
    value: Number | Literal["min"] | None = "min",
    step: Number | None = None,
    format: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    placeholder: str | None = None,
    disabled: bool = False,
    required: bool = False,
    label_visibility: LabelVisibility = "visible",
    icon: str | None = None,
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
) -> Number | None:
    """
    Draw a field for a number and return it.

    It is an int if those of ``min_value``, ``max_value``, ``value`` and ``step`` that are given all are; else a float.

    Parameters
    ----------
    min_value, max_value
        The bounds, inclusive; enforced in the browser and on the server.
    value
        The number at first; "min" means ``min_value``, or 0; None gives None until a number is typed.
    step
        What the step buttons add; default 1 for int, 0.01 for float.
    format
        How the number is shown, in printf style ("%d", "%.3f"); the value keeps all its digits.
    required
        Refuse an empty field.

    Raises
    ------
    StreamlitMixedNumericTypesError
        If int and float are mixed.
    """
    run = current_run()
    label = clean_label(label, label_visibility)
    declared = declare(
        run, "number_input", key,
        {
            "label": label, "min": min_value, "max": max_value, "value": value, "step": step, "format": format,
            "help": help, "placeholder": placeholder, "icon": icon, "width": width, "required": required,
        },
        on_change=on_change, args=args, kwargs=kwargs, default_given=value not in ("min", None),
        bind=bind, persist_state=persist_state,
    )  # fmt: skip
    check_width(width)
    given = (min_value, max_value, value, step)
    all_int = all(isinstance(a, (numbers.Integral, type(None), str)) for a in given)
    all_float = all(isinstance(a, (float, type(None), str)) for a in given)
    if not all_int and not all_float:
        raise StreamlitMixedNumericTypesError(value=value, min_value=min_value, max_value=max_value, step=step)
    if declared.key is not None and run.state.peek(declared.key) is None:
        value = None
    if value == "min":
        value = min_value if min_value is not None else 0 if all_int and not all_float else 0.0
    integer = isinstance(value, numbers.Integral) if value is not None else all_int and not all_float
    integer = integer and all_int
    shown_as = format if format is not None else "%d" if integer else "%0.2f"
    try:
        float(shown_as % 2)
    except (TypeError, ValueError):
        raise StreamlitInvalidNumberFormatError(shown_as) from None
    if step is None:
        step = 1 if integer else 0.01
    for name, given_as in (("value", value), ("min_value", min_value), ("max_value", max_value), ("step", step)):
        if isinstance(given_as, str):
            raise StreamlitInvalidParameterTypeError(name, "str", ["int", "float", "None"])
    if min_value is not None and max_value is not None and min_value > max_value:
        raise StreamlitInvalidMinMaxError(min_value, max_value)
    number: Number | None = +value if isinstance(value, bool) else value
    if number is not None and min_value is not None and number < min_value:
        raise StreamlitValueBelowMinError(number, min_value)
    if number is not None and max_value is not None and number > max_value:
        raise StreamlitValueAboveMaxError(number, max_value)
    for name, bound in (("min_value", min_value), ("max_value", max_value), ("step", step), ("value", number)):
        if bound is not None:
            (check_int if integer else check_float)(bound, f"`{name}`")
    widget = NumberInput(
        **declared.as_kwargs(),
        label=label,
        help=clean_help(help),
        disabled=bool(disabled),
        label_visibility=label_visibility,
        width=width,
        min_value=min_value,
        max_value=max_value,
        step=step,
        integer=integer,
        placeholder=clean_placeholder(placeholder),
        icon=clean_icon(icon),
        required=bool(required),
        clearable=number is None and not required,
        field=NumberField(
            default=number, min_value=min_value, max_value=max_value, integer=integer, format=shown_as,
            required=bool(required),
        ),
    )  # fmt: skip
    return register(run, widget)  # type: ignore[no-any-return]
