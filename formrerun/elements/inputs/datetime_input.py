"""``datetime_input``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from formrerun.elements._parameters import check_width, clean_help, clean_label
from formrerun.elements.inputs._dates import QUARTER, YEARS, check_format, plus_years, whole_seconds
from formrerun.engine.context import current_run
from formrerun.engine.fields import Field
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    Invalid,
    StreamlitInvalidMinMaxError,
    StreamlitInvalidParameterTypeError,
    StreamlitValueAboveMaxError,
    StreamlitValueBelowMinError,
)


@dataclass(frozen=True, kw_only=True)
class DatetimeField(Field[datetime | None]):
    """A day and a time, to the minute, without a timezone."""

    tag = "datetime"

    default: datetime | None = None
    low: datetime = datetime.min  # noqa: DTZ901
    high: datetime = datetime.max  # noqa: DTZ901
    required: bool = False
    bounded: bool = False

    def initial(self) -> datetime | None:
        return self.default

    def parse_posted(self, posted: list[str], current: Any) -> datetime | None:
        text = posted[-1].strip() if posted else ""
        if not text:
            if self.required and (self.default is None or current is None):
                raise Invalid(_("This field is required."), None)
            return self.default if current is not None else None
        if not re.fullmatch(r"\d{4,}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?", text):
            raise Invalid(_("Enter a date and a time."))
        try:
            found = datetime.fromisoformat(text).replace(second=0, microsecond=0)
        except ValueError:
            raise Invalid(_("Enter a date and a time.")) from None
        if not self.low <= found <= self.high:
            raise Invalid(
                _("Choose a date between %(low)s and %(high)s.")
                % {"low": f"{self.low:%Y-%m-%d %H:%M}", "high": f"{self.high:%Y-%m-%d %H:%M}"}
            )
        return found

    def to_posted(self, value: datetime | None) -> list[str]:
        return ["" if value is None else value.replace(tzinfo=None).isoformat(timespec="minutes")]

    def coerce(self, value: Any) -> datetime | None:
        if value is not None and not isinstance(value, datetime):
            raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["datetime", "None"])
        return value

    def revalidate(self, value: datetime | None) -> datetime | None:
        return self.default if self.bounded and value is not None and not self.low <= value <= self.high else value


@dataclass(eq=False, kw_only=True)
class DatetimeInput(Widget):
    """A day and a time."""

    kind: ClassVar[str] = "datetime_input"

    low: str = ""
    high: str = ""
    step: int = 900
    required: bool = False
    clearable: bool = False


def _to_datetime(value: Any, day: date, clock: time) -> datetime:
    found: Any = value
    if isinstance(value, str):
        text = value.strip()
        if text == "now":
            found = datetime.now()
        else:
            for read in (datetime.fromisoformat, date.fromisoformat, time.fromisoformat, _slashed):
                try:
                    found = read(text)
                    break
                except ValueError:
                    continue
    if isinstance(found, time):
        found = datetime.combine(day, found.replace(tzinfo=None))
    elif isinstance(found, date) and not isinstance(found, datetime):
        found = datetime.combine(found, clock)
    if isinstance(found, datetime):
        return found.replace(tzinfo=None, second=0, microsecond=0)
    raise StreamlitInvalidParameterTypeError(
        "value", type(value).__name__, ["datetime", "date", "time", "ISO string", '"now"']
    )


def _slashed(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("/", "-"))


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
    label_visibility: LabelVisibility = "visible",
    width: Width = "stretch",
    bind: str | None = None,
    persist_state: str | None = None,
) -> datetime | None:
    """
    Draw the browser's field for a date with a time and return it, naive and to the minute.

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
    run = current_run()
    parsed = None if value is None else _to_datetime(value, date.today(), time.min)
    base = parsed.date() if parsed is not None else date.today()
    low = (
        datetime.combine(plus_years(base, -YEARS), time.min)
        if min_value is None
        else _to_datetime(min_value, base, time.min)
    )
    high = (
        datetime.combine(plus_years(base, YEARS), time(23, 59))
        if max_value is None
        else _to_datetime(max_value, base, time(23, 59))  # a day as the bound: all of it
    )
    if low > high:
        raise StreamlitInvalidMinMaxError(low, high)
    if parsed is not None and parsed < low:
        raise StreamlitValueBelowMinError(parsed, low)
    if parsed is not None and parsed > high:
        raise StreamlitValueAboveMaxError(parsed, high)
    is_now = isinstance(value, str) and value == "now"
    label = clean_label(label, label_visibility)
    declared = declare(
        run, "datetime_input", key,
        {
            "label": label, "value": "now" if is_now else parsed, "min": min_value, "max": max_value, "help": help,
            "format": format, "step": step, "width": width, "required": required,
        },
        resets=("format", "step"), on_change=on_change, args=args, kwargs=kwargs, default_given=not is_now,
        bind=bind, persist_state=persist_state,
    )  # fmt: skip
    check_width(width)
    check_format(format)
    seconds = whole_seconds(step, 60, "60 seconds")
    if declared.key is not None and run.state.peek(declared.key) is None:
        parsed = None
    widget = DatetimeInput(
        **declared.as_kwargs(),
        label=label,
        help=clean_help(help),
        disabled=bool(disabled),
        label_visibility=label_visibility,
        width=width,
        low=low.isoformat(timespec="minutes"),
        high=high.isoformat(timespec="minutes"),
        step=seconds,
        required=bool(required),
        clearable=parsed is None and not required,
        field=DatetimeField(
            default=parsed, low=low, high=high, required=bool(required),
            bounded=min_value is not None or max_value is not None,
        ),
    )  # fmt: skip
    return register(run, widget)  # type: ignore[no-any-return]


__all__ = ["datetime_input"]
