"""``time_input``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from formrerun.elements._parameters import check_width, clean_help, clean_label
from formrerun.elements.inputs._dates import QUARTER, whole_seconds
from formrerun.engine.context import current_run
from formrerun.engine.fields import Field
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange, declare, register
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import Invalid, StreamlitInvalidParameterTypeError, StreamlitValueError


@dataclass(frozen=True, kw_only=True)
class TimeField(Field[time | None]):
    """A time of day, to the minute, or to the second where the step asks for it."""

    tag = "time"

    default: time | None = None
    step: int = 900
    required: bool = False

    def initial(self) -> time | None:
        return self.default

    def parse_posted(self, posted: list[str], current: Any) -> time | None:
        text = posted[-1].strip() if posted else ""
        if not text:
            if self.required and (self.default is None or current is None):
                raise Invalid(_("This field is required."), None)
            return self.default if current is not None else None
        if current is not None and [text] == self.to_posted(current):
            return current  # type: ignore[no-any-return]
        try:
            found = time.fromisoformat(text)
        except ValueError:
            raise Invalid(_("Enter a time.")) from None
        found = found.replace(tzinfo=None, microsecond=0)
        return found if self.step % 60 else found.replace(second=0)

    def to_posted(self, value: time | None) -> list[str]:
        if value is None:
            return [""]
        if isinstance(value, datetime):
            value = value.time()
        return [value.strftime("%H:%M:%S" if self.step % 60 else "%H:%M")]

    def coerce(self, value: Any) -> time | None:
        if value is not None and not isinstance(value, (time, datetime)):
            raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["time", "datetime", "None"])
        return value  # type: ignore[return-value]

    def normalize(self, value: Any) -> time | None:
        return value.time() if isinstance(value, datetime) else value


@dataclass(eq=False, kw_only=True)
class TimeInput(Widget):
    """A time of day."""

    kind: ClassVar[str] = "time_input"

    step: int = 900
    required: bool = False
    clearable: bool = False


def _to_time(value: Any) -> time:
    if isinstance(value, str):
        if value == "now":
            return datetime.now().time().replace(microsecond=0)
        for read in (time.fromisoformat, datetime.fromisoformat):
            try:
                found = read(value)
            except ValueError:
                continue
            return (found.time() if isinstance(found, datetime) else found).replace(microsecond=0)
    if isinstance(value, datetime):
        return value.time().replace(microsecond=0, tzinfo=None)
    if isinstance(value, time):
        return value
    raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["datetime", "time", "ISO string"])


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
        A time, datetime or ISO text; "now"; None for an empty field.
    step
        The steps of the field, in seconds or as a timedelta, 1 second to 23 hours; other times can be typed.
    format
        "12h", "24h" or "localized"; checked, but the browser writes times as the visitor's system does.
    required
        Refuse an empty field.
    """
    run = current_run()
    parsed = None if value is None else _to_time(value)
    if parsed is not None:
        seconds_count = step.total_seconds() if isinstance(step, timedelta) else step
        if not isinstance(step, bool) and isinstance(step, (int, timedelta)) and seconds_count % 60 == 0:
            parsed = parsed.replace(second=0, microsecond=0)
    label = clean_label(label, label_visibility)
    declared = declare(
        run, "time_input", key,
        {
            "label": label, "value": parsed if isinstance(value, (datetime, time)) else value, "help": help,
            "step": step, "width": width, "required": required,
        },
        resets=("step",), on_change=on_change, args=args, kwargs=kwargs,
        default_given=not (isinstance(value, str) and value == "now"), bind=bind, persist_state=persist_state,
    )  # fmt: skip
    check_width(width)
    if declared.key is not None and run.state.peek(declared.key) is None:
        parsed = None
    seconds = whole_seconds(step, 1, "1 second")
    if format not in ("12h", "24h", "localized"):
        raise StreamlitValueError("format", ["'12h'", "'24h'", "'localized'"])
    widget = TimeInput(
        **declared.as_kwargs(),
        label=label,
        help=clean_help(help),
        disabled=bool(disabled),
        label_visibility=label_visibility,
        width=width,
        step=seconds,
        required=bool(required),
        clearable=parsed is None and not required,
        field=TimeField(default=parsed, step=seconds, required=bool(required)),
    )
    return register(run, widget)  # type: ignore[no-any-return]


__all__ = ["time_input"]
