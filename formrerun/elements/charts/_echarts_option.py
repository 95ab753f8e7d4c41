"""The option of an ECharts chart: read from what an author gives, judged, its tables taken out of it."""

from __future__ import annotations

import datetime as dt
import json
import logging
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from formrerun.elements.charts import _chart
from formrerun.exceptions import StreamlitAPIException, StreamlitInvalidParameterTypeError
from formrerun.tables import lazy_data, sources
from formrerun.tables.cells import library_of

logger = logging.getLogger("formrerun")

#: What the extension ECharts GL draws, which is not part of ECharts: series, and components.
_GL_SERIES = frozenset({
    "bar3D", "flowGL", "globe", "graphGL", "line3D", "lines3D", "linesGL", "map3D", "polygons3D", "scatter3D",
    "scatterGL", "surface",
})  # fmt: skip
_GL_COMPONENTS = ("geo3D", "globe", "grid3D", "mapbox3D", "maptalks3D")
_EXTENSIONS = {"liquidFill": "echarts-liquidfill", "wordCloud": "echarts-wordcloud"}
#: How pyecharts marks a text that is JavaScript.
_JS = "--x_x--"
_FUNCTION = re.compile(r"\bfunction\s*\(|=>")
#: Formats that have names, as `metric` and columns have them.
_FORMATS = frozenset({
    "plain", "localized", "dollar", "euro", "yen", "percent", "compact", "scientific", "engineering", "accounting",
    "bytes",
})  # fmt: skip
_PRINTF = re.compile(r"(?:[^%]|%%)*%[+ 0,_-]*\d*(?:\.\d+)?[a-zA-Z](?:[^%]|%%|%[+ 0,_-]*\d*(?:\.\d+)?[a-zA-Z])*")


def option_of(spec: Any) -> tuple[dict[str, Any], list[_chart.Dataset]]:
    """
    Return an option as plain data, and the tables of it.

    Raises
    ------
    StreamlitInvalidParameterTypeError
        If this is no option.
    StreamlitAPIException
        If it holds what is not drawn here, or no JSON.
    """
    if isinstance(spec, str):
        option = _parsed(spec)
    elif isinstance(spec, Mapping):
        option = _copied(dict(spec))
    elif callable(getattr(spec, "dump_options", None)):
        option = _parsed(spec.dump_options())
    else:
        raise StreamlitInvalidParameterTypeError("spec", type(spec).__name__, ["dict", "str", "pyecharts chart"])
    if not isinstance(option, dict):
        raise StreamlitInvalidParameterTypeError(
            "spec", type(option).__name__, ["dict"], detail="An ECharts spec must be a JSON object (mapping)."
        )
    _check(option)
    _warn(option)
    tables: dict[str, _chart.Dataset] = {}
    for variant in variants(option):
        for one in entries(variant.get("dataset")):
            _take_out(one, tables)
    return plain(option), list(tables.values())


def _parsed(text: str) -> Any:
    try:
        option = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        rest = text[getattr(error, "pos", 0) :]
        if _FUNCTION.search(rest):
            raise _scripted() from error
        raise StreamlitAPIException(
            "The provided ECharts spec could not be parsed as JSON. `st.echarts_chart` only supports JSON-compatible "
            "option objects."
        ) from error
    if _has_js(option):
        raise _scripted()
    return option


def _scripted() -> StreamlitAPIException:
    return StreamlitAPIException(
        "The provided ECharts spec contains JavaScript callbacks (e.g. `function` values or `JsCode`), which "
        "`st.echarts_chart` does not support. Only JSON-compatible option objects are supported. Use ECharts "
        "string-template formatters instead of JavaScript functions."
    )


def _has_js(value: Any) -> bool:
    if isinstance(value, str):
        bare = value.strip()
        return len(bare) > 2 * len(_JS) and bare.startswith(_JS) and bare.endswith(_JS)
    if isinstance(value, dict):
        return any(map(_has_js, value.values()))
    return isinstance(value, list) and any(map(_has_js, value))


