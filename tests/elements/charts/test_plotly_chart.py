"""Figures of Plotly's: what the browser is told, and what it may say is selected."""

from __future__ import annotations

import json

import pytest

import formrerun as fr
from formrerun.elements.charts import _plotly_table
from formrerun.elements.charts.plotly_chart import PlotlySelection, figure_of
from formrerun.exceptions import NotOffered, StreamlitAPIException
from formrerun.testing import AppTest
from tests.visitor import Visitor

go = pytest.importorskip("plotly.graph_objects")
px = pytest.importorskip("plotly.express")

PIE = {"data": [{"type": "pie", "labels": ["a", "b"], "values": [1, 2]}], "layout": {"title": "Shares"}}


class Sent:
    """What the browser is told of a figure, and what it fetches."""

    def __init__(self, visitor):
        self.element = visitor.page.one("fr-plotly")
        self.spec = visitor.client.get(self.element["data-fr-src"]).json()
        self.tables = json.loads(self.element["data-fr-tables"])
        self.values = [visitor.client.get(one["src"]).json()["values"] for one in self.tables]


@pytest.mark.django_db
class TestSent:
    def test_a_figure_is_fetched_and_stands_in_no_page(self, serve):
        sent = Sent(Visitor(serve(lambda: fr.plotly_chart(PIE, config={"scrollZoom": True}))))
        assert sent.spec["data"] == PIE["data"]
        assert sent.spec["config"] == {"scrollZoom": True}
        assert sent.values == [[["a", "b"], [1, 2]]]
        assert sent.element["data-fr-label"] == "Shares"

    def test_its_script_is_that_of_the_package(self, serve):
        visitor = Visitor(serve(lambda: fr.plotly_chart(PIE)))
        address = visitor.page.one("fr-plotly")["data-fr-lib"]
        answer = visitor.client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer["Content-Encoding"] == "gzip"
        assert "immutable" in answer["Cache-Control"]
        assert len(answer.content) < 2_000_000
        assert b"plotly.js v" in visitor.client.get(address).content[:100]
        assert visitor.client.get(address.replace(".js", "0.js")).status_code == 404

    def test_sizes_are_the_figure_s_where_they_are_natural(self, serve):
        figure = {**PIE, "layout": {"width": 320.5, "height": 240}}
        sent = Sent(Visitor(serve(lambda: fr.plotly_chart(figure, width="content"))))
        assert sent.element["data-fr-width"] == "320"
        assert sent.element["data-fr-height"] == "240"

    def test_what_webgl_draws_is_drawn_without(self, serve):
        figure = px.scatter(x=list(range(1500)), y=list(range(1500)), render_mode="webgl")
        sent = Sent(Visitor(serve(lambda: fr.plotly_chart(figure))))
        assert sent.spec["data"][0]["type"] == "scatter"
        assert sent.values[0][1][-1] == 1499


class TestFigures:
    @pytest.mark.parametrize(
        "given",
        [go.Figure(go.Bar(x=[1], y=[2])), [go.Bar(x=[1], y=[2])], {"data": [{"type": "bar", "x": [1], "y": [2]}]}],
    )
    def test_they_come_in_many_forms(self, given):
        made = figure_of(given)["data"][0]
        assert (made["type"], made["x"], made["y"]) == ("bar", [1], [2])

    @pytest.mark.parametrize("given", [None, 3, "x", {"data": [{"type": "nonsense"}]}, object()])
    def test_what_is_none_is_said(self, given):
        with pytest.raises(StreamlitAPIException, match="takes a figure of Plotly"):
            figure_of(given)

    def test_without_the_package_it_says_what_to_install(self, monkeypatch):
        monkeypatch.setattr("formrerun.elements.charts.plotly_chart.bundle", lambda: None)
        with pytest.raises(StreamlitAPIException, match=r"pip install formrerun\[charts\]"):
            fr.plotly_chart(PIE)

    def test_parameters_are_judged(self):
        with pytest.raises(StreamlitAPIException, match="selection_mode"):
            fr.plotly_chart(PIE, selection_mode="rows")
        with pytest.raises(StreamlitAPIException, match="theme"):
            fr.plotly_chart(PIE, theme="dark")

    @pytest.mark.filterwarnings("ignore")  # Plotly asks Matplotlib in ways that are on their way out
    def test_figures_of_matplotlib_are_plotly_s(self):
        from matplotlib.figure import Figure

        figure = Figure()
        figure.subplots().plot([1, 2], [3, 4])
        assert figure_of(figure)["data"][0]["y"] == [3, 4]

    def test_write_draws_them(self):
        at = AppTest.from_string(
            "import streamlit as st, plotly.graph_objects as go\nst.write(go.Figure(go.Bar(x=[1], y=[2])))"
        ).run()
        assert not at.exception


