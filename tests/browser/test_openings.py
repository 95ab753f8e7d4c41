"""What people have opened stays open, whatever it is called by now; what they typed stays where they meant it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import field, press, settled


@fr.page
def counted(token):
    """Everything that opens, with a count in its label; what it opens has a button that counts."""
    count = fr.session_state.setdefault("count", 0)
    fr.button("Count", on_click=more)
    fr.html(f"<details><summary>Details {count}</summary><p>in the details</p></details>")
    if count % 2:
        fr.text("something above")
    with fr.expander(f"Expander {count}"):
        fr.text("in the expander")
    with fr.popover(f"Popover {count}"):
        fr.text("in the popover")
        fr.button("Count in the popover", on_click=more)
    for name, tab in zip(["A", "B", "C"], fr.tabs([f"A {count}", f"B {count}", "C"]), strict=True):
        tab.text(f"in tab {name}")
    for index in range(2):
        with fr.expander(f"Row {index} of {count}"):
            fr.text(f"in row {index}")


def more():
    fr.session_state.count += 1


def test_what_opens_stays_open_with_another_label(page, visit):
    visit(counted)
    page.get_by_text("Expander 0").click()
    page.get_by_role("tab", name="B 0").click()
    page.get_by_text("Row 1 of 0").click()
    page.get_by_text("Details 0").click()
    for count in (1, 2):
        press(page, "Count")
        page.get_by_text(f"Expander {count}").wait_for()
        for text in ("in the expander", "in tab B", "in row 1", "in the details"):
            expect(page.get_by_text(text)).to_be_visible()
        for text in ("in tab A", "in row 0", "in the popover"):
            expect(page.get_by_text(text, exact=True)).to_be_hidden()


def test_a_popover_stays_open_with_another_label(page, visit):
    visit(counted)
    page.get_by_role("button", name="Popover 0").click()
    press(page, "Count in the popover")
    press(page, "Count in the popover")
    expect(page.get_by_role("button", name="Popover 2")).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("in the popover", exact=True)).to_be_visible()


def test_focus_stays_on_what_has_another_label(page, visit):
    visit(counted)
    tab = page.get_by_role("tab", name="B 0")
    tab.click()
    page.evaluate(
        "document.getElementById('fr-app').formrerun.press(document.querySelector('[data-testid=stButton] button'))"
    )
    settled(page)
    expect(page.get_by_role("tab", name="B 1")).to_be_focused()


@fr.page
def growing(token):
    """Tabs of which some come and go."""
    names = fr.session_state.setdefault("names", ["A", "B", "C"])
    for name, tab in zip(names, fr.tabs(names, key=fr.session_state.get("key")), strict=True):
        tab.text(f"in tab {name}")
    for button, then in {"More": ["Z", "A", "B", "C"], "Less": ["B"], "Others": ["X", "Y"]}.items():
        fr.button(button, on_click=fr.session_state.update, kwargs={"names": then})
    fr.button("Key", on_click=fr.session_state.update, kwargs={"key": "tabs"})


@pytest.mark.parametrize("key", [False, True], ids=["without a key", "with a key"])
@pytest.mark.parametrize(("button", "open_"), [("More", "B"), ("Less", "B"), ("Others", "X")])
def test_the_open_tab_is_found_by_its_label(page, visit, key, button, open_):
    visit(growing)
    if key:
        press(page, "Key")
    page.get_by_role("tab", name="B").click()
    press(page, button)
    expect(page.get_by_role("tab", selected=True)).to_have_text(open_)
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    expect(page.get_by_text(f"in tab {open_}")).to_be_visible()


@fr.dialog("Edit")
def edit(item):
    with fr.form("edit"):
        fr.text_input("Note")
        fr.form_submit_button("Save")
    fr.text_input("Beside", on_change="ignore")
    fr.text(f"item {item}")


@fr.page
def items(token):
    """A dialog for each of two items."""
    for item in range(2):
        if fr.button(f"Edit {item}"):
            edit(item)


def test_what_was_typed_into_the_dialog_of_one_item_is_not_in_that_of_another(page, visit):
    visit(items)
    press(page, "Edit 0")
    field(page, "Note").fill("for item 0")
    field(page, "Beside").fill("for item 0")
    press(page, "Close")
    press(page, "Edit 0")
    assert field(page, "Note").input_value() == "for item 0"
    page.keyboard.press("Escape")
    press(page, "Edit 1")
    expect(page.get_by_text("item 1", exact=True)).to_be_visible()
    assert field(page, "Note").input_value() == ""


@fr.page
def low_and_narrow(token):
    fr.container(height=400)
    with fr.chat_message("assistant"), fr.popover("Rate"):
        fr.text_area("More")
        fr.text_area("And more")
        fr.button("Send")


def test_a_popover_opens_above_where_there_is_no_room_below_nor_at_its_side(visit, page):
    page.set_viewport_size({"width": 360, "height": 640})
    visit(low_and_narrow, page)
    page.get_by_role("button", name="Rate").click()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    body, button = (page.locator(f".fr-popover-{part}").bounding_box() for part in ("body", "button"))
    assert body["y"] >= 0
    assert body["y"] + body["height"] <= button["y"]
