"""``AppTest``: the surface of Streamlit's, over the corridor of every page (semantics 7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.contrib.auth.models import User

import formrerun as fr
from formrerun.engine.context import current_run
from formrerun.engine.drawing import draw
from formrerun.engine.handles import open_container
from formrerun.engine.tree import Container, Element
from formrerun.engine.widgets import Widget
from formrerun.testing import AppTest, AppTestError
from formrerun.testing.tree import BlockList, ElementList, WidgetList

SCRIPT = """
import streamlit as st
st.title("A script")
name = st.text_input("Name", key="name")
if st.button("Greet"):
    st.session_state.greeted = name
st.text(f"{name} {st.session_state.get('greeted')}")
"""


@pytest.fixture
def app(tmp_path):
    """A script with a second page beside it."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "app.py").write_text(SCRIPT)
    (tmp_path / "pages" / "two.py").write_text(
        "import streamlit as st\nst.text(sorted(st.session_state))\nst.text_input('T', key='name')\n"
    )
    return tmp_path / "app.py"


class TestMaking:
    def test_from_string(self):
        at = AppTest.from_string(SCRIPT).run()
        at.text_input("name").input("Ada")
        assert at.button[0].click().run().text[0].value == "Ada Ada"

    def test_from_an_indented_string(self):
        at = AppTest.from_string(
            """
            import streamlit as st
            st.text("drawn")
            """
        )
        assert at.run().text[0].value == "drawn"

    def test_from_function_with_its_arguments(self):
        def script(word, *, times=1):
            import streamlit as st

            st.text(word * times)

        at = AppTest.from_function(script, args=("a",), kwargs={"times": 3}).run()
        assert at.text[0].value == "aaa"

    def test_from_file(self, app):
        assert AppTest.from_file(app).run().title[0].value == "A script"
        assert AppTest.from_file(str(app)).run().title[0].value == "A script"

    def test_from_file_relative_to_the_test(self):
        at = AppTest.from_file("../../project/examples/form_container.py", default_timeout=20).run()
        assert not at.exception
        assert len(at.form) == 1

    def test_a_file_that_does_not_exist(self):
        with pytest.raises(FileNotFoundError, match="AppTest script not found at"):
            AppTest.from_file("nonsense.py")

    def test_from_a_page_with_its_arguments_and_its_user(self, db):
        @fr.page
        def page(request, number):
            fr.text(f"{request.user.username} {number} {fr.user.is_logged_in}")

        ada = User.objects.create_user("ada")
        assert AppTest.from_page(page, user=ada, number=3).run().text[0].value == "ada 3 True"

    @pytest.mark.django_db
    def test_through_the_project_s_own_store(self):
        @fr.page
        def page():
            fr.text(fr.text_input("T", key="t"))

        at = AppTest.from_page(page, store="project").run()
        assert at.text_input[0].input("x").run().text[0].value == "x"
        from formrerun.models import Tab

        assert Tab.objects.count() == 1


class TestRunning:
    def test_no_host_has_to_be_allowed(self, settings):
        settings.ALLOWED_HOSTS = []  # as outside of a project, in plain pytest
        assert AppTest.from_string("import streamlit as st\nst.text(st.context.url)").run().text.len == 1

    def test_a_run_that_takes_too_long(self):
        script = "import time, streamlit as st\nfor n in range(99):\n    time.sleep(.05)\n    st.text(n)"
        at = AppTest.from_string(script)
        with pytest.raises(RuntimeError, match=r"AppTest script run timed out after 0\.2\(s\)"):
            at.run(timeout=0.2)

    def test_the_default_timeout(self):
        at = AppTest.from_string("import time\ntime.sleep(.05)", default_timeout=0.01)
        with pytest.raises(RuntimeError, match="timed out after"):
            at.run()
        assert at.run(timeout=60) is at

    def test_exceptions_do_not_leave_the_page(self):
        at = AppTest.from_string("import streamlit as st\nst.text('before')\n1 / 0\nst.text('after')").run()
        assert [text.value for text in at.text] == ["before"]
        assert len(at.exception) == 1
        error = at.exception[0]
        assert (error.value, error.message, error.is_warning) == ("division by zero", "division by zero", False)
        assert "line 3" in error.stack_trace[-1]

    def test_every_element_can_run_the_page(self):
        at = AppTest.from_string(SCRIPT).run()
        assert at.text[0].run() is at
        assert at.main.run() is at
        assert at.text_input[0].set_value("a").run() is at


