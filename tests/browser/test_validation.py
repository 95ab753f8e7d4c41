"""What a browser makes of required fields, validators and whole forms."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import field, press, settled
from tests.browser.visits import note


def short(text):
    if len(text) > 3:
        raise ValidationError("Three letters at most.")


@fr.page
def needs(token):
    with fr.form("f"):
        agreed = fr.checkbox("Agreed", required=True)
        size = fr.radio("Size", ["S", "M"], index=None, required=True)
        sizes = fr.multiselect("Sizes", ["S", "M"], required=True)
        fr.form_submit_button("Go")
    note(token, agreed=agreed, size=size, sizes=sizes)


def test_what_is_required_is_asked_for_before_anything_is_sent(page, visit):
    seen = visit(needs)
    press(page, "Go")
    assert page.locator("[data-fr-error]:visible").all_inner_texts() == ["This field is required."] * 3
    expect(page.get_by_label("Agreed")).to_be_focused()
    page.get_by_label("Agreed").check()
    page.get_by_label("M", exact=True).check()
    press(page, "Go")
    assert len(seen.seen) == 1
    assert page.locator("[data-fr-error]:visible").count() == 1


@fr.page
def apart(token):
    name = fr.text_input("Name", validators=[short])
    wide = fr.toggle("Wide")
    with fr.form("f"):
        fr.form_submit_button("Send")
    pressed = fr.button("Go")
    note(token, name=name, wide=wide, pressed=pressed)


def test_outside_of_forms_a_refused_edit_holds_nothing_else(page, visit):
    page.allow("422")
    seen = visit(apart)
    field(page, "Name").fill("Augusta")
    field(page, "Name").press("Enter")
    settled(page)
    expect(page.get_by_text("Three letters at most.")).to_be_visible()
    page.get_by_text("Wide").click()
    settled(page)
    assert seen.last == {"name": "", "wide": True, "pressed": False}
    press(page, "Send")
    assert len(seen.seen) == 3
    press(page, "Go")
    assert len(seen.seen) == 3
    expect(field(page, "Name")).to_be_focused()
    assert field(page, "Name").input_value() == "Augusta"
    expect(page.get_by_text("Three letters at most.")).to_be_visible()
    field(page, "Name").fill("Ada")
    press(page, "Go")
    assert seen.last == {"name": "Ada", "wide": True, "pressed": True}


def go_on():
    fr.focus("second")


@fr.page
def resettable(token):
    with fr.form("f"):
        fr.text_input("First", key="first")
        fr.text_input("Second", key="second")
        fr.form_submit_button("Go", on_click=go_on)
    fr.button("Empty", on_click=fr.reset, args=["f"])
    note(token, first=fr.session_state.first)


def test_code_moves_the_focus_and_empties_a_form_over_what_is_typed(page, visit):
    seen = visit(resettable)
    field(page, "First").fill("a")
    press(page, "Go")
    assert seen.last == {"first": "a"}
    expect(field(page, "Second")).to_be_focused()
    field(page, "First").fill("b")
    press(page, "Empty")
    assert [field(page, name).input_value() for name in ("First", "Second")] == ["", ""]
    press(page, "Go")
    assert seen.last == {"first": ""}


@fr.page
def asks(token):
    deleted = fr.button("Delete", confirm="Delete it?")
    with fr.form("f"):
        fr.text_input("Name", key="name")
        saved = fr.form_submit_button("Save", confirm="Save it?")
    choice = fr.menu_button("More", ["Archive", "Burn"], confirm="Burn it?")
    do = fr.column_config.ButtonColumn(key="row", confirm="Ship it?")
    fr.dataframe({"do": ["Ship 1", "Ship 2"]}, column_config={"do": do})
    said = fr.chat_input("Say", confirm="Send it?")
    name, row = fr.session_state.name, fr.session_state.row
    note(token, deleted=deleted, saved=saved, choice=choice, name=name, row=row and row["row"], said=said)


def test_a_button_asks_first_and_gives_the_focus_back(page, visit):
    seen = visit(asks)
    dialog = page.get_by_role("alertdialog")
    page.get_by_role("button", name="Delete").press("Enter")
    expect(dialog).to_have_accessible_name("Delete it?")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Delete")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Delete")).to_be_focused()
    page.get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Delete").dblclick()
    settled(page)
    assert [each["deleted"] for each in seen.seen] == [False, True]


def test_a_form_and_a_menu_ask_too(page, visit):
    seen = visit(asks)
    dialog = page.get_by_role("alertdialog")
    field(page, "Name").fill("Ada")
    field(page, "Name").press("Enter")
    dialog.get_by_role("button", name="Cancel").click()
    assert field(page, "Name").input_value() == "Ada"
    field(page, "Name").press("Enter")
    dialog.get_by_role("button", name="Save").click()
    settled(page)
    assert (seen.last["saved"], seen.last["name"]) == (True, "Ada")
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Burn").click()
    expect(dialog).to_have_accessible_name("Burn it?")
    dialog.get_by_role("button", name="Burn").click()
    settled(page)
    assert seen.last["choice"] == "Burn"


def test_a_row_and_a_message_ask_too(page, visit):
    seen = visit(asks)
    dialog = page.get_by_role("alertdialog")
    page.get_by_role("button", name="Ship 2").click()
    expect(dialog).to_have_accessible_name("Ship it?")
    dialog.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Ship 1").click()
    dialog.get_by_role("button", name="Ship 1").click()
    settled(page)
    assert seen.last["row"] == 0
    page.get_by_label("Say").fill("hello")
    page.get_by_label("Say").press("Enter")
    dialog.get_by_role("button", name="Cancel").click()
    assert page.get_by_label("Say").input_value() == "hello"
    page.get_by_label("Say").press("Enter")
    dialog.get_by_role("button", name="Confirm").click()
    settled(page)
    assert seen.last["said"] == "hello"
