"""A table whose cells can be edited."""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections import namedtuple
from decimal import Decimal

import pytest

import formrerun as fr
from formrerun.exceptions import StreamlitAPIException
from formrerun.testing.elements import AppTestError
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
GOODS = [{"name": "Shirt", "price": 12.5, "sold": False}, {"name": "Hat", "price": 8.0, "sold": True}]
NAME = fr.column_config.TextColumn(required=True, max_chars=10, validate="^[A-Z]")
PRICE = fr.column_config.NumberColumn(min_value=0, max_value=100)


def posted(edited=None, added=(), deleted=()):
    return json.dumps({"edited_rows": edited or {}, "added_rows": list(added), "deleted_rows": list(deleted)})


def wire(visitor):
    return visitor.page.one("fr-editor")["id"]


def send(visitor, text):
    """Post the changes of the only editor as the browser's script does."""
    visitor.seq += 1
    data = visitor.compose("fr-page", "")
    data["fields"], data["seqs"] = {wire(visitor): [text]}, {wire(visitor): visitor.seq}
    return visitor.send(data)


class TestWhatComesBack:
    @pytest.mark.parametrize(
        ("data", "column", "value", "expected"),
        [
            ([{"a": 1}, {"a": 2}], "a", 5, [{"a": 5}, {"a": 2}]),
            ([[1, 2], [3, 4]], "1", 5, [[1, 5], [3, 4]]),
            ([1, 2], "value", 5, [5, 2]),
            ((1, 2), "value", 5, (5, 2)),
            ({1, 2}, "value", 5, {5, 2}),
            ({"a": [1, 2]}, "a", 5, {"a": [5, 2]}),
            ({"a": 1, "b": 2}, "value", 5, {"a": 5, "b": 2}),
            ({"a": {"x": 1}, "b": {"x": 2}}, "b", 5, {"a": {"x": 1}, "b": {"x": 5}}),
            ([{"a": Decimal("1.50")}], "a", "2.25", [{"a": Decimal("2.25")}]),
            ([{"a": dt.date(2026, 1, 5)}], "a", "2026-02-03", [{"a": dt.date(2026, 2, 3)}]),
            ([{"a": dt.timedelta(hours=1)}], "a", 90, [{"a": dt.timedelta(seconds=90)}]),
            ([{"a": ["x"]}], "a", ["x", "y"], [{"a": ["x", "y"]}]),
        ],
    )
    def test_is_of_the_type_of_the_data(self, show, data, column, value, expected):
        seen = []

        def page():
            seen.append(fr.data_editor(data, key="e"))

        at = show(page)
        assert not at.exception
        assert seen[-1] == data
        assert not at.data_editor[0].edit(0, column, value).run().exception
        assert seen[-1] == expected
        assert type(seen[-1]) is type(data)

    @pytest.mark.parametrize(
        ("data", "column", "value", "expected"),
        [
            (range(2), "value", 5, [5, 1]),
            (enum.Enum("Size", {"S": 1, "M": 2}), "value", 5, [5, 2]),
            ({"x": 1, "y": 2}.keys(), "value", "z", ["z", "y"]),
            (namedtuple("Place", "x y")(1, 2), "value", 5, {"x": 5, "y": 2}),
            ({1: [1, 2]}, "1", 5, {"1": [5, 2]}),
        ],
    )
    def test_what_cannot_be_edited_itself_comes_back_as_what_can(self, show, data, column, value, expected):
        seen = []
        at = show(lambda: seen.append(fr.data_editor(data, key="e")))
        at.data_editor[0].edit(0, column, value).run()
        assert seen[-1] == expected

    def test_is_the_page_s_own(self, show):
        """What is written into it is not written into the data, nor the other way."""
        pd = pytest.importorskip("pandas")
        data = pd.DataFrame({"n": [1, 2], "name": ["a", "b"]})
        seen = []

        def page():
            seen.append(fr.data_editor(data))

        show(page)
        seen[0].loc[0, "n"] = 9
        data.loc[1, "name"] = "z"
        assert data.to_dict("list") == {"n": [1, 2], "name": ["a", "z"]}
        assert seen[0].to_dict("list") == {"n": [9, 2], "name": ["a", "b"]}

    def test_a_data_frame_keeps_its_types(self, show):
        pd = pytest.importorskip("pandas")
        data = pd.DataFrame({"n": [1, 2], "on": [True, False], "c": pd.Categorical(["x", "y"])}, index=["a", "b"])
        seen = []

        def page():
            seen.append(fr.data_editor(data, key="e", num_rows="dynamic"))

        at = show(page)
        at.data_editor[0].edit(0, "n", 7).add_row(_index="c", n=3, on=True, c="x").delete_row(1).run()
        assert list(seen[-1].index) == ["a", "c"]
        assert list(seen[-1].n) == [7, 3]
        assert list(seen[-1].dtypes) == list(data.dtypes)
        assert list(data.n) == [1, 2]  # what the author gave is as it was

    def test_names_of_columns_come_back_as_texts(self, show):
        pandas = pytest.importorskip("pandas")
        seen = []

        def page():
            seen.append(fr.data_editor(pandas.DataFrame([[1, 2]]), key="numbers"))
            groups = pandas.MultiIndex.from_tuples([("costs", 2025), ("costs", 2026)])
            seen.append(fr.data_editor(pandas.DataFrame([[1, 2]], columns=groups), key="groups"))

        at = show(page)
        assert [list(frame.columns) for frame in seen] == [["0", "1"], ["costs_2025", "costs_2026"]]
        assert [list(editor.value.columns) for editor in at.data_editor] == [["0", "1"], ["costs_2025", "costs_2026"]]

    def test_a_text_in_an_array_may_grow(self, show):
        numpy = pytest.importorskip("numpy")
        seen = []
        at = show(lambda: seen.append(fr.data_editor(numpy.array(["a", "b"]), key="e")))
        at.data_editor[0].edit(0, "value", "longer").run()
        assert list(seen[-1]) == ["longer", "b"]

    @pytest.mark.parametrize("library", ["numpy", "pyarrow", "polars"])
    def test_so_do_arrays_and_tables(self, show, library):
        module = pytest.importorskip(library)
        data = {
            "numpy": lambda: module.array([1, 2]),
            "pyarrow": lambda: module.table({"value": [1, 2]}),
            "polars": lambda: module.DataFrame({"value": [1, 2]}),
        }[library]()
        seen = []
        at = show(lambda: seen.append(fr.data_editor(data, key="e")))
        at.data_editor[0].edit(1, "value", 9).run()
        assert type(seen[-1]) is type(data)
        shown = seen[-1] if library == "numpy" else seen[-1]["value"]
        assert (shown.to_pylist() if library == "pyarrow" else list(shown)) == [1, 9]


