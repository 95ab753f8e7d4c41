"""What raises after the page function is an error in its place: what callbacks wrote stays, the rest is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.contrib.auth.models import Group

import formrerun as fr
from formrerun.elements.toolkit import Element, draw
from formrerun.rendering import renderer
from formrerun.signals import page_failed
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


NESTED = "[" * 900 + "]" * 900


@dataclass(eq=False, kw_only=True)
class WithoutTemplate(Element):
    kind: ClassVar[str] = "no_such_template"


UNDRAWABLE = {
    "nested": lambda: fr.json(NESTED),
    "without a template": lambda: draw(WithoutTemplate()),
    "as an overlay": lambda: draw(WithoutTemplate(placement="overlay")),
    "in a sidebar": lambda: fr.sidebar.json(NESTED),
}


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("what", UNDRAWABLE)
def test_an_element_that_cannot_be_rendered_is_an_error_in_its_place(serve, settings, what, script):
    settings.FORMRERUN = {"SHOW_ERROR_DETAILS": True}

    def add():
        Group.objects.create(name="added")
        fr.session_state.broken = True

    def page():
        fr.text("before")
        if fr.session_state.get("broken"):
            UNDRAWABLE[what]()
        fr.text("after")
        fr.button("Add", on_click=add)

    visitor = Visitor(serve(page), script=script)
    answer = visitor.press("Add")
    assert answer.status_code == (200 if script else 303)
    visitor.open(f"{visitor.url}?fr={visitor.tab}.{visitor.mark.partition('-')[2]}")
    assert "before" in visitor.text
    assert "after" in visitor.text
    assert visitor.page.by_test_id("stException")
    assert Group.objects.get().name == "added"


def test_it_is_told_to_who_watches_and_apptest_sees_it(show):
    told = []
    page_failed.connect(lambda **said: told.append(said["exception"]), weak=False, dispatch_uid="told")

    def page():
        with fr.container(key="around"):
            fr.json(NESTED)
        fr.text("after")

    at = show(page)
    page_failed.disconnect(dispatch_uid="told")
    assert [type(error) for error in told] == [RecursionError]
    assert len(at.get_by_key("around").exception) == 1
    assert at.text[0].value == "after"


def test_a_container_that_cannot_be_rendered_leaves_what_is_in_it(serve, monkeypatch):
    def page():
        with fr.expander("Broken"):
            fr.text("inside")

    monkeypatch.setattr("formrerun.elements.layout.expander.Expander.context", lambda self: 1 / 0)
    visitor = Visitor(serve(page))
    assert "inside" in visitor.text
    assert visitor.page.by_test_id("stException")


def test_containers_nested_too_deeply_are_an_error_where_it_becomes_too_deep(serve):
    def page():
        here = fr.container()
        for _ in range(400):
            here = here.container()
        here.text("inside")
        fr.text("after")

    visitor = Visitor(serve(page))
    assert visitor.response.status_code == 200
    assert "after" in visitor.text


@pytest.mark.parametrize("where", ["page_title", "page_icon", "query", "switch", "toast", "table"])
def test_half_a_pair_of_surrogates_is_shown_as_what_it_is_not(serve, where):
    """A file name that `os.fsdecode` has read."""

    def page():
        match where:
            case "page_title" | "page_icon":
                fr.set_page_config(**{where: "a\ud800"})
            case "query":
                fr.query_params["\ud800"] = ["\ud800", "b"]
            case "toast":
                fr.toast("\ud800")
            case "table":
                fr.dataframe({"\ud800": ["\ud800"]})
        fr.text("drawn")
        if fr.button("Go") and where == "switch":
            fr.switch_page(here, query_params={"a": "\ud800"})

    here = fr.page(page)
    visitor = Visitor(serve(here), script=True)
    assert visitor.response.status_code == 200
    assert visitor.press("Go").status_code == 200


@pytest.mark.parametrize("forged", ["nan", "inf", "abc", "", "1e400", "\x00", "9" * 5000])
def test_a_forged_value_in_a_refused_form_leaves_the_field_as_it_was(serve, settings, forged):
    settings.FORMRERUN = {"SHOW_ERROR_DETAILS": True}

    def page():
        with fr.form("f"):
            fr.number_input("N", 0, 5)
            fr.slider("S", 0, 10, 3)
            fr.slider("R", 0.0, 10.0, (3.0, 4.0))
            fr.select_slider("C", ["a", "b"])
            fr.date_input("D")
            fr.color_picker("P")
            fr.form_submit_button("Go")

    visitor = Visitor(serve(page))
    names = {visitor.name(label) for label in "SRC"}
    pairs = visitor.pairs(visitor.button("Go")["form"], visitor.button("Go")["value"])
    pairs = [(name, forged if name in names else "77" if name == visitor.name("N") else value) for name, value in pairs]
    assert visitor.send_form(pairs).status_code in (400, 422)
    assert not visitor.page.by_test_id("stException")


class Speechless(Exception):
    def __str__(self):
        raise ValueError("no words")


def test_an_exception_without_words_and_a_watcher_that_fails_are_no_failure_of_the_page(show):
    def watch(**said):
        raise RuntimeError("the watcher's own")

    page_failed.connect(watch, dispatch_uid="watch")

    def page():
        fr.text("before")
        raise Speechless

    try:
        at = show(page)
    finally:
        page_failed.disconnect(dispatch_uid="watch")
    assert at.text[0].value == "before"
    assert "its __str__ raises ValueError" in at.exception[0].message


def test_where_the_template_of_exceptions_fails_too_it_is_said_in_plain_words(serve, settings, monkeypatch):
    settings.FORMRERUN = {"SHOW_ERROR_DETAILS": True}

    def page():
        fr.text("before")
        raise ValueError("<no>")

    render = renderer.render
    monkeypatch.setattr(
        renderer, "render", lambda kind, context: 1 / 0 if kind == "exception" else render(kind, context)
    )
    visitor = Visitor(serve(page))
    assert visitor.response.status_code == 200
    assert "before" in visitor.text
    assert "&lt;no&gt;" in visitor.response.content.decode()
