"""Time input: a time of day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements._parameters import one_of
from formrerun.elements.inputs._bounds import plain
from formrerun.elements.inputs._date_fields import TimeField
from formrerun.elements.inputs._dates import QUARTER, to_time, whole_seconds
from formrerun.engine.demands import Validators
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget

__all__ = ["time_input"]


@dataclass(eq=False, kw_only=True)
class TimeInput(Widget):
    """A time of day."""

    kind: ClassVar[str] = "time_input"

    step: int = 900
    clearable: bool = False


@command
def time_input(
    label: str,
    value: Any = "now",
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
    step: int | timedelta = QUARTER,
    format: str = "24h",
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
) -> time | None:
    """
    Draw the browser's time field and return the time.

    Parameters
    ----------
    value
        A time, datetime (its time in the current timezone) or ISO text; "now"; None for an empty field.
    step
        The steps of the field, in seconds or as a timedelta, 1 second to 23 hours; other times can be typed.
    format
        "12h", "24h" or "localized"; checked, but the browser writes times as the visitor's system does.
    required
        Refuse an empty field.
    """
    required = bool(required)
    common = InputParameters(
        label, key, help, on_change, args, kwargs, disabled, label_visibility, width, bind, persist_state,
        required, validators,
    )  # fmt: skip
    value, step = plain("value", value), plain("step", step)
    parsed = None if value is None else to_time(value)
    seconds = whole_seconds(step, 1, "1 second")
    one_of("format", format, ("12h", "24h", "localized"), got=False)
    if parsed is not None and seconds % 60 == 0:
        parsed = parsed.replace(second=0, microsecond=0)
    default = common.unless_emptied(parsed)
    return draw_input(
        "time_input",
        TimeInput,
        TimeField(default=default, step=seconds, required=required),
        common,
        identity={
            # not the hour of the current timezone: the widget would be another one in another
            "value": _name(value, parsed),
            "help": help,
            "step": step,
            "width": width,
            "required": required,
        },
        resets=("step",),
        default_given=not (isinstance(value, str) and value == "now"),
        step=seconds,
        clearable=default is None and not required,
    )


def _name(value: Any, parsed: time | None) -> Any:
    """Return what stands in the identity: what was given, as far as the field shows it, in its own timezone."""
    if isinstance(value, datetime) and parsed is not None:
        return value.time().replace(second=parsed.second, microsecond=0)
    return parsed if isinstance(value, time) else value
