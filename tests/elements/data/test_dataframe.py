"""``table`` and ``dataframe``: any data as rows, what of it the browser is told, and what an unchanged table costs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import json
import sys
from collections import deque, namedtuple
from decimal import Decimal
from uuid import UUID

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

import formrerun as fr
from tests.visitor import Visitor

CITIES = [{"city": "Bern", "people": 134_794}, {"city": "Accra", "people": 2_291_000}, {"city": "Cork", "people": None}]
Point = namedtuple("Point", "x y")


@dataclasses.dataclass
class Line:
    start: int
    end: int


class Size(enum.Enum):
    SMALL = 1
    LARGE = 2


class Thing:
    """Something that counts how often it was made a text."""

    reads = 0

    def __str__(self):
        Thing.reads += 1
        return "thing"


class Sent:
    """What the browser is told of a table: its columns and its size stand in the page, its rows are fetched."""

    def __init__(self, visitor):
        self.element = visitor.page.one("fr-table")
        self.columns = json.loads(self.element["data-fr-columns"])
        self.titles = [column["title"] for column in self.columns]
        self.kinds = [column["kind"] for column in self.columns]
        self.values = visitor.client.get(self.element["data-fr-src"]).json()["values"]
        self.classes = self.element.parent.parent["class"].split()


@pytest.fixture
def sent(serve, db):
    """Draw a dataframe and return what the browser is told of it."""
    return lambda data=None, **options: Sent(Visitor(serve(lambda: fr.dataframe(data, **options))))


@pytest.fixture
def drawn(serve, db):
    """Draw a static table and return its HTML."""
    return lambda data=None, **options: Visitor(serve(lambda: fr.table(data, **options))).page.one("table")


def cells(table, tag="td"):
    return [node.text for node in table.all(tag)]


# ------------------------------------------------------------------------------------------------- any data


@pytest.mark.parametrize(
    ("data", "titles", "values"),
    [
        (None, [], []),
        ([], [], []),
        ({}, [], []),
        ([1, None, 3], ["value"], [[1, None, 3]]),
        (["a", "b"], ["value"], [["a", "b"]]),
        (range(3), ["value"], [[0, 1, 2]]),
        ((n * n for n in range(3)), ["value"], [[0, 1, 4]]),
        (deque([1, 2]), ["value"], [[1, 2]]),
        ([[1, 2], [3]], ["0", "1"], [[1, 3], [2, None]]),
        ([{"a": 1}, {"b": 2}, None], ["a", "b"], [[1, None, None], [None, 2, None]]),
        ({"a": [1, 2], "b": ["x", "y"]}, ["a", "b"], [[1, 2], ["x", "y"]]),
        ({"a": {"x": 1}, "b": {"y": 2}}, ["", "a", "b"], [["x", "y"], [1, None], [None, 2]]),
        ({"a": 1, "b": 2.5}, ["", "value"], [["a", "b"], [1, 2.5]]),
        ({1: [1], None: [2], ("p", "q"): [3]}, ["1", "", "('p', 'q')"], [[1], [2], [3]]),
        ([Point(1, 2), Point(3, 4)], ["x", "y"], [[1, 3], [2, 4]]),
        ([Line(1, 2)], ["start", "end"], [[1], [2]]),
        (Line(1, 2), ["", "value"], [["start", "end"], [1, 2]]),
        (Size, ["value"], [[1, 2]]),
        (np.array([1.5, np.nan, np.inf]), ["value"], [[1.5, None, "Infinity"]]),
        (np.array([[1, 2], [3, 4]]), ["0", "1"], [[1, 3], [2, 4]]),
        (np.array([(1, "a")], dtype=[("x", int), ("y", "U3")]), ["x", "y"], [[1], ["a"]]),
        (np.ma.array([1, 2], mask=[False, True]), ["value"], [[1, None]]),
        (pa.table({"a": [1, None], "b": ["x", "y"]}), ["a", "b"], [[1, None], ["x", "y"]]),
        (pa.array([1, 2]), ["value"], [[1, 2]]),
        (pd.Series([1, 2], name="s"), ["", "s"], [[0, 1], [1, 2]]),
        (pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"]), ["", "a", "a"], [[0, 1], [1, 3], [2, 4]]),
        (pd.DataFrame([[1, 2]], columns=[7, pd.Timestamp("2024")]), ["", "7", "2024-01-01 00:00:00"], [[0], [1], [2]]),
        (pd.DataFrame({"a": pd.Categorical(["x", None])}), ["", "a"], [[0, 1], ["x", None]]),
        (pd.DataFrame({"a": pd.array([1, None], dtype="Int64")}), ["", "a"], [[0, 1], [1, None]]),
        (pd.DataFrame({"a": pd.period_range("2024", periods=1, freq="M")}), ["", "a"], [[0], ["2024-01"]]),
        (pd.DataFrame({"a": []}), ["", "a"], [[], []]),
    ],
)  # fmt: skip
def test_any_data_is_a_table(sent, data, titles, values):
    table = sent(data)
    assert table.titles == titles
    assert table.values == values


@pytest.mark.parametrize(
    ("values", "kind", "shown"),
    [
        ([True, None], "bool", [True, None]),
        ([1, 2**60, None], "int", [1, str(2**60), None]),
        ([1, 2.5, float("nan"), float("-inf")], "float", [1, 2.5, None, "-Infinity"]),
        ([Decimal("1.10"), Decimal("NaN")], "decimal", ["1.10", None]),
        ([dt.date(2024, 2, 29), None], "date", ["2024-02-29", None]),
        ([dt.datetime(2024, 2, 29, 12, 30)], "datetime", ["2024-02-29 12:30:00"]),
        ([dt.time(1, 2)], "time", ["01:02:00"]),
        ([dt.timedelta(seconds=90), dt.timedelta(milliseconds=-1500)], "duration", [90, -1.5]),
        (["x" * 100_000, "</script>\x00"], "text", ["x" * 100_000, "</script>\x00"]),
        ([1, "x", None, dt.date(2024, 1, 1)], "text", ["1", "x", None, "2024-01-01"]),
        ([UUID(int=1), None], "text", ["00000000-0000-0000-0000-000000000001", None]),
        ([[1, {"a": 2}], b"\xff"], "text", ["[1, {'a': 2}]", "b'\\xff'"]),
        ([None, None], "text", [None, None]),
        (pd.to_datetime(["2024-01-01", None]), "datetime", ["2024-01-01 00:00:00", None]),
        (pd.to_datetime(["2024-01-01T12:00"], utc=True), "datetime", ["2024-01-01 12:00:00+00:00"]),
        (pd.to_timedelta([1, None], unit="s"), "duration", [1, None]),
        (np.array(["0001-01-01", "9999-12-31"], dtype="datetime64[s]"), "datetime",
         ["0001-01-01 00:00:00", "9999-12-31 00:00:00"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_column_has_the_kind_of_its_values(sent, values, kind, shown):
    table = sent({"a": values})
    assert table.kinds == [kind]
    assert table.values == [shown]


def test_levels_of_rows_and_columns_are_told_apart(sent):
    table = sent(
        pd.DataFrame(
            [[1, 2], [3, 4]],
            columns=pd.MultiIndex.from_tuples([("A", "x"), ("A", "y")]),
            index=pd.MultiIndex.from_tuples([("k", 1), ("k", 2)], names=["p", None]),
        )
    )
    assert table.titles == ["p", "", "x", "y"]
    assert [column.get("index", False) for column in table.columns] == [True, True, False, False]
    assert [column.get("group") for column in table.columns[2:]] == [["A"], ["A"]]
    assert table.values == [["k", "k"], [1, 2], [1, 3], [2, 4]]


def test_a_styler_s_data_are_shown_without_its_style(sent):
    pytest.importorskip("jinja2")
    assert sent(pd.DataFrame({"a": [1, 2]}).style.format("{:.1f}")).values == [[0, 1], [1, 2]]


@pytest.mark.parametrize(
    ("query", "titles", "values"),
    [
        (lambda groups: groups, ["id", "name"], [[1, 2], ["a", "b"]]),
        (lambda groups: groups.values("name"), ["name"], [["a", "b"]]),
        (lambda groups: groups.values_list("name", "id"), ["name", "id"], [["a", "b"], [1, 2]]),
        (lambda groups: groups.values_list("name", flat=True), ["name"], [["a", "b"]]),
        (lambda groups: list(groups), ["id", "name"], [[1, 2], ["a", "b"]]),
        (lambda groups: groups.none(), ["id", "name"], [[], []]),
    ],
    ids=["instances", "values", "values_list", "flat", "list", "none"],
)
def test_a_queryset_is_a_table(sent, query, titles, values):
    for pk, name in ((1, "a"), (2, "b")):
        Group.objects.create(pk=pk, name=name)
    table = sent(query(Group.objects.order_by("pk")))
    assert (table.titles, table.values) == (titles, values)


def test_a_queryset_is_asked_once_in_a_run(show, db):
    def page():
        fr.dataframe(Group.objects.all())

    with CaptureQueriesContext(connection) as queries:
        show(page)
    assert len([query for query in queries if "auth_group" in query["sql"]]) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("abc", "Unable to convert object of type `<class 'str'>` to `pandas.DataFrame`."),
        (5, "`<class 'int'>` to `pandas.DataFrame`.\nOffending object:\n```py\n5\n```"),
        (object(), "Unable to convert object of type `<class 'object'>`"),
        (np.zeros((2, 2, 2)), "An array with 3 dimensions is no table."),
        ([{"a": 1}, 5], "Row 1 of the table is of type `int`, the first one is of type `dict`."),
        ({"a": [1, 2], "b": [1], "c": 3}, "must be of one length. These are 'a': 2, 'b': 1."),
    ],
    ids=["text", "number", "object", "array", "rows", "columns"],
)  # fmt: skip
@pytest.mark.parametrize("draw", [fr.table, fr.dataframe])
def test_data_that_is_no_table_is_said_to_be_none(show, draw, data, message):
    at = show(lambda: draw(data))
    assert message in at.exception[0].value


def test_without_pandas_plain_data_is_shown_all_the_same(show, monkeypatch):
    for name in ("pandas", "numpy", "pyarrow"):
        monkeypatch.setitem(sys.modules, name, None)
    at = show(lambda: (fr.dataframe(CITIES), fr.table(CITIES)))
    assert not at.exception
    assert at.dataframe[0].value == CITIES


def test_a_test_reads_what_was_drawn_as_pandas(show):
    at = show(lambda: fr.dataframe(CITIES))
    pd.testing.assert_frame_equal(at.dataframe[0].value, pd.DataFrame(CITIES))


def test_write_shows_a_frame_as_a_table(show):
    assert len(show(lambda: fr.write("Cities:", pd.DataFrame(CITIES))).dataframe) == 1


# ------------------------------------------------------------------------------------------------- parameters


def test_columns_are_configured_by_name(sent):
    table = sent(
        CITIES,
        column_config={"city": "Town", "people": {"format": "compact", "width": "small", "help": "In 2024"}},
    )
    assert table.columns == [
        {"title": "Town", "kind": "text"},
        {"title": "people", "kind": "int", "width": 75, "help": "In 2024", "format": "compact"},
    ]


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ({}, ["", "a", "b"]),
        ({"hide_index": True}, ["a", "b"]),
        ({"column_order": ["b", "a"]}, ["", "b", "a"]),
        ({"column_order": ("b", "nothing")}, ["", "b"]),
        ({"column_config": {"a": None}}, ["", "b"]),
        ({"column_config": {"_index": None}}, ["a", "b"]),
        ({"column_config": {"_index": "No.", 1: "B"}}, ["No.", "a", "B"]),
        ({"column_config": {"nothing": "Nothing"}}, ["", "a", "b"]),
    ],
    ids=str,
)
def test_columns_are_chosen_and_ordered(sent, options, titles):
    table = sent(pd.DataFrame({"a": [1], "b": [2]}), **options)
    assert table.titles == titles
    assert len(table.values) == len(titles)


@pytest.mark.parametrize(
    ("options", "css"),
    [
        ({}, "fr-h-183"),  # header, three rows, the bar below, the border
        ({"row_height": 50}, "fr-h-228"),
        ({"height": 300}, "fr-h-300"),
        ({"height": "stretch"}, "fr-h-stretch"),
        ({"width": 400}, "fr-w-400"),
        ({"width": "content"}, "fr-w-content"),
        ({"use_container_width": False}, "fr-w-content"),
    ],
    ids=str,
)
def test_its_place_is_kept_free_until_it_is_drawn(sent, options, css):
    assert css in sent(CITIES, **options).classes


def test_at_most_ten_rows_are_seen_unless_all_are_wanted(sent):
    assert "fr-h-428" in sent(range(50)).classes
    assert "fr-h-1828" in sent(range(50), height="content").classes


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"column_config": []}, "Invalid `column_config` type."),
        ({"column_config": {"a": 5}}, "Invalid configuration for column `a`."),
        ({"column_config": {"a": {"colour": "red"}}}, "`column_config` of column `a` has no setting 'colour'."),
        ({"column_config": {"a": {"width": "huge"}}}, "It is 'huge' for column `a`."),
        ({"column_order": "abc"}, "Invalid `column_order` type."),
        ({"column_order": [["a"]]}, "Invalid `column_order` type."),
        ({"row_height": 0}, "a positive number of pixels"),
        ({"height": "tall"}, "height"),
        ({"width": -1}, "width"),
    ],
    ids=str,
)
def test_a_parameter_that_is_wrong_is_named(show, options, message):
    at = show(lambda: fr.dataframe(CITIES, **options))
    assert message in at.exception[0].value


# ------------------------------------------------------------------------------------------------- static tables


def test_a_static_table_is_plain_html(drawn):
    table = drawn(CITIES, alt="Cities")
    assert table["aria-label"] == "Cities"
    assert cells(table, "th") == ["city", "people"]
    assert cells(table) == ["Bern", "134794", "Accra", "2291000", "Cork", ""]


def test_its_texts_may_be_markdown_but_never_html(drawn):
    table = drawn({"**a**": ["`code`", "<script>alert(1)</script>", "5 * 3"]})
    assert table.one("th").one("strong").text == "a"
    assert table.one("code").text == "code"
    assert not table.all("script")
    assert "<script>alert(1)</script>" in cells(table)


def test_names_of_rows_are_shown_if_somebody_gave_them(drawn):
    named = pd.DataFrame({"a": [1]}, index=["first"])
    assert [node.text for node in drawn(named).all("th", scope="row")] == ["first"]
    assert not drawn(named, hide_index=True).all("th", scope="row")
    assert not drawn(pd.DataFrame({"a": [1]})).all("th", scope="row")


def test_a_header_nobody_named_is_left_out(drawn):
    assert not drawn([[1, 2]]).all("th")
    assert cells(drawn([[1, 2]], hide_header=False), "th") == ["0", "1"]
    assert not drawn(CITIES, hide_header=True).all("th")


def test_groups_of_columns_stand_above_them(drawn):
    frame = pd.DataFrame([[1, 2, 3]], columns=pd.MultiIndex.from_tuples([("A", "x"), ("A", "y"), ("B", "x")]))
    groups, names = drawn(frame).one("thead").all("tr")
    assert [(node.text, node.get("colspan", "1")) for node in groups.all("th")] == [("A", "2"), ("B", "1")]
    assert cells(names, "th") == ["x", "y", "x"]


@pytest.mark.parametrize(
    ("index", "shown"),
    [
        (pd.DataFrame({"x": [1], "y": [2]}).columns, ["x", "y"]),
        (pd.Index([1, 2], name="n"), ["1", "2"]),
        (pd.RangeIndex(2), ["0", "1"]),
        (pd.date_range("2026-01-01", periods=1), ["2026-01-01"]),
        (pd.MultiIndex.from_tuples([("A", 1)]), ["A", "1"]),
    ],
)
def test_an_index_is_a_table(drawn, index, shown):
    assert [text.partition(" ")[0] for text in cells(drawn(index))] == shown


@pytest.mark.parametrize("data", [None, [], pd.DataFrame({"a": []})], ids=["none", "list", "columns"])
def test_an_empty_table_says_so(drawn, data):
    assert [cell.text for cell in drawn(data).by_test_id("stTableStyledEmptyTableCell")] == ["empty"]


def test_a_border_is_one_of_three(show):
    assert "Supported values" in show(lambda: fr.table(CITIES, border="dotted")).exception[0].value


# ------------------------------------------------------------------------------------------------- its cost


def growing(request):
    fr.session_state.rows = fr.session_state.get("rows", 3) + fr.button("More")
    with fr.form("note"):
        fr.text_input("Note")
        fr.form_submit_button("Save")
    fr.dataframe(pd.DataFrame({"n": range(fr.session_state.rows)}))
    fr.table(pd.DataFrame({"n": range(fr.session_state.rows)}))


def test_a_table_that_did_not_change_is_not_sent_again(serve, db):
    visitor = Visitor(serve(growing), script=True)
    answer = visitor.fill("Note", "x").press("Save").content.decode()
    assert "fr-table" not in answer
    assert "stTable" not in answer
    assert "Note" in answer
    answer = visitor.press("More").content.decode()
    assert "fr-table" in answer
    assert "stTable" in answer


def test_a_table_that_did_not_change_is_not_read_again(show):
    at = show(lambda: (fr.button("Again"), fr.dataframe([Thing()])))
    before = Thing.reads
    at.button[0].click().run()
    assert Thing.reads == before > 0


def test_a_table_changed_in_place_is_noticed(serve, db):
    rows = [1, 2, 3]
    visitor = Visitor(serve(lambda: (fr.button("Again"), fr.dataframe(rows))), script=True)
    rows.append(4)
    visitor.press("Again")
    assert Sent(visitor).values == [[1, 2, 3, 4]]


# ------------------------------------------------------------------------------------------------- no JavaScript


def test_without_a_script_the_first_rows_and_a_download_are_there(serve, db):
    visitor = Visitor(serve(lambda: fr.dataframe({"n": range(300)})))
    plain = visitor.page.one("fr-table").one("noscript")
    assert cells(plain) == [str(n) for n in range(25)]
    assert "300 rows" in plain.text
    lines = visitor.client.get(plain.one("a")["href"]).content.decode("utf-8-sig").split()
    assert lines == ["n", *(str(n) for n in range(300))]


def test_without_a_script_a_long_text_is_cut_and_the_download_has_it_all(serve, db):
    visitor = Visitor(serve(lambda: fr.dataframe(["x" * 1000])))
    plain = visitor.page.one("fr-table").one("noscript")
    assert cells(plain) == ["x" * 200 + "…"]
    assert "x" * 1000 in visitor.client.get(plain.one("a")["href"]).content.decode()