class TestState:
    def test_session_state_before_and_between_runs(self):
        at = AppTest.from_string(SCRIPT)
        at.session_state.greeted = "set before"
        at.session_state["name"] = "typed"
        at.run()
        assert at.text[0].value == "typed set before"
        assert at.text_input[0].value == "typed"
        at.session_state.greeted = "later"
        assert at.run().text[0].value == "typed later"
        del at.session_state["greeted"]
        assert at.run().text[0].value == "typed None"

    @pytest.mark.parametrize("store", ["process", "project"])
    def test_options_of_a_widget_that_the_last_run_did_not_reach(self, db, store):
        at = AppTest.from_string(
            """
            import streamlit as st
            if st.button("Stop"):
                st.stop()
            st.selectbox("Size", ["S", "M"], key="size")
            st.multiselect("Colours", ["red", "blue"], ["blue"], key="colours")
            """,
            store=store,
        ).run()
        at.button[0].click().run()
        assert at.session_state.to_dict() == {"size": "S", "colours": ["blue"]}

    def test_session_state_is_a_mapping(self):
        at = AppTest.from_string("import streamlit as st\nst.session_state.a = 1\nst.checkbox('C', key='c')").run()
        state = at.session_state
        assert ("a" in state, "b" in state, len(state)) == (True, False, 2)
        assert sorted(state) == sorted(state.keys()) == ["a", "c"]
        assert state.to_dict() == dict(state.items()) == {"a": 1, "c": False}
        assert (state.get("a"), state.get("b", 7), sorted(map(int, state.values()))) == (1, 7, [0, 1])
        with pytest.raises(KeyError, match='has no key "b"'):
            state["b"]
        with pytest.raises(AttributeError, match=r"b not found in session_state\."):
            state.b

    def test_query_params(self):
        at = AppTest.from_string(
            "import streamlit as st\nst.text(st.query_params.get_all('a'))\nst.query_params.b = ['x', 'y']"
        )
        at.query_params["a"] = ["1", "2"]
        at.run()
        assert at.text[0].value == "['1', '2']"
        assert at.query_params == {"a": ["1", "2"], "b": ["x", "y"]}

    def test_tabs_stand_in_a_container_of_their_own(self):
        at = AppTest.from_string("import streamlit as st\nst.tabs(['a', 'b'])[1].text('in b')").run()
        assert [block.type for block in at.get("tab_container")] == ["tab_container"]
        assert at.get("tab_container")[0].tabs[1].text[0].value == "in b"

    def test_query_params_print_all_they_hold(self):
        at = AppTest.from_string("import streamlit as st\nst.text(str(st.query_params))")
        at.query_params = {"many": ["a", "b"], "one": "c"}
        assert at.run().text[0].value == "{'many': ['a', 'b'], 'one': 'c'}"

    def test_secrets(self):
        at = AppTest.from_string("import streamlit as st\nst.text(st.secrets.db.password + st.secrets['word'])")
        at.secrets["db"] = {"password": "p"}
        at.secrets["word"] = "w"
        assert at.run().text[0].value == "pw"

    def test_user_and_context(self):
        at = AppTest.from_string("import streamlit as st\nst.text(f'{st.user.email} {st.context.locale}')")
        at.context["locale"] = "de-DE"
        assert at.run().text[0].value == "test@example.com de-DE"
        at.user["email"] = "ada@example.com"
        assert at.run().text[0].value == "ada@example.com de-DE"

    def test_switch_page(self, app):
        at = AppTest.from_file(app).run()
        at.text_input[0].input("typed")
        at.button[0].click().run()
        at.switch_page("pages/two.py").run()
        assert "greeted" in at.text[0].value
        assert at.text_input[0].value == ""
        with pytest.raises(ValueError, match=r"Could not find page .* relative to the main script"):
            at.switch_page("pages/three.py")


