"""``echarts_chart``: charts that an option of Apache ECharts describes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements.charts import _chart, _echarts_option, _echarts_table
from formrerun.elements.charts._selection import LARGEST, SelectionField, limited, plain
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import Height, Width
from formrerun.exceptions import NotOffered, StreamlitValueError

__all__ = ["echarts_chart"]

_NATURAL = {"width": 700, "height": 350}
#: What pyecharts says where its author has said nothing.
_UNSAID = {"width": "900px", "height": "500px"}
_KINDS = ("main", "node", "edge")
_BRUSHES = ("rect", "lineX", "lineY", "polygon")
#: Series whose indices count the items of ``data``, one after the other.
_FLAT = frozenset({
    "bar", "boxplot", "candlestick", "effectScatter", "funnel", "gauge", "heatmap", "line", "lines", "parallel",
    "pictorialBar", "pie", "radar", "scatter", "themeRiver",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class EChartsSelection(SelectionField):
    """
    The items, and the areas around them, that are selected in a chart.

    Attributes
    ----------
    series
        The id and the name of each series, None for what the author left out, and how many items, nodes and edges it
        has; -1 if that is not known.
    """

    tag = "selection.echarts"

    series: tuple[tuple[str | None, str | None, int, int], ...] = ()

    def nothing(self) -> dict[str, Any]:
        return {"selected": [], "areas": []}

    def judged(self, given: dict[str, Any]) -> dict[str, Any]:
        if not set(given) <= {"selected", "areas"}:
            raise NotOffered
        return {
            "selected": [self._group(one) for one in limited(given.get("selected", []))],
            "areas": [_area(one) for one in limited(given.get("areas", []))],
        }

    def to_posted(self, value: Any) -> list[str]:
        """Return what a browser posts: without the names, which stand in the spec."""
        (text,) = super().to_posted(value)
        if not text:
            return [text]
        given = json.loads(text)
        for one in given["selected"]:
            for name in ("series_id", "series_name"):
                one.pop(name, None)
        return [json.dumps(given, separators=(",", ":"), sort_keys=True, ensure_ascii=False)]

    def _group(self, given: Any) -> dict[str, Any]:
        """Return the items of a series; what it is called is what the spec says, not what was posted."""
        if not isinstance(given, dict):
            raise NotOffered
        index = _whole(given.get("series_index"), len(self.series))
        kind = given.get("data_type")
        if kind not in _KINDS:
            raise NotOffered
        id_, name, items, edges = self.series[index]
        most = edges if kind == "edge" else items
        indices = {_whole(one, most if most >= 0 else LARGEST) for one in limited(given.get("data_indices"))}
        return {
            "series_index": index,
            "series_id": id_,
            "series_name": name,
            "data_type": kind,
            "data_indices": sorted(indices),
        }


def _whole(value: Any, below: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < below:
        raise NotOffered
    return value


def _area(given: Any) -> dict[str, Any]:
    """Return the area of a brush: which brush, its kind, its corners."""
    if not isinstance(given, dict) or given.get("brush_type") not in _BRUSHES:
        raise NotOffered
    corners = [
        [_number(part) for part in limited(one)] if isinstance(one, list) else _number(one)
        for one in limited(given.get("coord_range"))
    ]
    return {
        "brush_index": _whole(given.get("brush_index"), 1000),
        "brush_type": given["brush_type"],
        "coord_range": corners,
    }


def _number(value: Any) -> Any:
    if isinstance(value, (str, bool)) or value is None:
        raise NotOffered
    return plain(value)


@dataclass(eq=False, kw_only=True)
class EChartsChart(_chart.Chart):
    """A chart of ECharts."""

    kind: ClassVar[str] = "echarts_chart"

    pixels: int = 0
    renderer: str = "canvas"
    is_named: bool = False


@dataclass(eq=False, kw_only=True)
class SelectableEChartsChart(_chart.SelectableChart):
    """A chart of ECharts in which one selects."""

    kind: ClassVar[str] = "echarts_chart"

    pixels: int = 0
    renderer: str = "canvas"
    is_named: bool = False


@command
def echarts_chart(
    spec: Any,
    *,
    width: Width = "stretch",
    height: Height = "content",
    theme: str | None = "streamlit",
    key: str | int | None = None,
    on_select: OnChange = "ignore",
    renderer: str = "canvas",
    alt: str | None = None,
) -> Any:
    """
    Draw a chart that an option of Apache ECharts describes.

    JavaScript in it, maps and what extensions draw are not taken. A tooltip's ``valueFormatter`` may be a number format
    ("dollar", "compact", "%.2f" …), its ``formatter`` may have ``{@column}`` in it. Where something was zoomed or
    switched off in the legend, it stays so when other data come.

    Parameters
    ----------
    spec
        The option: a dict, JSON, or a chart of pyecharts. A ``dataset.source`` may be any table: a frame, a QuerySet;
        the browser fetches it by itself.
    width
        "stretch", "content" (that of a chart of pyecharts, or 700) or pixels.
    height
        "content" (that of a chart of pyecharts, or 350), "stretch" or pixels.
    theme
        "streamlit" for the page's fonts and colours, None for those of ECharts.
    on_select
        "rerun", or a callable to be called before the page runs again; "ignore" to return no selection. What can be
        selected says the option: by ``selectedMode`` of a series, or by ``brush``. A double click selects nothing.
    renderer
        "canvas", or "svg" for what is sharp at any size.
    alt
        A description for screen readers; by default the title, or what ECharts says of the data.

    Returns
    -------
    DeltaGenerator or dict
        With ``on_select`` what is selected: ``event.selection.selected`` has for each series ``series_index``,
        ``series_id``, ``series_name``, ``data_type`` and ``data_indices``; ``event.selection.areas`` the areas of
        brushes.

    Raises
    ------
    StreamlitAPIException
        If the option holds what is not drawn, or what is no JSON.

    Examples
    --------
    >>> fr.echarts_chart(
    ...     {
    ...         "xAxis": {"type": "category", "data": ["May", "June"]},
    ...         "yAxis": {},
    ...         "series": [{"type": "bar", "data": [3, 9]}],
    ...     },
    ...     alt="Sales in May and June",
    ... )
    """
    if theme not in ("streamlit", None):
        raise StreamlitValueError("theme", ["'streamlit'", "None"])
    if renderer not in ("canvas", "svg"):
        raise StreamlitValueError("renderer", ["'canvas'", "'svg'"])
    shown = _chart.chart_sizes(_natural(width, spec, "width"), _natural(height, spec, "height"), None)
    high = _natural(height, spec, "height")
    given = spec.dump_options() if callable(getattr(spec, "dump_options", None)) else spec
    source = _chart.source_once("echarts", given, lambda: _source(given))
    said, tables = source.more
    variables: dict[str, Any] = {
        **_chart.kept(source),
        "theme": theme or "",
        "pixels": high if isinstance(high, int) else 0,
        "renderer": renderer,
        "is_named": bool(alt or said),
    }
    outer = None if isinstance(high, int) else high
    alt = alt if alt is not None else said or None
    if on_select == "ignore":
        return _chart.draw_chart("echarts_chart", EChartsChart, width=shown, height=outer, alt=alt, **variables)
    if not _echarts_option.selects(source.spec):
        _echarts_option.logger.warning(
            "`echarts_chart` has `on_select`, but nothing can be selected: no series sets `selectedMode`, there is no "
            "`brush` component, and no `toolbox.feature.brush`."
        )
    field = EChartsSelection(series=_series(source.spec, {one.name: one.encoded.rows for one in tables}))
    return _chart.draw_selectable(
        "echarts_chart", SelectableEChartsChart, field,
        key=key, on_select=on_select, width=shown, height=outer, alt=alt, selects=("selected", "areas"),
        identity={
            "spec": source.text, "theme": theme, "renderer": renderer,
            "selection_mode": "option", "data": [one.encoded.digest for one in tables],
        },
        **variables,
    )  # fmt: skip


def _source(given: Any) -> _chart.ChartSource:
    """Return an option's chart, with its tables or that of the data in it; ``more`` is what it says, and the former."""
    option, tables = _echarts_option.option_of(given)
    inline = None if tables else _echarts_table.table(option)
    return _chart.ChartSource(option, tables or ([inline] if inline else []), (_said(option), tables))


