"""Charts of ECharts: what the browser is told, what an option may hold, and what may be selected."""

from __future__ import annotations

import datetime as dt
import json
import logging

import pytest

import formrerun as fr
from formrerun.elements.charts import _echarts_table
from formrerun.elements.charts._echarts_option import option_of
from formrerun.elements.charts.echarts_chart import EChartsSelection
from formrerun.exceptions import NotOffered, StreamlitAPIException
from formrerun.testing import AppTest
from tests.visitor import Visitor

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")

BARS = {
    "title": {"text": "Sales"},
    "xAxis": {"type": "category", "data": ["May", "June"]},
    "yAxis": {},
    "series": [{"type": "bar", "name": "Bern", "data": [3, 9]}],
}
FRAME = pd.DataFrame({"day": pd.to_datetime(["2026-05-01", None]), "sold": [3, np.nan], "of": [np.int64(1), 2]})


class Sent:
    """What the browser is told of a chart, and what it fetches."""

    def __init__(self, visitor):
        self.element = visitor.page.one("fr-echarts")
        self.spec = visitor.client.get(self.element["data-fr-src"]).json()
        self.tables = json.loads(self.element["data-fr-tables"])
        self.values = [visitor.client.get(one["src"]).json()["values"] for one in self.tables]


@pytest.mark.django_db
class TestSent:
    def test_an_option_is_fetched_and_stands_in_no_page(self, serve):
        sent = Sent(Visitor(serve(lambda: fr.echarts_chart(BARS, renderer="svg"))))
        assert sent.spec == BARS
        assert sent.values == [[["May", "June"], [3, 9]]]
        assert (sent.element["data-fr-label"], sent.element["data-fr-renderer"]) == ("Sales", "svg")

    def test_a_frame_in_a_dataset_is_fetched_by_itself(self, serve):
        sent = Sent(Visitor(serve(lambda: fr.echarts_chart({"dataset": [{"source": FRAME}, {"source": FRAME}]}))))
        assert sent.spec == {"dataset": [{"source": {"name": "fr-1"}}, {"source": {"name": "fr-1"}}]}
        assert sent.values == [[["2026-05-01 00:00:00", None], [3, None], [1, 2]]]
        assert sent.tables[0]["fields"] == ["day", "sold", "of"]

    def test_other_data_leave_the_option_where_it_is(self, serve):
        def page():
            rows = 2 + fr.button("More")
            fr.echarts_chart({"dataset": {"source": FRAME.head(1).loc[[0] * rows]}})

        visitor = Visitor(serve(page))
        before = Sent(visitor)
        visitor.press("More")
        after = Sent(visitor)
        assert before.element["data-fr-src"] == after.element["data-fr-src"]
        assert (len(before.values[0][0]), len(after.values[0][0])) == (2, 3)

    def test_a_chart_of_pyecharts_has_its_own_size(self, serve):
        class Chart:
            width, height = "640px", "500px"  # the height is what pyecharts says unasked

            def dump_options(self):
                return json.dumps(BARS)

        sent = Sent(Visitor(serve(lambda: fr.echarts_chart(Chart(), width="content"))))
        assert (sent.element["data-fr-width"], sent.element["data-fr-height"]) == ("640", "350")


class TestOptions:
    @pytest.mark.parametrize(
        ("spec", "said"),
        [
            (3, "Invalid `spec` type. Expected one of: dict, str, pyecharts chart. Provided type: int."),
            ("[1]", "An ECharts spec must be a JSON object"),
            ("{", "could not be parsed as JSON"),
            ('{"formatter": function (x) { return 1 }}', "contains JavaScript callbacks"),
            ('{"formatter": "--x_x--x => 1--x_x--"}', "contains JavaScript callbacks"),
            ({"media": 1}, "has a `media` value that is not a list"),
            ({"grid3D": {}}, "uses the `grid3D` component, which requires the ECharts GL extension"),
            ({"series": {"type": "bar3D"}}, "uses the `bar3D` series"),
            ({"series": [{"type": "wordCloud"}]}, "requires the `echarts-wordcloud` extension"),
            ({"options": [{"series": [{"type": "custom"}]}]}, "requires a JavaScript `renderItem` callback"),
            ({"baseOption": {"geo": {}}}, "uses a map or geo coordinate system"),
            ({"series": [{"data": [float("nan")]}]}, r"`series\[0\].data\[0\]` is `NaN`. Use `None` for missing"),
            ({"a": np.int64(1)}, r"`a` is a `numpy.int64`. Convert it with `int\(\)`"),
            ({"a": dt.date(2026, 1, 1)}, r"`a` is a `datetime.date`. Convert it with `.isoformat\(\)`"),
            ({"a": FRAME}, "`a` is a `pandas.DataFrame`. Only `dataset.source` accepts dataframes"),
            ({"a": len}, "Use an ECharts string template"),
            ({"a": pd.NaT}, "Use `None` for missing values"),
        ],
    )
    def test_what_is_not_drawn_is_said(self, spec, said):
        with pytest.raises(StreamlitAPIException, match=said):
            option_of(spec)

    def test_a_text_that_only_speaks_of_functions_is_one(self):
        option, _ = option_of('{"title": {"text": "function (x) => --x_x--"}}')
        assert option["title"]["text"] == "function (x) => --x_x--"

    def test_what_was_given_stays_as_it_was(self):
        given = {"dataset": {"source": FRAME}}
        option_of(given)
        assert given["dataset"]["source"] is FRAME

    def test_a_format_that_is_none_is_warned_of(self, caplog):
        with caplog.at_level(logging.WARNING, "formrerun"):
            option_of({"tooltip": [{"valueFormatter": "%.2f €"}, {"valueFormatter": "compact"}]})
            assert caplog.records == []
            option_of({"series": [{"tooltip": {"valueFormatter": "{value} €"}}]})
        assert "is not a number format" in caplog.text

    def test_parameters_are_judged(self):
        with pytest.raises(StreamlitAPIException, match="renderer"):
            fr.echarts_chart(BARS, renderer="webgl")
        with pytest.raises(StreamlitAPIException, match="theme"):
            fr.echarts_chart(BARS, theme="dark")