class TestForms:
    @pytest.fixture
    def at(self, show):
        def page():
            with fr.form("f", clear_on_submit=True):
                name = fr.text_input("Name", "default", key="name")
                first, second = fr.form_submit_button("First"), fr.form_submit_button("Second")
            fr.text((name, first, second))
            fr.button("Outside")

        return show(page)

    def test_values_wait_for_their_button(self, at):
        at.text_input[0].input("typed")
        at.button[2].click().run()
        assert at.text[0].value == "('default', False, False)"
        assert at.text_input[0].value == "typed"  # as in a browser, and unlike Streamlit's own tester
        at.form_submit_button[1].click().run()
        assert at.text[0].value == "('typed', False, True)"

    def test_submit_buttons_are_buttons_too(self, at):
        assert [button.label for button in at.button] == ["First", "Second", "Outside"]
        assert [button.label for button in at.form_submit_button] == ["First", "Second"]
        assert at.form[0].form_submit_button[0].label == "First"
        assert (at.text_input[0].form_id, at.button[2].form_id) == ("f", "")

    def test_after_a_clear_the_default_is_sent(self, at):
        at.text_input[0].input("typed")
        at.button[0].click().run()
        assert at.text[0].value == "('typed', True, False)"
        at.button[2].click().run()
        assert at.text[0].value == "('typed', False, False)"
        at.button[0].click().run()
        assert at.text[0].value == "('default', True, False)"


