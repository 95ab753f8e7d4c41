"""``dataframe(on_select=…)``: what is selected, by places and by primary keys, and what nobody may say is."""

from __future__ import annotations

import copy
import pickle

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

import formrerun as fr
from formrerun.exceptions import StreamlitIncompatibleParametersError, StreamlitValueError
from formrerun.tables import encoding
from tests.visitor import Visitor

CITIES = {"city": ["Accra", "Bern", "Cork"], "people": [3, 1, 2]}


class Selecting:
    """A page with one table in which something can be selected, as the script speaks with it."""

    def __init__(self, visitor):
        self.visitor = visitor

    @property
    def table(self):
        return self.visitor.page.one("fr-table")

    def post(self, *texts, **more):
        """Post a selection; return the answer."""
        name = self.table["data-fr-name"]
        body = self.visitor.compose("fr-page", "")
        return self.visitor.send({**body, "fields": {name: list(texts)}, "seqs": {name: 1 + self.visitor.seq}, **more})

    @property
    def said(self):
        return self.visitor.page.by_test_id("stText")[0].text


@pytest.fixture
def selecting(serve, db):
    """Draw a table whose selection is written below it."""

    def open_(data=CITIES, mode="multi-row", **options):
        def page():
            event = fr.dataframe(data() if callable(data) else data, on_select="rerun", selection_mode=mode,
                                 key="t", **options)  # fmt: skip
            fr.text(repr({name: value for name, value in event.selection.items() if name != "model" and value}))

        return Selecting(Visitor(serve(page), script=True))

    return open_


class TestPlaces:
    @pytest.mark.parametrize(
        ("mode", "posted", "said"),
        [
            ("multi-row", ["r2", "r0"], "{'rows': [0, 2]}"),
            ("multi-row", ["r0-2"], "{'rows': [0, 1, 2]}"),
            ("single-row", ["r1"], "{'rows': [1]}"),
            ("multi-column", ["cpeople", "ccity"], "{'columns': ['people', 'city']}"),
            ("single-column", ["ccity"], "{'columns': ['city']}"),
            ("single-cell", ["x1\u2063city"], "{'cells': [(1, 'city')]}"),
            ("multi-cell", ["x0-1\u2063people"], "{'cells': [(0, 'people'), (1, 'people')]}"),
            (["multi-row", "single-column"], ["r1", "ccity"], "{'rows': [1], 'columns': ['city']}"),
        ],
        ids=str,
    )
    def test_what_is_selected_is_the_value(self, selecting, mode, posted, said):
        page = selecting(mode=mode)
        assert page.said == "{}"
        assert page.post(*posted).status_code == 200
        assert page.said == said

    @pytest.mark.parametrize(
        ("mode", "posted"),
        [
            ("multi-row", ["r3"]), ("multi-row", ["r0-3"]), ("multi-row", ["r-1"]), ("multi-row", ["r1e3"]),
            ("multi-row", ["r2-1"]), ("multi-row", ["r" + "9" * 40]), ("multi-row", ["k1"]), ("multi-row", ["z"]),
            ("multi-row", ["rr"]), ("multi-row", ["r"]), ("multi-row", ["r٣"]), ("multi-row", ["ccity"]),
            ("multi-row", ["x0\u2063city"]), ("single-row", ["r0", "r1"]), ("single-row", ["r0-1"]),
            ("multi-column", ["csecret"]), ("single-column", ["ccity", "cpeople"]), ("multi-column", ["r1"]),
            ("single-cell", ["x0-1\u2063city"]), ("multi-cell", ["x0"]), ("multi-cell", ["x9\u2063city"]),
            ("multi-cell", ["y1\u2063city"]), ("multi-cell", ["x0\u2063secret"]), ("multi-row", ["[0]"]),
        ],
        ids=str,
    )  # fmt: skip
    def test_what_the_page_did_not_offer_is_not_selected(self, selecting, mode, posted):
        page = selecting({**CITIES, "secret": [1, 2, 3]}, mode, column_config={"secret": None})
        assert page.post(*posted).status_code == 200
        assert page.said == "{}"

    def test_one_row_is_always_selected_where_that_is_required(self, selecting):
        page = selecting(mode="single-row-required")
        assert page.said == "{'rows': [0]}"
        page.post("r2")
        assert page.said == "{'rows': [2]}"
        page.post()
        assert page.said == "{'rows': [0]}"

    def test_a_default_is_selected_at_first(self, selecting):
        page = selecting(selection_default={"selection": {"rows": [1, 9, 1, "x"]}})
        assert page.said == "{'rows': [1]}"
        page.post()
        assert page.said == "{}"

    def test_rows_that_are_gone_are_not_selected_any_more(self, selecting):
        rows = ["a", "b", "c"]
        page = selecting(lambda: list(rows))
        page.post("r0-2")
        del rows[1:]
        page.visitor.send({**page.visitor.compose("fr-page", ""), "kind": "rerun"})
        assert page.said == "{'rows': [0]}"

    def test_the_index_that_only_counts_is_hidden_where_rows_are_selected(self, selecting):
        import pandas as pd

        assert '"title":"city"' in selecting(pd.DataFrame(CITIES)).table["data-fr-columns"][:20]