class TestTable:
    def test_binary_arrays_are_read(self):
        np = pytest.importorskip("numpy")
        figure = figure_of(go.Figure([go.Scatter(x=np.arange(2), y=np.array([1.5, np.nan]), name="one")]))
        assert "bdata" in figure["data"][0]["y"]
        assert _plotly_table.table(figure).encoded.head == ((0, 1.5), (1, None))
        assert _plotly_table.length(figure["data"][0]) == 2

    def test_a_matrix_has_a_row_for_each_cell(self):
        figure = figure_of([go.Heatmap(x=["a", "b"], y=["c"], z=[[1, 2]])])
        assert _plotly_table.table(figure).encoded.head == (("a", "c", 1), ("b", "c", 2))

    @pytest.mark.parametrize(
        ("trace", "fields", "first"),
        [
            (go.Table(header={"values": ["a", "b"]}, cells={"values": [[1], [2]]}), ["a", "b"], (1, 2)),
            (
                go.Sankey(node={"label": ["x", "y"]}, link={"source": [0], "target": [1], "value": [3]}),
                ["source", "target", "value"],
                ("x", "y", 3),
            ),
            (go.Parcoords(dimensions=[{"label": "a", "values": [1, 2]}]), ["a"], (1,)),
        ],
    )
    def test_what_stands_deeper_is_in_it_too(self, trace, fields, first):
        table = _plotly_table.table(figure_of([trace]))
        assert table.fields == fields
        assert table.encoded.head[0] == first

    def test_columns_are_called_by_their_axes(self):
        table = _plotly_table.table(figure_of(px.scatter(x=[1], y=[2], labels={"x": "Width", "y": "Height"})))
        assert table.fields == ["Width", "Height"]

    def test_figures_without_arrays_have_none(self):
        assert _plotly_table.table(figure_of(go.Figure())) is None
        assert _plotly_table.table(figure_of(go.Figure(go.Indicator(value=3)))) is None

    @pytest.mark.parametrize("bad", [{"dtype": "f8", "bdata": "A"}, {"dtype": "q9", "bdata": ""}, {"bdata": 1}, 3, "x"])
    def test_what_is_no_array_is_none(self, bad):
        assert _plotly_table.cells(bad) == []


class TestSelections:
    field = PlotlySelection(modes=("box", "points"), curves=(3, -1))

    def test_what_is_selected_is_returned(self):
        given = {
            "points": [{"curve_number": 0, "point_index": 2, "x": 1.5, "customdata": ["a"], "marker_size": 3}],
            "point_indices": [2],
            "box": [{"xref": "x", "yref": "y", "x": [0, 2], "y": ["a", "b"]}],
        }
        made = self.field.parse_posted([json.dumps(given)], None)
        assert made.selection.point_indices == [2]
        assert made.selection.points == given["points"]
        assert made.selection.box == given["box"]
        assert made.selection.lasso == []
        assert self.field.parse_posted(self.field.to_posted(made), None) == made
        assert self.field.parse_posted([""], made).selection.points == []

    @pytest.mark.parametrize(
        "given",
        [
            {"other": []},
            {"points": [1]},
            {"points": [{}]},
            {"points": [{"curve_number": 2}]},
            {"points": [{"curve_number": True}]},
            {"points": [{"curve_number": 0, "point_index": 3}]},
            {"points": [{"curve_number": 0, "x": [[1]]}]},
            {"points": [{"curve_number": 0, "x" * 101: 1}]},
            {"points": {"a": 1}},
            {"point_indices": [-1]},
            {"point_indices": ["1"]},
            {"lasso": [{"x": [1], "y": [1]}]},
            {"box": [{"x": [1]}]},
            {"box": [{"x": [1], "y": [1], "z": 1}]},
            {"box": [{"x": [1], "y": [1], "xref": 1}]},
            {"box": 1},
        ],
    )
    def test_nobody_selects_what_is_not_offered(self, given):
        with pytest.raises(NotOffered):
            self.field.parse_posted([json.dumps(given)], None)

    def test_a_valid_one_stays_what_it_is(self):
        made = self.field.parse_posted(
            ['{"points": [{"curve_number": 0, "point_index": 2}], "point_indices": [2]}'], None
        )
        assert self.field.revalidate(made) is made
        fewer = PlotlySelection(modes=("box", "points"), curves=(1,))
        assert fewer.revalidate(made).selection.points == []

    @pytest.mark.django_db
    def test_a_page_gets_it(self, serve):
        def page():
            event = fr.plotly_chart([go.Bar(x=["a", "b"], y=[1, 2])], key="bars", on_select="rerun")
            fr.write(f"Bars: {[point['x'] for point in event.selection.points]}")

        visitor = Visitor(serve(page))
        assert "Bars: []" in visitor.page.text


@pytest.mark.django_db
class TestMaps:
    @pytest.mark.parametrize(
        ("layout", "names"),
        [
            ({}, ["world_110m"]),
            ({"geo": {"scope": "north america"}}, ["north-america_110m"]),
            ({"geo": {"resolution": 50}}, []),
        ],
    )
    def test_outlines_come_from_the_site(self, serve, layout, names):
        figure = {"data": [{"type": "scattergeo", "lat": [1], "lon": [2]}], "layout": layout}
        element = Visitor(serve(lambda: fr.plotly_chart(figure))).page.one("fr-plotly")
        found = json.loads(element["data-fr-outlines"])
        assert list(found) == names
        assert all(f"vendor/plotly-{name}" in address for name, address in found.items())

    def test_what_is_no_map_has_none(self, serve):
        assert Visitor(serve(lambda: fr.plotly_chart(PIE))).page.one("fr-plotly")["data-fr-outlines"] == "{}"
