"""The fields for dates and times: the browser's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from formrerun.elements.inputs._bounds import plain
from formrerun.elements.inputs._dates import day_of, days_of, is_aware
from formrerun.elements.inputs._zones import on_the_wall, same_moment, zone_of
from formrerun.engine.fields import Field
from formrerun.exceptions import Invalid, NotOffered, StreamlitInvalidParameterTypeError
from formrerun.utils.languages import day_text


def range_text(low: date, high: date) -> str:
    """Return what a day or moment beyond the bounds is answered with."""
    return _("Choose a date between %(low)s and %(high)s.") % {"low": day_text(low), "high": day_text(high)}


def padded(texts: list[str]) -> list[str]:
    """Return dates and times of an address as ISO has them: people write "9:30" and "2026-1-5" there."""
    return [re.sub(r"(?<!\d)\d(?!\d)", r"0\g<0>", text) for text in texts]


@dataclass(frozen=True, kw_only=True)
class DateField(Field[Any]):
    """A day; or, for a range, a tuple of no, one or two days."""

    tag = "date"
    has_shapes = True

    default: tuple[date, ...] | None = None
    low: date = date.min
    high: date = date.max
    range: bool = False
    required: bool = False
    bounded: bool = False

    def initial(self) -> Any:
        if self.range:
            return self.default or ()
        return self.default[0] if self.default else None

    def parse_posted(self, posted: list[str], current: Any) -> Any:
        if not posted:
            raise Invalid(_("Enter a date."), () if self.range else None)
        texts = [text.strip() for text in posted if text.strip()]
        if len(texts) > (2 if self.range else 1):
            raise NotOffered
        try:
            days = [date.fromisoformat(text) for text in texts]
        except ValueError:
            raise Invalid(_("Enter a date.")) from None
        if not days:
            if self.required and (not self.default or not days_of(current)):
                raise Invalid(_("This field is required."), None)
            # Emptied, it goes back to its default; one that code has emptied is shown empty, and stays so.
            return () if self.range else None if self.default is None or current is None else self.initial()
        for day in days:
            if not self.low <= day <= self.high:
                raise Invalid(range_text(self.low, self.high))
        if not self.range:
            return days[0]
        # What was not touched stays as it was given, be the later day the first.
        return tuple(days) if self.matches_posted(posted, current) else tuple(sorted(days))

    def to_posted(self, value: Any) -> list[str]:
        texts = [day_of(day).isoformat() for day in days_of(value)]
        return [*texts, *[""] * ((2 if self.range else 1) - len(texts))]

    def to_exact_posted(self, value: Any) -> list[str]:
        return self.to_posted(value) if days_of(value) else []

    def to_query(self, value: Any) -> list[str]:
        return [text for text in self.to_posted(value) if text]

    def from_query(self, texts: list[str]) -> Any:
        return self.parse_posted(padded(texts) or self.to_posted(None), self.initial())

    def matches_posted(self, posted: list[str], value: Any) -> bool:
        wanted = [text for text in self.to_posted(value) if text]
        return [text for text in posted if text] == wanted

    def coerce(self, value: Any) -> Any:
        value = plain("value", value)
        days = days_of(value)
        if len(days) <= (2 if self.range else 1) and all(isinstance(day, date) for day in days):
            return value
        expected = ["date", "datetime", "None", *(["a list or tuple of up to two of them"] if self.range else [])]
        raise StreamlitInvalidParameterTypeError("value", type(value).__name__, expected)

    def normalize(self, value: Any) -> Any:
        days = tuple(map(day_of, days_of(value)))
        return days if self.range else days[0] if days else None

    def revalidate(self, value: Any) -> Any:
        days = days_of(value)
        if len(days) > (2 if self.range else 1):
            return self.initial()
        if self.bounded and any(not self.low <= day_of(day) <= self.high for day in days):
            return self.initial()
        return value

    def reshaped(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)) == self.range:
            return value
        days = days_of(value)  # one day has become a range, or a range one day
        return days if self.range else days[0] if days else None


@dataclass(frozen=True, kw_only=True)
class DatetimeField(Field[datetime | None]):
    """
    A day and a time, to the minute.

    Attributes
    ----------
    low, high
        The bounds, as a clock in that zone shows them.
    zone
        The name of the timezone in which moments that have one are shown.
    aware
        Whether what is typed in an empty field is such a moment.
    """

    tag = "datetime"

    default: datetime | None = None
    low: datetime = datetime.min  # noqa: DTZ901
    high: datetime = datetime.max  # noqa: DTZ901
    required: bool = False
    bounded: bool = False
    zone: str = ""
    aware: bool = False

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
            raise Invalid(range_text(self.low, self.high))
        # The field shows minutes, and two hours of a year alike: what was not edited is the moment that it was.
        if isinstance(current, datetime) and is_aware(current) and found == self._shown(current):
            return current
        like = current if isinstance(current, datetime) else self.default
        if not (self.aware if like is None else is_aware(like)):
            return found
        return same_moment(found, zone_of(self.zone), like)

    def _shown(self, value: datetime) -> datetime:
        return on_the_wall(value, zone_of(self.zone)).replace(second=0, microsecond=0)

    def to_posted(self, value: datetime | None) -> list[str]:
        return ["" if value is None else self._shown(value).isoformat(timespec="minutes")]

    def from_query(self, texts: list[str]) -> datetime | None:
        return super().from_query(padded(texts))

    def coerce(self, value: Any) -> datetime | None:
        value = plain("value", value)
        if value is not None and not isinstance(value, datetime):
            raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["datetime", "None"])
        return value

    def revalidate(self, value: datetime | None) -> datetime | None:
        if self.bounded and value is not None and not self.low <= self._shown(value) <= self.high:
            return self.default
        return value


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
        like = current if isinstance(current, time) else self.default
        found = found.replace(tzinfo=None if like is None else like.tzinfo, microsecond=0)
        return found if self.step % 60 else found.replace(second=0)

    def to_posted(self, value: time | None) -> list[str]:
        if value is None:
            return [""]
        clock = on_the_wall(value) if isinstance(value, datetime) else value
        return [clock.strftime("%H:%M:%S" if self.step % 60 else "%H:%M")]

    def from_query(self, texts: list[str]) -> time | None:
        return super().from_query(padded(texts))

    def coerce(self, value: Any) -> time | None:
        value = plain("value", value)
        if value is not None and not isinstance(value, (time, datetime)):
            raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["time", "datetime", "None"])
        return value  # type: ignore[return-value]

    def normalize(self, value: Any) -> time | None:
        return on_the_wall(value).time() if isinstance(value, datetime) else value