class TestSessionState:
    def test_it_says_what_was_changed(self, show):
        def page():
            fr.data_editor(GOODS, key="e", num_rows="dynamic")
            fr.text(fr.session_state.e)
            fr.text(fr.session_state.e.deleted_rows)

        at = show(page)
        at.data_editor[0].edit(0, "price", 9.5).add_row(name="Cap").delete_row(1).run()
        assert at.text[0].value == str(
            {"edited_rows": {0: {"price": 9.5}}, "added_rows": [{"name": "Cap"}], "deleted_rows": [1]}
        )
        assert at.text[1].value == "[1]"

    def test_it_cannot_be_assigned(self, show):
        def page():
            fr.session_state.e = {"edited_rows": {}}
            fr.data_editor(GOODS, key="e")

        assert "read-only" in show(page).exception[0].message

    def test_a_callback_sees_it(self, show):
        def page():
            fr.data_editor(GOODS, key="e", on_change=lambda: fr.toast(str(fr.session_state.e["edited_rows"])))

        assert show(page).data_editor[0].edit(1, "name", "Cap").run().toast[0].value == "{1: {'name': 'Cap'}}"


class TestIdentity:
    def test_with_a_key_edits_stay_where_values_change_and_follow_their_rows(self, show):
        pd = pytest.importorskip("pandas")
        frames = [
            pd.DataFrame({"n": [1, 2]}, index=["a", "b"]),
            pd.DataFrame({"n": [0, 1, 2]}, index=["new", "a", "b"]),
        ]

        def page():
            data = frames[fr.toggle("news")]
            fr.text(list(fr.data_editor(data, key="e").n))

        at = show(page)
        assert at.data_editor[0].edit(1, "n", 9).run().text[0].value == "[1, 9]"
        assert at.toggle[0].check().run().text[0].value == "[0, 1, 9]"

    def test_where_rows_are_added_what_was_sent_is_part_of_other_data_and_what_was_not_stays(self, serve, client):
        pd = pytest.importorskip("pandas")
        rows = {"a": 1}

        def page():
            with fr.form("f"):
                fr.data_editor(pd.DataFrame({"n": rows.values()}, index=list(rows)), key="e", num_rows="dynamic")
                if fr.form_submit_button("Save"):
                    rows.update({row["_index"]: row["n"] for row in fr.session_state.e.added_rows})
            fr.text(dict(fr.session_state.e))
            fr.button("Again")

        visitor = Visitor(serve(page), client)
        editor = wire(visitor)
        visitor.fill("Index, new row", "b").fill("n, new row", "2").press("Save")
        assert rows == {"a": 1, "b": 2}
        visitor.press("Again")
        assert "'added_rows': []" in visitor.text
        rows["0"] = 0  # somebody else has saved: the same field, in which a browser keeps what was typed
        visitor.press("Again")
        assert wire(visitor) == editor

    def test_other_columns_make_another_editor(self, show):
        def page():
            fr.text(fr.data_editor([{"b": 1}] if fr.toggle("other") else [{"a": 1}], key="e"))

        at = show(page)
        assert at.data_editor[0].edit(0, "a", 9).run().text[0].value == "[{'a': 9}]"
        assert at.toggle[0].check().run().text[0].value == "[{'b': 1}]"


