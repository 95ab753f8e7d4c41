"""``pydeck_chart``: maps and clouds in three dimensions, drawn by deck.gl from what pydeck describes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pickle import PicklingError
from typing import Any, ClassVar

from formrerun.conf import settings
from formrerun.elements._deprecations import older_width
from formrerun.elements._parameters import check_height, check_width
from formrerun.elements.charts import _chart
from formrerun.elements.charts._memory import LibraryPickler
from formrerun.elements.charts._selection import LARGEST, SelectionField, limited, plain
from formrerun.engine.handles import command
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import Height, Width
from formrerun.exceptions import (
    NotOffered,
    StreamlitAPIException,
    StreamlitInvalidParameterTypeError,
    StreamlitValueError,
)
from formrerun.tables import encoding

__all__ = ["pydeck_chart"]

MODES = ("multi-object", "single-object")
_EMPTY = '{"initialViewState": {"latitude": 0, "longitude": 0, "pitch": 0, "zoom": 1}}'
_RANDOM = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_RANDOM_ID = re.compile(f'"id": "({_RANDOM.pattern})"')
#: Layers whose objects are no rows: they are counted together in the browser.
_COUNTED = frozenset({
    "ContourLayer", "GPUGridLayer", "GridLayer", "HeatmapLayer", "HexagonLayer", "ScreenGridLayer",
})  # fmt: skip
#: How deep an object may be that is selected, and how much may be in it: a polygon of a country has many corners.
DEEPEST, WIDEST = 6, 5_000


@dataclass(frozen=True, kw_only=True)
class DeckSelection(SelectionField):
    """
    The objects that are selected in layers.

    Attributes
    ----------
    many
        There may be several.
    layers
        The id of each layer, and how many objects it has; -1 if that is not known.
    """

    tag = "selection.deck"

    many: bool = False
    layers: tuple[tuple[str, int], ...] = ()

    def nothing(self) -> dict[str, Any]:
        return {"indices": {}, "objects": {}}

    def judged(self, given: dict[str, Any]) -> dict[str, Any]:
        if set(given) != {"indices", "objects"} or not all(isinstance(one, dict) for one in given.values()):
            raise NotOffered
        indices, objects = given["indices"], given["objects"]
        known = dict(self.layers)
        if set(indices) != set(objects) or not set(indices) <= set(known):
            raise NotOffered
        made: dict[str, Any] = self.nothing()
        for name, found in indices.items():
            most = known[name] if known[name] >= 0 else LARGEST
            if len(limited(found)) != len(limited(objects[name])):
                raise NotOffered
            for one in found:
                if not isinstance(one, int) or isinstance(one, bool) or not 0 <= one < most:
                    raise NotOffered
            made["indices"][name] = list(found)
            made["objects"][name] = [_plain(one, DEEPEST) for one in objects[name]]
        if not self.many and sum(map(len, indices.values())) > 1:
            raise NotOffered
        return made


def _plain(value: Any, depth: int) -> Any:
    """Return an object as it was posted; raise NotOffered for what is too deep, or too large."""
    if isinstance(value, (list, dict)) and (depth == 0 or len(value) > WIDEST):
        raise NotOffered
    if isinstance(value, list):
        return [_plain(one, depth - 1) for one in value]
    if isinstance(value, dict):
        return {str(plain(name)): _plain(one, depth - 1) for name, one in value.items()}
    return plain(value)


@dataclass(eq=False, kw_only=True)
class DeckParts:
    """What the template of a deck shows beside what all charts have."""

    pixels: int = 0
    tiles: str = ""
    attribution: str = ""

    def more(self, made: dict[str, Any]) -> dict[str, Any]:
        """Return the variables with the texts of what may go wrong here."""
        from django.utils.translation import gettext as _

        from formrerun.markup.sanitizing import clean_html

        made["words"] |= {
            "elsewhere": _(
                "something comes from %s, which this site’s Content-Security-Policy refuses. Add the address to "
                "`connect-src` and `img-src`, or give the data to the layer."
            ),
            "unknown": _("deck.gl has no layer or view “%s”."),
            "formula": _("this is no formula of a column: %s"),
            "webgl": _("this browser does not draw in three dimensions (WebGL is switched off)."),
            "in": _("Zoom in"),
            "out": _("Zoom out"),
        }
        made["attribution"] = clean_html(self.attribution)
        return made


@dataclass(eq=False, kw_only=True)
class DeckChart(DeckParts, _chart.Chart):
    """A deck of layers."""

    kind: ClassVar[str] = "pydeck_chart"
    type_name: ClassVar[str] = "deck_gl_json_chart"

    def context(self) -> dict[str, Any]:
        return self.more(super().context())


@dataclass(eq=False, kw_only=True)
class SelectableDeckChart(DeckParts, _chart.SelectableChart):
    """A deck of layers in which one selects."""

    kind: ClassVar[str] = "pydeck_chart"
    type_name: ClassVar[str] = "deck_gl_json_chart"

    def context(self) -> dict[str, Any]:
        return self.more(super().context())


@command
def pydeck_chart(
    pydeck_obj: Any = None,
    *,
    width: Width = "stretch",
    use_container_width: bool | None = None,
    height: Height = 500,
    selection_mode: str | Iterable[str] = "single-object",
    on_select: OnChange = "ignore",
    key: str | int | None = None,
    alt: str | None = None,
) -> Any:
    """
    Draw a deck of pydeck's (``pip install formrerun[charts]``): layers of points, arcs, columns, areas and texts.

    Below the layers of a map stand the world's countries, drawn without the internet, or the tiles that ``MAP_TILES``
    names; a ``map_style`` is not asked for. Another deck at the same place keeps the view that somebody has chosen.

    Parameters
    ----------
    pydeck_obj
        A ``pydeck.Deck``; None for an empty map. With ``map_provider=None`` nothing stands below the layers.
    width, height
        "stretch" or pixels; ``use_container_width`` is an older name.
    selection_mode
        "single-object", or "multi-object" for several.
    on_select
        "rerun", or a callable to be called before the page runs again; "ignore" to return no selection. Objects of
        layers with ``pickable=True`` can be selected; give these layers an ``id``.
    alt
        A description for screen readers.

    Returns
    -------
    DeltaGenerator or dict
        With ``on_select`` what is selected: ``event.selection.indices`` and ``event.selection.objects`` by the layers'
        ids.

    Raises
    ------
    StreamlitAPIException
        If this is no deck.
    """
    width = older_width(use_container_width, width, otherwise=None, instead="specify an integer width")
    check_width(width)
    check_height(height)
    if not isinstance(selection_mode, str):
        raise StreamlitInvalidParameterTypeError(
            "selection_mode", type(selection_mode).__name__, ["str"], detail="Selection mode must be a single value."
        )
    if selection_mode not in MODES:
        raise StreamlitValueError("selection_mode", [f"'{mode}'" for mode in MODES])
    source = _chart.source_once("pydeck", _given(pydeck_obj), lambda: _source(pydeck_obj), DeckPickler)
    variables: dict[str, Any] = {
        **_chart.kept(source),
        "theme": "streamlit",
        "pixels": height if isinstance(height, int) else 0,
        "tiles": str(settings.MAP_TILES or ""),
        "attribution": str(settings.MAP_ATTRIBUTION or "") if settings.MAP_TILES else "",
    }
    outer = None if isinstance(height, int) else height
    if on_select == "ignore":
        return _chart.draw_chart("pydeck_chart", DeckChart, width=width, height=outer, alt=alt, **variables)
    return _chart.draw_selectable(
        "pydeck_chart", SelectableDeckChart, DeckSelection(many=selection_mode == "multi-object", layers=source.more),
        key=key, on_select=on_select, width=width, height=outer, alt=alt, selects=(selection_mode,),
        identity={
            "spec": source.text, "data": source.digests,
            "selection_mode": selection_mode, "use_container_width": use_container_width,
        },
        **variables,
    )  # fmt: skip


class DeckPickler(LibraryPickler):
    """For decks: an image is the path of a file, which is read when its deck is written."""

    def reducer_override(self, value: Any) -> Any:
        if type(value).__module__ == "pydeck.types.image":
            raise PicklingError(type(value))
        return super().reducer_override(value)


def _given(deck: Any) -> Any:
    """Return all that a deck's JSON depends on, but for the ids of layers that pydeck makes, others in each run."""
    if not isinstance(getattr(deck, "layers", None), list):
        return deck
    layers = [(type(one), {**vars(one), "id": _named(one)}) for one in deck.layers if hasattr(one, "__dict__")]
    rest = {name: value for name, value in vars(deck).items() if name not in ("layers", "deck_widget")}
    return type(deck), rest, layers if len(layers) == len(deck.layers) else deck.layers, _tooltip(deck)


