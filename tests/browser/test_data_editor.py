"""A table that is edited as a spreadsheet is, in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import press, settled
from tests.browser.axe import violations
from tests.browser.test_every_page import PHONE

PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""
COPY = """() => {
  const clipboardData = new DataTransfer();
  document.activeElement.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
  return clipboardData.getData('text/plain');
}"""


class Editor:
    """An editor as somebody uses it."""

    def __init__(self, page, name, place):
        self.page, self.element = page, page.locator("fr-editor").nth(place)
        self.said = page.get_by_test_id("stText").nth(place)
        expect(self.element.get_by_role("grid", name=name)).to_be_visible()
        expect(self.element.locator("fr-table")).not_to_have_attribute("aria-busy", "true")

    def cell(self, row, column):
        return self.element.locator(f'.tabulator-row >> nth={row} >> .tabulator-cell[tabulator-field="c{column}"]')

    def type(self, row, column, text, end="Enter"):
        self.cell(row, column).click()
        self.page.keyboard.type(text)
        self.page.keyboard.press(end)

    def press(self, keys):
        self.page.keyboard.press(keys)

    def act(self, name):
        self.element.get_by_role("button", name=name).click()

    def says(self, text):
        """Wait until the page knows of this."""
        expect(self.said).to_contain_text(text)


@pytest.fixture
def goods(page):
    page.goto("/td/edited/")
    return Editor(page, "Goods", 0)


@pytest.fixture
def marks(goods):
    return Editor(goods.page, "Marks", 1)


def test_typing_replaces_enter_goes_down_and_escape_leaves_it(goods):
    goods.type(0, 1, "9,5")
    goods.says("'edited_rows': {0: {'price': 9.5}}")
    expect(goods.cell(1, 1)).to_have_class(re.compile("fr-active"))
    goods.page.keyboard.type("77")
    goods.press("Escape")
    expect(goods.cell(1, 1)).to_have_text("8")
    goods.press("F2")
    goods.page.keyboard.type("7")
    goods.press("Tab")
    goods.says("1: {'price': 7}")
    goods.press("Space")
    goods.says("'sold': False")


def test_what_a_cell_does_not_take_is_said_there_and_stays_typed(goods):
    goods.type(0, 1, "1000")
    box = goods.element.locator(".fr-editor-control")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value("1000")
    box.fill("50")
    goods.press("Enter")
    goods.says("{'price': 50}")


def test_an_option_is_chosen_from_a_list(goods):
    goods.cell(0, 3).click()
    goods.press("Enter")
    goods.element.locator(".fr-editor-control").select_option("L")
    goods.press("Enter")
    goods.says("{'size': 'L'}")


def test_rows_are_added_when_they_are_complete_and_deleted_and_all_is_undone(goods):
    goods.act("Add a row")
    expect(goods.cell(3, 0)).to_have_class(re.compile("fr-active"))
    expect(goods.cell(3, 0)).to_have_attribute("aria-invalid", "true")
    goods.says("'added_rows': []")
    goods.page.keyboard.type("Cap")
    goods.press("Enter")
    goods.says("'added_rows': [{'name': 'Cap'}]")
    goods.cell(1, 0).click()
    goods.act("Delete the selected rows")
    goods.says("'deleted_rows': [1]")
    expect(goods.cell(1, 0)).to_have_text("Coat")
    goods.press("Control+z")
    goods.says("'deleted_rows': []")
    goods.press("Control+y")
    goods.says("'deleted_rows': [1]")


def test_cells_of_a_spreadsheet_come_in_and_go_out(goods):
    goods.cell(1, 0).click()
    goods.page.evaluate(PASTE, "Cap\t3\ttrue\nScarf\t4,5\tfalse\nSock\t1\ttrue\n")
    goods.says("'edited_rows': {1: {'name': 'Cap', 'price': 3}, 2: {'name': 'Scarf', 'price': 4.5}}")
    goods.says("'added_rows': [{'name': 'Sock', 'price': 1, 'sold': True}]")
    goods.cell(0, 0).click()
    goods.press("Shift+ArrowDown")
    goods.press("Shift+ArrowRight")
    assert goods.page.evaluate(COPY) == "Shirt\t12.5\nCap\t3"


def test_ctrl_d_fills_down_and_delete_clears(goods):
    goods.cell(0, 1).click()
    goods.press("Shift+ArrowDown")
    goods.press("Shift+ArrowDown")
    goods.press("Control+d")
    goods.says("{1: {'price': 12.5}, 2: {'price': 12.5}}")
    goods.press("Delete")
    goods.says("{0: {'price': None}, 1: {'price': None}, 2: {'price': None}}")


def test_in_a_form_edits_wait_follow_their_rows_and_come_back_after_a_reload(goods, marks):
    marks.type(1, 1, "50")
    press(goods.page, "Again")
    expect(marks.cell(1, 1)).to_have_text("50")
    marks.says("{'Ada': 0, 'Bob': 1}")
    goods.page.get_by_text("news").click()
    settled(goods.page)
    expect(marks.cell(2, 1)).to_have_text("50")  # somebody has come in above
    expect(marks.cell(1, 1)).to_have_text("1")
    press(goods.page, "Save")
    marks.says("{'Zoe': 0, 'Ada': 1, 'Bob': 50}")


def test_a_button_opens_a_cell_where_there_are_no_keys(goods):
    goods.cell(0, 0).click()
    goods.act("Edit this cell")
    goods.element.locator(".fr-editor-control").fill("Vest")
    goods.press("Enter")
    goods.says("{'name': 'Vest'}")


def test_another_size_or_being_out_of_sight_does_not_close_the_cell_that_is_typed_into(goods):
    goods.cell(0, 0).dblclick()
    goods.element.locator(".fr-editor-control").fill("Ve")
    goods.page.set_viewport_size({"width": 500, "height": 300})
    goods.page.evaluate("scrollTo(0, 1e6)")
    expect(goods.element).not_to_be_in_viewport()
    goods.element.evaluate("one => one.scrollIntoView()")
    expect(goods.element).to_be_in_viewport()
    goods.page.keyboard.type("st")
    goods.press("Enter")
    goods.says("{'name': 'Vest'}")


def test_nor_do_other_data(goods, marks):
    marks.cell(0, 1).dblclick()
    marks.element.locator(".fr-editor-control").fill("7")
    with goods.page.expect_response(re.compile("/data/")):
        goods.page.get_by_label("news").evaluate("one => one.click()")
    settled(goods.page)
    goods.page.keyboard.type("0")
    goods.press("Enter")
    expect(marks.cell(0, 0)).to_have_text("Zoe")
    press(goods.page, "Save")
    marks.says("'Ada': 70")


def test_a_number_may_have_the_digits_of_another_keyboard(goods):
    goods.cell(0, 1).dblclick()
    goods.element.locator(".fr-editor-control").fill("٨٫٥")
    goods.press("Enter")
    goods.says("{'price': 8.5}")


def test_a_draft_comes_back_after_a_reload_and_a_cleared_form_shows_the_data(goods, marks):
    marks.type(1, 1, "50")
    goods.page.reload()
    Editor(goods.page, "Marks", 1)
    goods.page.get_by_role("button", name="Restore").click()
    expect(marks.cell(1, 1)).to_have_text("50")
    press(goods.page, "Save")
    marks.says("{'Ada': 0, 'Bob': 50}")


@pytest.mark.parametrize("size", [PHONE, {"width": 1000, "height": 800}], ids=["phone", "desk"])
def test_axe_finds_nothing_wrong(goods, size):
    goods.page.set_viewport_size(size)
    goods.act("Add a row")
    expect(goods.cell(3, 0)).to_have_attribute("aria-invalid", "true")
    assert violations(goods.page) == []
    goods.cell(0, 1).click()
    goods.press("F2")
    assert violations(goods.page) == []
    sizes = (
        goods.element.get_by_role("toolbar")
        .get_by_role("button")
        .evaluate_all("all => all.map(one => Math.min(one.offsetWidth, one.offsetHeight))")
    )
    assert min(sizes) >= 24


def test_the_corner_of_a_cell_is_pulled_down(goods):
    goods.cell(0, 1).click()
    goods.element.locator(".fr-editor-fill").drag_to(goods.cell(2, 1))
    goods.says("{1: {'price': 12.5}, 2: {'price': 12.5}}")


def test_the_file_has_what_was_changed(goods):
    goods.type(0, 0, "Cap, red")
    goods.says("Cap, red")
    with goods.page.expect_download() as download:
        goods.element.get_by_role("link", name="Download as CSV").click()
    assert download.value.path().read_text("utf-8-sig").splitlines()[1] == '"Cap, red",12.5,false,M'


def test_there_is_room_for_new_rows_after_a_run_too(goods):
    goods.act("Add a row")
    expect(goods.cell(3, 0)).to_have_class(re.compile("fr-active"))
    goods.page.keyboard.type("Cap")
    goods.press("Enter")
    goods.says("'Cap'")
    press(goods.page, "Again")
    holder = goods.element.locator(".tabulator-tableholder")
    expect(goods.cell(3, 0)).to_be_in_viewport(ratio=1)
    assert holder.evaluate("box => box.scrollHeight <= box.clientHeight")
    below = goods.element.bounding_box()
    assert goods.said.bounding_box()["y"] >= below["y"] + below["height"]