class TestKeys:
    @pytest.fixture
    def groups(self, db):
        for pk, name in ((11, "a"), (12, "b"), (13, "c")):
            Group.objects.create(pk=pk, name=name)

    def test_rows_of_a_queryset_go_by_their_primary_keys(self, selecting, groups):
        page = selecting(lambda: Group.objects.order_by("-name"))
        page.post("k11", "k13")
        assert page.said == "{'rows': [2, 0], 'pks': [11, 13]}"
        Group.objects.create(pk=14, name="d")
        page.visitor.send({**page.visitor.compose("fr-page", ""), "kind": "rerun"})
        assert page.said == "{'rows': [3, 1], 'pks': [11, 13]}"
        Group.objects.filter(pk=11).delete()
        page.visitor.send({**page.visitor.compose("fr-page", ""), "kind": "rerun"})
        assert page.said == "{'rows': [1], 'pks': [13]}"

    @pytest.mark.parametrize("posted", [["k14"], ["k1 1"], ["r0"], ["k"], ["k11", "knone"], ["y14\u2063name"]], ids=str)
    def test_a_key_that_was_not_shown_is_not_selected(self, selecting, groups, posted):
        page = selecting(lambda: Group.objects.all(), ["multi-row", "multi-cell"])
        Group.objects.create(pk=14, name="hidden")
        assert page.post(*posted).status_code == 200
        assert page.said == "{}"

    def test_it_costs_no_query_but_the_one_that_shows_the_rows(self, selecting, groups):
        page = selecting(lambda: Group.objects.all())
        with CaptureQueriesContext(connection) as queries:
            page.post("k12")
        assert page.said == "{'rows': [1], 'pks': [12]}"
        asked = [query["sql"] for query in queries if "auth_group" in query["sql"]]
        assert len(asked) == 1

    def test_another_process_knows_the_keys_that_were_shown(self, selecting, groups):
        page = selecting(lambda: Group.objects.all())
        encoding.forget()
        page.post("k12")
        assert page.said == "{'rows': [1], 'pks': [12]}"
        encoding.forget()
        page.post("k99")
        assert page.said == "{'rows': [1], 'pks': [12]}"

    def test_cells_go_by_keys_and_names(self, selecting, groups):
        page = selecting(lambda: Group.objects.order_by("-pk"), "single-cell")
        page.post("y12\u2063name")
        assert page.said == "{'cells': [(1, 'name')]}"

    def test_a_key_that_is_no_number_stays_what_it_is(self, selecting, groups):
        page = selecting(lambda: Group.objects.values("name", "pk"))
        page.post("k12")
        assert page.said == "{'rows': [1], 'pks': [12]}"

    def test_the_selected_rows_are_a_queryset(self, show, groups):
        def page():
            fr.session_state.setdefault("t", {"selection": {"pks": [12, 99]}})
            event = fr.dataframe(Group.objects.all(), on_select="rerun", key="t")
            fr.text([group.name for group in event.selection.objects])

        assert show(page).text[0].value == "['b']"