class TestJudging:
    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"0": {"price": -1}}, "at least 0"),
            ({"0": {"price": 101}}, "at most 100"),
            ({"0": {"price": "x"}}, "this is no number"),
            ({"0": {"name": None}}, "a value is required"),
            ({"0": {"name": "ABCDEFGHIJK"}}, "at most 10 characters"),
            ({"0": {"name": "hat"}}, "does not have the form"),
            ({"1": {"sold": "yes"}}, "no value of this column"),
        ],
    )
    def test_a_wrong_value_is_refused_beside_the_table(self, serve, client, change, said):
        visitor = Visitor(serve(lambda: fr.data_editor(GOODS, column_config={"name": NAME, "price": PRICE})), client)
        visitor.script = True
        answer = send(visitor, posted(change))
        assert answer.status_code == 422
        assert said in answer.json()["errors"][wire(visitor)]

    @pytest.mark.parametrize(
        "text", ["Abc\n", "A٣", "A" + "b" * 50_000], ids=["a line end", "digits of another script", "too long"]
    )
    def test_a_pattern_is_what_it_is_in_a_browser(self, serve, client, text):
        code = fr.column_config.TextColumn(validate=r"^(?<letter>[A-Z])([a-z]+|\d)$")
        visitor = Visitor(serve(lambda: fr.data_editor([{"code": "A1"}], column_config={"code": code})), client)
        visitor.script = True
        assert send(visitor, posted({"0": {"code": "Abc"}})).status_code == 200
        answer = send(visitor, posted({"0": {"code": text}}))
        assert "does not have the form" in answer.json()["errors"][wire(visitor)]

    def test_a_moment_without_a_time_zone_is_compared_as_one_of_utc(self, serve, client):
        day = fr.column_config.DatetimeColumn(min_value=dt.datetime(2026, 1, 1))
        data = [{"at": dt.datetime(2026, 6, 1, tzinfo=dt.timezone.utc)}]
        visitor = Visitor(serve(lambda: fr.data_editor(data, column_config={"at": day})), client, script=True)
        assert send(visitor, posted({"0": {"at": "2026-01-01T01:30+01:00"}})).status_code == 200
        answer = send(visitor, posted({"0": {"at": "2026-01-01T00:30+01:00"}}))
        assert "at least 2026-01-01" in answer.json()["errors"][wire(visitor)]

    def test_a_number_can_be_written_without_an_exponent(self, serve, client):
        visitor = Visitor(serve(lambda: fr.table(fr.data_editor([{"a": Decimal("1.5")}]))), client, script=True)
        answer = send(visitor, posted({"0": {"a": "1e-999999999"}}))  # a thousand million digits
        assert "this is no number" in answer.json()["errors"][wire(visitor)]

    @pytest.mark.parametrize("library", ["pandas", "pyarrow"])
    @pytest.mark.parametrize(
        ("type_", "value", "said"),
        [
            ("int8", 300, "at most 127"),
            ("uint64", -1, "at least 0"),
            ("datetime64[ns]", "2300-01-01T00:00", "at most 2262-04-10"),
            ("datetime64[ns, Europe/Berlin]", "1600-01-01T00:00+01:00", "at least 1677-09-23"),
            ("timedelta64[ns]", -1e10, "at least -9223372036"),
        ],
    )
    def test_a_column_holds_what_its_type_holds(self, serve, client, library, type_, value, said):
        data = pytest.importorskip("pandas").DataFrame({"a": [1, 2]}).astype("int64").astype(type_)
        if library == "pyarrow":
            data = pytest.importorskip("pyarrow").Table.from_pandas(data)
        visitor = Visitor(serve(lambda: fr.dataframe(fr.data_editor(data))), client, script=True)
        answer = send(visitor, posted({"0": {"a": value}}))
        assert said in answer.json()["errors"][wire(visitor)]

    @pytest.mark.parametrize("library", ["pyarrow", "polars"])
    @pytest.mark.parametrize("typed", ["1234", "1e300"])
    def test_a_decimal_number_may_be_larger_than_there_were_any(self, show, library, typed):
        make = {"pyarrow": "table", "polars": "DataFrame"}[library]
        data = getattr(pytest.importorskip(library), make)({"a": [Decimal("1.5")], "b": [1]})
        seen = []
        at = show(lambda: seen.append(fr.data_editor(data, key="editor")))
        at.data_editor(key="editor").edit(0, "a", typed).run()
        assert not at.exception
        assert Decimal(seen[-1]["a"].to_pylist()[0] if library == "pyarrow" else seen[-1]["a"][0]) == Decimal(typed)

    @pytest.mark.parametrize("place", ["edited", "added"])
    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("2026-03-29T02:30", "2026-03-29 03:00:00+02:00"),
            ("2026-10-25T02:30", "2026-10-25 02:30:00+02:00"),
            ("0001-01-01T00:00", "0001-01-01 00:00:00"),
        ],
        ids=["that clocks left out", "that clocks said twice", "before its time zone"],
    )
    def test_a_moment_in_a_time_zone_may_be_any(self, serve, client, place, typed, read):
        pd = pytest.importorskip("pandas")
        data = pd.DataFrame({"at": pd.to_datetime(["2026-01-01"]).tz_localize("Europe/Berlin").as_unit("us")})

        def page():
            edited = fr.data_editor(data, num_rows="dynamic", key="editor")
            fr.text(f"the last one is {edited['at'].iloc[-1]}")

        visitor = Visitor(serve(page), client, script=True)
        change = {"edited": {"0": {"at": typed}}} if place == "edited" else {"added": [{"at": typed}]}
        assert send(visitor, posted(**change)).status_code == 200
        assert f"the last one is {read}" in visitor.text

    @pytest.mark.parametrize(
        "text",
        [
            "{", "[]", "1", "null", "\x00", "9" * 5000, '{"x":1}', '{"edited_rows":[]}', '{"edited_rows":{"0":1}}',
            posted({"2": {"price": 1}}), posted({"-1": {"price": 1}}), posted({"x": {"price": 1}}),
            posted({"0": {"nobody": 1}}), posted({"0": {"locked": 1}}), posted(added=[{"name": "X"}]),
            posted(deleted=[0]), posted(deleted=[[]]), '{"edited_rows":{"0":{"price":NaN}}}', "[" * 100_000,
            posted({"٣": {"price": 1}}),
        ],
    )  # fmt: skip
    def test_what_nobody_was_offered_changes_nothing(self, serve, client, text):
        data = [{**row, "locked": 1} for row in GOODS]

        def page():
            fr.text(repr(fr.data_editor(data, disabled=["locked"]) == data))

        visitor = Visitor(serve(page), client, script=True)
        assert send(visitor, text).status_code < 500
        assert visitor.open(visitor.url).text.endswith("True")

    def test_a_new_row_needs_a_name_of_its_own(self, serve, client):
        pd = pytest.importorskip("pandas")
        data = pd.DataFrame({"n": [1]}, index=["a"])
        visitor = Visitor(serve(lambda: fr.data_editor(data, num_rows="dynamic")), client, script=True)
        answer = send(visitor, posted(added=[{"_index": "a", "n": 2}, {"n": 3}]))
        said = answer.json()["errors"][wire(visitor)]
        assert "this name is taken by another row" in said
        assert "a value is required" in said

    def test_a_type_of_the_index_is_judged_under_its_general_name_alone(self, show):
        pd = pytest.importorskip("pandas")
        data = pd.DataFrame({"n": [1]}, index=pd.Index([2026], name="year"))
        text = fr.column_config.TextColumn("Year")
        assert not show(lambda: fr.data_editor(data, column_config={"year": text})).exception
        said = show(lambda: fr.data_editor(data, column_config={"_index": text})).exception[0].message
        assert "for column `_index` is not compatible for editing" in said

    def test_a_type_that_does_not_edit_its_values_is_an_error(self):
        with pytest.raises(StreamlitAPIException, match="is not compatible for editing"):
            fr.data_editor([{"a": 1}], column_config={"a": fr.column_config.TextColumn()})

    def test_so_are_two_columns_of_one_name(self):
        pd = pytest.importorskip("pandas")
        with pytest.raises(StreamlitAPIException, match="required to be unique"):
            fr.data_editor(pd.DataFrame([[1, 2]], columns=["a", "a"]))

    @pytest.mark.parametrize("hides", [{"column_order": ["b"]}, {"column_config": {"a": None}}], ids=str)
    def test_all_of_its_columns_may_be_hidden(self, show, hides):
        assert not show(lambda: fr.data_editor({"a": [1, 2]}, num_rows="delete", hide_index=True, **hides)).exception


