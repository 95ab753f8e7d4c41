"""``map``: which points the browser is told, with which colours and sizes, and what is no map."""

from __future__ import annotations

import json
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

import formrerun as fr
from tests.visitor import Visitor

BERN = {"lat": 46.95, "lon": 7.45}
POINTS = {"lat": [1.0, 2.0, 3.0], "lon": [10, 20, 30], "team": ["a", "b", "a"]}


class Sent:
    """What the browser is told of a map: how to show it stands in the page, its points are fetched."""

    def __init__(self, visitor):
        self.element = visitor.page.one("fr-map")
        self.view = json.loads(self.element["data-fr-view"])
        self.points = visitor.client.get(self.element["data-fr-src"]).json()


@pytest.fixture
def sent(serve, db):
    """Draw a map and return what the browser is told of it."""
    return lambda data=None, **options: Sent(Visitor(serve(lambda: fr.map(data, **options))))


@pytest.mark.parametrize(
    "data",
    [
        [BERN],
        {"latitude": [46.95], "longitude": [7.45]},
        pd.DataFrame({"LATITUDE": [46.95], "LON": [7.45]}),
        pd.DataFrame({"lat": [Decimal("46.95")], "lon": np.array([7.45])}),
        pd.DataFrame([BERN, BERN], index=["x", "y"]).head(1),
    ],
    ids=["rows", "columns", "capitals", "kinds of numbers", "index"],
)
def test_points_are_read_by_the_usual_names(sent, data):
    drawn = sent(data)
    assert drawn.points == {"lat": [46.95], "lon": [7.45], "size": 100}
    assert drawn.view == {"extent": [46.95, 46.95, 7.45, 7.45], "zoom": None}


def test_other_names_are_given(sent):
    drawn = sent({"y": [1], "x": [2], "lat": [8], "lon": [9]}, latitude="y", longitude="x")
    assert (drawn.points["lat"], drawn.points["lon"]) == ([1], [2])


@pytest.mark.parametrize("data", [None, [], pd.DataFrame({"lat": [], "lon": []})], ids=["none", "list", "columns"])
def test_a_map_may_be_empty(sent, data):
    drawn = sent(data)
    assert drawn.points == {"lat": [], "lon": []}
    assert drawn.view == {"extent": None, "zoom": None}


@pytest.mark.parametrize(
    ("color", "palette"),
    [
        ("#f80", ["#ff8800ff"]),
        ("#ff880080", ["#ff880080"]),
        ((255, 136, 0), ["#ff8800ff"]),
        ((1.0, 0.5, 0.0, 0.5), ["#ff7f007f"]),
        ([999, -5, 0], ["#ff0000ff"]),
        ("primary", None),
        (None, None),
    ],
    ids=str,
)
def test_a_colour_for_all_points(sent, color, palette):
    assert sent([BERN], color=color).points.get("palette") == palette


def test_a_colour_for_each_point_is_sent_once(sent):
    drawn = sent({**POINTS, "shade": ["#ff0000", "#00f", "#ff0000"]}, color="shade")
    assert drawn.points["palette"] == ["#ff0000ff", "#0000ffff"]
    assert drawn.points["color"] == [0, 1, 0]


@pytest.mark.parametrize(
    ("size", "metres"),
    [(None, 100), (250, 250), (0.5, 0.5), ("radius", [1, 2.5, 0]), ("same", 7)],
)
def test_sizes_are_metres_for_all_points_or_for_each(sent, size, metres):
    data = {**POINTS, "radius": [1, 2.5, None], "same": [7, 7, 7]}
    assert sent(data, size=size).points["size"] == metres


def test_the_guide_s_example_is_told_in_full(sent):
    frame = pd.DataFrame({"lat": [37.76, 37.77], "lon": [-122.4, -122.41], "team": ["A", "B"]})
    frame["color"] = np.where(frame.team == "A", "#0000FF7f", "#FF00007f")
    frame["size"] = np.where(frame.team == "A", 100, 50)
    drawn = sent(frame, size="size", color="color")
    assert drawn.points["palette"] == ["#0000ff7f", "#ff00007f"]
    assert drawn.points["size"] == [100, 50]
    assert drawn.view["extent"] == [37.76, 37.77, -122.41, -122.4]


