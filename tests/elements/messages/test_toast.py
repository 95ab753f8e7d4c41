"""Toasts, balloons and snow: over the page, with the answer of the run that drew them and no other."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.visitor import Visitor


def save_button():
    if fr.button("Save"):
        fr.toast("Saved **42** rows", icon="🎉", duration="long")
        fr.balloons()
    fr.button("Other")


def test_it_is_an_element_of_the_run(show):
    at = show(save_button)
    at.button[0].click().run()
    toast = at.toast[0]
    assert (toast.value, toast.icon, toast.duration) == ("Saved **42** rows", "🎉", 10)
    at.button[1].click().run()
    assert len(at.toast) == 0


def test_it_comes_with_the_answer_and_not_with_the_next(serve, db):
    visitor = Visitor(serve(save_button))
    visitor.press("Save")
    assert [node.text for node in visitor.page.by_test_id("stToastText")] == ["Saved 42 rows"]
    assert len(visitor.page.by_test_id("stBalloons")) == 1
    visitor.press("Other")
    assert visitor.page.by_test_id("stToast") == visitor.page.by_test_id("stBalloons") == []


def test_the_newest_stands_on_top(serve, db):
    def page():
        if fr.button("Save"):
            fr.toast("Saved")
            fr.toast("Sent")

    visitor = Visitor(serve(page))
    visitor.press("Save")
    assert [node.text for node in visitor.page.by_test_id("stToastText")] == ["Sent", "Saved"]


def test_a_rerun_keeps_it(show, serve, db):
    def page():
        if fr.button("Save"):
            fr.toast("Saved")
            fr.rerun()
        fr.write("body")

    visitor = Visitor(serve(page))
    visitor.press("Save")
    assert [node.text for node in visitor.page.by_test_id("stToastText")] == ["Saved"]


def test_a_change_of_page_takes_it_along(serve, db):
    def after():
        fr.button("Here")

    def before():
        if fr.button("Save"):
            fr.toast("Saved")
            fr.switch_page("/after/")

    serve(after, "after/")
    visitor = Visitor(serve(before))
    visitor.press("Save")
    assert [node.text for node in visitor.page.by_test_id("stToastText")] == ["Saved"]
    visitor.press("Here")
    assert visitor.page.by_test_id("stToastText") == []


def test_it_can_be_replaced(serve, client):
    def page():
        message = fr.toast("Saving")
        message.toast("Saved")

    html = client.get(serve(page)).content.decode()
    assert "Saved" in html
    assert "Saving" not in html


@pytest.mark.parametrize("duration", ["soon", 0, -3, True])
def test_a_duration_is_a_word_or_seconds(show, duration):
    at = show(lambda: fr.toast("x", duration=duration))
    assert at.exception[0].message == (
        "Invalid `duration` value. Supported values: short, long, infinite, a positive integer."
    )


def test_it_says_something(show):
    assert "Please provide a message." in show(lambda: fr.toast("")).exception[0].message