class TestState:
    def test_a_callback_finds_it_in_session_state(self, serve, db):
        def note():
            fr.session_state.noted = fr.session_state.t.selection.rows

        def page():
            fr.dataframe(CITIES, on_select=note, key="t")
            fr.text(fr.session_state.get("noted"))

        page_ = Selecting(Visitor(serve(page), script=True))
        page_.post("r1")
        assert page_.said == "[1]"

    def test_code_may_select(self, show):
        def page():
            if fr.button("Select"):
                fr.session_state.t = {"selection": {"rows": [2, 7], "columns": ["people"], "cells": [(0, "city")]}}
            event = fr.dataframe(CITIES, on_select="rerun", key="t", selection_mode=["multi-row", "single-column"])
            fr.text(dict(event.selection))

        at = show(page)
        at.button[0].click().run()
        assert at.text[0].value == "{'rows': [2], 'columns': ['people'], 'cells': []}"
        assert "'rows', 'columns', and 'cells' arrays" in self._refused(show).exception[0].value

    @staticmethod
    def _refused(show):
        def page():
            fr.session_state.t = {"rows": [1]}
            fr.dataframe(CITIES, on_select="rerun", key="t")

        return show(page)

    def test_in_a_form_it_comes_with_the_form(self, serve, db):
        def page():
            with fr.form("f"):
                event = fr.dataframe(CITIES, on_select="rerun", key="t")
                fr.form_submit_button("Send")
            fr.text(event.selection.rows)

        visitor = Visitor(serve(page), script=True)
        button, table = visitor.button("Send"), visitor.page.one("fr-table")
        body = visitor.compose(button["form"], button["value"])
        visitor.send({**body, "fields": {table["data-fr-name"]: ["r1"]}})
        assert visitor.page.by_test_id("stText")[0].text == "[1]"

    def test_a_callback_in_a_form_is_refused(self, show):
        def page():
            with fr.form("f"):
                fr.dataframe(CITIES, on_select=print, key="t")
                fr.form_submit_button("Send")

        assert "callback" in show(page).exception[0].value

    def test_it_cannot_be_changed_in_place(self, show):
        def page():
            event = fr.dataframe(CITIES, on_select="rerun", selection_default={"selection": {"rows": [1]}})
            for change in (
                lambda: event.selection.update(rows=[]), lambda: event.__setitem__("selection", {}),
                lambda: setattr(event.selection, "rows", []), lambda: event.pop("selection"),
            ):  # fmt: skip
                with pytest.raises(TypeError, match="Widget state is read-only"):
                    change()
            for same in (copy.deepcopy(event), copy.copy(event), pickle.loads(pickle.dumps(event))):
                assert same == event
                assert same.selection.rows == same["selection"]["rows"] == [1]
            fr.text("unchanged")

        assert show(page).text[0].value == "unchanged"

    def test_what_was_selected_before_it_was_drawn_is_fitted(self, show):
        def page():
            if fr.checkbox("Show"):
                fr.text(fr.dataframe(CITIES, on_select="rerun", key="t").selection.rows)
            else:
                fr.session_state.t = {"selection": {"rows": [1, 99, "x", True]}}

        at = show(page)
        at.checkbox[0].check().run()
        assert at.text[0].value == "[1]"
        at.checkbox[0].uncheck().run()
        at.checkbox[0].check().run()
        assert at.text[0].value == "[1]"

    def test_a_test_selects_and_sees_the_data_all_the_same(self, show):
        def page():
            fr.text(fr.dataframe(CITIES, on_select="rerun", key="t").selection.rows)

        at = show(page)
        assert list(at.dataframe[0].value["city"]) == ["Accra", "Bern", "Cork"]
        at.dataframe[0].set_value({"selection": {"rows": [1]}}).run()
        assert at.text[0].value == "[1]"
        assert at.session_state["t"].selection.rows == [1]

    def test_without_a_selection_it_is_an_element(self, show):
        assert not show(lambda: fr.text(isinstance(fr.dataframe(CITIES), dict))).exception


class TestParameters:
    @pytest.mark.parametrize(
        ("options", "error", "text"),
        [
            ({"on_select": "always"}, StreamlitValueError, "Supported values: 'rerun', 'ignore', a callback function"),
            ({"on_select": None}, StreamlitValueError, "Supported values: 'rerun', 'ignore', a callback function"),
            (
                {"selection_default": {"selection": {}}},
                StreamlitIncompatibleParametersError,
                "Set `on_select` to `'rerun'` or a callback to use `selection_default`.",
            ),
            ({"on_select": "rerun", "selection_mode": "rows"}, StreamlitValueError, "'single-row-required'"),
            (
                {"on_select": "rerun", "selection_mode": ["single-row", "multi-row"]},
                StreamlitIncompatibleParametersError,
                "`selection_mode='multi-row'` and `selection_mode='single-row'` cannot be used together. Only one row",
            ),
            (
                {"on_select": "rerun", "selection_mode": ["single-cell", "multi-cell"]},
                StreamlitIncompatibleParametersError,
                "`selection_mode='single-cell'` and `selection_mode='multi-cell'` cannot be used together.",
            ),
        ],
    )
    def test_what_is_wrong_is_named(self, show, options, error, text):
        said = show(lambda: fr.dataframe(CITIES, **options)).exception[0]
        assert text in said.value


class TestWithoutJavaScript:
    def test_the_rows_that_are_seen_have_boxes(self, serve, db):
        def page():
            with fr.form("f"):
                event = fr.dataframe({"n": list(range(40))}, on_select="rerun", key="t",
                                     selection_default={"selection": {"rows": [1, 30]}})  # fmt: skip
                fr.form_submit_button("Send")
            fr.text(event.selection.rows)

        visitor = Visitor(serve(page))
        boxes = [box for box in visitor.page.all("input") if box.get("type") == "checkbox"]
        assert len(boxes) == 25
        assert [box["value"] for box in boxes if "checked" in box] == ["r1"]
        boxes[3].attrs["checked"] = ""
        visitor.press("Send")
        assert visitor.page.by_test_id("stText")[0].text == "[1, 3, 30]"
