"""Slider: one number, date or time, or two of them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any, ClassVar

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements._kept_calls import kept
from formrerun.elements.inputs._bounds import plain
from formrerun.elements.inputs._slider_field import SliderField
from formrerun.elements.inputs._slider_scale import scale_of
from formrerun.elements.inputs._slider_values import display, format_for, text_of
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import Invalid, NotOffered
from formrerun.markup.markdown import inline_html, inline_text
from formrerun.utils.languages import decimal_sign

__all__ = ["slider"]


@dataclass(eq=False, kw_only=True)
class Slider(Widget):
    """A slider with one handle or two."""

    kind: ClassVar[str] = "slider"

    low: str = "0"
    high: str = "100"
    step: str = "1"
    of: str = "int"
    format: str = "%d"
    localizes: bool = False
    low_text: str = ""
    high_text: str = ""
    texts: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    wires: tuple[str, ...] = ()

    def context(self) -> dict[str, Any]:
        shown = self.shown
        try:
            self.field.parse_posted(shown, self.value)
        except (Invalid, NotOffered):  # of a plain form that was refused: nobody has moved the handles there
            shown = self.field.to_posted(self.value)
        exact = shown
        if self.options:
            texts = [self.options[int(float(number))] for number in shown]
        else:
            if self.field.matches_posted(shown, self.value):
                exact = self.field.to_exact_posted(self.field.normalize(self.value))
            texts = [display(number, self.of, self.format) for number in exact]
        decimal = decimal_sign() if self.localizes else "."
        texts = [text.replace(".", decimal) for text in texts]
        between = [one != other for one, other in zip(exact, shown, strict=True)]
        handles = list(zip(shown, texts, between, strict=True))
        ends = {name: getattr(self, name).replace(".", decimal) for name in ("low_text", "high_text")}
        return {
            **super().context(),
            **ends,
            "shown": shown,
            "handles": handles,
            "drawn": {
                place: [html, inline_text(option)]
                for place, option in enumerate(self.options)
                if (html := inline_html(option)) != escape(option)
            },
            "pair": len(shown) == 2,
            "decimal": decimal,
        }


@command
@kept
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
    required: bool = False,
    validators: Validators = (),
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
        How the value is written, by default in the visitor's language. Numbers: printf style ("%,d" too), "percent",
        "dollar", "euro", "yen", "compact", "bytes", "accounting", "scientific", "engineering", "localized", "plain".
        The others: moment.js tokens
        ("MM/DD/YY - hh:mm"), "localized", "iso8601".

    Raises
    ------
    StreamlitInvalidMinMaxError
        If the bounds are equal.
    StreamlitInvalidParameterTypeError
        If types are mixed.
    """
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    min_value, max_value = plain("min_value", min_value), plain("max_value", max_value)
    value, step = plain("value", value), plain("step", step)
    whole = (min_value if min_value is not None else 0, max_value if max_value is not None else 100)
    first = value
    if value is None:
        first = whole if isinstance(common.session_value(), (list, tuple)) else whole[0]
    scale = scale_of(first, min_value, max_value, step)
    shown_as = format_for(scale.of, format)
    low, high = text_of(scale.low, scale.of), text_of(scale.high, scale.of)
    return draw_input(
        "slider",
        Slider,
        SliderField(
            of=scale.of,
            default=scale.values,
            low=scale.low,
            high=scale.high,
            step=scale.step,
            single=scale.single,
            zone=scale.zone,
            clock=scale.clock,
            given=scale.given,
        ),
        common,
        identity={
            "min_value": min_value,
            "max_value": max_value,
            "value": value,
            "step": step,
            "format": format,
            "help": help,
            "width": width,
        },
        resets=("min_value", "max_value", "step"),
        default_given=value is not None,
        low=low,
        high=high,
        step=text_of(scale.step, scale.of),
        of=scale.of,
        format=shown_as,
        localizes=scale.of == "float" and format is None,
        low_text=display(low, scale.of, shown_as),
        high_text=display(high, scale.of, shown_as),
    )
