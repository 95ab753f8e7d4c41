"""Thumbs, faces and stars."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(("options", "name", "value"), [("thumbs", "1", 1), ("faces", "4", 4), ("stars", "0", 0)])
def test_one_is_given_and_taken_back(serve, client, options, name, value, script):
    visitor = Visitor(serve(lambda: fr.text(repr(fr.feedback(options)))), client, script=script)
    assert visitor.text.endswith("None")
    visitor.change("Feedback", name)
    assert visitor.text.endswith(f"{value}")
    visitor.change("Feedback", "")
    assert visitor.text.endswith("None")


@pytest.mark.parametrize("posted", [["2"], ["-1"], ["x"], ["\x00"], ["9" * 5000], ["١"]])
def test_what_nobody_was_offered_changes_nothing(serve, client, posted):
    def page():
        with fr.form("f"):
            given = fr.feedback(default=1)
            fr.form_submit_button("Go")
        fr.text(repr(given))

    visitor = Visitor(serve(page), client)
    answer = visitor.send_form([(visitor.name("Feedback"), *posted), ("_fr_trigger", visitor.button("Go")["value"])])
    assert answer.status_code < 500
    assert visitor.open().text.endswith("1")


def test_every_choice_has_a_name(serve, client):
    page = Visitor(serve(lambda: [fr.feedback(options) for options in ("thumbs", "faces", "stars")]), client).page
    names = [node["aria-label"] for node in page.walk() if node.get("type") == "radio" and "aria-label" in node]
    assert len(names) == 12
    assert all(names)


def test_app_test_session_state_and_callbacks(show):
    def page():
        fr.feedback("stars", key="f", default=2, on_change=fr.session_state.update, args=({"changed": True},))
        fr.text((fr.session_state.f, fr.session_state.get("changed")))

    at = show(page)
    assert (at.feedback[0].value, at.text[0].value) == (2, "(2, None)")
    assert at.feedback(key="f").set_value(4).run().text[0].value == "(4, True)"
    assert at.feedback[0].set_value(None).run().feedback[0].value is None


@pytest.mark.parametrize("held", [9, -1, True, "x", 1.5])
def test_what_it_cannot_hold_becomes_the_default(show, held):
    def page():
        fr.session_state.setdefault("f", held)
        fr.text(fr.feedback(key="f"))

    assert show(page).text[0].value == "None"


def test_what_streamlit_refuses(show):
    message = show(lambda: fr.feedback("hearts")).exception[0].message
    assert message == "Invalid `options` value. Supported values: 'thumbs', 'faces', 'stars'."
    assert show(lambda: fr.feedback(default=2)).exception
