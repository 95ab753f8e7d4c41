"""What the types of ``column_config`` look like in a table, under the strict policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import settled
from tests.browser.axe import violations
from tests.browser.test_table import Grid


@pytest.fixture
def typed(page):
    def open_(place=0):
        page.goto("/td/typed/")
        return Grid(page, place)

    return open_


def test_links_are_links_and_scripts_are_none(typed):
    grid = typed()
    first = grid.cells(0).nth(0).get_by_role("link")
    expect(first).to_have_text("python.org")
    expect(first).to_have_attribute("href", "https://www.python.org")
    expect(grid.cells(0).nth(1)).to_have_text("javascript:alert(1)")
    expect(grid.cells(0).nth(1).get_by_role("link")).to_have_count(0)
    expect(grid.cells(1).nth(0).get_by_role("link", name="https://www.python.org")).to_be_visible()


def test_numbers_are_bars_and_charts(typed):
    grid = typed()
    expect(grid.cells(2).nth(0)).to_have_text("25%")
    expect(grid.cells(3).nth(0).get_by_role("img", name="1, 2, 3")).to_be_visible()
    assert grid.cells(3).nth(0).locator("path").count() == 1
    assert grid.cells(4).nth(0).locator("rect").count() == 3


def test_lists_are_tags_and_options_have_their_texts(typed):
    grid = typed()
    expect(grid.cells(5).nth(0).locator(".fr-table-tag")).to_have_text(["a", "b"])
    expect(grid.cells(6).nth(0)).to_have_text("One")


def test_a_structure_opens_and_the_keyboard_opens_it_too(typed, page):
    grid = typed()
    grid.cells(7).nth(0).get_by_role("button").click()
    expect(page.get_by_role("dialog", name="json")).to_contain_text('"weight": 3')
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    grid.element.locator(".tabulator").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="json")).to_be_visible()


def test_markdown_is_drawn_as_nodes(typed):
    grid = typed()
    expect(grid.cells(8).nth(0).locator("strong")).to_have_text("new")
    expect(grid.cells(8).nth(1)).to_have_text("<b>x</b>")


def test_a_button_says_which_row_it_stands_in(typed, page):
    grid = typed(1)
    grid.sort("order")
    grid.sort("order")
    grid.shows(0, ["o3", "o2", "o1"])
    grid.cells(1).nth(0).get_by_role("button", name="Ship o3").click()
    settled(page)
    expect(page.get_by_text("pressed {'row': 2, 'label': 'Ship o3'}")).to_be_visible()
    expect(page.get_by_text("called 2")).to_be_visible()
    page.get_by_role("button", name="Other").click()
    settled(page)
    expect(page.get_by_text("pressed None")).to_be_visible()


def test_columns_are_hidden_moved_and_pinned_by_the_keyboard(page):
    page.goto("/td/tables/")
    cities = Grid(page)
    titles = cities.element.locator(".fr-table-title")
    expect(titles).to_have_text(["city", "lat", "lon", "people", "capital", "founded"])
    cities.sort("people")
    cities.element.get_by_role("button", name="Columns").press("Enter")
    page.keyboard.press("Tab")
    panel = cities.element.get_by_role("group", name="Columns")
    panel.get_by_label("lat", exact=True).press("Space")
    expect(titles).to_have_text(["city", "lon", "people", "capital", "founded"])
    panel.get_by_role("button", name="Move to the left: people").press("Enter")
    expect(titles).to_have_text(["city", "people", "lon", "capital", "founded"])
    panel.get_by_role("button", name="Pin: founded").press("Enter")
    expect(titles).to_have_text(["founded", "city", "people", "lon", "capital"])
    cities.shows(0, ["Bern", "Cork", "Accra", "Dhaka"])
    expect(cities.header("people")).to_have_attribute("aria-sort", "ascending")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(cities.element.get_by_role("button", name="Columns")).to_be_focused()


def test_the_keys_bring_a_cell_into_sight_beside_pinned_columns(page):
    page.set_viewport_size({"width": 700, "height": 700})
    page.goto("/td/large/")
    grid = Grid(page)
    grid.element.get_by_role("button", name="Columns").click()
    grid.element.get_by_role("button", name="Pin: name", exact=True).click()
    page.keyboard.press("Escape")
    grid.element.locator(".tabulator").focus()
    page.keyboard.press("End")
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        "() => { const one = document.querySelector('.fr-active'), pinned = document.querySelector('.tabulator-cell.tabulator-frozen');"
        " return one && one.getBoundingClientRect().left >= pinned.getBoundingClientRect().right - 1; }"
    )


@pytest.mark.parametrize("path", ["selecting", "typed"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(new_page, path, scheme):
    page = new_page(color_scheme=scheme)
    page.goto(f"/td/{path}/")
    for place in range(page.locator("fr-table").count()):
        grid = Grid(page, place)
        if place == 0:
            grid.element.locator(".tabulator").focus()
            page.keyboard.press("Space")
            settled(page)
            grid.element.get_by_role("button", name="Columns").click()
    assert violations(page) == []