def test_a_level_and_a_description_are_given(sent):
    drawn = sent([BERN], zoom=5, alt="Where we are")
    assert drawn.view["zoom"] == 5
    assert drawn.element["data-fr-label"] == "Where we are"
    assert sent([BERN]).element["data-fr-label"] == "Map with 1 point"


def test_tiles_are_the_site_s_to_choose(sent, settings):
    assert "data-fr-tiles" not in sent([BERN]).element
    settings.FORMRERUN = {
        "MAP_TILES": "https://tiles.example.com/{z}/{x}/{y}.png",
        "MAP_ATTRIBUTION": '© <a href="https://example.com/">Example</a><script>alert(1)</script>',
    }
    element = sent([BERN]).element
    assert element["data-fr-tiles"] == "https://tiles.example.com/{z}/{x}/{y}.png"
    assert "Example</a>" in element["data-fr-attribution"]
    assert "<script" not in element["data-fr-attribution"]


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        ({"a": [1]}, {}, "Map data must contain a latitude column named: 'LAT', 'LATITUDE', 'lat', 'latitude'."),
        ({"lat": [1]}, {}, "Map data must contain a longitude column"),
        ({"lat": [None], "lon": [1]}, {}, "Column lat is not allowed to contain null values"),
        ({"lat": [1.0], "lon": [float("nan")]}, {}, "Column lon is not allowed to contain null values"),
        ({"lat": ["north"], "lon": [1]}, {}, "must contain numbers: degrees of latitude. It contains 'north'."),
        ({"lat": [float("inf")], "lon": [1]}, {}, "Column lat must contain numbers"),
        ("everywhere", {}, "Unable to convert object of type `<class 'str'>` to `pandas.DataFrame`."),
        ([BERN], {"size": "width"}, "`size` must be a radius in metres or the name of a column; it is 'width'."),
        ([BERN], {"size": -1}, "`size` must be a radius in metres"),
        ([{**BERN, "r": "wide"}], {"size": "r"}, "Column r must contain numbers: radii in metres."),
        ([BERN], {"color": "reddish"}, "reddish"),
        ([BERN], {"color": (1, 2)}, "(1, 2)"),
        ([{**BERN, "c": "red"}], {"color": "c"}, 'Column "c" does not appear to contain valid colors.'),
        ([{**BERN, "c": "#f00"}, {**BERN, "c": {}}], {"color": "c"}, "{}"),
        ([BERN], {"zoom": "near"}, "Invalid `zoom` type. Expected one of: int, None. Provided type: str."),
        ([BERN], {"zoom": float("nan")}, "Invalid `zoom` type."),
        ([BERN], {"height": "tall"}, "height"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_map_is_said_to_be_none(show, data, options, message):
    at = show(lambda: fr.map(data, **options))
    assert message in at.exception[0].value


def page(request):
    fr.session_state.north = fr.session_state.get("north", 0) + fr.button("North")
    with fr.form("note"):
        fr.text_input("Note")
        fr.form_submit_button("Save")
    fr.map([{**BERN, "lat": fr.session_state.north}])


def test_a_map_that_did_not_change_is_not_sent_again(serve, db):
    visitor = Visitor(serve(page), script=True)
    assert "fr-map" not in visitor.fill("Note", "x").press("Save").content.decode()
    assert "fr-map" in visitor.press("North").content.decode()
    assert Sent(visitor).points["lat"] == [1]


def test_without_a_script_it_says_how_many_points_are_where(serve, db):
    plain = Visitor(serve(lambda: fr.map(POINTS))).page.one("fr-map").one("noscript")
    assert plain.text == "Map with 3 points: from 1.0000, 10.0000 to 3.0000, 30.0000"