def _named(layer: Any) -> Any:
    """Return the id that a layer's author gave it, or None."""
    id_ = getattr(layer, "id", None)
    return None if isinstance(id_, str) and _RANDOM.fullmatch(id_) else id_


def _tooltip(deck: Any) -> Any:
    tooltip = getattr(getattr(deck, "deck_widget", None), "tooltip", None) or getattr(deck, "_tooltip", None)
    return tooltip if tooltip is True or isinstance(tooltip, dict) else None


def _text(deck: Any) -> tuple[str, Any]:
    """Return a deck as JSON, and its tooltip; raise StreamlitAPIException for what is none."""
    if deck is None:
        return _EMPTY, None
    if not hasattr(deck, "to_json") or not hasattr(deck, "layers"):
        raise StreamlitAPIException(
            f"`pydeck_chart` takes a `pydeck.Deck`, not an object of type `{type(deck).__name__}`."
        )
    try:
        text: str = deck.to_json()
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise StreamlitAPIException(f"The deck of `pydeck_chart` is no JSON: {error}") from error
    # pydeck makes other ids in each run for who gives none.
    found = dict.fromkeys(_RANDOM_ID.findall(text))
    for place, id_ in enumerate(found, 1):
        text = text.replace(f'"id": "{id_}"', f'"id": "layer-{place}"')
    return text, _tooltip(deck)