def _natural(size: Any, spec: Any, side: str) -> Any:
    """Return a size; for "content" what a chart of pyecharts was made for, or what ECharts has no better one than."""
    if size != "content":
        return size
    given = getattr(spec, side, None)
    if isinstance(given, str):
        text = given.strip()
        if text == "100%":
            return "stretch"
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*px", text)
        given = float(found[1]) if found and text != _UNSAID[side] else None
    if isinstance(given, (int, float)) and not isinstance(given, bool) and given >= 1:
        return int(given)
    return _NATURAL[side]


def _said(option: dict[str, Any]) -> str:
    """Return what an option says of itself: its description, or its title."""
    for variant in _echarts_option.variants(option):
        aria = variant.get("aria")
        label = aria.get("label") if isinstance(aria, dict) else None
        found = label.get("description") if isinstance(label, dict) else None
        if isinstance(found, str) and found.strip():
            return found.strip()
    for variant in _echarts_option.variants(option):
        for title in _echarts_option.entries(variant.get("title")):
            if isinstance(title.get("text"), str) and title["text"].strip():
                return str(title["text"]).strip()
    return ""


def _series(option: dict[str, Any], rows: dict[str, int]) -> tuple[tuple[str | None, str | None, int, int], ...]:
    """Return what is known of each series; where variants differ in a number of items, it is not."""
    found: list[list[Any]] = []
    for variant in _echarts_option.variants(option):
        tables = [_rows(one, rows) for one in _echarts_option.entries(variant.get("dataset"))]
        for at, one in enumerate(_echarts_option.entries(variant.get("series"))):
            made = [one.get("id"), one.get("name"), *_counts(one, tables)]
            if at == len(found):
                found.append(made)
                continue
            before = found[at]
            found[at] = [a if a is not None else b for a, b in zip(before[:2], made[:2], strict=True)]
            found[at] += [a if a == b else -1 for a, b in zip(before[2:], made[2:], strict=True)]
    return tuple((_text(id_), _text(name), items, edges) for id_, name, items, edges in found)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _rows(dataset: dict[str, Any], rows: dict[str, int]) -> int:
    """Return how many rows a dataset has; -1 for one that is made of another, or has its head in itself."""
    source = dataset.get("source")
    return rows.get(source.get("name", ""), -1) if isinstance(source, dict) else -1


def _counts(series: dict[str, Any], tables: list[int]) -> tuple[int, int]:
    """Return how many items and how many links a series has."""
    links = series.get("links", series.get("edges"))
    data = series.get("data", series.get("nodes"))
    edges = len(links) if isinstance(links, list) else -1
    if isinstance(data, list):
        return len(data) if links is not None or series.get("type") in _FLAT else -1, edges
    at = series.get("datasetIndex", 0)
    lies = series.get("seriesLayoutBy") == "row"
    if isinstance(at, int) and 0 <= at < len(tables) and not lies and series.get("type") in _FLAT:
        return tables[at], edges
    return -1, edges