@pytest.mark.parametrize(
    ("option", "fields", "first"),
    [
        ({"dataset": {"source": [["city", "sold"], ["Bern", 3]]}}, ["city", "sold"], ("Bern", 3)),
        ({"dataset": {"source": [{"city": "Bern"}, {"sold": 3}]}}, ["city", "sold"], ("Bern", None)),
        ({"dataset": {"source": {"city": ["Bern"], "sold": [3]}}}, ["city", "sold"], ("Bern", 3)),
        ({"series": [{"type": "pie", "data": [{"name": "Bern", "value": 3}]}]}, ["name", "value"], ("Bern", 3)),
        ({"series": [{"type": "scatter", "data": [[1, 2]]}]}, ["x", "y"], (1, 2)),
        (
            {"series": [{"type": "tree", "data": [{"name": "a", "children": [{"name": "b", "value": 1}]}]}]},
            ["name", "value"],
            ("a", None),
        ),
        (
            {"series": {"type": "sankey", "links": [{"source": "a", "target": "b", "value": 5}]}},
            ["name", "value"],
            ("a → b", 5),
        ),
        (
            {"timeline": {}, "baseOption": {"xAxis": {"data": ["x"]}}, "options": [{"series": [{"data": [7]}]}]},
            ["x", "1"],
            ("x", 7),
        ),
    ],
)
def test_data_in_an_option_are_a_table(option, fields, first):
    table = _echarts_table.table(option)
    assert table.fields == fields
    assert table.encoded.head[0] == first


class TestSelections:
    field = EChartsSelection(series=(("id", None, 2, -1), (None, "Links", 2, 3)))

    def test_what_is_selected_is_returned(self):
        made = self.field.parse_posted(
            [
                json.dumps(
                    {
                        "areas": [{"brush_index": 0, "brush_type": "lineX", "coord_range": [0.5, 3]}],
                        "selected": [
                            {"series_index": 0, "data_type": "main", "data_indices": [1, 0], "series_id": "of another"}
                        ],
                    }
                )
            ],
            None,
        )
        assert made.selection.selected == [
            {"series_index": 0, "series_id": "id", "series_name": None, "data_type": "main", "data_indices": [0, 1]}
        ]
        assert made.selection.areas == [{"brush_index": 0, "brush_type": "lineX", "coord_range": [0.5, 3]}]
        assert "of another" not in self.field.to_posted(made)[0]
        assert self.field.parse_posted(self.field.to_posted(made), None) == made
        assert self.field.parse_posted([""], made).selection == {"selected": [], "areas": []}

    @pytest.mark.parametrize(
        "posted",
        [
            "x", "[]", '{"other": []}', '{"selected": 1}', '{"selected": [1]}',
            '{"selected": [{"series_index": 2, "data_type": "main", "data_indices": [0]}]}',
            '{"selected": [{"series_index": 0, "data_type": "main", "data_indices": [2]}]}',
            '{"selected": [{"series_index": 0, "data_type": "main", "data_indices": [-1]}]}',
            '{"selected": [{"series_index": 0, "data_type": "main", "data_indices": [true]}]}',
            '{"selected": [{"series_index": 1, "data_type": "edge", "data_indices": [3]}]}',
            '{"selected": [{"series_index": 0, "data_type": [], "data_indices": [0]}]}',
            '{"areas": [{"brush_index": 0, "brush_type": "circle", "coord_range": [0, 1]}]}',
            '{"areas": [{"brush_index": 0, "brush_type": "rect", "coord_range": ["x"]}]}',
            '{"areas": [{"brush_index": 0, "brush_type": "rect", "coord_range": [[[1]]]}]}',
        ],
    )  # fmt: skip
    def test_nobody_selects_what_is_not_offered(self, posted):
        with pytest.raises(NotOffered):
            self.field.parse_posted([posted], None)

    @pytest.mark.django_db
    def test_a_press_is_the_page_s(self, serve):
        pie = {"series": [{"type": "pie", "selectedMode": "single", "data": [{"value": 1}, {"value": 2}]}]}
        seen = []

        def page():
            seen.append(fr.echarts_chart(pie, key="pie", on_select="rerun").selection)
            fr.button("Again")

        visitor = Visitor(serve(page))
        posted = '{"areas":[],"selected":[{"data_indices":[1],"data_type":"main","series_index":0}]}'
        visitor.page.one("fr-echarts").one("input").attrs["value"] = posted
        visitor.press("Again")
        assert seen[-1].selected[0]["data_indices"] == [1]
        assert visitor.page.one("fr-echarts").one("input")["value"] == posted

    def test_a_chart_in_which_nothing_can_be_selected_is_warned_of(self, caplog):
        at = AppTest.from_string(
            "import streamlit as st\nst.write(st.echarts_chart({'series': []}, on_select='rerun', key='a'))"
        ).run()
        assert not at.exception
        assert "nothing can be selected" in caplog.text
