"""What a browser does with a model's table: a box for the whole page, ranges, and the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import press, settled


@pytest.fixture
def table(page):
    """Open the page; return the table."""
    page.goto("/td/permissions/")
    return page.get_by_test_id("stModelTable")


def boxes(table):
    return table.locator("tbody").get_by_role("checkbox")


def turn_to(page, number):
    page.get_by_test_id("stPaginationPage").filter(has_text=str(number)).click()
    settled(page)


def test_one_box_selects_the_page_and_shift_selects_a_range(page, table):
    said = table.get_by_role("status")
    expect(said).to_have_text("0 selected")
    boxes(table).nth(1).check()
    boxes(table).nth(3).click(modifiers=["Shift"])
    expect(said).to_have_text("3 selected")
    whole = table.get_by_role("checkbox", name="Select all rows of this page")
    whole.check()
    expect(said).to_have_text("5 selected")
    expect(boxes(table).first).to_be_checked()
    whole.uncheck()
    expect(said).to_have_text("0 selected")


def test_what_is_checked_and_not_sent_goes_along_to_the_next_page(page, table):
    boxes(table).nth(0).check()
    turn_to(page, 2)
    expect(table.get_by_role("status")).to_have_text("1 selected")
    expect(boxes(table).first).not_to_be_checked()
    boxes(table).nth(4).check()
    expect(table.get_by_role("status")).to_have_text("2 selected")
    press(page, "Count")
    expect(page.get_by_text("Count 2?")).to_be_visible()
    page.get_by_test_id("stForm").get_by_role("button", name="Count").click()
    expect(page.get_by_text("2 counted")).to_be_visible()
    expect(table.get_by_role("status")).to_have_text("0 selected")


def test_a_header_sorts_by_the_keyboard_and_keeps_the_focus(page, table):
    header = table.get_by_role("button", name="Codename")
    header.focus()
    page.keyboard.press("Enter")
    settled(page)
    expect(table.get_by_role("columnheader", name="Codename")).to_have_attribute("aria-sort", "ascending")
    page.keyboard.press("Enter")
    settled(page)
    expect(table.get_by_role("columnheader", name="Codename")).to_have_attribute("aria-sort", "descending")
    expect(header).to_be_focused()
    assert page.url.endswith("?may_sort=-codename")
    page.go_back()
    settled(page)


def test_it_scrolls_in_itself_on_a_phone(new_page):
    page = new_page(viewport={"width": 360, "height": 700})
    page.goto("/td/permissions/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
