"""Choices that are not sent yet stay with their option, whatever it is called in the next run."""

from __future__ import annotations

from playwright.sync_api import expect

import formrerun as fr
from tests.browser import press, settled

MANY = [f"o{number:02}" for number in range(20)]


@fr.page
def counting(token: str):
    """Labels that count: each run has others."""
    fr.session_state.visits = visits = fr.session_state.get("visits", 0) + 1

    def counted(option):
        return f"{option} ({visits})"

    with fr.form("f"):
        said = [
            fr.selectbox("Select", ["a", "b", "c"], format_func=counted, key="select"),
            fr.radio("Radio", ["a", "b", "c"], format_func=counted, key="radio"),
            fr.selectbox("Search", MANY, format_func=counted, key="search"),
            fr.multiselect("Multi", MANY, format_func=counted, key="multi"),
            fr.select_slider("Slide", ["a", "b", "c"], format_func=counted, key="slide"),
        ]
        fr.form_submit_button("Send")
    fr.button("Other")
    fr.text(repr(said))


def pick(page, label, name):
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("listbox", name=label, exact=True).get_by_role("option", name=name, exact=True).click()
    page.keyboard.press("Escape")


def test_choices_that_were_not_sent_stay_with_their_options(visit, page):
    visit(counting)
    page.get_by_label("Select", exact=True).select_option("b (1)")
    page.get_by_role("radio", name="c (1)").check()
    pick(page, "Search", "o03 (1)")
    pick(page, "Multi", "o05 (1)")
    page.get_by_label("Slide", exact=True).fill("2")
    press(page, "Other")
    settled(page)
    expect(page.get_by_test_id("stText")).to_have_text("['a', 'a', 'o00', [], 'a']")
    expect(page.get_by_role("radio", name="c (2)")).to_be_checked()
    expect(page.get_by_role("button", name="Remove o05 (2)")).to_be_visible()
    press(page, "Send")
    settled(page)
    expect(page.get_by_test_id("stText")).to_have_text("['b', 'c', 'o03', ['o05'], 'c']")
