"""What somebody selects in a table: by the mouse, by the keyboard, whatever order the rows are shown in."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import press, settled
from tests.browser.test_table import Grid


@pytest.fixture
def at(page):
    """Open the page and return how its tables and texts are found."""

    def open_(place):
        page.goto("/td/selecting/")
        return Grid(page, place)

    return open_


def box(grid, row):
    return grid.element.locator(".tabulator-row").nth(row).get_by_role("checkbox")


def says(page, text):
    expect(page.get_by_text(text, exact=True)).to_be_visible()


def test_boxes_select_rows_by_where_they_stand_in_the_data(page, at):
    rows = at(0)
    box(rows, 1).click()
    says(page, "rows=[1]")
    rows.sort("people")  # Bern, Cork, Accra, Dhaka
    expect(box(rows, 0)).to_be_checked()
    box(rows, 3).click()
    says(page, "rows=[1, 3]")
    expect(rows.count).to_have_text("4 rows · 2 selected")
    rows.element.get_by_role("checkbox", name="Select all rows").click()
    says(page, "rows=[0, 1, 2, 3]")
    rows.element.get_by_role("checkbox", name="Select all rows").click()
    says(page, "rows=[]")


def test_the_keyboard_selects_rows(page, at):
    rows = at(0)
    rows.element.locator(".tabulator").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    says(page, "rows=[1]")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+Space")
    says(page, "rows=[1, 2]")
    expect(rows.element.locator(".tabulator-row").nth(2)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Space")
    says(page, "rows=[1]")


def test_a_selection_stays_over_a_reload(page, at):
    rows = at(0)
    box(rows, 2).click()
    says(page, "rows=[2]")
    page.reload()
    says(page, "rows=[2]")
    expect(box(Grid(page), 2)).to_be_checked()


def test_columns_and_cells_are_selected(page, at):
    both = at(1)
    both.element.get_by_role("checkbox", name="Select column people").click()
    says(page, "columns=['people'] cells=[]")
    first, last = both.cells(0).nth(0), both.cells(1).nth(1)
    first.hover()
    page.mouse.down()
    last.hover()
    page.mouse.up()
    says(page, "columns=['people'] cells=[(0, 'city'), (1, 'city'), (0, 'people'), (1, 'people')]")
    both.element.locator(".tabulator").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+Space")
    says(page, "columns=['city'] cells=[(0, 'city'), (1, 'city'), (0, 'people'), (1, 'people')]")
    page.keyboard.press("Enter")
    says(page, "columns=['city'] cells=[(0, 'city')]")


def test_a_press_on_a_header_selects_its_column_and_a_button_in_it_sorts(page, at):
    both = at(1)
    both.header("people").click()
    says(page, "columns=['people'] cells=[]")
    both.header("city").click()
    says(page, "columns=['city'] cells=[]")
    before = both.cells(1).all_inner_texts()
    both.header("people").get_by_role("button", name="Sort by people").click()
    expect(both.header("people")).to_have_attribute("aria-sort", "ascending")
    both.shows(1, sorted(before, key=int))
    says(page, "columns=['city'] cells=[]")


def test_rows_are_selected_by_drawing_over_their_boxes(page, at):
    rows = at(0)
    box(rows, 1).hover()
    page.mouse.down()
    box(rows, 3).hover()
    page.mouse.up()
    says(page, "rows=[1, 2, 3]")


@pytest.mark.parametrize("way", ["Escape", "button"])
def test_what_is_selected_is_taken_out_at_once(page, at, way):
    rows = at(0)
    clear = rows.element.get_by_role("button", name="Clear selection")
    expect(clear).to_have_count(0)
    box(rows, 1).click()
    box(rows, 2).click()
    says(page, "rows=[1, 2]")
    if way == "button":
        clear.click()
    else:
        page.keyboard.press("Escape")
    says(page, "rows=[]")
    expect(clear).to_have_count(0)


def test_in_a_form_it_waits_for_the_form(page, at):
    one = at(2)
    box(one, 1).click()
    box(one, 3).click()
    expect(box(one, 1)).not_to_be_checked()
    settled(page)
    says(page, "one=[]")
    press(page, "Send")
    says(page, "one=[3]")
    expect(box(one, 3)).to_be_checked()


def test_rows_of_a_long_table_are_selected_wherever_they_are_shown(page, at):
    big = at(3)
    big.sort("number")
    big.sort("number")
    big.shows(0, [str(11_999 - n) for n in range(big.cells(0).count())])
    box(big, 0).click()
    says(page, "big=[11999]")
    big.search("item 000000")
    expect(big.cells(1)).to_have_text(["item 000000"])
    box(big, 0).click()
    says(page, "big=[0, 11999]")
