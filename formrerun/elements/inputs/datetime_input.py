"""Datetime input: a day and a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements.inputs._bounds import plain
from formrerun.elements.inputs._date_fields import DatetimeField, range_text
from formrerun.elements.inputs._dates import QUARTER, check_format, datetime_values, whole_seconds
from formrerun.elements.inputs._zones import zone_name
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget

__all__ = ["datetime_input"]


@dataclass(eq=False, kw_only=True)
class DatetimeInput(Widget):
    """A day and a time."""

    kind: ClassVar[str] = "datetime_input"

    low: str = ""
    high: str = ""
    step: int = 900
    clearable: bool = False

    def context(self) -> dict[str, Any]:
        low, high = map(datetime.fromisoformat, (self.low, self.high))
        return {**super().context(), "range_text": range_text(low, high)}


@command
def datetime_input(
    label: str,
    value: Any = "now",
    min_value: Any = None,
    max_value: Any = None,
    *,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    format: str = "YYYY/MM/DD",
    step: int | timedelta = QUARTER,
    disabled: bool = False,
    required: bool = False,
    validators: Validators = (),
    label_visibility: LabelVisibility = "visible",
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
) -> datetime | None:
    """
    Draw the browser's field for a date with a time and return it, to the minute.

    A moment with a timezone is shown in the current one and comes back in its own, unchanged if nobody has changed it.
    Without one it is naive.

    Parameters
    ----------
    value
        A datetime, date, time or ISO text; "now"; None for an empty field.
    min_value, max_value
        The bounds, inclusive; by default ten years before and after ``value``.
    step
        The steps of the field, in seconds or as a timedelta, 1 minute to 23 hours; other times can be typed.
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
    value, step = plain("value", value), plain("step", step)
    min_value, max_value = plain("min_value", min_value), plain("max_value", max_value)
    parsed, low, high, aware = datetime_values(value, min_value, max_value)
    check_format(format)
    seconds = whole_seconds(step, 60, "60 seconds")
    is_now = isinstance(value, str) and value == "now"
    default = common.unless_emptied(parsed)
    return draw_input(
        "datetime_input",
        DatetimeInput,
        DatetimeField(
            default=default,
            low=low,
            high=high,
            required=required,
            bounded=min_value is not None or max_value is not None,
            zone=zone_name(),
            aware=aware,
        ),
        common,
        identity={
            "value": "now" if is_now else parsed and parsed.replace(tzinfo=None, second=0, microsecond=0),
            "min": min_value,
            "max": max_value,
            "help": help,
            "format": format,
            "step": step,
            "width": width,
            "required": required,
        },
        resets=("format", "step"),
        default_given=not is_now,
        low=low.isoformat(timespec="minutes"),
        high=high.isoformat(timespec="minutes"),
        step=seconds,
        clearable=default is None and not required,
    )
