"""``fr.reset``, ``fr.focus``, and what the handle of a form says."""

from __future__ import annotations

import json

import pytest

import formrerun as fr
from formrerun.testing import AppTest
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def take(values, more=0):
    fr.session_state.taken = [values, more]


def again():
    fr.reset("name")
    fr.focus("size")


def fail():
    fr.reset("name")
    fr.focus("size")
    raise ZeroDivisionError


@fr.page
def people():
    with fr.form("person") as form:
        fr.text_input("Name", key="name")
        fr.selectbox("Size", ["S", "M"], key="size")
        fr.text_input("Nameless")
        sent = fr.form_submit_button("Save", on_click=take, kwargs={"more": 1})
        both = fr.form_submit_button("Save and new")
        fr.form_submit_button("Again", on_click=again)
        fr.form_submit_button("Fail", on_click=fail)
    if both:
        form.clear()
    if sent and not form.values["name"]:
        fr.field_error("name", "Who?")
    fr.button("Empty", on_click=fr.reset, args=["person"])
    fr.json({"values": form.values, "dirty": form.is_dirty, "errors": form.errors})


def said(at):
    return json.loads(at.json[0].value)


@pytest.fixture(params=["process", "project"])
def at(request):
    return AppTest.from_page(people, store=request.param).run()


def test_a_form_says_what_is_in_it(at):
    assert said(at) == {"values": {"name": "", "size": "S"}, "dirty": False, "errors": {}}
    at.text_input(key="name").input("Ada")
    at.button[0].click().run()
    assert said(at) == {"values": {"name": "Ada", "size": "S"}, "dirty": True, "errors": {}}
    assert at.session_state.taken == [{"name": "Ada", "size": "S"}, 1]
    at.text_input(key="name").input("")
    at.button[0].click().run()
    assert said(at)["errors"] == {"name": "Who?"} == at.form("person").errors


def test_clear_lets_it_show_its_defaults(at):
    at.text_input(key="name").input("Ada")
    at.button[1].click().run()
    assert said(at)["values"]["name"] == "Ada"
    at.button[1].click().run()
    assert said(at)["values"]["name"] == ""


def test_a_callback_gives_a_field_its_default_and_another_the_focus(serve):
    visitor = Visitor(serve(people))
    visitor.fill("Name", "Ada").fill("Size", "M").press("Again")
    assert (visitor.shown("Name"), visitor.shown("Size")) == ([""], ["M"])
    assert [node.get("aria-label") for node in visitor.page.walk() if "autofocus" in node] == ["Size"]
    visitor.press("Save")
    assert not [node for node in visitor.page.walk() if "autofocus" in node]


def test_a_callback_that_fails_resets_nothing(serve):
    visitor = Visitor(serve(people))
    visitor.fill("Name", "Ada").press("Fail")
    assert visitor.shown("Name") == ["Ada"]
    assert not [node for node in visitor.page.walk() if "autofocus" in node]


def test_a_form_is_reset_by_a_button_outside(at):
    at.text_input(key="name").input("Ada")
    at.button[0].click().run()
    at.button[4].click().run()
    at.button[0].click().run()
    assert said(at)["values"]["name"] == ""


def test_a_key_that_is_none_is_an_error(show):
    for call in (fr.reset, fr.focus):
        assert show(lambda call=call: call(None)).exception


def test_a_form_that_is_shown_again_knows_its_errors(serve):
    def refuse():
        fr.field_error("name", "Not you.")

    @fr.page
    def page():
        with fr.form("f") as form:
            fr.text_input("Name", key="name")
            fr.form_submit_button("Save", on_click=refuse)
        fr.write(f"errors {form.errors}")

    visitor = Visitor(serve(page))
    visitor.fill("Name", "Ada").press("Save")
    assert "errors {'name': 'Not you.'}" in visitor.text.replace("‘", "'").replace("’", "'")
