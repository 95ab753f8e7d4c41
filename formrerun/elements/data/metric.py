"""``metric``: a number and how it has changed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import Any, ClassVar, Literal

from django.utils.functional import Promise

from formrerun.elements._parameters import check_height, check_width, clean_help, clean_icon, clean_label, clean_text
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Height, Width
from formrerun.exceptions import StreamlitAPIException, StreamlitInvalidParameterTypeError, StreamlitValueError
from formrerun.tables import lazy_data, sources
from formrerun.utils.number_format import written


@dataclass(eq=False, kw_only=True)
class Metric(Element):
    """A number with its name and its change."""

    kind: ClassVar[str] = "metric"

    label: str = ""
    value: str = ""
    delta: str = ""
    description: str = ""
    direction: str = ""
    color: str = "gray"
    help: str | None = None
    icon: str = ""
    label_visibility: str = "visible"
    border: bool = False
    format: str | None = None
    trend: tuple[float, ...] = ()
    trend_type: str = "line"

    def context(self) -> dict[str, Any]:
        shown = {name: _formatted(getattr(self, name), self.format) for name in ("value", "delta")}
        return {**super().context(), **shown, **_drawn(self.trend, self.trend_type)}


@command
def metric(
    label: str,
    value: Any,
    delta: Any = None,
    delta_color: str = "normal",
    *,
    help: str | None = None,
    icon: str | None = None,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    border: bool = False,
    width: Width = "stretch",
    height: Height = "content",
    chart_data: Any = None,
    chart_type: Literal["line", "bar", "area"] = "line",
    delta_arrow: Literal["auto", "up", "down", "off"] = "auto",
    format: str | None = None,
    delta_description: str | None = None,
) -> DeltaGenerator:
    """
    Draw a number with its name and its change.

    Parameters
    ----------
    value
        A number or text; None is drawn as a dash.
    delta
        The change; green and up unless it begins with a minus, and neither if it is zero.
    delta_color
        "normal", "inverse" (less is better), "off" (grey), or a colour's name.
    border
        Draw a frame around it.
    icon
        An emoji or ``:material/name:`` in front of the label.
    chart_data
        Numbers that are drawn small below it, without axes.
    chart_type
        "line", "bar" or "area".
    delta_arrow
        "auto" (by the sign), "up", "down" or "off".
    format
        How value and change are written if they are numbers, as the ``format`` of a slider: "%,d", "percent", "dollar",
        "compact" …
    delta_description
        What stands behind the change, such as "since last month".
    """
    check_width(width, allow_content=True)
    check_height(height, allow_content=True)
    label = clean_label(label, label_visibility)
    change = "" if delta is None or delta == "" else clean_text(_number(delta, "delta"))
    still = change == "0" if isinstance(delta, (str, Promise)) else not change or bool(delta == 0)
    down = change.startswith("-") and not still
    plain = {"normal": ("red" if down else "green"), "inverse": ("green" if down else "red"), "off": "gray"}
    colors = ("red", "orange", "yellow", "green", "blue", "violet", "gray", "grey", "primary")
    if delta_color not in plain and delta_color not in colors:
        raise StreamlitValueError("delta_color", [f"'{name}'" for name in (*plain, *colors)])
    if delta_arrow not in ("auto", "up", "down", "off"):
        raise StreamlitValueError("delta_arrow", ["'auto'", "'up'", "'down'", "'off'"])
    arrows = {"auto": "" if still else "down" if down else "up", "off": ""}
    return draw(
        Metric(
            label=label,
            value="—" if value is None else _number(value, "value"),
            delta=change,
            description="" if delta_description is None else str(delta_description),
            direction=arrows.get(delta_arrow, delta_arrow),
            color="gray"
            if still and delta_color in plain
            else plain.get(delta_color, delta_color).replace("grey", "gray"),
            help=clean_help(help),
            icon=clean_icon(icon),
            label_visibility=label_visibility,
            border=bool(border),
            format=format,
            trend=() if chart_data is None else _trend(chart_data),
            trend_type=chart_type if chart_type in ("bar", "area") else "line",
            width=width,
            height=height,
        )
    )


def _number(value: Any, parameter: str) -> str:
    item = getattr(value, "item", None)
    if callable(item):  # a number of numpy's
        value = item()
    if not isinstance(value, (str, Promise, int, float, Decimal)):
        raise StreamlitInvalidParameterTypeError(
            parameter, type(value).__name__, ["int", "float", "Decimal", "NumPy number"],
            detail="Convert the value to a number type.",
        )  # fmt: skip
    return str(value)


def _trend(data: Any) -> tuple[float, ...]:
    """Return the numbers of a small chart."""
    made = []
    frame = sources.read(lazy_data.fetched(data))
    for value in frame.columns[0].objects() if frame.columns else ():
        try:
            made.append(float("nan" if value is None else value))
        except (TypeError, ValueError):
            raise StreamlitAPIException(
                f"Only numeric values are supported for chart data sequence. The value '{value}' is of type "
                f"{type(value)} and cannot be converted to float."
            ) from None
    return tuple(made)


def _drawn(trend: tuple[float, ...], kind: str) -> dict[str, Any]:
    """Return a small chart as paths of SVG, in a box of 100 by 30."""
    numbers = [(place, value) for place, value in enumerate(trend) if isfinite(value)]
    if not numbers:
        return {"line": "", "area": ""}
    values = [value for _place, value in numbers]
    low, high = min(values), max(values)
    if kind == "bar":
        low, high = min(low, 0.0), max(high, 0.0)
    spread = (high - low) or 1.0
    step = 100 / max(len(trend) - (kind != "bar"), 1)
    heights = [(place * step, 29 - 28 * ((value - low) / spread)) for place, value in numbers]
    if kind == "bar":
        zero = 29 - 28 * ((0 - low) / spread)
        bars = (f"M{x + step * 0.1:.2f} {zero:.2f}V{y:.2f}h{step * 0.8:.2f}V{zero:.2f}Z" for x, y in heights)
        return {"line": "", "area": "".join(bars)}
    line = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in heights)
    return {"line": line, "area": f"{line}L{heights[-1][0]:.2f} 30L{heights[0][0]:.2f} 30Z" if kind == "area" else ""}


def _formatted(text: str, format: str | None) -> str:
    """Return a number's text as ``format`` says; any other text as it is."""
    if not format:
        return text
    try:
        return written(float(text) if "%d" not in format else int(float(text)), format)
    except (ValueError, OverflowError):
        return text


__all__ = ["metric"]
