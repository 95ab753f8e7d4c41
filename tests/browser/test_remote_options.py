"""Select boxes whose options the server searches, in a browser: typed into, scrolled, chosen from, kept."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import press, settled
from tests.browser.test_select import Choice

NAMES = [f"Team {number:04}" for number in range(2_500)]


@fr.page
def many(request, token):
    """Rows and texts, in a form and outside of one."""
    Group.objects.bulk_create([Group(name=f"Row {number:04}") for number in range(400)], ignore_conflicts=True)
    rows = Group.objects.filter(name__startswith="Row").order_by("name")
    team = fr.selectbox("Team", NAMES, index=None, key="team")
    with fr.form("form", draft=True):
        row = fr.selectbox("Row", rows, format_func=lambda row: row.name.upper(), key="row")
        several = fr.multiselect("Several", rows, key="several")
        fr.form_submit_button("Send")
    fr.write(f"Got {team}, {row}, {[str(each) for each in several]}")


@pytest.fixture
def shown(visit):
    page = visit(many).page
    expect(page.get_by_role("combobox", name="Row", exact=True)).to_have_attribute("autocomplete", "off")
    return page


def test_what_is_typed_is_searched_on_the_server(shown):
    row = Choice(shown, "Row")
    row.type("0399")
    row.offers("ROW 0399")
    shown.keyboard.press("Enter")
    row.shows("ROW 0399")
    press(shown, "Send")
    settled(shown)
    expect(shown.get_by_text("Got None, Row 0399, []")).to_be_visible()
    row.shows("ROW 0399")


def test_enter_means_what_was_typed_before_the_answer_was_there(shown):
    team = Choice(shown, "Team")
    team.input.click()
    shown.keyboard.type("2077")
    shown.keyboard.press("Enter")
    team.shows("Team 2077")
    settled(shown)
    expect(shown.get_by_text("Got Team 2077")).to_be_visible()


def test_the_list_goes_on_as_one_scrolls_and_with_the_arrow_keys(shown):
    row = Choice(shown, "Row")
    row.input.click()
    expect(row.list.get_by_role("option")).to_have_count(50)
    row.list.evaluate("list => { list.scrollTop = list.scrollHeight; }")
    expect(row.list.get_by_role("option")).to_have_count(100)
    shown.keyboard.press("ArrowUp")
    row.list.evaluate("list => { list.scrollTop = list.scrollHeight; }")
    expect(row.list.get_by_role("option")).to_have_count(150)


def test_nothing_found_and_no_connection_are_said(new_page, visit):
    page = new_page()
    page.allow("ERR_|Failed to fetch")
    visit(many, page)
    row = Choice(page, "Row")
    expect(row.input).to_have_attribute("autocomplete", "off")
    row.type("no such row")
    expect(page.get_by_text("No results", exact=True)).to_be_visible()
    page.context.set_offline(True)
    row.input.fill("0100")
    expect(page.get_by_text("The options could not be read.")).to_be_visible()
    page.context.set_offline(False)
    page.keyboard.press("Backspace")
    row.offers("ROW 0010", *[f"ROW {number:04}" for number in range(100, 110)])


def test_a_choice_that_was_not_sent_survives_a_run_and_a_reload(shown):
    several = Choice(shown, "Several")
    for text in ("0321", "0200"):
        several.type(text)
        several.offers(f"Row {text}")
        shown.keyboard.press("Enter")
    Choice(shown, "Team").pick("Team 0003")
    settled(shown)
    several.shows("Row 0321", "Row 0200")
    shown.reload()
    shown.get_by_role("button", name="Restore").click()
    several.shows("Row 0321", "Row 0200")
    press(shown, "Send")
    settled(shown)
    expect(shown.get_by_text("Got Team 0003, Row 0000, ['Row 0321', 'Row 0200']")).to_be_visible()
    several.shows("Row 0321", "Row 0200")


def test_all_that_was_found_can_be_chosen_at_once(shown):
    several = Choice(shown, "Several")
    several.type("039")
    several.list.get_by_role("option", name="matches").click()
    expect(several.element.locator(".item")).to_have_count(11)
