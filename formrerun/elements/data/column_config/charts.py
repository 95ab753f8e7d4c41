"""Columns of small charts, a list of numbers a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from formrerun.elements.data.column_config._common import (
    ChartColor,
    ColumnConfig,
    ColumnType,
    ColumnWidth,
    check_color,
    column_type,
)


@dataclass(frozen=True, kw_only=True)
class Chart(ColumnType):
    """Lists of numbers as charts."""

    takes: ClassVar[Mapping[str, tuple[type, ...]]] = {"y_min": (int, float), "y_max": (int, float), "color": (str,)}

    y_min: float | None = None
    y_max: float | None = None
    color: str | None = None

    def __post_init__(self) -> None:
        check_color(self.color)


@column_type
@dataclass(frozen=True, kw_only=True)
class BarChart(Chart):
    """A bar for each number."""

    name: ClassVar[str] = "bar_chart"


@column_type
@dataclass(frozen=True, kw_only=True)
class LineChart(Chart):
    """A line from number to number."""

    name: ClassVar[str] = "line_chart"


@column_type
@dataclass(frozen=True, kw_only=True)
class AreaChart(Chart):
    """A line from number to number, and what lies below it."""

    name: ClassVar[str] = "area_chart"


def BarChartColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    pinned: bool | None = None,
    y_min: int | float | None = None,
    y_max: int | float | None = None,
    color: ChartColor | None = None,
) -> ColumnConfig:
    """
    Describe a column of lists of numbers, each drawn as bars.

    Parameters
    ----------
    y_min, y_max
        The numbers at the lower and the upper edge; by default the least and the greatest of the cell.
    color
        A colour of the theme ("red", "blue", "primary", …), "auto" (green if the last number is above the first, red
        if it is below), "auto-inverse", or one of CSS in hexadecimal digits or by ``rgb()``.
    """
    check_color(color)
    told = {"type": "bar_chart", "y_min": y_min, "y_max": y_max, "color": color}
    return ColumnConfig(label=label, width=width, help=help, pinned=pinned, type_config=told)


def LineChartColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    pinned: bool | None = None,
    y_min: int | float | None = None,
    y_max: int | float | None = None,
    color: ChartColor | None = None,
) -> ColumnConfig:
    """Describe a column of lists of numbers, each drawn as a line; parameters as in :func:`BarChartColumn`."""
    check_color(color)
    told = {"type": "line_chart", "y_min": y_min, "y_max": y_max, "color": color}
    return ColumnConfig(label=label, width=width, help=help, pinned=pinned, type_config=told)


def AreaChartColumn(
    label: str | None = None,
    *,
    width: ColumnWidth | None = None,
    help: str | None = None,
    pinned: bool | None = None,
    y_min: int | float | None = None,
    y_max: int | float | None = None,
    color: ChartColor | None = None,
) -> ColumnConfig:
    """Describe a column of lists of numbers, each drawn as an area; parameters as in :func:`BarChartColumn`."""
    check_color(color)
    told = {"type": "area_chart", "y_min": y_min, "y_max": y_max, "color": color}
    return ColumnConfig(label=label, width=width, help=help, pinned=pinned, type_config=told)