def spec_of(text: str, tooltip: Any) -> dict[str, Any]:
    """Return a deck as plain data: its layers with ids, its view, its tooltip."""
    spec: dict[str, Any] = json.loads(text, parse_constant=lambda name: None)
    layers = [one for one in spec.get("layers") or () if isinstance(one, dict)]
    for place, one in enumerate(layers, 1):
        if not isinstance(one.get("id"), str):
            one["id"] = f"layer-{place}"
    spec["layers"] = layers
    if tooltip is not None:
        spec["tooltip"] = json.loads(json.dumps(tooltip, default=str))
    return spec


def _source(deck: Any) -> _chart.ChartSource:
    """Return the chart of a deck, the data of its layers taken out; ``more`` is how many objects each layer has."""
    spec = spec_of(*_text(deck))
    counts = tuple((one["id"], _count(one)) for one in spec["layers"])
    tables = _take_out(spec)
    return _chart.ChartSource(spec, tables, counts)


def _count(layer: dict[str, Any]) -> int:
    """Return how many objects a layer has; -1 if that is not known here."""
    data = layer.get("data")
    if isinstance(data, dict):
        data = data.get("features")
    return len(data) if isinstance(data, list) and layer.get("@@type") not in _COUNTED else -1


def _take_out(spec: dict[str, Any]) -> list[_chart.Dataset]:
    """
    Move the data out of the layers: they are fetched by themselves.

    What a table would change stays where it is: rows with other columns, columns of several kinds.
    """
    tables: dict[str, _chart.Dataset] = {}
    for one in spec["layers"]:
        rows = one.get("data")
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            continue
        names = list(rows[0])
        if not names or any(list(row) != names for row in rows):
            continue
        made = _chart.dataset("", {name: [row[name] for row in rows] for name in names})
        values = encoding.values_of(made.encoded)
        if any(column != [row[name] for row in rows] for name, column in zip(names, values, strict=True)):
            continue
        kept = tables.setdefault(made.encoded.digest, made)
        kept.name = kept.name or f"fr-{len(tables)}"
        one["data"] = {"name": kept.name}
    return list(tables.values())
