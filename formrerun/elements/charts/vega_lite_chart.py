"""``vega_lite_chart`` and ``altair_chart``: charts that a Vega-Lite spec describes."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements.charts import _chart
from formrerun.elements.charts._memory import LibraryPickler
from formrerun.elements.charts._selection import SelectionField, limited, plain_dict, plain_list
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import Height, Width
from formrerun.exceptions import (
    NotOffered,
    StreamlitAPIException,
    StreamlitMissingRequiredParameterError,
    StreamlitValueError,
)
from formrerun.tables import lazy_data

__all__ = ["altair_chart", "vega_lite_chart"]

#: The name of the table that is given beside the spec.
SOURCE = "fr-source"
_PARTS = ("layer", "hconcat", "vconcat", "concat")
_COUNTED = re.compile(r"(param|view)_[0-9a-f]+(?:_[0-9]+)?")
_NO_SELECTIONS = (
    "Selections are activated, but the provided chart spec does not have any selections defined. To add selections to "
    "`st.altair_chart`, check out the documentation "
    "[here](https://altair-viz.github.io/user_guide/interactions.html#selections-capturing-chart-interactions). For "
    "adding selections to `st.vega_lite_chart`, take a look at the specification "
    "[here](https://vega.github.io/vega-lite/docs/selection.html)."
)


@dataclass(frozen=True, kw_only=True)
class VegaSelection(SelectionField):
    """The parameters of a spec that select: their names, and whether each is a "point" or an "interval"."""

    tag = "selection.vega"

    names: tuple[str, ...] = ()

    def nothing(self) -> dict[str, Any]:
        return {name: {} for name in self.names}

    def judged(self, given: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, value in given.items():
            if name not in self.names:
                raise NotOffered
            if isinstance(value, list):
                made[name] = [plain_dict(one) for one in limited(value)]
            elif isinstance(value, dict):
                made[name] = {str(field): plain_list(ends) for field, ends in plain_keys(value).items()}
            else:
                raise NotOffered
        return made


def plain_keys(value: dict[str, Any]) -> dict[str, Any]:
    """Return a dict whose names are plain texts."""
    plain_dict(dict.fromkeys(value))
    return value


@dataclass(eq=False, kw_only=True)
class VegaLiteChart(_chart.Chart):
    """A chart of Vega-Lite."""

    kind: ClassVar[str] = "vega_lite_chart"

    pixels: int = 0


@dataclass(eq=False, kw_only=True)
class SelectableVegaLiteChart(_chart.SelectableChart):
    """A chart of Vega-Lite in which one selects."""

    kind: ClassVar[str] = "vega_lite_chart"

    pixels: int = 0


@command
def vega_lite_chart(
    data: Any = None,
    spec: dict[str, Any] | None = None,
    *,
    width: Width | None = None,
    height: Height = "content",
    use_container_width: bool | None = None,
    theme: str | None = "streamlit",
    key: str | int | None = None,
    on_select: OnChange = "ignore",
    selection_mode: str | Iterable[str] | None = None,
    alt: str | None = None,
) -> Any:
    """
    Draw a chart that a Vega-Lite spec describes; the browser fetches its data once.

    Parameters
    ----------
    data
        A table; or the spec, with its data in it.
    spec
        Vega-Lite 6, as a dict.
    width
        "stretch", "content" or pixels; by default as the spec needs it.
    theme
        "streamlit" for the page's colours, None for those of Vega.
    on_select
        "rerun", or a callable to be called before the page runs again; "ignore" to return no selection.
    selection_mode
        The names of the spec's parameters that count; by default all that select.
    alt
        A description for screen readers.

    Returns
    -------
    DeltaGenerator or dict
        With ``on_select`` what is selected: ``event.selection[<parameter>]`` is a list of points, or the ends of an
        interval by field.

    Raises
    ------
    StreamlitAPIException
        If there is no spec, or no such parameter in it.
    """
    if isinstance(data, dict) and spec is None:
        data, spec = None, data
    _check_theme(theme)
    fetched = lazy_data.fetched(data)
    sizes = (width, height, use_container_width)
    made = _chart.source_once("vega", (fetched, spec, sizes), lambda: source_of(fetched, spec, *sizes))
    return draw_source(made, height, theme, key, on_select, selection_mode, alt)


@command
def altair_chart(
    altair_chart: Any,
    *,
    width: Width | None = None,
    height: Height = "content",
    use_container_width: bool | None = None,
    theme: str | None = "streamlit",
    key: str | int | None = None,
    on_select: OnChange = "ignore",
    selection_mode: str | Iterable[str] | None = None,
    alt: str | None = None,
) -> Any:
    """
    Draw a chart of Altair's (``pip install formrerun[charts]``).

    Parameters
    ----------
    altair_chart
        The chart. The other parameters are those of :func:`vega_lite_chart`, and so is what is returned.
    width
        "stretch", "content" or pixels; by default as the chart needs it.
    theme
        "streamlit" for the page's colours, None for those of Vega.
    on_select
        "rerun", or a callable to be called before the page runs again; "ignore" to return no selection.
    selection_mode
        The names of the chart's parameters that count; by default all that select.
    alt
        A description for screen readers.
    """
    _check_theme(theme)
    made = _of_altair(altair_chart, width, height, use_container_width)
    return draw_source(made, height, theme, key, on_select, selection_mode, alt)


def _check_theme(theme: Any) -> None:
    if theme not in ("streamlit", None):
        raise StreamlitValueError("theme", ["'streamlit'", "None"])


def _of_altair(chart: Any, width: Width | None, height: Height, use_container_width: bool | None) -> _chart.ChartSource:
    """Return a chart of Altair's; a theme of the author's may make another spec of the same one."""
    sizes = (width, height, use_container_width)

    def make() -> _chart.ChartSource:
        return source_of(None, spec_of(chart), *sizes)

    altair: Any = sys.modules.get("altair")
    if altair is None or altair.theme.active not in ("default", "none"):
        return make()
    given = (chart, sizes, altair.theme.active, altair.theme.options)
    return _chart.source_once("altair", given, make, LibraryPickler)


def spec_of(chart: Any) -> dict[str, Any]:
    """Return the spec of an Altair chart, its data as they were given."""
    try:
        import altair as alt
    except ImportError:
        raise StreamlitAPIException(
            "`altair_chart` draws charts of Altair, which is not installed: `pip install formrerun[charts]`."
        ) from None
    if not hasattr(chart, "to_dict"):
        raise StreamlitAPIException(
            f"`altair_chart` takes a chart of Altair, not an object of type `{type(chart).__name__}`."
        )
    tables: dict[str, Any] = {}

    def kept(data: Any) -> dict[str, str]:
        name = next((name for name, other in tables.items() if other is data), f"fr-data-{len(tables) + 1}")
        tables[name] = data
        return {"name": name}

    from contextlib import nullcontext

    theme = alt.theme.enable("none") if alt.theme.active == "default" else nullcontext()
    alt.data_transformers.register("formrerun", kept)
    with theme, alt.data_transformers.enable("formrerun"):
        spec: dict[str, Any] = chart.to_dict()
    spec["datasets"] = {**spec.get("datasets", {}), **tables}
    return spec


def source_of(
    data: Any,
    spec: dict[str, Any] | None,
    width: Width | None,
    height: Height,
    use_container_width: bool | None,
    given: Sequence[_chart.Dataset] = (),
) -> _chart.ChartSource:
    """Return the chart of a spec, its tables taken out; ``more`` is how wide it is drawn."""
    spec = dict(spec or {})
    if not spec:
        raise StreamlitMissingRequiredParameterError("spec", detail="Vega-Lite charts require a non-empty spec dict.")
    faceted = "facet" in spec or any(part in (spec.get("encoding") or {}) for part in ("row", "column", "facet"))
    natural = faceted or "hconcat" in spec or "repeat" in spec or _is_nested(spec)
    shown = _chart.chart_sizes(width, height, use_container_width, "content" if natural else "stretch")
    if "autosize" not in spec:
        spec["autosize"] = _autosize(spec, faceted, shown == "stretch")
    tables = list(given)
    _take_out(spec, data, tables)
    return _chart.ChartSource(_stable(spec), tables, shown)


def draw_source(
    made: _chart.ChartSource,
    height: Height,
    theme: str | None,
    key: str | int | None,
    on_select: OnChange,
    selection_mode: str | Iterable[str] | None,
    alt: str | None,
) -> Any:
    """Draw the chart of a spec."""
    variables: dict[str, Any] = {
        **_chart.kept(made),
        "theme": theme or "",
        "pixels": height if isinstance(height, int) else 0,
        "width": made.more,
        "height": _outer(height),
        "alt": alt,
    }
    if on_select == "ignore":
        return _chart.draw_chart("vega_lite_chart", VegaLiteChart, **variables)
    names = _modes(made.spec, selection_mode)
    return _chart.draw_selectable(
        "vega_lite_chart", SelectableVegaLiteChart, VegaSelection(names=names),
        key=key, on_select=on_select, selects=names,
        identity={"spec": made.text, "theme": theme, "selection_mode": names},
        **variables,
    )  # fmt: skip


def _outer(height: Height) -> Height | None:
    """Return the height around a chart: its buttons and its table stand below a height in pixels."""
    return None if isinstance(height, int) else height


def _is_nested(spec: dict[str, Any]) -> bool:
    parts = spec.get("vconcat")
    many = ("hconcat", "vconcat", "concat", "layer", "facet", "repeat")
    return isinstance(parts, list) and any(isinstance(one, dict) and any(k in one for k in many) for one in parts)


def _autosize(spec: dict[str, Any], faceted: bool, stretched: bool) -> dict[str, str]:
    nested = _is_nested(spec)
    if "vconcat" in spec and stretched:
        kind = "pad" if nested else "fit-x"
    else:
        kind = "pad" if faceted or nested else "fit"
    return {"type": kind, "contains": "padding"}


def _is_geometry(data: Any) -> bool:
    """Return True for GeoJSON and TopoJSON, which are no tables."""
    if isinstance(data, list):
        return bool(data) and isinstance(data[0], dict) and data[0].get("type") == "Feature"
    return isinstance(data, dict) and (
        (
            ("features" in data or "geometry" in data or "geometries" in data or "coordinates" in data)
            and isinstance(data.get("type"), str)
        )
        or (isinstance(data.get("arcs"), list) and isinstance(data.get("objects"), dict))
    )


def _take_out(spec: dict[str, Any], data: Any, tables: list[_chart.Dataset]) -> None:
    """Move the tables out of a spec: they are fetched by themselves."""
    left = {}
    for name, table in dict(spec.pop("datasets", None) or {}).items():
        if _is_geometry(table):
            left[str(name)] = table
        else:
            tables.append(_chart.dataset(str(name), table, index=not isinstance(table, list)))
    if left:
        spec["datasets"] = left
    given = spec.get("data")
    if isinstance(given, dict) and "values" in given and not isinstance(given["values"], str):
        if not _is_geometry(given["values"]):
            data = given["values"]
            spec["data"] = {**{k: v for k, v in given.items() if k != "values"}, "name": SOURCE}
            tables.append(_chart.dataset(SOURCE, data))
            return
    elif given is not None and not isinstance(given, dict):
        data = given
    if data is not None:
        spec["data"] = {"name": SOURCE}
        tables.append(_chart.dataset(SOURCE, data, index=True))


def _stable(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a spec whose generated names do not count on from run to run: an unchanged chart stays the same."""
    try:
        text = json.dumps(spec)
    except (TypeError, ValueError) as error:
        raise StreamlitAPIException(f"The Vega-Lite spec is no JSON: {error}") from None
    names: dict[str, str] = {}
    for name in re.findall(r'"name": "([^"\\]+)"', text):
        found = _COUNTED.fullmatch(name)
        if found is not None and name not in names:
            names[name] = f"{found[1]}_{1 + sum(new.startswith(found[1]) for new in names.values())}"
    if names:
        text = re.sub(r"\b(?:param|view)_[0-9a-f]+(?:_[0-9]+)?\b", lambda m: names.get(m[0], m[0]), text)
    made: dict[str, Any] = json.loads(text)
    return made


def _parameters(spec: Any) -> set[str]:
    """Return the names of the parameters that select."""
    if not isinstance(spec, dict):
        return set()
    params = spec.get("params")
    found = {
        one["name"]
        for one in (params if isinstance(params, list) else ())
        if isinstance(one, dict) and one.get("name") and one.get("select")
    }
    for part in _PARTS:
        for child in spec[part] if isinstance(spec.get(part), list) else ():
            found |= _parameters(child)
    return found | _parameters(spec.get("spec"))


def _modes(spec: dict[str, Any], mode: str | Iterable[str] | None) -> tuple[str, ...]:
    found = _parameters(spec)
    if not found:
        raise StreamlitAPIException(_NO_SELECTIONS)
    if mode is None:
        return tuple(sorted(found))
    names = [mode] if isinstance(mode, str) else list(mode)
    for name in names:
        if name not in found:
            raise StreamlitAPIException(
                f"Selection parameter '{name}' is not defined in the chart spec. Available selection parameters are: "
                f"{found}."
            )
    return tuple(sorted(names))