class TestWidgets:
    """Every way to act on a widget."""

    @pytest.fixture
    def at(self, show):
        def page():
            fr.text_input("T", max_chars=5)
            fr.text_area("A")
            fr.number_input("N", 0, 10, 9)
            fr.checkbox("C")
            fr.toggle("G")
            fr.radio("R", ["a", "b", "c"])
            fr.selectbox("S", [10, 20, 30], format_func=lambda n: f"no. {n}")
            fr.multiselect("M", ["a", "b", "c"])
            fr.slider("L", 0, 10, (2, 4))
            fr.select_slider("Z", ["a", "b", "c"], ("a", "b"))
            fr.date_input("D", dt.date(2026, 1, 5))
            fr.time_input("I", dt.time(12), step=60)
            fr.datetime_input("E", dt.datetime(2026, 1, 5, 12))
            fr.color_picker("P")

        return show(page)

    def test_texts(self, at):
        assert at.text_input[0].input("abcde").run().text_input[0].value == "abcde"
        assert at.text_input[0].input("abcdef").run().text_input[0].value == "abcde"  # a paste too long is not taken
        assert at.text_area[0].input("x\ny").run().text_area[0].value == "x\ny"
        assert at.text_input[0].max_chars == 5

    def test_numbers(self, at):
        assert at.number_input[0].increment().increment().value == 10
        assert at.run().number_input[0].value == 10
        assert at.number_input[0].decrement().run().number_input[0].value == 9
        assert (at.number_input[0].min, at.number_input[0].max, at.number_input[0].step) == (0, 10, 1)

    def test_boxes(self, at):
        assert at.checkbox[0].check().run().checkbox[0].value is True
        assert at.checkbox[0].uncheck().run().checkbox[0].value is False
        assert at.toggle[0].set_value(True).run().toggle[0].value is True

    def test_one_of_several(self, at):
        assert at.radio[0].set_value("c").run().radio[0].index == 2
        assert at.selectbox[0].select(20).run().selectbox[0].value == 20
        assert at.selectbox[0].select("no. 30").run().selectbox[0].value == 30
        assert at.selectbox[0].select_index(0).run().selectbox[0].index == 0
        assert at.selectbox[0].options == ["no. 10", "no. 20", "no. 30"]
        with pytest.raises(ValueError, match="is not in list"):
            at.radio[0].set_value("z").run()

    def test_some_of_several(self, at):
        at.multiselect[0].select("c").select("a").run()
        assert (at.multiselect[0].value, at.multiselect[0].values, at.multiselect[0].indices) == (
            ["c", "a"], ["c", "a"], [2, 0],
        )  # fmt: skip
        assert at.multiselect[0].unselect("c").run().multiselect[0].value == ["a"]

    def test_ranges(self, at):
        assert at.slider[0].set_range(1, 9).run().slider[0].value == (1, 9)
        assert at.select_slider[0].set_range("b", "c").run().select_slider[0].value == ("b", "c")

    def test_dates_times_and_colours(self, at):
        assert at.date_input[0].set_value(dt.date(2026, 2, 1)).run().date_input[0].value == dt.date(2026, 2, 1)
        assert at.time_input[0].increment().run().time_input[0].value == dt.time(12, 1)
        assert at.time_input[0].decrement().decrement().run().time_input[0].value == dt.time(11, 59)
        moment = dt.datetime(2026, 2, 1, 13, 15)
        assert at.datetime_input[0].set_value(moment).run().datetime_input[0].value == moment
        assert at.color_picker[0].pick("#00ff00").run().color_picker[0].value == "#00ff00"
        assert at.color_picker[0].pick("0000ff").run().color_picker[0].value == "#0000ff"

    def test_buttons_are_pressed_for_one_run(self, show):
        at = show(lambda: fr.button("B"))
        assert at.button[0].click().value is True
        assert at.run().button[0].value is True
        assert at.run().button[0].value is False

    def test_a_button_that_its_own_run_disables_is_not_pressed(self, show):
        def page():
            run = fr.session_state["run"] = fr.session_state.get("run", 0) + 1
            fr.text(f"{fr.button('Go', key='go', disabled=run == 2)} {fr.session_state.go}")

        at = show(page)
        at.button[0].click().run()
        assert (at.text[0].value, at.button[0].value, at.session_state.go) == ("False False", False, False)

    @pytest.mark.parametrize(
        ("draw", "first", "then", "taken"),
        [
            (lambda: fr.color_picker("W", "#00ff00"), "#ABC", "red", ["#ABC", "#00ff00"]),
            (lambda: fr.slider("W", 0, 10, 5), 7, 11, [7, 5]),
            (lambda: fr.slider("W", 0, 10, (2, 5)), (3, 4), None, [(3, 4), (2, 5)]),
            (lambda: fr.date_input("W", dt.date(2024, 1, 1)), dt.date(2024, 2, 2), None, [dt.date(2024, 2, 2), None]),
        ],
        ids=["colour", "number", "range", "date"],
    )
    def test_values_that_no_browser_sends_are_taken_as_streamlit_takes_them(self, show, draw, first, then, taken):
        at = show(draw)
        for value, expected in zip((first, then), taken, strict=True):
            widget = next(node for node in at.main if node.type in ("color_picker", "slider", "date_input"))
            widget.set_value(value).run()
            assert next(node for node in at.main if node.type == widget.type).value == expected

    def test_what_no_person_can_do(self, show):
        def page():
            fr.text("plain")
            fr.checkbox("C")
            fr.text_input("T", key="t", disabled=True)
            fr.button("B", disabled=True)

        at = show(page)
        with pytest.raises(AppTestError) as raised:
            at.text_input[0].input("x")
        assert str(raised.value) == (
            "Cannot update a disabled text_input widget (key='t'). "
            "A browser user cannot interact with a disabled widget."
        )
        with pytest.raises(AppTestError, match="Cannot update a disabled button widget"):
            at.button[0].click()
        with pytest.raises(AppTestError, match=r"click\(\) is not supported for checkbox"):
            at.checkbox[0].click()
        with pytest.raises(AppTestError, match=r"set_value\(\) is not supported for text"):
            at.text[0].set_value("x")


