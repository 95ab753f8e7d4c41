"""``plotly_chart``: figures of Plotly's, drawn by plotly.js as the package has it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements.charts import _chart, _plotly_table
from formrerun.elements.charts._memory import LibraryPickler
from formrerun.elements.charts._plotly_bundle import bundle
from formrerun.elements.charts._selection import LARGEST, SelectionField, limited, plain, plain_dict, plain_list
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import Height, Width
from formrerun.exceptions import NotOffered, StreamlitAPIException, StreamlitValueError

__all__ = ["plotly_chart"]

MODES = ("box", "lasso", "points")
#: What WebGL draws by code that it writes at run time, and what draws the same without.
_PLAIN = {"scattergl": "scatter", "scatterpolargl": "scatterpolar"}
_NATURAL = {"width": 700, "height": 450}
_PARTS = ("points", "point_indices", "box", "lasso")
_LONGEST_NAME = 100
_VENDORED = "formrerun/vendor/plotly-%s"
#: Languages in which plotly.js has texts, beside English; and the parts of the world whose outlines we have.
_LANGUAGES = ("ar", "de", "es", "fr")
_SCOPES = ("world", "usa", "africa", "asia", "europe", "north america", "south america")
_GEO = frozenset({"choropleth", "scattergeo"})


@dataclass(frozen=True, kw_only=True)
class PlotlySelection(SelectionField):
    """
    The points, and the areas around them, that are selected in a figure.

    Attributes
    ----------
    modes
        Which of "points", "box" and "lasso" select.
    curves
        How many points each trace has; -1 if that is not known.
    """

    tag = "selection.plotly"

    modes: tuple[str, ...] = ()
    curves: tuple[int, ...] = ()

    def nothing(self) -> dict[str, Any]:
        return {name: [] for name in _PARTS}

    def judged(self, given: dict[str, Any]) -> dict[str, Any]:
        if not set(given) <= set(_PARTS):
            raise NotOffered
        areas = {name: [self._area(one) for one in limited(given.get(name, []))] for name in ("box", "lasso")}
        if any(some and name not in self.modes for name, some in areas.items()):
            raise NotOffered
        points = [self._point(one) for one in limited(given.get("points", []))]
        if points and not any(areas.values()) and "points" not in self.modes:
            raise NotOffered
        most = max((one if one >= 0 else LARGEST for one in self.curves), default=0)
        indices = [_whole(one, most) for one in limited(given.get("point_indices", []))]
        return {"points": points, "point_indices": indices, **areas}

    def _point(self, given: Any) -> dict[str, Any]:
        """Return a point: single values, and lists and dicts of them."""
        if not isinstance(given, dict) or len(given) > 50:
            raise NotOffered
        made: dict[str, Any] = {}
        for name, value in given.items():
            if not isinstance(name, str) or len(name) > _LONGEST_NAME:
                raise NotOffered
            if isinstance(value, list):
                made[str(plain(name))] = plain_list(value)
            else:
                made[str(plain(name))] = plain_dict(value) if isinstance(value, dict) else plain(value)
        curve = _whole(made.get("curve_number"), len(self.curves))
        for name in ("point_number", "point_index"):
            if isinstance(made.get(name), int) and self.curves[curve] >= 0:
                _whole(made[name], self.curves[curve])
        return made

    @staticmethod
    def _area(given: Any) -> dict[str, Any]:
        """Return a box or a lasso: its axes, and its corners."""
        if not isinstance(given, dict) or not {"x", "y"} <= set(given) <= {"x", "y", "xref", "yref"}:
            raise NotOffered
        made: dict[str, Any] = {name: plain(given[name]) for name in ("xref", "yref") if name in given}
        if not all(isinstance(one, str) and len(one) < 20 for one in made.values()):
            raise NotOffered
        return {**made, "x": plain_list(given["x"]), "y": plain_list(given["y"])}


def _whole(value: Any, below: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < below:
        raise NotOffered
    return value


@dataclass(eq=False, kw_only=True)
class PlotlyParts:
    """What the template of a figure shows beside what all charts have."""

    pixels: int = 0
    lib: str = ""
    styles: tuple[str, ...] = ()
    outlines: tuple[str, ...] = ()

    def more(self, made: dict[str, Any]) -> dict[str, Any]:
        """Return the variables with the texts of what may go wrong here, in the visitor's language as plotly.js's."""
        from django.templatetags.static import static
        from django.utils.translation import get_language
        from django.utils.translation import gettext as _

        language = (get_language() or "").partition("-")[0]
        made["texts"] = static(_VENDORED % f"locale-{language}.js") if language in _LANGUAGES else ""
        made["maps"] = {name: static(_VENDORED % f"{name}.json") for name in self.outlines}
        made["words"] |= {
            "eval": _(
                "a trace “%s” needs code that is written at run time, which this site’s Content-Security-Policy "
                "refuses. Use scatter, scatter3d or a table of the data."
            ),
            "elsewhere": _(
                "a map’s outlines or tiles come from %s, which this site’s Content-Security-Policy refuses. "
                "Use `map`, or add the address to `connect-src`."
            ),
        }
        return made


@dataclass(eq=False, kw_only=True)
class PlotlyChart(PlotlyParts, _chart.Chart):
    """A figure of Plotly's."""

    kind: ClassVar[str] = "plotly_chart"

    def context(self) -> dict[str, Any]:
        return self.more(super().context())


