"""What stands where something is not there yet: a placeholder in a script, an error in a page function."""

from __future__ import annotations

import pytest

import formrerun as fr
from formrerun.api import __all__ as ours
from formrerun.api.pages import page
from formrerun.elements.general import placeholder
from formrerun.elements.general._absent_names import ABSENT, Absent
from formrerun.engine.handles import absent_commands
from formrerun.exceptions import NotHereYet
from formrerun.testing import AppTest


def placeholders(at):
    return [element.value for element in at if element._node.kind == "placeholder"]


def run(script):
    at = AppTest.from_string(f"import streamlit as st\n{script}\nst.text('end')").run()
    assert not at.exception, at.exception[0].message
    assert at.text[-1].value == "end"
    return at


@pytest.fixture(autouse=True)
def _a_newer_streamlit(monkeypatch):
    """Two names are to come: an element, and a widget that keeps what it gives."""
    entries = {
        "novel_chart": Absent("Show the numbers by `table`."),
        "novel_input": Absent("Use `text_input`.", ("label", "key"), lambda call: "", lambda call: ""),
    }
    for name, entry in entries.items():
        monkeypatch.setitem(ABSENT, name, entry)
        monkeypatch.setitem(placeholder.names, name, entry.instead)
        monkeypatch.setitem(absent_commands, name, placeholder.absent(name))


class TestInScripts:
    @pytest.mark.parametrize("name", ["novel_chart", "novel_input"])
    def test_it_says_so_and_the_page_goes_on(self, name):
        assert placeholders(run(f"st.{name}('a')"))[0].endswith(f"`st.{name}` is not available yet.")

    def test_a_script_gets_what_somebody_gives_who_touches_nothing(self):
        at = run("st.text(repr(st.novel_input('a', key='k')))\nst.text(repr(st.session_state.k))")
        assert [one.value for one in at.text[:2]] == ["''", "''"]

    def test_containers_have_it_too(self):
        at = run("left, right = st.columns(2)\nright.novel_chart({})\nst.sidebar.novel_input('')")
        assert placeholders(at.columns[1]) == ["`st.novel_chart` is not available yet."]
        assert placeholders(at.sidebar) == ["`st.novel_input` is not available yet."]

    def test_a_callback_may_use_it(self):
        at = run("st.button('B', on_click=lambda: st.toast(st.novel_chart('x')))")
        assert not at.button[0].click().run().exception

    def test_what_is_not_streamlit_s_is_an_error_as_ever(self):
        at = AppTest.from_string("import streamlit as st\nst.columns(2)[0].nonsense()").run()
        assert "`nonsense()` is not a valid Streamlit command." in at.exception[0].message


class TestInPages:
    def test_a_page_function_gets_an_error_that_says_what_to_use(self):
        def chart():
            fr.novel_chart([1, 2])

        at = AppTest.from_page(page(chart)).run()
        said = at.exception[0].message
        assert "`fr.novel_chart` is not available yet. Until then: Show the numbers by `table`" in said

    def test_so_does_a_method_of_a_container(self):
        def chart():
            fr.container().novel_chart("Photo")

        assert "Show the numbers by `table`" in AppTest.from_page(page(chart)).run().exception[0].message

    def test_it_is_no_attribute_outside_of_scripts(self):
        assert not hasattr(fr, "novel_chart")
        with pytest.raises(NotHereYet, match="not available yet"):
            _ = fr.novel_chart

    def test_what_is_there_is_no_absent_name(self):
        assert not set(placeholder.names) & set(ours)

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("cache", "fr.cache has been removed. Use fr.cache_data or fr.cache_resource instead."),
            ("experimental_rerun", "Use fr.rerun instead."),
            ("beta_columns", "Use fr.columns instead."),
            ("selectbx", "Did you mean fr.selectbox?"),
            ("input", "Use a specific input command such as fr.audio_input, "),
            ("zzz", "module 'formrerun' has no attribute 'zzz'"),
        ],
    )
    def test_other_names_say_what_to_use(self, name, said):
        with pytest.raises(AttributeError) as error:
            getattr(fr, name)
        assert said in str(error.value)
