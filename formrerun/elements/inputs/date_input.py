"""Date input: a day, or a range of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements.inputs._bounds import plain
from formrerun.elements.inputs._date_fields import DateField, range_text
from formrerun.elements.inputs._dates import check_format, date_values, is_range, is_today
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widget_state import UNSET
from formrerun.engine.widgets import Widget

__all__ = ["date_input"]


@dataclass(eq=False, kw_only=True)
class DateInput(Widget):
    """A day, or a range of days."""

    kind: ClassVar[str] = "date_input"

    low: str = ""
    high: str = ""
    range: bool = False
    clearable: bool = False
    format: str = "YYYY/MM/DD"

    def context(self) -> dict[str, Any]:
        low, high = map(date.fromisoformat, (self.low, self.high))
        return {**super().context(), "range_text": range_text(low, high)}


@command
def date_input(
    label: str,
    value: Any = "today",
    min_value: Any = None,
    max_value: Any = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    format: str = "YYYY/MM/DD",
    disabled: bool = False,
    required: bool = False,
    validators: Validators = (),
    label_visibility: LabelVisibility = "visible",
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
) -> Any:
    """
    Draw the browser's date field and return the day; two fields and a tuple of up to two days for a range.

    Parameters
    ----------
    value
        A date, datetime (its day in the current timezone) or ISO text; "today"; None for an empty field; a sequence of
        up to two days for a range.
    min_value, max_value
        The bounds, inclusive; by default ten years before and after ``value``.
    format
        Streamlit's format; checked, but the browser writes dates as the visitor's system does.
    required
        Refuse an empty field.
    """
    required = bool(required)
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    value, min_value, max_value = plain("value", value), plain("min_value", min_value), plain("max_value", max_value)
    first = value
    if is_today(value) and (stored := common.session_value()) is not UNSET:
        first = stored
    check_format(format)
    days, ranges, low, high = date_values(first, min_value, max_value)
    return draw_input(
        "date_input",
        DateInput,
        DateField(
            default=days,
            low=low,
            high=high,
            range=ranges,
            required=required,
            bounded=min_value is not None or max_value is not None,
        ),
        common,
        identity={
            "value": [_name(day) for day in value] if is_range(value) else _name(value),
            "min": _name(min_value),
            "max": _name(max_value),
            "help": help,
            "format": format,
            "width": width,
            "required": required,
        },
        resets=("format",),
        default_given=not is_today(value),
        low=low.isoformat(),
        high=high.isoformat(),
        range=ranges,
        clearable=not days and not required,
        format=format,
    )


def _name(day: Any) -> str | None:
    """Return what stands in the identity. Today's date must not: the widget would be another one tomorrow."""
    return None if is_today(day) else str(day)
