"""``line_chart``, ``area_chart``, ``bar_chart`` and ``scatter_chart``: charts of a table, without a spec."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from formrerun.elements.charts._built_in import built_in, check_stack
from formrerun.elements.charts._chart import ChartSource, source_once
from formrerun.elements.charts.vega_lite_chart import draw_source, source_of
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Height, Width
from formrerun.tables import lazy_data

__all__ = ["area_chart", "bar_chart", "line_chart", "scatter_chart"]


@command
def line_chart(
    data: Any = None,
    *,
    x: str | None = None,
    y: str | Sequence[str] | None = None,
    x_label: str | None = None,
    y_label: str | None = None,
    color: Any = None,
    width: Width = "stretch",
    height: Height = "content",
    use_container_width: bool | None = None,
    alt: str | None = None,
) -> DeltaGenerator:
    """
    Draw lines.

    Parameters
    ----------
    data
        Any table: a DataFrame, a QuerySet, a list of dicts, a dict of columns.
    x, y
        Names of columns; by default the index, and all other columns.
    x_label, y_label
        What stands beside the axes, instead of the names.
    color
        A colour or a list of them, or the name of a column by which the data are parted.
    alt
        A description for screen readers.

    Raises
    ------
    StreamlitAPIException
        If there is no such column.
    """
    how = (x, y, x_label, y_label, color)
    return _drawn("line", data, how, width, height, use_container_width, alt)


@command
def area_chart(
    data: Any = None,
    *,
    x: str | None = None,
    y: str | Sequence[str] | None = None,
    x_label: str | None = None,
    y_label: str | None = None,
    color: Any = None,
    stack: bool | str | None = None,
    width: Width = "stretch",
    height: Height = "content",
    use_container_width: bool | None = None,
    alt: str | None = None,
) -> DeltaGenerator:
    """
    Draw areas.

    Parameters
    ----------
    data
        Any table: a DataFrame, a QuerySet, a list of dicts, a dict of columns.
    x, y
        Names of columns; by default the index, and all other columns.
    x_label, y_label
        What stands beside the axes, instead of the names.
    color
        A colour or a list of them, or the name of a column by which the data are parted.
    stack
        True, "normalize" or "center"; by default areas lie over each other.
    alt
        A description for screen readers.

    Raises
    ------
    StreamlitAPIException
        If there is no such column.
    """
    check_stack(stack)
    stack = "layered" if stack is None or stack is False else stack
    how = (x, y, x_label, y_label, color)
    return _drawn("area", data, how, width, height, use_container_width, alt, stack=stack)


@command
def bar_chart(
    data: Any = None,
    *,
    x: str | None = None,
    y: str | Sequence[str] | None = None,
    x_label: str | None = None,
    y_label: str | None = None,
    color: Any = None,
    horizontal: bool = False,
    sort: bool | str = True,
    stack: bool | str | None = None,
    width: Width = "stretch",
    height: Height = "content",
    use_container_width: bool | None = None,
    alt: str | None = None,
) -> DeltaGenerator:
    """
    Draw bars.

    Parameters
    ----------
    data
        Any table: a DataFrame, a QuerySet, a list of dicts, a dict of columns.
    x, y
        Names of columns; by default the index, and all other columns.
    x_label, y_label
        What stands beside the axes, instead of the names.
    color
        A colour or a list of them, or the name of a column by which the data are parted.
    horizontal
        Let the bars lie.
    sort
        True by what the bars stand for, False as the data are; or the name of a column, with "-" in front the other
        way round.
    stack
        True, "normalize", "center" or "layered"; False for bars side by side.
    alt
        A description for screen readers.

    Raises
    ------
    StreamlitAPIException
        If there is no such column.
    """
    check_stack(stack)
    how, more = (x, y, x_label, y_label, color), {"stack": stack, "sort": sort, "horizontal": bool(horizontal)}
    return _drawn("bar", data, how, width, height, use_container_width, alt, **more)


@command
def scatter_chart(
    data: Any = None,
    *,
    x: str | None = None,
    y: str | Sequence[str] | None = None,
    x_label: str | None = None,
    y_label: str | None = None,
    color: Any = None,
    size: str | float | None = None,
    width: Width = "stretch",
    height: Height = "content",
    use_container_width: bool | None = None,
    alt: str | None = None,
) -> DeltaGenerator:
    """
    Draw points.

    Parameters
    ----------
    data
        Any table: a DataFrame, a QuerySet, a list of dicts, a dict of columns.
    x, y
        Names of columns; by default the index, and all other columns.
    x_label, y_label
        What stands beside the axes, instead of the names.
    color
        A colour or a list of them, or the name of a column by which the data are parted.
    size
        Of all points, or the name of a column of sizes.
    alt
        A description for screen readers.

    Raises
    ------
    StreamlitAPIException
        If there is no such column.
    """
    how = (x, y, x_label, y_label, color)
    return _drawn("scatter", data, how, width, height, use_container_width, alt, size=size)


def _drawn(
    kind: str,
    data: Any,
    how: tuple[Any, ...],
    width: Width,
    height: Height,
    use_container_width: bool | None,
    alt: str | None,
    **more: Any,
) -> DeltaGenerator:
    fetched = lazy_data.fetched(data)
    sizes = (width, height, use_container_width)

    def make() -> ChartSource:
        spec, table = built_in(kind, fetched, *how, **more)
        return source_of(None, spec, *sizes, [table])

    source = source_once("built-in", (kind, how, more, fetched, sizes), make)
    made: DeltaGenerator = draw_source(source, height, "streamlit", None, "ignore", None, alt)
    return made
