"""Charts of Vega-Lite and the built-in ones: what the browser is told, and what it may say is selected."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import formrerun as fr
from formrerun.elements.charts import built_in_charts
from formrerun.elements.charts.vega_lite_chart import VegaSelection, _stable
from formrerun.exceptions import NotOffered
from tests.visitor import Visitor

SALES = [{"city": "Bern", "sold": 3}, {"city": "Accra", "sold": 9}]
POINTS = {
    "mark": "point",
    "params": [{"name": "chosen", "select": "point"}, {"name": "range", "select": "interval"}],
    "encoding": {"x": {"field": "city"}, "y": {"field": "sold", "type": "quantitative"}},
}


class Sent:
    """What the browser is told of a chart, and what it fetches."""

    def __init__(self, visitor):
        self.element = visitor.page.one("fr-vega")
        self.spec = visitor.client.get(self.element["data-fr-src"]).json()
        (self.table,) = json.loads(self.element["data-fr-tables"])
        self.values = visitor.client.get(self.table["src"]).json()["values"]


@pytest.mark.django_db
class TestBuiltIn:
    def test_a_chart_of_plain_data_is_fetched_and_stands_in_no_page(self, serve):
        sent = Sent(Visitor(serve(lambda: fr.bar_chart(SALES, x="city", y="sold", y_label="Sold"))))
        assert sent.spec["mark"] == {"type": "bar"}
        assert sent.spec["encoding"]["x"]["type"] == "ordinal"
        assert sent.spec["encoding"]["y"]["title"] == "Sold"
        assert sent.values == [["Bern", "Accra"], [3, 9]]

    def test_wide_data_are_made_long_in_the_browser(self, serve):
        sent = Sent(Visitor(serve(lambda: fr.line_chart({"a": [1, 2], "b.c": [3, 4]}))))
        assert sent.table["melt"]["labels"] == ["a", "b.c"]
        assert sent.values == [[0, 1], [1, 2], [3, 4]]


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(fr.errors.StreamlitAPIException, match='Data does not have a column named `"town"`'):
        fr.scatter_chart(SALES, x="town")


def test_as_many_colours_as_columns():
    with pytest.raises(fr.errors.StreamlitAPIException, match="must have the same length"):
        fr.line_chart({"a": [1], "b": [2]}, color=["#f00"])


class TestSelections:
    field = VegaSelection(names=("chosen", "range"))

    def test_what_is_selected_is_returned(self):
        made = self.field.parse_posted(['{"chosen": [{"city": "Bern"}], "range": {"sold": [1, 4.5]}}'], None)
        assert made.selection.chosen == [{"city": "Bern"}]
        assert made.selection["range"] == {"sold": [1, 4.5]}
        assert self.field.parse_posted([""], made).selection == {"chosen": {}, "range": {}}
        assert self.field.parse_posted(self.field.to_posted(made), None) == made

    @pytest.mark.parametrize(
        "posted",
        ["x", "[]", '{"other": []}', '{"chosen": [[1]]}', '{"chosen": 1}', '{"range": {"sold": 1}}',
         '{"range": {"sold": [NaN]}}', '{"chosen": [{"a": {}}]}', '{"chosen": [{"a": 1e400}]}',
         '{"chosen": [{"a": "\\u0000"}]}', "[" * 100_000],
    )  # fmt: skip
    def test_nobody_selects_what_is_not_offered(self, posted):
        with pytest.raises(NotOffered):
            self.field.parse_posted([posted], None)


def test_a_spec_says_what_can_be_selected():
    with pytest.raises(fr.errors.StreamlitAPIException, match="does not have any selections defined"):
        fr.vega_lite_chart(SALES, {"mark": "bar"}, on_select="rerun")
    with pytest.raises(fr.errors.StreamlitAPIException, match="'other' is not defined in the chart spec"):
        fr.vega_lite_chart(SALES, POINTS, on_select="rerun", selection_mode="other")


def test_generated_names_do_not_count_on():
    first = _stable({"params": [{"name": "param_7", "select": "point"}], "transform": [{"filter": "param_7.x > 1"}]})
    again = _stable({"params": [{"name": "param_9", "select": "point"}], "transform": [{"filter": "param_9.x > 1"}]})
    assert first == again


@pytest.mark.django_db
def test_an_altair_chart_brings_its_data_along(serve):
    alt = pytest.importorskip("altair")
    chart = alt.Chart(pd.DataFrame({"x": [1, 2], "y": [3, 4]})).mark_bar().encode(x="x", y="y")
    sent = Sent(Visitor(serve(lambda: fr.altair_chart(chart))))
    assert sent.values[-2:] == [[1, 2], [3, 4]]


@pytest.mark.django_db
class TestSizes:
    def test_a_small_table_comes_with_the_page_and_has_its_address_beside_it(self, serve):
        sent = Sent(Visitor(serve(lambda: fr.line_chart({"a": [1, 2]}))))
        assert sent.table["values"] == sent.values
        assert "values" not in Sent(Visitor(serve(lambda: fr.line_chart({"a": range(1001)})))).table

    def test_the_same_data_are_made_into_a_chart_once(self, serve, monkeypatch):
        made = []
        real = built_in_charts.built_in
        monkeypatch.setattr(built_in_charts, "built_in", lambda *given: made.append(1) or real(*given))
        frame = pd.DataFrame({"once": range(700)})
        visitor = Visitor(serve(lambda: [fr.line_chart(frame), fr.line_chart(frame, color="#f00"), fr.button("Again")]))
        visitor.press("Again")
        assert len(made) == 2
