"""Columns of numbers: as they are written, or as bars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from formrerun.elements.data.column_config._common import (
    Alignment,
    ChartColor,
    ColumnConfig,
    ColumnType,
    ColumnWidth,
    check_color,
    column_type,
)

NumberFormat = Literal[
    "plain", "localized", "dollar", "euro", "yen", "percent", "compact", "scientific", "engineering", "accounting",
    "bytes",
]  # fmt: skip
NumberColumnFormat = NumberFormat | Literal["duration"]
_NUMBERS: Mapping[str, tuple[type, ...]] = {
    "format": (str,), "min_value": (int, float), "max_value": (int, float), "step": (int, float),
}  # fmt: skip


@column_type
@dataclass(frozen=True, kw_only=True)
class Number(ColumnType):
    """Numbers, written by ``format``."""

    name: ClassVar[str] = "number"
    takes: ClassVar[Mapping[str, tuple[type, ...]]] = _NUMBERS

    min_value: float | None = None
    max_value: float | None = None
    step: float | None = None


@column_type
@dataclass(frozen=True, kw_only=True)
class Progress(ColumnType):
    """Numbers as bars between ``min_value`` and ``max_value``."""

    name: ClassVar[str] = "progress"
    takes: ClassVar[Mapping[str, tuple[type, ...]]] = {**_NUMBERS, "color": (str,)}

    min_value: float | None = None
    max_value: float | None = None
    step: float | None = None
    color: str | None = None

    def __post_init__(self) -> None:
        check_color(self.color)


def NumberColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment | None = None,
    default: int | float | None = None,
    format: str | NumberColumnFormat | None = None,
    min_value: int | float | None = None,
    max_value: int | float | None = None,
    step: int | float | None = None,
) -> ColumnConfig:
    """
    Describe a column of numbers.

    Parameters
    ----------
    format
        A printf format such as "%.2f", or "plain", "localized", "percent" (of 0.5: 50%), "dollar", "euro", "yen",
        "accounting", "compact", "scientific", "engineering", "bytes", "duration" (of seconds).
    min_value, max_value
        The least and the greatest number that may be typed.
    step
        How exact a typed number is: 0.01 for two decimals. By default whole numbers stay whole.
    """
    told: dict[str, Any] = {"type": "number", "min_value": min_value, "max_value": max_value}
    return ColumnConfig(
        label=label, width=width, help=help, disabled=disabled, required=required, pinned=pinned, alignment=alignment,
        default=default, type_config={**told, "format": format, "step": step},
    )  # fmt: skip


def ProgressColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    pinned: bool | None = None,
    format: str | NumberFormat | None = None,
    min_value: int | float | None = None,
    max_value: int | float | None = None,
    step: int | float | None = None,
    color: ChartColor | None = None,
) -> ColumnConfig:
    """
    Describe a column of numbers that are drawn as bars.

    Parameters
    ----------
    format
        How the number beside the bar is written, as in :func:`NumberColumn`; by default in percent of the way from
        ``min_value`` to ``max_value``.
    min_value, max_value
        Where a bar is empty, by default 0, and where it is full, by default 1, or 100 in a column of integers.
    color
        A colour of the theme ("red", "blue", "primary", …), "auto" (red below a half, green above), "auto-inverse", or
        one of CSS in hexadecimal digits or by ``rgb()``.
    """
    check_color(color)
    told: dict[str, Any] = {"type": "progress", "format": format, "min_value": min_value, "max_value": max_value}
    return ColumnConfig(
        label=label, width=width, help=help, pinned=pinned, type_config={**told, "step": step, "color": color}
    )