@dataclass(eq=False, kw_only=True)
class SelectablePlotlyChart(PlotlyParts, _chart.SelectableChart):
    """A figure of Plotly's in which one selects."""

    kind: ClassVar[str] = "plotly_chart"

    def context(self) -> dict[str, Any]:
        return self.more(super().context())


@command
def plotly_chart(
    figure_or_data: Any,
    use_container_width: bool | None = None,
    *,
    width: Width = "stretch",
    height: Height = "content",
    theme: str | None = "streamlit",
    key: str | int | None = None,
    on_select: OnChange = "ignore",
    selection_mode: str | Iterable[str] = ("points", "box", "lasso"),
    config: dict[str, Any] | None = None,
    alt: str | None = None,
) -> Any:
    """
    Draw a figure of Plotly's (``pip install formrerun[charts]``).

    Another figure at the same place is drawn into the one that is there, which keeps its zoom.

    Parameters
    ----------
    figure_or_data
        A figure of Plotly or Plotly Express, a dict of one, or a list of traces; or a figure of Matplotlib.
    width
        "stretch", "content" (the figure's own, or 700) or pixels; ``use_container_width`` is an older name.
    height
        "content" (the figure's own, or 450), "stretch" or pixels.
    theme
        "streamlit" for the page's fonts and colours, None for the figure's own.
    on_select
        "rerun", or a callable to be called before the page runs again; "ignore" to return no selection.
    selection_mode
        Which ways of selecting there are: "points", "box", "lasso", or several of them.
    config
        Options of plotly.js, such as ``{"scrollZoom": True}``.
    alt
        A description for screen readers; by default the figure's title.

    Returns
    -------
    DeltaGenerator or dict
        With ``on_select`` what is selected: ``event.selection`` has ``points``, ``point_indices``, ``box`` and
        ``lasso``.

    Raises
    ------
    StreamlitAPIException
        If Plotly is not installed, or this is no figure.
    """
    shown = _chart.chart_sizes(width, height, use_container_width)
    if theme not in ("streamlit", None):
        raise StreamlitValueError("theme", ["'streamlit'", "None"])
    modes = _modes(selection_mode)
    script = bundle()
    if script is None:
        raise StreamlitAPIException(
            "`plotly_chart` draws figures of Plotly, which is not installed: `pip install formrerun[charts]`."
        )
    source = _source(figure_or_data, config)
    layout = source.spec["layout"]
    if shown == "content":
        shown = _pixels(layout, "width")
    if height == "content":
        height = _pixels(layout, "height")
    from django.urls import reverse

    variables: dict[str, Any] = {
        **_chart.kept(source),
        "theme": theme or "",
        "pixels": height if isinstance(height, int) else 0,
        "lib": reverse("formrerun:plotly", args=[script.digest]),
        "styles": script.styles,
        "outlines": _outlines(source.spec),
    }
    outer = None if isinstance(height, int) else height
    alt = alt if alt is not None else _title(layout) or None
    if on_select == "ignore":
        return _chart.draw_chart("plotly_chart", PlotlyChart, width=shown, height=outer, alt=alt, **variables)
    return _chart.draw_selectable(
        "plotly_chart", SelectablePlotlyChart, PlotlySelection(modes=modes, curves=source.more),
        key=key, on_select=on_select, width=shown, height=outer, alt=alt, selects=modes,
        identity={"spec": source.text, "theme": theme, "selection_mode": modes},
        **variables,
    )  # fmt: skip


