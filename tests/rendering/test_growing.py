"""A page that grows is sent in parts: each element once, and again only what has changed."""

from __future__ import annotations

import re

import pytest

import formrerun as fr
from formrerun.rendering.growing import MOST_PARTS, GrowingPage
from formrerun.rendering.renderer import Renderer


@pytest.fixture
def page(show):
    """Return how a page looks when these texts stand in it, below what ``draw`` draws."""

    def drawn(*texts, draw=lambda: None):
        def page():
            draw()
            for text in texts:
                fr.text(text)

        return Renderer().page(show(page)._run)

    return drawn


def shown(growth):
    """Return the texts of its parts, and their numbers."""
    return {part.number: re.findall(r"(?<=>)[a-z]+ \w+(?=<)", part.html) for part in growth.parts}


def send(growing, page):
    """Send what has come to the page, and return it."""
    growth = growing.growth(page)
    growing.sent(growth)
    return growth


def test_what_was_sent_is_not_sent_again(page):
    growing = GrowingPage()
    assert shown(send(growing, page("row a", "row b"))) == {0: ["row a"], 1: ["row b"]}
    assert shown(send(growing, page("row a", "row b", "row c"))) == {2: ["row c"]}
    assert shown(send(growing, page("row a", "row b", "row c"))) == {}


def test_a_page_with_forms_grows_too(page):
    def form():
        with fr.form("form"):
            fr.form_submit_button("Send")

    growing = GrowingPage()
    send(growing, page("row a"))
    growth = growing.growth(page("row a", draw=form))
    assert growth.shell == ""
    assert "Send" in growth.parts[0].html


def test_what_has_changed_comes_again_under_its_number(page):
    growing = GrowingPage()
    send(growing, page("row a", "row b"))
    assert shown(send(growing, page("row a", "row z"))) == {1: ["row z"]}
    assert shown(send(growing, page("row a", "row z", "row c"))) == {2: ["row c"]}


def test_what_is_gone_is_taken_away(page):
    growing = GrowingPage()
    send(growing, page("row a", "row b"))
    assert shown(send(growing, page("row a"))) == {1: []}


def test_what_was_not_sent_comes_later(page):
    growing = GrowingPage()
    send(growing, page("row a"))
    growing.growth(page("row a", "row b"))  # there was no room for it
    assert shown(growing.growth(page("row a", "row b", "row c"))) == {1: ["row b"], 2: ["row c"]}


def test_progress_does_not_take_its_neighbours_along(page):
    growing = GrowingPage()
    send(growing, page("row a", "row b", draw=lambda: fr.progress(1)))
    [part] = send(growing, page("row a", "row b", draw=lambda: fr.progress(2))).parts
    assert "stProgress" in part.html
    assert "row" not in part.html


def test_a_sidebar_begins_another_shell(page):
    growing = GrowingPage()
    assert '<slot name="fr-m">' in send(growing, page("row a")).shell
    assert send(growing, page("row a", "row b")).shell == ""
    growth = send(growing, page("row a", "row b", draw=lambda: fr.sidebar.text("side a")))
    assert '<slot name="fr-s">' in growth.shell
    assert shown(growth) == {0: ["side a"], 1: ["row a"], 2: ["row b"]}


def test_there_is_a_rule_for_each_number(page):
    with open("formrerun/static/formrerun/frames.css", encoding="utf-8") as file:
        rules = file.read()
    assert {int(number) for number in re.findall(r"order: (\d+)", rules)} == set(range(MOST_PARTS))
    growing, texts = GrowingPage(), []
    for number in range(MOST_PARTS + 5):
        texts.append(f"row {number}")
        growth = send(growing, page(*texts))
    assert growth.parts == []