class TestLooking:
    @pytest.fixture
    def at(self, show):
        def page():
            fr.title("T", anchor="top")
            fr.header("H")
            fr.subheader("S")
            fr.caption("C")
            fr.code("x = 1", language="python", line_numbers=True)
            fr.json({"a": 1})
            fr.latex("x^2")
            fr.metric("M", 1, 2)
            fr.divider()
            fr.success("good", icon="✅")
            fr.error("bad")
            fr.dataframe({"a": [1, 2]})
            fr.table({"a": [1]})
            with fr.container(key="box"):
                fr.text("boxed")
            left, right = fr.columns([1, 3])
            left.text("left")
            right.text_input("Right", key="right", help="h")
            for tab in fr.tabs(["one", "two"]):
                tab.text("tab")
            fr.expander("more").text("hidden")
            fr.sidebar.text("side")

        return show(page)

    def test_elements(self, at):
        assert (at.title[0].value, at.title[0].tag, at.header[0].value, at.subheader[0].value) == ("T", "h1", "H", "S")
        assert (at.caption[0].value, at.code[0].value, at.code[0].language) == ("C", "x = 1", "python")
        assert (at.metric[0].label, at.metric[0].value, at.metric[0].delta) == ("M", "1", "2")
        assert (at.success[0].value, at.success[0].icon, at.error[0].value) == ("good", "✅", "bad")
        assert at.dataframe[0].value["a"].tolist() == [1, 2]
        assert len(at.divider) == 1
        assert at.latex[0].value

    def test_editors_are_tables_too_as_in_streamlit(self, show):
        def page():
            fr.dataframe({"a": [1]}, key="shown")
            fr.data_editor({"a": [2]}, key="edited")

        at = show(page)
        for found in (at.dataframe, at.get("dataframe"), at.main.dataframe):
            assert [(each.type, each.key) for each in found] == [("dataframe", "shown"), ("dataframe", "edited")]
        for found in (at.data_editor, at.get("data_editor"), at.main.data_editor):
            assert [(each.key, each.editing_mode) for each in found] == [("edited", "fixed")]
        assert at.dataframe[0].editing_mode == "read_only"
        assert at.dataframe(key="edited").edit(0, "a", 3).run().data_editor[0].value["a"].tolist() == [2]
        with pytest.raises(AppTestError, match=r"not supported for data_editor \(key='edited'\)"):
            at.dataframe(key="edited").set_value([])

    def test_cells_that_nobody_could_reach_are_not_edited(self, show):
        def page():
            fr.data_editor({"a": [1, 2], "b": ["x", "y"]}, disabled=["b"], key="fixed")
            fr.data_editor({"a": [1]}, num_rows="add", key="grows")

        at = show(page)
        fixed, grows = at.data_editor(key="fixed"), at.data_editor(key="grows")
        for wrong, says in (
            (lambda: fixed.edit(0, "c", 3), r"no column 'c' that could be edited. Those are: 'a'\."),
            (lambda: fixed.edit(0, "b", "z"), "no column 'b' that could be edited"),
            (lambda: fixed.edit(2, "a", 3), "no row 2: it has 2, counted from 0"),
            (lambda: fixed.add_row(a=3), "takes no new rows: its num_rows is 'fixed'"),
            (lambda: grows.add_row(_index=3, a=3), "no column '_index' that could be edited"),
            (lambda: grows.delete_row(0), "keeps its rows: its num_rows is 'add'"),
        ):
            with pytest.raises(AppTestError, match=says):
                wrong()
        grows.add_row(a=3).run()
        assert at.session_state.grows["added_rows"] == [{"a": 3}]

    def test_charts_have_one_type_whether_one_can_select_in_them_or_not(self, show):
        def page():
            fr.line_chart([1, 2])
            fr.vega_lite_chart({"mark": "bar", "params": [{"name": "p", "select": "point"}]}, on_select="rerun")
            fr.pydeck_chart()
            fr.pydeck_chart(on_select="rerun", key="deck")
            fr.map()

        at = show(page)
        assert [chart.type for chart in at.main] == ["main"] + 2 * ["vega_lite_chart"] + 3 * ["deck_gl_json_chart"]
        assert len(at.get("vega_lite_chart")) == len(at.get("arrow_vega_lite_chart")) == 2
        assert len(at.get("deck_gl_json_chart")) == 3

    def test_elements_by_streamlit_s_names(self, show):
        def page():
            fr.code("x", language=None)
            fr.space(20)
            fr.text("no help")
            fr.help(max)
            fr.columns([1, 2])

        at = show(page)
        assert (at.code[0].language, at.space[0].value, at.text[0].help) == ("plaintext", 20, "")
        assert (at.help[0].type, at.help[0].value[:3]) == ("help_info", "max")
        assert [column.weight for column in at.columns] == [1 / 3, 2 / 3]

    def test_blocks(self, at):
        assert [column.weight for column in at.columns] == [0.25, 0.75]
        assert at.columns[0].text[0].value == "left"
        assert [tab.label for tab in at.tabs] == ["one", "two"]
        assert at.expander[0].label == "more"
        assert at.expander[0].text.values == ["hidden"]
        assert at.sidebar.text[0].value == "side"
        assert "side" not in at.main.text.values

    def test_by_key(self, at):
        assert at.text_input("right").label == "Right"
        assert at.text_input(key="right").help == "h"
        assert at.get_by_key("right").value == ""
        assert at.get_by_key("box").text[0].value == "boxed"
        with pytest.raises(KeyError):
            at.text_input("nonsense")
        with pytest.raises(KeyError):
            at.get_by_key("nonsense")

    def test_toasts_stand_over_the_page(self, show):
        def page():
            fr.text("one")
            fr.sidebar.button("In the sidebar")
            with fr.container():
                fr.toast("Saved")
            fr.text("two")

        at = show(page)
        assert (at.toast[0].value, at[2][0].value, len(at.main.toast)) == ("Saved", "Saved", 0)
        assert at.main[2].value == "two"

    def test_a_dialog_stands_over_the_page_and_a_fragment_in_it(self, show):
        @fr.dialog("Sure?")
        def ask():
            fr.button("Yes")

        @fr.fragment
        def part():
            fr.button("Part")

        def page():
            ask()
            part()
            fr.sidebar.button("Side")

        at = show(page)
        assert [button.label for button in at.button] == ["Part", "Side", "Yes"]
        assert [button.label for button in at.main.button] == ["Part"]
        assert at[2][0].type == "dialog"
        assert [block.type for block in at.main.container] == ["flex_container"]
        at.button[2].click().run()
        assert at.button[2].value is True

    def test_a_heading_hides_its_anchor(self, show):
        def page():
            fr.title("Linked")
            fr.title("Named", anchor="name")
            fr.title("Not linked", anchor=False)

        at = show(page)
        assert [title.hide_anchor for title in at.title] == [False, False, True]
        assert at.title[1].anchor == "name"

    def test_a_select_slider_counts_its_options(self, show):
        at = show(lambda: fr.select_slider("Size", ["S", "M", "L"]))
        slider = at.select_slider[0]
        assert (slider.min, slider.max, slider.step) == (0, 2, 1)

    def test_collections_are_sequences(self, at):
        texts = at.main.text
        assert len(texts) == texts.len == 5
        assert texts[-1].value == "hidden"
        assert texts[:2].values == ["boxed", "left"]
        assert [text.value for text in texts] == texts.values
        assert texts == list(texts)
        assert at.get("text")[0].value == "boxed"
        with pytest.raises(IndexError):
            texts[9]

    def test_a_page_is_a_block_with_three_roots(self, at):
        assert len(at) == 3
        assert [at[place].type for place in range(3)] == ["main", "sidebar", "event"]
        assert at[0][0].value == "T"
        assert any(element.type == "title" for element in at)
        with pytest.raises(AttributeError):
            at.nonsense