def _source(given: Any, config: dict[str, Any] | None) -> _chart.ChartSource:
    """Return the chart of a figure; ``more`` is how many points each trace has."""

    def make() -> _chart.ChartSource:
        figure = figure_of(given)
        try:
            spec = {**figure, "config": json.loads(json.dumps(config or {}))}
        except (TypeError, ValueError) as error:
            raise StreamlitAPIException(f"The `config` of `plotly_chart` is no JSON: {error}") from None
        table = _plotly_table.table(figure)
        curves = tuple(_plotly_table.length(one) if isinstance(one, dict) else -1 for one in figure["data"])
        return _chart.ChartSource(spec, [table] if table else [], curves)

    # A figure is pickled as a copy of all of it, which takes a hundred times as long as what it holds.
    held = [getattr(given, name, None) for name in ("_data", "_layout", "_frame_objs")]
    parts = given if None in held else (type(given), *held)
    return _chart.source_once("plotly", (parts, config), make, LibraryPickler)


def figure_of(given: Any) -> dict[str, Any]:
    """Return a figure as plain data: ``data``, ``layout`` and, of an animation, ``frames``."""
    import plotly.io
    import plotly.tools

    if type(given).__module__.startswith("matplotlib."):
        try:
            given = plotly.tools.mpl_to_plotly(given)
        except Exception as error:  # it knows few of Matplotlib's artists, and fails in many ways
            raise StreamlitAPIException(
                f"Plotly cannot draw this figure of Matplotlib ({error}). Draw it by `pyplot`."
            ) from error
    try:
        figure = plotly.tools.return_figure_from_figure_or_data(given, validate_figure=True)
        made = json.loads(plotly.io.to_json(figure, validate=False))
    except (plotly.exceptions.PlotlyError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise StreamlitAPIException(
            f"`plotly_chart` takes a figure of Plotly, a dict of one or a list of traces, and this is none: {error}"
        ) from error
    data = [{**one, "type": _PLAIN.get(one.get("type"), one.get("type", "scatter"))} for one in made.get("data") or []]
    whole = {"data": data, "layout": made.get("layout") or {}}
    if made.get("frames"):
        whole["frames"] = made["frames"]
    return whole


def _outlines(figure: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of the outlines that a figure's maps are drawn from, as far as we have them."""
    names = [one.get("geo", "geo") for one in figure["data"] if isinstance(one, dict) and one.get("type") in _GEO]
    found = []
    for name in dict.fromkeys(names):
        geo = figure["layout"].get(name) or {}
        scope = geo.get("scope", "world") if isinstance(geo, dict) else "world"
        if scope in _SCOPES and str(geo.get("resolution", 110)) == "110":
            found.append(f"{scope.replace(' ', '-')}_110m")
    return tuple(dict.fromkeys(found))


def _modes(given: str | Iterable[str]) -> tuple[str, ...]:
    modes = {given} if isinstance(given, str) else set(given)
    if not modes <= set(MODES):
        raise StreamlitValueError("selection_mode", [f"'{mode}'" for mode in MODES])
    return tuple(sorted(modes))


def _pixels(layout: dict[str, Any], side: str) -> int:
    """Return a size of the figure's own; what plotly.js takes, if it has none."""
    found = layout.get(side)
    return int(found) if isinstance(found, (int, float)) and found >= 1 else _NATURAL[side]


def _title(layout: dict[str, Any]) -> str:
    return _plotly_table.text_of(layout.get("title"))
