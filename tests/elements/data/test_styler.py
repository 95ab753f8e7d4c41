"""A pandas Styler: its texts, what it hides, its colours."""

from __future__ import annotations

import gzip
import json

import pandas as pd
import pytest
from django.template.loader import render_to_string

import formrerun as fr
from formrerun.tables import encoding
from formrerun.tables.encoding import values_of
from tests.elements.data.test_dataframe import cells
from tests.visitor import Visitor, parse

pytest.importorskip("jinja2")

FRAME = pd.DataFrame({"a": [1.23456, 2.0], "b": ["x", "<i>y</i>"]}, index=["r1", "r2"])


@pytest.fixture
def html(show):
    """Return what a page draws, and its HTML."""

    def html(draw):
        at = show(draw)
        assert not at.exception, at.exception[0].message
        node = next(element._node for element in at if element._node.kind in ("table", "dataframe"))
        return node, parse(render_to_string(f"formrerun/elements/{node.kind}.html", node.context()))

    return html


def table(html, styler, **options):
    return html(lambda: fr.table(styler, **options))[1]


def dataframe(html, styler, **options):
    node = html(lambda: fr.dataframe(styler, **options))[0]
    return json.loads(node.columns), values_of(node.encoded)


class TestTable:
    def test_it_has_the_texts_and_no_index_that_is_hidden(self, html):
        drawn = table(html, FRAME.style.format("{:.1f} EUR", subset=["a"]).hide(axis="index"))
        assert cells(drawn) == ["1.2 EUR", "x", "2.0 EUR", "<i>y</i>"]
        assert not drawn.all("th", scope="row")

    def test_columns_and_rows_that_are_hidden_are_left_out(self, html):
        drawn = table(html, FRAME.style.hide(["b"], axis="columns").hide(["r1"], axis="index"))
        assert (cells(drawn), cells(drawn, "th")) == (["2.000000"], ["", "a", "r2"])

    def test_numbers_stand_at_the_right_as_ever(self, html):
        assert "fr-num" in table(html, FRAME.style.format(precision=2)).all("td")[0]["class"]

    def test_cells_have_their_colours(self, html):
        styler = FRAME.style.highlight_max(subset=["a"], color="#FF0").map(
            lambda _: "color: rgb(1, 2, 3)", subset=["b"]
        )
        node, drawn = html(lambda: fr.table(styler))
        assert [cell.get("class") for cell in drawn.all("td")] == [
            "fr-num", "fr-k-010203", "fr-num fr-b-ffff00 fr-k-111111", "fr-k-010203",
        ]  # fmt: skip
        assert list(node.sizes()) == ["bffff00", "k010203", "k111111"]

    @pytest.mark.parametrize("how", [{}, {"as_title_attribute": True}, {"css_class": "mine"}])
    def test_cells_have_their_tooltips(self, html, how):
        tips = pd.DataFrame({"b": ["low", "<b>"]}, index=FRAME.index)
        drawn = table(html, FRAME.style.set_tooltips(tips, **how).hide(["a"], axis="columns"))
        assert cells(drawn) == ["x", "<i>y</i>"]
        assert [cell["title"] for cell in drawn.all("td")] == ["low", "<b>"]

    def test_another_style_of_the_same_data_is_other_html(self, html):
        one, other = (html(lambda p=p: fr.table(FRAME.style.format(precision=p)))[0] for p in (1, 2))
        assert one.html_key() != other.html_key()

    def test_an_error_of_a_format_is_shown(self, show):
        assert show(lambda: fr.table(FRAME.style.format("{:d}"))).exception