def test_the_roots_of_the_page_are_no_containers_of_the_author_s():
    def page():
        import formrerun as fr

        with fr.container(key="mine"):
            fr.columns(2)[0].text("in it")

    at = AppTest.from_function(page).run()
    assert [block.key for block in at.container] == ["mine"]
    assert at.main.container[0].text[0].value == "in it"


def test_an_element_is_equal_to_itself_however_it_was_found():
    at = AppTest.from_string("import formrerun as fr; fr.text_input('A', key='a'); fr.text_input('B')").run()
    assert at.text_input[0] == at.text_input("a") == at.get_by_key("a")
    assert at.text_input[0] != at.text_input[1]
    assert at.text_input("a") in at.text_input


def test_an_unknown_collection_is_named():
    with pytest.raises(AttributeError, match="'AppTest' object has no attribute 'nonsense'"):
        AppTest.from_string("").run().nonsense


# ------------------------------------------------------------------------------------------ kinds of elements


@dataclass(eq=False, kw_only=True)
class Stars(Element):
    """An element that no part of formrerun knows."""

    kind: ClassVar[str] = "stars"

    count: int = 0


@dataclass(eq=False, kw_only=True)
class Sky(Container):
    """A container that no part of formrerun knows."""

    kind: ClassVar[str] = "sky"


def stars(count):
    """Draw stars."""
    return draw(Stars(count=count))


def sky(key=None):
    """Open the sky."""
    return open_container(current_run(), Sky(key=key))


