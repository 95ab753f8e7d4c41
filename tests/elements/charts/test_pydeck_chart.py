"""Decks of pydeck's: what the browser is told, and what it may say is selected."""

from __future__ import annotations

import json

import pytest

import formrerun as fr
from formrerun.elements.charts.pydeck_chart import DeckSelection, _text, spec_of
from formrerun.exceptions import NotOffered, StreamlitAPIException
from formrerun.testing import AppTest
from tests.visitor import Visitor

pdk = pytest.importorskip("pydeck")
pd = pytest.importorskip("pandas")

CITIES = [{"name": "Bern", "lat": 46.95, "sold": 3}, {"name": "Accra", "lat": 5.56, "sold": 9}]


def deck(data=None, **more):
    """Return a deck of points."""
    rows = CITIES if data is None else data
    return pdk.Deck([pdk.Layer("ScatterplotLayer", rows, get_position="[lat, lat]", pickable=True)], **more)


class Sent:
    """What the browser is told of a deck, and what it fetches."""

    def __init__(self, visitor):
        self.element = visitor.page.one("fr-deck")
        self.spec = visitor.client.get(self.element["data-fr-src"]).json()
        self.tables = json.loads(self.element["data-fr-tables"])
        self.values = [visitor.client.get(one["src"]).json()["values"] for one in self.tables]


@pytest.mark.django_db
class TestSent:
    @pytest.mark.parametrize("data", [CITIES, pd.DataFrame(CITIES)], ids=["rows", "frame"])
    def test_the_data_of_a_layer_are_fetched_by_themselves(self, serve, data):
        sent = Sent(Visitor(serve(lambda: fr.pydeck_chart(deck(data, tooltip={"text": "{name}"}), alt="Cities"))))
        (layer,) = sent.spec["layers"]
        assert (layer["data"], layer["getPosition"]) == ({"name": "fr-1"}, "@@=[lat, lat]")
        assert sent.values == [[[46.95, 5.56], ["Bern", "Accra"], [3, 9]]]
        assert sent.spec["tooltip"] == {"text": "{name}"}
        assert sent.element["data-fr-label"] == "Cities"

    @pytest.mark.parametrize(
        "rows", [[{"a": 1}, {"b": 2}], [{"a": 1}, {"a": "x"}], [[1, 2]], {"type": "FeatureCollection", "features": []}]
    )
    def test_what_a_table_would_change_stays_in_its_layer(self, serve, rows):
        sent = Sent(Visitor(serve(lambda: fr.pydeck_chart(deck(rows)))))
        assert sent.spec["layers"][0]["data"] == rows
        assert sent.tables == []

    def test_an_unchanged_deck_is_at_the_same_address(self, serve):
        visitor = Visitor(serve(lambda: [fr.pydeck_chart(deck()), fr.button("Again")]))
        before = visitor.page.one("fr-deck")["data-fr-src"]
        visitor.press("Again")
        assert visitor.page.one("fr-deck")["data-fr-src"] == before

    def test_without_a_deck_there_is_a_map(self, serve):
        sent = Sent(Visitor(serve(fr.pydeck_chart)))
        assert sent.spec["layers"] == []
        assert sent.element["data-fr-height"] == "500"

    def test_a_press_is_the_page_s(self, serve):
        seen = []

        def page():
            seen.append(fr.pydeck_chart(deck(), key="cities", on_select="rerun").selection)
            fr.button("Again")

        visitor = Visitor(serve(page))
        posted = '{"indices":{"layer-1":[1]},"objects":{"layer-1":[{"name":"Accra"}]}}'
        visitor.page.one("fr-deck").one("input").attrs["value"] = posted
        visitor.press("Again")
        assert seen[-1].indices == {"layer-1": [1]}
        assert visitor.page.one("fr-deck").one("input")["value"] == posted


class TestParameters:
    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"selection_mode": "rows"}, "Supported values: 'multi-object', 'single-object'"),
            ({"selection_mode": ["single-object"]}, "Selection mode must be a single value."),
            ({"width": "content"}, "width"),
            ({"height": "content"}, "height"),
        ],
    )
    def test_they_are_judged(self, given, said):
        with pytest.raises(StreamlitAPIException, match=said):
            fr.pydeck_chart(deck(), **given)

    def test_what_is_no_deck_is_said(self):
        with pytest.raises(StreamlitAPIException, match=r"takes a `pydeck.Deck`, not an object of type `dict`"):
            fr.pydeck_chart({})

    def test_an_author_s_id_stays(self):
        made = spec_of(*_text(pdk.Deck([pdk.Layer("ArcLayer", [], id="arcs"), pdk.Layer("ArcLayer", [])])))
        assert [one["id"] for one in made["layers"]] == ["arcs", "layer-1"]

    def test_write_draws_them(self):
        at = AppTest.from_string("import streamlit as st, pydeck\nst.write(pydeck.Deck())").run()
        assert not at.exception


class TestSelections:
    one = DeckSelection(layers=(("cities", 2), ("hexagons", -1)))
    many = DeckSelection(many=True, layers=(("cities", 2), ("hexagons", -1)))

    def test_what_is_selected_is_returned(self):
        given = {"indices": {"cities": [1, 0]}, "objects": {"cities": [CITIES[1], {"path": [[1, 2.5]]}]}}
        made = self.many.parse_posted([json.dumps(given)], None)
        assert made.selection == given
        assert self.many.parse_posted(self.many.to_posted(made), None) == made
        assert self.many.parse_posted([""], made).selection == {"indices": {}, "objects": {}}
        assert DeckSelection(many=True, layers=(("cities", 1),)).revalidate(made).selection.indices == {}

    @pytest.mark.parametrize(
        "given",
        [
            {}, {"indices": {}}, {"indices": [], "objects": []},
            {"indices": {"other": [0]}, "objects": {"other": [{}]}},
            {"indices": {"cities": [2]}, "objects": {"cities": [{}]}},
            {"indices": {"cities": [True]}, "objects": {"cities": [{}]}},
            {"indices": {"cities": [0]}, "objects": {"cities": []}},
            {"indices": {"cities": [0, 1]}, "objects": {"cities": [{}, {}]}},
            {"indices": {"cities": [0]}, "objects": {"cities": [[[[[[[[1]]]]]]]]}},
            {"indices": {"hexagons": [-1]}, "objects": {"hexagons": [None]}},
            {"indices": {"hexagons": [0]}, "objects": {"hexagons": [{"a": "\x00"}]}},
        ],
    )  # fmt: skip
    def test_nobody_selects_what_is_not_offered(self, given):
        with pytest.raises(NotOffered):
            self.one.parse_posted([json.dumps(given)], None)
