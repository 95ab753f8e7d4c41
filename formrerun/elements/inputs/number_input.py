"""Number input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements._kept_calls import kept
from formrerun.elements._parameters import clean_icon, clean_placeholder
from formrerun.elements.inputs._bounds import check_exact, check_inside, plain
from formrerun.elements.inputs._number_field import Number, NumberField, check_format, check_no_text, is_integer
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.utils.languages import decimal_sign

__all__ = ["number_input"]


@dataclass(eq=False, kw_only=True)
class NumberInput(Widget):
    """A number with buttons to step it."""

    kind: ClassVar[str] = "number_input"
    printed: ClassVar[str] = "shown.0"

    min_value: Number | None = None
    max_value: Number | None = None
    step: Number = 1
    integer: bool = False
    placeholder: str | None = None
    icon: str = ""
    clearable: bool = False

    def context(self) -> dict[str, Any]:
        assert isinstance(self.field, NumberField)
        return {**super().context(), "range_text": self.field.range_text(), "decimal": decimal_sign()}


@command
@kept
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
    validators: Validators = (),
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
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    min_value, max_value = plain("min_value", min_value), plain("max_value", max_value)
    value, step = plain("value", value), plain("step", step)
    integer = is_integer(value, min_value, max_value, step)
    shown_as = format if format is not None else "%d" if integer else "%0.2f"
    moves = step if step is not None else 1 if integer else 0.01
    first = common.unless_emptied(value)
    if first == "min":
        first = min_value if min_value is not None else 0 if integer else 0.0
    check_format(shown_as)
    check_no_text(value=first, min_value=min_value, max_value=max_value, step=moves)
    number = +first if isinstance(first, bool) else first
    check_inside(min_value, max_value, number, number)
    check_exact(integer, min_value=min_value, max_value=max_value, step=moves, value=number)
    return draw_input(
        "number_input",
        NumberInput,
        NumberField(
            default=number,
            min_value=min_value,
            max_value=max_value,
            integer=integer,
            format=shown_as,
            required=bool(required),
        ),
        common,
        identity={
            "min": min_value,
            "max": max_value,
            "value": value,
            "step": step,
            "format": format,
            "help": help,
            "placeholder": placeholder,
            "icon": icon,
            "width": width,
            "required": required,
        },
        default_given=value not in ("min", None),
        min_value=min_value,
        max_value=max_value,
        step=moves,
        integer=integer,
        placeholder=clean_placeholder(placeholder),
        icon=clean_icon(icon),
        clearable=number is None and not required,
    )
