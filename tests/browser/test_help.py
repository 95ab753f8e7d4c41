"""Help: a question mark beside a label, or a button of its own; for the mouse, the keyboard, and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import settled
from tests.browser.visits import note


@fr.page
def helpful(token):
    with fr.form("f"):
        fr.text_input("Name", help="As in your **passport**")
        fr.form_submit_button("Save", help="Nothing is sent before")
    again = fr.button("Again")
    note(token, again=again)


def test_help_is_there_while_it_is_pointed_at(page, visit):
    visit(helpful)
    shown = page.get_by_test_id("stTooltipContent")
    expect(shown).to_have_count(0)
    page.get_by_test_id("stTooltipHoverTarget").hover()
    expect(shown).to_have_text("As in your passport")
    expect(shown).to_be_visible()
    page.get_by_role("button", name="Save").hover()
    expect(shown).to_have_text("Nothing is sent before")
    page.get_by_role("button", name="Again").hover()
    expect(shown).to_have_count(0)


def test_help_comes_with_the_focus_and_escape_closes_it(page, visit):
    visit(helpful)
    mark = page.get_by_role("button", name="Help for Name")
    mark.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    shown = page.get_by_test_id("stTooltipContent")
    expect(shown).to_have_text("As in your passport")
    tip = page.locator(f"[id='{mark.get_attribute('aria-describedby')}']")
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    expect(tip).to_be_hidden()
    expect(mark).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(tip).to_be_visible()


def test_help_that_is_shown_survives_a_rerun(page, visit):
    seen = visit(helpful)
    page.get_by_test_id("stTooltipHoverTarget").hover()
    page.evaluate("[...document.querySelectorAll('button')].find(el => el.textContent === 'Again').click()")
    settled(page)
    assert seen.last["again"]
    expect(page.get_by_test_id("stTooltipContent")).to_have_text("As in your passport")


def test_field_is_described_by_its_help(page, visit):
    visit(helpful)
    expect(page.get_by_label("Name", exact=True)).to_have_accessible_description("As in your passport")
    expect(page.get_by_role("button", name="Save")).to_have_accessible_description("Nothing is sent before")


def test_help_is_within_reach_without_javascript(plain_page, visit):
    visit(helpful, plain_page)
    plain_page.get_by_test_id("stTooltipHoverTarget").hover()
    expect(plain_page.get_by_text("As in your passport")).to_be_visible()


@fr.page
def at_the_edges(token):
    text = "It is long enough for **several lines** on a phone, with [a link](https://example.org) at its end"
    fr.title("A title over the whole width of a phone", help=text)
    with fr.form("f"):
        fr.text_input("Name", help=text)
        fr.form_submit_button("Save", help=text)
    with fr.sidebar:
        fr.text_input("Filter", help=text)


@pytest.mark.parametrize("width", [1280, 360])
def test_help_is_seen_whole_wherever_it_stands(page, visit, width):
    page.set_viewport_size({"width": width, "height": 740})
    visit(at_the_edges)
    if width == 360:
        page.get_by_test_id("stExpandSidebarButton").click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    marks = page.locator(".fr-help-button, .fr-button")
    for place in range(4):
        marks.nth(place).hover()
        tip = page.get_by_test_id("stTooltipContent")
        expect(tip).to_be_visible()
        expect(tip).to_be_in_viewport(ratio=1)
        tip.get_by_role("link").hover()  # nothing stands over it, and it stays while it is read
        expect(tip).to_be_visible()
    page.set_viewport_size({"width": 900, "height": 700})