class TestInAForm:
    def test_without_javascript_its_rows_are_inputs(self, serve, client):
        def page():
            with fr.form("f"):
                goods = fr.data_editor(GOODS, num_rows="dynamic")
                fr.form_submit_button("Save")
            fr.text(json.dumps(goods))

        visitor = Visitor(serve(page), client)
        visitor.fill("price, 1", "9.5").fill("sold, 2", "false").fill("name, new row", "Cap").fill("Delete row 1", True)
        visitor.fill("Delete row 1", False)
        assert visitor.press("Save").status_code < 400
        visitor.open()
        assert json.loads(visitor.page.by_test_id("stText")[0].text) == [
            {"name": "Shirt", "price": 9.5, "sold": False},
            {"name": "Hat", "price": 8.0, "sold": False},
            {"name": "Cap", "price": None, "sold": None},
        ]

    def test_a_refused_plain_form_shows_what_was_typed(self, serve, client):
        def page():
            with fr.form("f"):
                fr.data_editor(GOODS, column_config={"price": PRICE})
                fr.form_submit_button("Save")

        visitor = Visitor(serve(page), client)
        visitor.fill("price, 2", "a lot").fill("name, 1", "Coat")
        assert visitor.press("Save").status_code == 422
        assert (visitor.shown("price, 2"), visitor.shown("name, 1")) == (["a lot"], ["Coat"])
        assert "Row 2, price: this is no number" in visitor.text

    def test_without_javascript_there_are_pages(self, serve, client):
        def page():
            with fr.form("f"):
                rows = fr.data_editor([{"n": number} for number in range(30)])
                fr.form_submit_button("Go")
            fr.text(sum(row["n"] for row in rows))

        visitor = Visitor(serve(page), client)
        visitor.fill("n, 1", "100").fill("Rows", "11 – 20").press("Go")
        visitor.fill("n, 15", "1000").press("Go")
        assert visitor.page.by_test_id("stText")[0].text == str(sum(range(30)) + 100 + 1000 - 14)

    def test_a_form_that_clears_itself_forgets_edits(self, show):
        def page():
            with fr.form("f", clear_on_submit=True):
                rows = fr.data_editor([{"a": 1}], key="e")
                fr.form_submit_button("Go")
            fr.text(rows)

        at = show(page)
        at.data_editor[0].edit(0, "a", 5)
        assert at.button[0].click().run().text[0].value == "[{'a': 5}]"
        assert at.button[0].click().run().text[0].value == "[{'a': 1}]"


