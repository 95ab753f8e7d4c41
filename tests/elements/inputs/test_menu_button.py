"""Menu buttons: an option for one run, as a person without a script chooses it, and what is refused."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
SIZES = [10, 20, 30]


def remember():
    fr.session_state.setdefault("chosen", []).append(fr.session_state.size)


def sizes():
    size = fr.menu_button("Size", SIZES, key="size", format_func="{} px".format, on_click=remember)
    fr.text(f"now {size!r}, state {fr.session_state.size!r}")
    fr.button("Other")
    name = fr.text_input("Name")
    fr.text(f"name {name!r}")


def test_an_option_is_there_for_one_run(show):
    at = show(sizes)
    assert at.text[0].value == "now None, state None"
    assert at.menu_button[0].options == ["10 px", "20 px", "30 px"]
    at.menu_button[0].click(20).run()
    assert at.text[0].value == "now 20, state 20"
    assert at.menu_button[0].value == 20
    at.button[0].click().run()
    assert at.text[0].value == "now None, state None"
    assert at.menu_button[0].value is None


def test_the_same_option_twice_is_two_choices(show):
    at = show(sizes)
    at.menu_button[0].click_index(2).run()
    at.menu_button(key="size").click(30).run()
    assert at.session_state.chosen == [30, 30]


def test_it_works_without_a_script(serve):
    visitor = Visitor(serve(sizes))
    visitor.fill("Size", "20 px")
    visitor.press("Choose")
    assert "now 20, state 20" in visitor.page.text
    assert visitor.page.one("select").all("option", selected=True) == []
    visitor.press("Other")
    assert "now None, state None" in visitor.page.text


@pytest.mark.parametrize("posted", ["", "40 px", "\x00", "9" * 400])
def test_what_is_no_option_is_refused(serve, posted):
    visitor = Visitor(serve(sizes))
    field, send = visitor.page.one("select"), visitor.page.all("button", role="menuitem")[0]
    pairs = visitor.pairs(field["form"], send["value"])
    assert (field["name"], "") in pairs
    answer = visitor.send_form([(name, posted if name == field["name"] else value) for name, value in pairs])
    assert answer.status_code in (400, 422)
    assert "now None" in Visitor(visitor.url, visitor.client).page.text


def test_it_stands_in_no_form(show):
    def page():
        with fr.form("f"):
            fr.menu_button("Size", SIZES)
            fr.form_submit_button()

    assert show(page).exception[0].message.startswith("`st.menu_button()` can't be used in an `st.form()`.")


@pytest.mark.parametrize(
    ("options", "more", "said"),
    [
        ([], {}, "Provide at least one option."),
        ([1, 2], {"format_func": lambda each: "same"}, "The `format_func` produced duplicate labels"),
        ([1], {"type": "huge"}, "Invalid `type` value"),
        ([1], {"width": 0}, "Invalid width value"),
        ([1], {"on_click": "rerun"}, '`on_click="rerun"` is not supported on this widget'),
    ],
)
def test_what_it_cannot_be_is_an_error(show, options, more, said):
    assert said in show(lambda: fr.menu_button("Size", options, **more)).exception[0].message


def test_nobody_may_assign_it(show):
    def page():
        fr.session_state.size = 10
        fr.menu_button("Size", SIZES, key="size")

    assert "is read-only" in show(page).exception[0].message


def test_disabled_it_returns_nothing(show):
    at = show(lambda: fr.text(repr(fr.menu_button("Size", SIZES, disabled=True))))
    assert at.text[0].value == "None"
