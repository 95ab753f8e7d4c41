"""Buttons of which one or several are on, and links that run the page too, under the hand."""

from __future__ import annotations

import formrerun as fr
from tests.browser import settled
from tests.browser.visits import note


@fr.page
def groups(token):
    size = fr.pills("Size", ["S", "M"], default="S")
    colours = fr.segmented_control("Colours", ["red", "blue"], selection_mode="multi")
    pressed = fr.link_button("Elsewhere", "about:blank", on_click="rerun")
    note(token, size=size, colours=colours, pressed=pressed)


def test_a_second_click_takes_the_choice_back(page, visit):
    seen = visit(groups)
    pills = page.get_by_role("radiogroup", name="Size")
    for label, size in (("M", "M"), ("M", None), ("S", "S")):
        pills.get_by_role("radio", name=label).click()
        settled(page)
        assert seen.last["size"] == size
    pills.get_by_role("radio", name="S").press("Space")
    pills.get_by_role("radio", name="S").blur()
    settled(page)
    assert seen.last["size"] is None


def test_several_are_on(page, visit):
    seen = visit(groups)
    for label, colours in (("blue", ["blue"]), ("red", ["blue", "red"]), ("blue", ["red"])):
        page.get_by_role("checkbox", name=label).click()
        settled(page)
        assert seen.last["colours"] == colours


def test_a_link_opens_and_the_page_runs(page, visit):
    seen = visit(groups)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Elsewhere").click()
    opened.value.close()
    settled(page)
    assert seen.last["pressed"] is True