def all_subclasses(cls):
    """Yield the classes below a class."""
    for sub in cls.__subclasses__():
        yield sub
        yield from all_subclasses(sub)


class TestSnapshots:
    """What a page does to its data after it has drawn them is not what it has shown."""

    @pytest.mark.parametrize("kind", ["dataframe", "table", "data_editor"])
    @pytest.mark.parametrize(
        ("data", "later"),
        [
            ("pd.DataFrame({'a': [1, 2]}).style.format('{:.1f}')", "data.data['b'] = 3"),
            ("pd.DataFrame({'a': [1, 2]})", "data['b'] = 3"),
            ("pd.DataFrame({'a': [1, 2]})", "data.loc[0, 'a'] = 9"),
            ("[{'a': 1}, {'a': 2}]", "data[0]['a'] = 9"),
            ("{'a': [1, 2]}", "data['a'][0] = 9"),
        ],
    )
    def test_a_table_s_value_is_what_was_drawn(self, kind, data, later):
        script = f"import pandas as pd, streamlit as st\ndata = {data}\nst.{kind}(data)\n{later}"
        value = AppTest.from_string(script).run().get(kind)[0].value
        assert value.to_dict("list") == {"a": [1, 2]}


def _is_widget(cls):
    return issubclass(cls, Widget)


class TestEveryKindHasACollection:
    def test_an_element_of_another_app(self, show, settings, tmp_path):
        for kind, html in {"stars": "<p>{{ count }}</p>", "sky": "<div>{{ children }}</div>"}.items():
            template = tmp_path / f"formrerun/elements/{kind}.html"
            template.parent.mkdir(parents=True, exist_ok=True)
            template.write_text(html)
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

        def page():
            fr.text("above")
            with sky(key="north"):
                stars(3)
            stars(7)

        at = show(page)
        assert [element.count for element in at.stars] == [3, 7]
        assert at.sky(key="north").stars[0].count == 3
        assert type(at.stars) is ElementList
        assert type(at.sky) is BlockList

    def test_the_kinds_of_the_package(self, show):
        at = show(lambda: None)
        # Tables and charts of which only some are widgets are elements, as in Streamlit.
        classes = {cls.kind: cls for cls in sorted(all_subclasses(Element), key=_is_widget, reverse=True) if cls.kind}
        assert {"text_input", "expander", "markdown"} <= {*classes}
        for kind, cls in classes.items():
            plain = BlockList if issubclass(cls, Container) else ElementList
            assert type(getattr(at, kind)) is (WidgetList if issubclass(cls, Widget) else plain), kind

    def test_a_command_s_name_means_what_it_draws_and_not_all_of_its_kind(self, show):
        def page():
            fr.checkbox("Box")
            fr.toggle("Switch")
            fr.slider("Number")
            fr.select_slider("Word", ["a"])
            fr.markdown("Text")
            fr.caption("Caption")
            fr.map([{"lat": 1, "lon": 1}])
            fr.header("Head")

        at = show(page)
        for name in ("checkbox", "toggle", "slider", "select_slider", "markdown", "caption", "map", "header"):
            assert len(getattr(at, name)) == 1, name
        assert at.heading[0].value == "Head"

    @pytest.mark.parametrize("name", ["button_group"])
    def test_what_only_streamlit_has_is_never_found(self, show, name):
        assert len(getattr(show(lambda: None), name)) == 0


@pytest.mark.parametrize("store", ["process", "project"])
def test_labels_may_come_from_the_state(db, show, store):
    def page():
        fr.session_state.setdefault("names", {1: "one", 2: "two"})
        fr.selectbox("One", [1, 2], format_func=lambda i: fr.session_state.names[i], key="one")
        fr.multiselect("Many", [1, 2], format_func=lambda i: fr.session_state.names[i], key="many")
        fr.text((fr.session_state.one, fr.session_state.many))

    at = show(page, store=store)
    at.selectbox("one").set_value(2)
    at.multiselect("many").select(1).run()
    assert at.text[0].value == "(2, [1])"
    assert (at.selectbox("one").index, at.multiselect("many").indices) == (1, [0])
    assert at.selectbox("one").set_value("one").run().text[0].value == "(1, [1])"