class TestDataframe:
    @pytest.mark.parametrize(
        ("how", "printf"),
        [
            ("{:.1f} EUR", "%.1f EUR"),
            ("{:.0f}", "%.0f"),
            ("{:.2f}%", "%.2f%%"),
            ("about {:.3f}", "about %.3f"),
        ],
    )
    def test_numbers_stay_numbers_where_a_format_gives_the_texts(self, html, how, printf):
        columns, values = dataframe(html, FRAME.style.format(how, subset=["a"]))
        assert (columns[1]["format"], columns[1]["kind"]) == (printf, "float")
        assert values[1] == [1.23456, 2.0]

    def test_so_do_those_with_thousands_apart(self, html):
        columns, values = dataframe(html, pd.DataFrame({"a": [1234567.5, 3.0]}).style.format("£{:,.2f}"))
        assert (columns[1]["format"], columns[1]["kind"]) == ("£%,.2f", "float")
        assert values[1] == [1234567.5, 3.0]

    @pytest.mark.parametrize("how", ["{:.1%}", lambda value: "low" if value < 2 else "high"])
    def test_other_texts_are_the_values(self, html, how):
        columns, values = dataframe(html, FRAME.style.format(how, subset=["a"]))
        assert (columns[1]["kind"], columns[1]["align"]) == ("text", "right")  # still numbers to who reads them
        assert values[1] in (["123.5%", "200.0%"], ["low", "high"])

    def test_tooltips_are_no_part_of_the_texts(self, html):
        _columns, values = dataframe(html, FRAME.style.set_tooltips(pd.DataFrame({"b": ["low"]}, index=["r1"])))
        assert values[1:] == [[1.23456, 2.0], ["x", "<i>y</i>"]]

    def test_what_the_author_configured_comes_first(self, html):
        config = {"a": {"format": "%.4f"}}
        columns, _values = dataframe(html, FRAME.style.format(precision=1), column_config=config)
        assert columns[1]["format"] == "%.4f"

    def test_it_hides_what_is_hidden(self, html):
        styler = FRAME.style.hide(["b"], axis="columns").hide(axis="index").hide(["r1"], axis="index")
        columns, values = dataframe(html, styler)
        assert [column["title"] for column in columns] == ["a"]
        assert len(values[0]) == 1

    def test_cells_have_their_colours(self, html):
        styler = FRAME.style.highlight_max(subset=["a"], color="#FF0")
        node, _drawn = html(lambda: fr.dataframe(styler))
        assert sorted(node.sizes()) == ["bffff00", "k111111"]
        data = json.loads(gzip.decompress(encoding.packed_of(node.encoded.body)))
        assert data["palette"] == ["", "fr-b-ffff00 fr-k-111111"]
        assert data["looks"] == {"1": [0, 1]}  # the second cell of column 1, behind the index

    def test_pages_of_a_long_table_have_them_too(self, serve, db, settings):
        settings.FORMRERUN = {**getattr(settings, "FORMRERUN", {}), "TABLE_REMOTE_ROWS": 1}
        visitor = Visitor(serve(lambda: fr.dataframe(FRAME.style.highlight_max(subset=["a"], color="#FF0"))))
        source = visitor.page.one("fr-table")["data-fr-src"]
        page = visitor.client.get(f"{source}?page=1&size=1&sort=1&dir=desc").json()
        assert (page["looks"], page["palette"][1]) == ({"1": [1]}, "fr-b-ffff00 fr-k-111111")


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("bffff00", ":not(#_).fr :is(td,th,.tabulator-cell).fr-b-ffff00{background-color:#ffff00}"),
        ("kyellow", ":not(#_).fr :is(td,th,.tabulator-cell).fr-k-yellow{color:yellow}"),
        ("bfacade", ":not(#_).fr :is(td,th,.tabulator-cell).fr-b-facade{background-color:#facade}"),
    ],
)
def test_the_stylesheet_has_the_rules(client, name, rule):
    assert client.get(f"/formrerun/sizes.css?{name}").content.decode() == rule


@pytest.mark.parametrize("name", ["b", "bff", "b;}", "kurl(x)", "b#ffffff", "kYELLOW"])
def test_it_takes_nothing_but_colours(client, name):
    assert client.get("/formrerun/sizes.css", QUERY_STRING=name).status_code == 400
