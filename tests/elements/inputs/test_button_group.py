"""Pills and segmented controls: what only they do."""

from __future__ import annotations

from enum import Enum

import pytest

import formrerun as fr
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("name", ["pills", "segmented_control"])


@BOTH
@pytest.mark.parametrize("script", [True, False])
def test_the_chosen_one_is_taken_back(serve, client, name, script):
    def page():
        fr.text(repr(getattr(fr, name)("Size", ["S", "M"], default="S")))

    visitor = Visitor(serve(page), client, script=script)
    assert visitor.text.endswith("'S'")
    visitor.change("Size", "None")
    assert visitor.text.endswith("None")
    visitor.post("fr-page", "")
    assert visitor.text.endswith("None")
    visitor.change("Size", "M")
    assert visitor.text.endswith("'M'")


@BOTH
def test_one_that_is_required_is_not(serve, client, name):
    def page():
        with fr.form("f"):
            size = getattr(fr, name)("Size", ["S", "M"], default="S", required=True)
            fr.form_submit_button("Go")
        fr.text(repr(size))

    visitor = Visitor(serve(page), client)
    button = visitor.button("Go")
    visitor.send_form([(visitor.name("Size"), ""), ("_fr_trigger", button["value"])])
    assert visitor.text.endswith("'S'")


def test_several_come_in_the_order_of_choosing(serve, client):
    def page():
        fr.text(fr.pills("Colours", ["red", "green", "blue"], selection_mode="multi", default=["blue", "red"]))

    visitor = Visitor(serve(page), client, script=True)
    assert visitor.text.endswith("['blue', 'red']")
    visitor.change("Colours", "red", "green", "blue")
    assert visitor.text.endswith("['blue', 'red', 'green']")
    visitor.change("Colours")
    assert visitor.text.endswith("[]")


def test_an_option_keeps_its_box_wherever_it_stands(serve, client):
    def page():
        options = ["x", "b", "a"] if fr.checkbox("More") else ["a", "b"]
        fr.pills("C", options, selection_mode="multi", key="c")

    visitor = Visitor(serve(page), client, script=True)
    before = {node["value"]: node["id"] for node in visitor.controls("C")}
    visitor.change("More", True)
    after = {node["value"]: node["id"] for node in visitor.controls("C")}
    assert before.items() < after.items()


def test_the_label_changes_and_the_choice_stays(show):
    def page():
        count = fr.session_state.setdefault("count", 0)
        chosen = fr.segmented_control("N", [1, 2], format_func=lambda n: f"{n} ({count})", key="n")
        fr.text(chosen)
        fr.session_state["count"] = count + 1

    at = show(page)
    assert at.segmented_control(key="n").set_value(2).run().text[0].value == "2"
    assert at.run().segmented_control[0].value == 2


def test_app_test_calls_them_as_streamlit_s_does(show):
    def page():
        fr.pills("P", ["a", "b"], key="p")
        fr.segmented_control("S", ["a", "b", "c"], selection_mode="multi", key="s")

    at = show(page)
    assert [len(at.pills), len(at.segmented_control), len(at.button_group)] == [1, 1, 2]
    assert at.pills[0].type == "button_group"
    at.pills(key="p").select("b")
    at.segmented_control(key="s").select("c").select("a")
    at.run()
    assert (at.pills[0].value, at.pills[0].indices, at.segmented_control[0].value) == ("b", [1], ["c", "a"])
    assert at.pills[0].unselect("b").run().pills[0].value is None


class Colour(Enum):
    RED = 1
    BLUE = 2


def test_defaults_callbacks_and_enums(show):
    def page():
        changed = fr.session_state.update
        fr.pills("C", Colour, default=Colour.BLUE, key="c", on_change=changed, args=({"changed": True},))
        fr.text(fr.session_state.get("changed"))

    at = show(page)
    assert at.pills[0].value is Colour.BLUE
    assert at.pills[0].set_value(Colour.RED).run().text[0].value == "True"


@BOTH
def test_what_streamlit_refuses(show, name):
    def message(**given):
        return show(lambda: getattr(fr, name)("L", ["a", "b"], **given)).exception[0].message

    assert message(selection_mode="two") == "Invalid `selection_mode` value. Supported values: 'single', 'multi'."
    assert message(default=["a", "b"]) == (
        f"The default argument to `st.{name}` must be a single value when `selection_mode='single'`."
    )
    assert "`required` is only supported for single-select mode." in message(selection_mode="multi", required=True)
    assert "z" in message(default="z")


def test_no_options_say_so(show):
    at = show(lambda: fr.text(fr.pills("L", [])))
    assert at.text[0].value == "None"