class TestAppTest:
    def test_it_reads_the_table_and_its_mode(self, show):
        at = show(lambda: fr.data_editor(GOODS, num_rows="add", key="e"))
        assert at.data_editor(key="e").editing_mode == "add"
        assert len(at.data_editor[0].value) == 2

    def test_set_value_says_what_to_use(self, show):
        with pytest.raises(AppTestError, match=r"Use edit\(\)"):
            show(lambda: fr.data_editor(GOODS)).data_editor[0].set_value([])

    def test_a_disabled_one_cannot_be_edited(self, show):
        with pytest.raises(AppTestError, match="disabled"):
            show(lambda: fr.data_editor(GOODS, disabled=True)).data_editor[0].edit(0, "name", "x")


def test_a_queryset_goes_by_primary_key(show, django_user_model):
    ada, _bob = (django_user_model.objects.create(username=name) for name in ("ada", "bob"))

    def page():
        rows = django_user_model.objects.order_by("username").values("id", "username")
        edited = fr.data_editor(rows, key="e", disabled=["id"])
        fr.text(edited["username"].tolist() if hasattr(edited, "columns") else [row["username"] for row in edited])

    at = show(page)
    assert at.data_editor[0].edit(1, "username", "Robert").run().text[0].value == "['ada', 'Robert']"
    ada.delete()
    assert at.run().text[0].value == "['Robert']"


def test_two_of_the_same_data_are_told_apart_by_what_they_show(show):
    """Each of these parameters makes another editor of it."""

    def page():
        for more in ({}, {"hide_index": True}, {"column_config": {"a": "Label"}}, {"column_config": {"a": None}}):
            fr.data_editor({"a": [1], "b": [2]}, **more)

    assert not show(page).exception
