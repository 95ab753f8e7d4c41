"""Columns of moments: days, times of the day, both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Literal

from formrerun.elements.data.column_config._common import (
    Alignment,
    ColumnConfig,
    ColumnType,
    ColumnWidth,
    column_type,
)

DateTimeFormat = Literal["localized", "distance", "calendar", "iso8601"]
_MOMENTS: Mapping[str, tuple[type, ...]] = {
    "format": (str,), "min_value": (str,), "max_value": (str,), "step": (int, float), "timezone": (str,),
}  # fmt: skip


@column_type
@dataclass(frozen=True, kw_only=True)
class Datetime(ColumnType):
    """Days with their time; bounds are ISO texts, the step is in seconds."""

    name: ClassVar[str] = "datetime"
    takes: ClassVar[Mapping[str, tuple[type, ...]]] = _MOMENTS

    min_value: str | None = None
    max_value: str | None = None
    step: float | None = None
    timezone: str | None = None


@column_type
@dataclass(frozen=True, kw_only=True)
class Time(ColumnType):
    """Times of the day; bounds are ISO texts, the step is in seconds."""

    name: ClassVar[str] = "time"
    takes: ClassVar[Mapping[str, tuple[type, ...]]] = _MOMENTS

    min_value: str | None = None
    max_value: str | None = None
    step: float | None = None


@column_type
@dataclass(frozen=True, kw_only=True)
class Date(ColumnType):
    """Days; bounds are ISO texts, the step is in days."""

    name: ClassVar[str] = "date"
    takes: ClassVar[Mapping[str, tuple[type, ...]]] = _MOMENTS

    min_value: str | None = None
    max_value: str | None = None
    step: float | None = None


def _told(type: str, format: str | None, low: Any, high: Any, step: Any) -> dict[str, Any]:
    return {
        "type": type,
        "format": format,
        "min_value": None if low is None else low.isoformat(),
        "max_value": None if high is None else high.isoformat(),
        "step": step.total_seconds() if isinstance(step, timedelta) else step,
    }


def DatetimeColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
    default: datetime | None = None,
    format: str | DateTimeFormat | None = None,
    min_value: datetime | None = None,
    max_value: datetime | None = None,
    step: int | float | timedelta | None = None,
    timezone: str | None = None,
) -> ColumnConfig:
    """
    Describe a column of days with their time.

    Parameters
    ----------
    format
        Tokens such as "YYYY-MM-DD HH:mm:ss", or "localized", "distance" ("in 2 hours"), "calendar" ("tomorrow at
        14:00"), "iso8601".
    min_value, max_value
        The first and the last moment that may be typed.
    step
        How exact a typed moment is: seconds or a timedelta.
    timezone
        In which zone moments that have one are shown, as "Europe/Berlin"; by default their own.
    """
    told = {**_told("datetime", format, min_value, max_value, step), "timezone": timezone}
    return ColumnConfig(
        label=label, width=width, help=help, disabled=disabled, required=required, pinned=pinned, alignment=alignment,
        default=None if default is None else default.isoformat(), type_config=told,
    )  # fmt: skip


def TimeColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
    default: time | None = None,
    format: str | Literal["localized", "iso8601"] | None = None,
    min_value: time | None = None,
    max_value: time | None = None,
    step: int | float | timedelta | None = None,
) -> ColumnConfig:
    """
    Describe a column of times of the day.

    Parameters
    ----------
    format
        Tokens such as "HH:mm", or "localized", "iso8601".
    min_value, max_value, step
        As in :func:`DatetimeColumn`.
    """
    return ColumnConfig(
        label=label, width=width, help=help, disabled=disabled, required=required, pinned=pinned, alignment=alignment,
        default=None if default is None else default.isoformat(),
        type_config=_told("time", format, min_value, max_value, step),
    )  # fmt: skip


def DateColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
    default: date | None = None,
    format: str | Literal["localized", "distance", "iso8601"] | None = None,
    min_value: date | None = None,
    max_value: date | None = None,
    step: int | None = None,
) -> ColumnConfig:
    """
    Describe a column of days.

    Parameters
    ----------
    format
        Tokens such as "DD.MM.YYYY", or "localized", "distance", "iso8601".
    min_value, max_value
        The first and the last day that may be typed.
    step
        How many days lie between those that may be typed.
    """
    return ColumnConfig(
        label=label, width=width, help=help, disabled=disabled, required=required, pinned=pinned, alignment=alignment,
        default=None if default is None else default.isoformat(),
        type_config=_told("date", format, min_value, max_value, step),
    )  # fmt: skip
