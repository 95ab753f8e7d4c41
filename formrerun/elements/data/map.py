"""Points on a map: circles over a background of the world's countries, drawn without the internet."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from math import isfinite
from typing import Any, ClassVar

from formrerun.conf import settings
from formrerun.elements._deprecations import older_width
from formrerun.elements._parameters import check_height, check_width
from formrerun.elements.data._tabular import Tabular, clean_alt
from formrerun.elements.layout._opening import browser_owned
from formrerun.engine.context import current_run
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Height, Width
from formrerun.exceptions import StreamlitAPIException, StreamlitInvalidColorError, StreamlitInvalidParameterTypeError
from formrerun.tables import addresses, encoding, lazy_data, sources
from formrerun.tables.encoding import EncodedTable
from formrerun.tables.frames import Column, Frame

__all__ = ["map"]

LATITUDES = ("LAT", "LATITUDE", "lat", "latitude")
LONGITUDES = ("LON", "LONGITUDE", "lon", "longitude")
SIZE = 100  # metres
#: Digits of a coordinate that is sent: a millionth of a degree is 11 centimetres.
DIGITS = 6

Color = str | Sequence[float]


@dataclass(eq=False, kw_only=True)
class Map(Tabular):
    """A map that the browser draws, from points it fetches."""

    kind: ClassVar[str] = "map"
    type_name: ClassVar[str] = "deck_gl_json_chart"

    id: str = ""
    address: str = ""
    points: int = 0
    extent: tuple[float, float, float, float] | None = None
    zoom: float | None = None
    tiles: str = ""
    attribution: str = ""
    alt: str = ""
    data: Any = part(default=None, metadata={"html": False})

    @property
    def wrapper_id(self) -> str:
        return self.id

    def context(self) -> dict[str, Any]:
        from django.utils.translation import gettext as _
        from django.utils.translation import ngettext

        from formrerun.markup.sanitizing import clean_html

        counted = ngettext("Map with %(count)s point", "Map with %(count)s points", self.points)
        spread = ""
        if self.extent is not None:
            south, north, west, east = (f"{degrees:.4f}" for degrees in self.extent)
            spread = _("from %(south)s, %(west)s to %(north)s, %(east)s") % {
                "south": south, "west": west, "north": north, "east": east,
            }  # fmt: skip
        return {
            **super().context(),
            "label": self.alt or counted % {"count": self.points},
            "counted": counted % {"count": self.points},
            "spread": spread,
            "view": {"extent": self.extent, "zoom": self.zoom},
            "attribution": clean_html(self.attribution),
            "words": {
                "in": _("Zoom in"),
                "out": _("Zoom out"),
                "full": _("Fullscreen"),
                "lost": _("The map's data is gone. Reload the page."),
            },
        }


@command
def map(
    data: Any = None,
    *,
    latitude: str | None = None,
    longitude: str | None = None,
    color: str | Color | None = None,
    size: str | float | None = None,
    zoom: int | None = None,
    width: Width = "stretch",
    height: Height = 500,
    use_container_width: bool | None = None,
    alt: str | None = None,
) -> DeltaGenerator:
    """
    Draw points on a map: circles over the world's countries, or over the tiles that ``MAP_TILES`` names.

    Parameters
    ----------
    data
        A table with a column each for latitude and longitude, in degrees.
    latitude, longitude
        The names of these columns; by default "lat" or "latitude", "lon" or "longitude", in small letters or in
        capitals.
    color
        Of all circles ("#ff8800", "#ff880080", a tuple of three or four numbers), or the name of a column of colours;
        by default the theme's.
    size
        Radius in metres, or the name of a column of them.
    zoom
        From 0, the whole world; by default all points are seen.
    alt
        A description for screen readers.

    Raises
    ------
    StreamlitAPIException
        If there is no such column, or a coordinate is missing.
    StreamlitInvalidColorError
        If a colour is none.
    """
    width = older_width(use_container_width, width, otherwise=None, instead="specify an integer width")
    check_width(width)
    check_height(height)
    level = None if zoom is None else _as_number(zoom)
    if zoom is not None and level is None:
        raise StreamlitInvalidParameterTypeError("zoom", type(zoom).__name__, ["int", "None"])
    fetched = lazy_data.fetched(data)
    how = ("map", latitude, longitude, _hashable(color), _hashable(size))
    encoded = encoding.encoded(fetched, how, lambda: _encode(sources.read(fetched), latitude, longitude, color, size))
    run = current_run()
    return draw(
        Map(
            id=browser_owned(run, "map", run.drawing.fragment),
            address=addresses.address_of(run, encoded),
            points=encoded.rows,
            extent=encoded.extent,
            zoom=level,
            tiles=str(settings.MAP_TILES or ""),
            attribution=str(settings.MAP_ATTRIBUTION or "") if settings.MAP_TILES else "",
            alt=clean_alt(alt),
            width=width,
            height=height,
            data=fetched,
        )
    )


def _hashable(value: Any) -> Any:
    """Return a colour or a size as a part of a key; 1 and 1.0 are different colours."""
    return (type(value).__name__, repr(value))


def _encode(frame: Frame, latitude: Any, longitude: Any, color: Any, size: Any) -> EncodedTable:
    """Return the points of a table as they are encoded: a list each for latitudes, longitudes, colours and radii."""
    if not frame.rows:
        digest, body = encoding.pack({"is": "map", "rows": 0}, {"lat": [], "lon": []})
        return EncodedTable(digest, body, 0)
    lat = _coordinates(frame, "latitude", latitude, LATITUDES)
    lon = _coordinates(frame, "longitude", longitude, LONGITUDES)
    made: dict[str, Any] = {"lat": lat, "lon": lon}
    column = frame.column(color) if isinstance(color, str) else None
    if column is not None:
        made["palette"], made["color"] = _palette(column)
    elif color is not None and not (isinstance(color, str) and color.lower() == "primary"):
        made["palette"] = [css_color(color)]
    column = frame.column(size) if isinstance(size, str) else None
    made["size"] = _radii(column) if column is not None else _radius(size, frame)
    digest, body = encoding.pack({"is": "map", "rows": frame.rows}, made)
    return EncodedTable(digest, body, frame.rows, extent=(min(lat), max(lat), min(lon), max(lon)))


def _coordinates(frame: Frame, what: str, name: Any, defaults: tuple[str, ...]) -> list[float]:
    column = frame.column(name) if isinstance(name, str) else None
    if column is None:
        column = next((found for found in builtins.map(frame.column, defaults) if found is not None), None)
    if column is None:
        allowed = ", ".join(builtins.map(repr, defaults))
        existing = ", ".join(repr(column.name) for column in frame.columns)
        raise StreamlitAPIException(
            f"Map data must contain a {what} column named: {allowed}. Existing columns: {existing}"
        )
    values = column.objects()
    if any(value is None for value in values):
        raise StreamlitAPIException(
            f"Column {column.name} is not allowed to contain null values, such as NaN, NaT, or None."
        )
    made = []
    for value in values:
        number = _as_number(value)
        if number is None:
            raise StreamlitAPIException(
                f"Column {column.name} must contain numbers: degrees of {what}. It contains {value!r}."
            )
        made.append(round(number, DIGITS))
    return made


def _as_number(value: Any) -> float | None:
    """Return a finite number as a float, or None."""
    try:
        number = float(value) if not isinstance(value, (str, bytes, bool)) else None
    except (TypeError, ValueError):
        return None
    return number if number is not None and isfinite(number) else None


def _radius(size: Any, frame: Frame) -> float:
    if size is None:
        return SIZE
    number = _as_number(size)
    if number is None or number < 0:
        existing = ", ".join(repr(column.name) for column in frame.columns)
        raise StreamlitAPIException(
            f"`size` must be a radius in metres or the name of a column; it is {size!r}. Existing columns: {existing}"
        )
    return number


def _radii(column: Column) -> list[float] | float:
    """Return the radii of a column; a point without one has none and is drawn as small as can be."""
    made = []
    for value in column.objects():
        number = 0.0 if value is None else _as_number(value)
        if number is None:
            raise StreamlitAPIException(
                f"Column {column.name} must contain numbers: radii in metres. It contains {value!r}."
            )
        made.append(round(max(number, 0), 2))
    return made[0] if len(set(made)) == 1 else made


def _palette(column: Column) -> tuple[list[str], list[int]]:
    """Return the colours of a column, each once, and which of them each point has."""
    values = column.objects()
    if not values or not is_color_like(values[0]):
        raise StreamlitAPIException(f'Column "{column.name}" does not appear to contain valid colors.')
    indexes: dict[str, int] = {}
    known: dict[Any, int] = {}
    made = []
    for value in values:
        key = tuple(value) if isinstance(value, list) else value
        try:
            index = known.get((type(value), key))
        except TypeError:
            raise StreamlitInvalidColorError(value) from None
        if index is None:
            index = known[(type(value), key)] = indexes.setdefault(css_color(value), len(indexes))
        made.append(index)
    return list(indexes), made


def is_color_like(color: Any) -> bool:
    """Return True for what looks like a hexadecimal colour, or like a tuple of one."""
    if isinstance(color, str):
        return color.startswith("#") and len(color) in (4, 5, 7, 9) and color[1:].isalnum()
    return _is_color_tuple(color)


def _is_color_tuple(color: Any) -> bool:
    return (
        isinstance(color, (tuple, list))
        and len(color) in (3, 4)
        and all(isinstance(part, (int, float)) for part in color)
    )


def css_color(color: Color | Collection[float]) -> str:
    """
    Return a colour as ``#rrggbbaa``.

    Parameters
    ----------
    color
        Hexadecimal with 3, 4, 6 or 8 digits; or three or four numbers, integers from 0 to 255 or floats from 0 to 1.

    Raises
    ------
    StreamlitInvalidColorError
        If it is neither.
    """
    if isinstance(color, str) and is_color_like(color):
        digits = color[1:]
        if len(digits) < 5:
            digits = "".join(digit * 2 for digit in digits)
        try:
            int(digits, 16)
        except ValueError:
            raise StreamlitInvalidColorError(color) from None
        return "#" + digits.lower().ljust(8, "f")
    if _is_color_tuple(color):
        parts = [int(part * 255) if isinstance(part, float) else int(part) for part in color]
        return "#" + "".join(f"{min(255, max(0, part)):02x}" for part in [*parts, 255][:4])
    raise StreamlitInvalidColorError(color)
