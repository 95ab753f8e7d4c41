"""``echo``: the code of a block, beside what it draws."""

from __future__ import annotations

from textwrap import indent

import formrerun as fr
from formrerun.testing import AppTest


def drawn(at):
    """Return kind and value of everything on the page, in order."""
    return [(element.type, element.value) for element in at.main if element.type in ("code", "text")]


def test_the_code_stands_above_what_it_draws(show):
    def page():
        with fr.echo():
            # a comment belongs to it
            for number in range(2):
                fr.text(number)
        fr.text("after")

    code = "# a comment belongs to it\nfor number in range(2):\n    fr.text(number)"
    assert drawn(show(page)) == [("code", code), ("text", "0"), ("text", "1"), ("text", "after")]


def test_or_below(show):
    def page():
        with fr.echo("below"):
            fr.text("a")

    assert drawn(show(page)) == [("text", "a"), ("code", 'fr.text("a")')]


def test_of_nested_blocks_the_inner_one(show):
    def page():
        with fr.container(), fr.echo(code_location="above"):
            fr.text("a")
            with fr.container():
                fr.text("b")

    assert drawn(show(page))[0] == ("code", 'fr.text("a")\nwith fr.container():\n    fr.text("b")')


def test_in_a_script(tmp_path):
    path = tmp_path / "app.py"
    code = "@st.cache_data\ndef f():\n    return 1\nst.text(f())"
    path.write_text(f"import streamlit as st\nwith st.echo():\n{indent(code, '    ')}\n")
    at = AppTest.from_file(path).run()
    assert drawn(at) == [("code", code), ("text", "1")]


def test_all_in_one_line(tmp_path):
    path = tmp_path / "app.py"
    path.write_text("import streamlit as st\nwith st.echo(): st.text('ä')\n")
    assert drawn(AppTest.from_file(path).run()) == [("code", "st.text('ä')"), ("text", "ä")]


def test_a_script_given_as_text_shows_its_own_lines():
    for letter in "ab":
        at = AppTest.from_string(f"import streamlit as st\nwith st.echo():\n    st.text('{letter}')").run()
        assert drawn(at) == [("code", f"st.text('{letter}')"), ("text", letter)]


def test_without_a_source_it_says_so_and_runs(show):
    def page():
        exec("with fr.echo():\n    fr.text('a')", {"fr": fr})

    at = show(page)
    assert at.text[0].value == "a"
    assert "Unable to display code" in at.warning[0].value


def test_an_error_inside_leaves_the_code_and_stands_in_place(show):
    def page():
        with fr.echo("below"):
            raise ValueError("broken")

    at = show(page)
    assert at.code[0].value == 'raise ValueError("broken")'
    assert at.exception[0].message == "broken"


def test_another_place_is_refused(show):
    def page():
        with fr.echo("left"):
            pass

    message = "Invalid `code_location` value. Supported values: 'above', 'below'."
    assert show(page).exception[0].message == message


def test_it_is_no_method_of_containers(show):
    def page():
        fr.sidebar.echo()

    assert "does not exist for `st.sidebar`" in show(page).exception[0].message