def _copied(value: Any) -> Any:
    """Return an option whose dicts may be changed; what is a table stays as it is."""
    if isinstance(value, dict) and not sources.is_table_like(value):
        return {name: _copied(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)) and any(isinstance(one, dict) for one in value):
        return [_copied(one) for one in value]
    return value


# ------------------------------------------------------------------------------------------------ parts of an option


def entries(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the dicts of what is one, or a list of them."""
    for one in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(one, dict):
            yield one


def variants(option: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the option, and what replaces parts of it: steps of a timeline, widths of the screen."""
    yield option
    yield from _media(option)
    base = option.get("baseOption")
    if isinstance(base, dict):
        yield base
        yield from _media(base)
    for step in _listed(option, "options"):
        yield step
        yield from _media(step)


def _media(option: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for one in _listed(option, "media"):
        if isinstance(one.get("option"), dict):
            yield one["option"]


def _listed(option: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    value = option.get(name)
    if value is not None and not isinstance(value, (list, tuple)):
        raise StreamlitAPIException(
            f"The provided ECharts spec has a `{name}` value that is not a list. `st.echarts_chart` only supports "
            "JSON-compatible option objects."
        )
    yield from entries(value or [])


def series_of(option: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every series of all variants."""
    for variant in variants(option):
        yield from entries(variant.get("series"))


def selects(option: dict[str, Any]) -> bool:
    """Return True if something can be selected: a series has ``selectedMode``, or there is a brush."""
    for variant in variants(option):
        if "brush" in variant:
            return True
        for one in entries(variant.get("toolbox")):
            if isinstance(one.get("feature"), dict) and "brush" in one["feature"]:
                return True
    return any(one.get("selectedMode") for one in series_of(option))


# ------------------------------------------------------------------------------------------------------ what is wrong


def _check(option: dict[str, Any]) -> None:
    """Raise StreamlitAPIException for what ECharts would leave out, or fail by."""
    is_map = any("geo" in variant for variant in variants(option))
    for variant in variants(option):
        for name in _GL_COMPONENTS:
            if name in variant:
                raise _beyond(f"the `{name}` component")
    for one in series_of(option):
        kind = one.get("type")
        is_map = is_map or kind == "map" or one.get("coordinateSystem") == "geo"
        if not isinstance(kind, str):
            continue
        if kind in _GL_SERIES:
            raise _beyond(f"the `{kind}` series")
        if kind in _EXTENSIONS:
            raise StreamlitAPIException(
                f"The provided ECharts spec uses the `{kind}` series, which requires the `{_EXTENSIONS[kind]}` "
                "extension. `st.echarts_chart` bundles only core ECharts, so this chart would render empty."
            )
        if kind == "custom":
            raise StreamlitAPIException(
                "The provided ECharts spec uses a `custom` series, which requires a JavaScript `renderItem` callback. "
                "`st.echarts_chart` only supports JSON-compatible option objects, so custom series are not supported."
            )
    if is_map:
        raise StreamlitAPIException(
            "The provided ECharts spec uses a map or geo coordinate system, which requires registering GeoJSON map "
            "data. `st.echarts_chart` does not support map charts."
        )


def _beyond(what: str) -> StreamlitAPIException:
    return StreamlitAPIException(
        f"The provided ECharts spec uses {what}, which requires the ECharts GL extension. `st.echarts_chart` does not "
        "support 3D or WebGL charts."
    )


def _warn(option: dict[str, Any]) -> None:
    """Say of formats that are none that they are left out: the chart is drawn all the same."""
    tooltips = [one for variant in variants(option) for one in entries(variant.get("tooltip"))]
    tooltips += [one for series in series_of(option) for one in entries(series.get("tooltip"))]
    for one in tooltips:
        given = one.get("valueFormatter")
        if given is None or (isinstance(given, str) and (given in _FORMATS or _PRINTF.fullmatch(given))):
            continue
        logger.warning(
            "The provided ECharts spec sets a tooltip `valueFormatter` of %r, which is not a number format, so it is "
            'ignored. Use a named format such as "dollar" or "compact", or a printf-style string such as "%%.2f".',
            given,
        )


# ------------------------------------------------------------------------------------------------------------- data


def _take_out(dataset: dict[str, Any], tables: dict[str, _chart.Dataset]) -> None:
    """Move a table out of a dataset: it is fetched by itself."""
    source = dataset.get("source")
    if source is None or not sources.is_table_like(source):
        return
    fetched = lazy_data.fetched(source)
    try:
        made = _chart.dataset("", fetched)
    except (TypeError, ValueError) as error:
        raise StreamlitAPIException(
            "The provided ECharts `dataset.source` could not be converted for display. Convert or drop the columns "
            f"that cannot be serialized (for example, cast object columns to strings).\n\n{error}"
        ) from error
    # Called by their place and not by what is in them: other data leave the spec as it is.
    made = tables.setdefault(made.encoded.digest, made)
    made.name = made.name or f"fr-{len(tables)}"
    dataset["source"] = {"name": made.name}


def plain(option: dict[str, Any]) -> dict[str, Any]:
    """Return an option as JSON has it; raise StreamlitAPIException that says where it is none."""
    try:
        made: dict[str, Any] = json.loads(json.dumps(option, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        try:
            found = _odd(option, "")
        except RecursionError:  # it holds itself
            found = None
        said = f" `{found[0]}` is {_described(found[1])}." if found is not None else ""
        raise StreamlitAPIException(
            f"The provided ECharts spec is not JSON-serializable.{said} `st.echarts_chart` only supports "
            "JSON-compatible option objects. Pass chart data as a dataframe in `dataset.source`, which converts "
            "datetimes, NumPy values, and missing values automatically. Values anywhere else (for example "
            "`series.data`) must already be plain Python values such as `int`, `float`, `str`, `None`, lists, and "
            "dicts."
        ) from error
    return made


def _odd(value: Any, path: str) -> tuple[str, Any] | None:
    """Return where the first value stands that JSON does not know, and what it is."""
    if isinstance(value, float):
        return None if math.isfinite(value) else (path, value)
    if value is None or isinstance(value, (str, int)):
        return None
    parts: list[tuple[str, Any]]
    if isinstance(value, dict):
        parts = [(f"{path}.{name}" if path else str(name), one) for name, one in value.items()]
    elif isinstance(value, (list, tuple)):
        parts = [(f"{path}[{at}]", one) for at, one in enumerate(value)]
    else:
        return path, value
    return next((found for place, one in parts if (found := _odd(one, place)) is not None), None)


def _described(value: Any) -> str:
    """Return what a value is that JSON does not know, and what to make of it."""
    if isinstance(value, float):
        name = "NaN" if math.isnan(value) else repr(value)
        return f"`{name}`. Use `None` for missing or non-finite numbers"
    kind = type(value)
    library = library_of(value)
    named = f"a `{kind.__qualname__}`" if library == "builtins" else f"a `{library}.{kind.__qualname__}`"
    if library == "numpy" and getattr(value, "ndim", 1) == 0:
        return f"{named}. Convert it with `int()`, `float()`, or `bool()`"
    if kind.__name__ in ("NAType", "NaTType"):
        return f"{named}. Use `None` for missing values"
    if isinstance(value, (dt.date, dt.time)):
        return f"{named}. Convert it with `.isoformat()`"
    if sources.is_table_like(value):
        return f"{named}. Only `dataset.source` accepts dataframes and arrays, so pass the data there"
    if callable(value):
        return f'{named}. Use an ECharts string template such as `"{{b}}: {{c}}"` instead of a callback'
    return f"{named}. Convert it to a plain Python value"
