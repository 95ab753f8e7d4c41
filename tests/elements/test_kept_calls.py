"""Inputs that are drawn with the same parameters again are not reckoned again, and nobody can tell but by the clock."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.safestring import mark_safe
from django.utils.translation import override

import formrerun as fr
from formrerun.elements.inputs._text_field import TextField
from tests.visitor import Visitor


@pytest.fixture
def made(monkeypatch):
    """Return the list of all fields of texts that are made: of calls that are kept, there are none."""
    fields, before = [], TextField.__init__

    def init(self, **parts):
        fields.append(self)
        before(self, **parts)

    monkeypatch.setattr(TextField, "__init__", init)
    return fields


def test_what_says_the_same_is_made_once(show, made):
    def page():
        for number in range(5):
            fr.text_input(f"Text {number}", max_chars=10, key=f"t{number}")

    at = show(page)
    at.text_input("t3").set_value("three").run()
    other = show(page)
    assert [each.value for each in at.text_input] == ["", "", "", "three", ""]
    assert [each.value for each in other.text_input] == [""] * 5
    assert len(made) == 5


def test_what_an_author_changes_in_place_is_another_call(show):
    options = ["a", "b"]

    def page():
        fr.selectbox("Letter", options, key="letter")

    at = show(page)
    options.append("c")
    assert at.run().selectbox[0].options == ["a", "b", "c"]


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), (1, 1.0), (0.0, -0.0), ("1", 1)])
def test_what_is_equal_is_not_the_same(show, one, other):
    given = [one]

    def page():
        fr.radio("Which", [*given, "more"])

    assert repr(show(page).radio[0].value) == repr(one)
    given[0] = other
    assert repr(show(page).radio[0].value) == repr(other)


def test_a_text_of_another_type_is_another_call(show):
    given = ["<b>"]

    def page():
        fr.radio("Which", [*given, "more"])

    assert type(show(page).radio[0].value) is str
    given[0] = mark_safe("<b>")
    assert type(show(page).radio[0].value) is type(given[0])


def test_a_call_with_a_long_text_is_not_kept(show, made):
    def page():
        fr.text_area("Letter", "word " * 10_000)

    for _run in range(2):
        assert len(show(page).text_area[0].value) == 50_000
    assert len(made) == 2


def test_a_field_that_code_empties_can_be_empty(show):
    def page():
        if fr.button("Empty"):
            fr.session_state.number = fr.session_state.choice = None
        fr.number_input("Number", 1, 5, key="number")
        fr.selectbox("Choice", ["a", "b"], key="choice")

    at = show(page).run()
    assert (at.number_input[0].value, at.selectbox[0].value) == (1, "a")
    at.button[0].click().run()
    assert (at.number_input[0].value, at.selectbox[0].value) == (None, None)
    assert (at.run().number_input[0].value, at.selectbox[0].value) == (None, None)
    assert show(page).number_input[0].value == 1


def test_what_one_visitor_is_told_no_other_is(show):
    def save():
        if fr.session_state.name == "Ada":
            fr.field_error("name", "It is taken.")

    def page():
        with fr.form("f"):
            fr.text_input("Name", key="name")
            fr.form_submit_button("Save", on_click=save)

    first, second = show(page), show(page)
    for at, name, error in ((first, "Ada", "It is taken."), (second, "Bob", ""), (first, "Cem", "")):
        at.text_input[0].input(name)
        at.button[0].click().run()
        assert at.text_input[0].error == error


def test_a_callback_is_that_of_the_run(show):
    said = []

    def page():
        run = fr.session_state.run = fr.session_state.get("run", 0) + 1
        fr.text_input("Name", key="name", on_change=lambda: said.append(run))

    at = show(page)
    at.text_input[0].set_value("a").run()
    at.text_input[0].set_value("b").run()
    assert said == [1, 2]


def test_a_call_in_another_place_is_another(show):
    def page():
        with fr.form("one"):
            fr.text_input("Name")
            fr.form_submit_button("Save")
        with fr.form("two"):
            fr.text_input("Name")
            fr.form_submit_button("Send")
        fr.text_input("Name")
        fr.sidebar.text_input("Name")

    at = show(page).run()
    assert len({each.id for each in at.text_input}) == 4
    assert sorted(each.form_id for each in at.text_input) == sorted(["one", "two", "", ""])


def test_a_key_that_is_taken_twice_is_an_error_in_every_run(show):
    def page():
        fr.text_input("Name", key="name")
        fr.text_input("Name", key="name")

    at = show(page)
    for _run in range(3):
        assert "multiple elements with the same `key='name'`" in at.exception[0].value
        at.run()


def test_texts_of_ours_are_in_the_language_of_the_run(show):
    def page():
        fr.text_input("What", type="search", key="what")

    placeholders = []
    for language in ("en", "de", "en"):
        with override(language):
            placeholders.append(show(page).text_input[0].placeholder)
    assert placeholders == ["Search", "Suchen", "Search"]


def test_a_field_that_left_one_tab_is_still_in_another(serve, transactional_db):
    """The entry of a manifest serves many tabs; that one of them does not show it any more is that tab's alone."""

    def page():
        fr.text_input("Text", key="text")
        fr.text_input("Other", key="other")
        if fr.checkbox("More"):
            fr.text_input("One more", key="more")

    first, second = (Visitor(serve(page), Client(), script=True) for _ in range(2))
    for visitor in (first, second):
        visitor.change("More", True)
    first.change("More", False)
    second.change("One more", "still here")
    assert second.shown("One more") == ["still here"]
    assert "One more" not in first.text
