"""Where a page leads the eye: to the message that says what is wrong, to the beginning of a dialog, to the newest message."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import field, press, settled


@fr.page
def long_form(token):
    with fr.form("f"):
        first, second = fr.tabs(["First", "Second"])
        with second.expander("More"):
            fr.selectbox("Country", [f"Country {number}" for number in range(40)], index=None, required=True)
        first.text_input("Name", required=True)
        for number in range(30):
            fr.text_input(f"Line {number}")
        fr.form_submit_button("Save")


def test_a_press_leads_to_the_first_field_that_must_be_put_right(page, visit):
    visit(long_form)
    press(page, "Save")
    expect(field(page, "Name")).to_be_in_viewport()
    expect(page.locator("[data-fr-error]:visible").first).to_be_in_viewport()
    expect(field(page, "Name")).to_be_focused()


def test_it_may_stand_in_another_tab_and_in_what_is_closed(page, visit):
    visit(long_form)
    field(page, "Name").fill("Ann")
    press(page, "Save")
    expect(page.locator("[data-fr-error]:visible")).to_be_in_viewport()
    expect(page.get_by_role("combobox", name="Country")).to_be_in_viewport()


@fr.page
def reads_on(token):
    @fr.dialog("Terms")
    def terms(lines):
        for number in range(lines):
            fr.text(f"Paragraph {number}")
        fr.button("Agree")

    if fr.button("Long"):
        terms(60)
    if fr.button("Short"):
        terms(1)


def test_a_long_dialog_is_read_from_its_beginning(page, visit):
    visit(reads_on)
    press(page, "Short")
    expect(page.get_by_role("button", name="Agree")).to_be_focused()
    page.keyboard.press("Escape")
    press(page, "Long")
    expect(page.get_by_role("heading", name="Terms")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Terms")).to_be_focused()


@fr.page
def long_chat(token):
    said = fr.session_state.setdefault("said", [f"Message {number}" for number in range(40)])
    if text := fr.chat_input("Say something"):
        said += [text, f"You said {text}"]
    with fr.container(height=300, key="box"):
        for line in said:
            with fr.chat_message("user"):
                fr.write(f"In a box: {line}")
    with fr.container(height=100, key="list"):
        for line in said:
            fr.text(f"In a list: {line}")
    for line in said:
        with fr.chat_message("user"):
            fr.write(line)


@pytest.mark.parametrize("width", [900, 360])
def test_a_chat_shows_its_newest_message(new_page, visit, width):
    page = new_page()
    page.set_viewport_size({"width": width, "height": 700})
    visit(long_chat, page)
    expect(page.get_by_text("Message 39", exact=True)).to_be_in_viewport()
    bottom = page.evaluate("document.querySelector('.fr-bottom').getBoundingClientRect().bottom")
    assert bottom == 700
    page.get_by_placeholder("Say something").fill("Hello")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You said Hello", exact=True)).to_be_in_viewport()
    settled(page)


def test_who_has_scrolled_away_stays_there_until_the_next_message_of_his_own(page, visit):
    visit(long_chat)
    page.mouse.move(400, 300)
    page.evaluate("scrollTo(0, 0)")
    box, line = page.locator(".st-key-box [data-fr-follow]"), page.locator(".st-key-list [data-fr-follow]")
    assert box.evaluate("el => el.scrollHeight - el.clientHeight - el.scrollTop") < 2
    assert line.evaluate("el => el.scrollTop") == 0  # no messages: what does not follow stays
    page.evaluate("document.getElementById('fr-app').formrerun.rerun()")
    settled(page)
    assert page.evaluate("scrollY") == 0
    page.get_by_placeholder("Say something").fill("Hello")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You said Hello", exact=True)).to_be_in_viewport()
    expect(page.get_by_text("In a box: You said Hello", exact=True)).to_be_visible()
    assert box.evaluate("el => el.scrollHeight - el.clientHeight - el.scrollTop") < 2
