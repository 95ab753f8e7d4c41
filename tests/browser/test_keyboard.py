"""By keyboard alone: what is chosen can be reached and taken back, arrows go where they point, and the focus is never lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import field, press, settled
from tests.browser.test_table import Grid
from tests.browser.visits import note, pause

FRUITS = ["Apple", "Pear", "Plum", "Cherry"]


@fr.page
def lists(token):
    """Choices before the page is opened: several, and one far down in a long list."""
    several = fr.multiselect("Several", FRUITS, ["Apple", "Plum", "Cherry"])
    fr.selectbox("Long", [f"Option {number}" for number in range(500)], index=300)
    fr.selectbox("Two", [f"Option {number}" for number in range(20)], index=2)
    note(token, several=several)


@pytest.mark.parametrize(
    ("keys", "left", "focused"),
    [
        ("Shift+Tab Enter", ["Apple", "Plum"], "Remove Plum"),
        ("Shift+Tab Shift+Tab Space", ["Apple", "Cherry"], "Remove Cherry"),
        ("ArrowLeft ArrowLeft ArrowLeft Delete", ["Plum", "Cherry"], "Remove Plum"),
        ("ArrowLeft ArrowLeft ArrowRight Backspace", ["Apple", "Plum"], "Remove Plum"),
        ("ArrowLeft Delete Delete Delete", [], "Several"),
    ],
)
def test_each_choice_is_reached_and_removed(page, visit, keys, left, focused):
    seen = visit(lists)
    box = page.get_by_role("combobox", name="Several", exact=True)
    box.focus()
    expect(box).to_have_accessible_description("Apple, Plum, Cherry")
    for key in keys.split():
        page.keyboard.press(key)
    settled(page)
    assert seen.last["several"] == left
    assert page.evaluate("document.activeElement.ariaLabel") == focused
    expect(box).to_have_accessible_description(", ".join(left))


@pytest.mark.parametrize(("label", "option"), [("Long", "Option 300"), ("Two", "Option 2")])
def test_what_is_chosen_is_named_each_time_the_list_opens(page, visit, label, option):
    visit(lists)
    box = page.get_by_role("combobox", name=label, exact=True)
    box.focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("listbox", name=label, exact=True)).to_be_visible()
        active = page.locator(f"[id='{box.get_attribute('aria-activedescendant')}']")
        expect(active).to_have_text(option)
        expect(active).to_have_attribute("aria-selected", "true")
        expect(active).to_be_in_viewport()
        page.keyboard.press("Escape")


@fr.page
def slow(token):
    """A run that somebody stops."""
    fr.text_input("Name")
    if fr.button("Go"):
        for number in range(600):
            fr.text(f"line {number}")
            pause(token)
            fr.progress(number / 600)
    fr.button("Other")


def test_focus_is_where_it_was_once_a_run_was_stopped(page, visit):
    seen = visit(slow, streams=True)
    seen.hold()
    page.get_by_role("button", name="Go").focus()
    page.keyboard.press("Enter")
    stop = page.get_by_role("button", name="Stop")
    stop.focus()
    page.keyboard.press("Enter")
    seen.free()
    expect(stop).to_have_count(0)
    settled(page)
    expect(page.get_by_role("button", name="Go")).to_be_focused()


@fr.page
def refusing(token):
    """A form with something wrong in it: one thing that the browser knows, one that only the server does."""
    with fr.form("f"):
        fr.text_input("First")
        with fr.expander("More"):
            fr.selectbox("Second", FRUITS, index=None, required=True)
        fr.number_input("Third", 0, 10)
        fr.form_submit_button("Send")


def test_focus_is_on_the_first_wrong_field(page, visit):
    visit(refusing)
    field(page, "Third").fill("11")
    press(page, "Send")
    expect(page.get_by_role("combobox", name="Second")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    press(page, "Send")
    expect(field(page, "Third")).to_be_focused()


def test_focus_is_on_what_the_server_refuses(page, visit):
    visit(refusing)
    page.get_by_text("More").click()
    page.get_by_role("combobox", name="Second").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.evaluate("delete document.querySelector('[data-fr-step]').dataset.frMax")
    field(page, "Third").fill("11")
    page.allow("422")
    press(page, "Send")
    expect(field(page, "Third")).to_be_focused()
    expect(field(page, "Third")).to_have_attribute("aria-invalid", "true")


@fr.page
def arrows(token):
    """What the arrows move in."""
    fr.tabs(["one", "two", "three"])
    fr.multiselect("Several", FRUITS, ["Apple", "Plum"])
    fr.dataframe({"a": range(30), "b": range(100, 130), "c": range(200, 230)})


@pytest.mark.parametrize(("direction", "there", "back"), [("ltr", "Right", "Left"), ("rtl", "Left", "Right")])
def test_arrows_go_where_they_point(page, visit, direction, there, back):
    visit(arrows)
    page.evaluate("text => { document.documentElement.dir = text; }", direction)
    page.get_by_role("tab", name="one").focus()
    for key, tab in ((there, "two"), (there, "three"), (back, "two")):
        page.keyboard.press(f"Arrow{key}")
        expect(page.get_by_role("tab", name=tab)).to_be_focused()
    page.get_by_role("combobox", name="Several").focus()
    for key, name in ((back, "Remove Plum"), (back, "Remove Apple"), (there, "Remove Plum")):
        page.keyboard.press(f"Arrow{key}")
        expect(page.get_by_role("button", name=name)).to_be_focused()
    grid = Grid(page)
    grid.cells(0).first.click()
    for key, text in ((there, "100"), (there, "200"), (back, "100")):
        page.keyboard.press(f"Arrow{key}")
        grid.chose([text])


def test_a_table_is_two_stops_its_headers_and_its_cells(page, visit):
    visit(arrows)
    grid = Grid(page)
    headers, cells = grid.element.locator(".fr-table-title"), grid.element.get_by_role("grid")
    headers.nth(1).focus()
    page.keyboard.press("ArrowLeft")
    expect(headers.first).to_be_focused()
    page.keyboard.press("Tab")
    expect(cells).to_be_focused()
    page.keyboard.press("ArrowDown")
    grid.chose(["1"])
    page.keyboard.press("Tab")
    expect(grid.element.get_by_role("searchbox")).to_be_focused()
    for back in (cells, headers.first):
        page.keyboard.press("Shift+Tab")
        expect(back).to_be_focused()


def test_a_full_screen_table_keeps_the_focus_and_escape_closes_it(page, visit):
    visit(arrows)
    grid = Grid(page)
    full = grid.element.get_by_role("button", name="Fullscreen")
    full.focus()
    page.keyboard.press("Enter")
    expect(grid.element).to_have_attribute("data-fr-full", "")
    inside = "document.activeElement === document.body || Boolean(document.activeElement.closest('fr-table'))"
    for key in ["Tab"] * 12 + ["Shift+Tab"] * 24:
        page.keyboard.press(key)
        assert page.evaluate(inside)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    expect(grid.element).not_to_have_attribute("data-fr-full", "")
    expect(full).to_have_attribute("aria-pressed", "false")
    expect(full).to_be_focused()
    grid.search("x")
    full.click()
    grid.element.get_by_role("searchbox").focus()
    page.keyboard.press("Escape")
    expect(grid.element).to_have_attribute("data-fr-full", "")
    page.keyboard.press("Escape")
    expect(grid.element).not_to_have_attribute("data-fr-full", "")
