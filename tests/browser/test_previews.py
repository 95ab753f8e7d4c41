"""A form that is drawn again while it is filled in, as a person meets it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import field, press, settled
from tests.browser.visits import note

REGIONS = {"DE": ["Bavaria", "Saxony"], "FR": ["Alsace", "Brittany"]}


@fr.page
def addresses(token):
    with fr.form("address", live=True):
        street = fr.text_input("Street")
        country = fr.selectbox("Country", list(REGIONS))
        region = fr.selectbox("Region", REGIONS[country])
        lines = fr.number_input("Lines", 0, 3)
        more = [fr.text_input(f"Line {number}") for number in range(1, lines + 1)]
        sent = fr.form_submit_button("Save")
    note(token, street=street, country=country, region=region, more=more, sent=sent)


def test_fields_follow_each_other_before_anything_is_sent(page, visit):
    seen = visit(addresses)
    field(page, "Street").fill("Rue 1")
    page.get_by_label("Region").select_option("Saxony")
    settled(page)
    page.get_by_label("Country").select_option("FR")
    settled(page)
    assert page.get_by_label("Region").locator("option").all_inner_texts() == ["Alsace", "Brittany"]
    assert page.get_by_label("Region").input_value() == "Alsace"
    assert field(page, "Street").input_value() == "Rue 1"
    page.get_by_label("Region").select_option("Brittany")
    field(page, "Lines").fill("2")
    field(page, "Lines").press("Tab")
    settled(page)
    field(page, "Line 1").fill("c/o")
    field(page, "Line 1").press("Tab")
    settled(page)
    expect(field(page, "Line 2")).to_be_focused()
    assert not [each for each in seen.seen if each["sent"]]
    press(page, "Save")
    assert seen.last == {
        "street": "Rue 1", "country": "FR", "region": "Brittany", "more": ["c/o", ""], "sent": True,
    }  # fmt: skip
    assert page.get_by_label("Region").input_value() == "Brittany"


def test_quick_changes_are_shown_as_the_last_one_is(page, visit):
    visit(addresses)
    for country in ["FR", "DE", "FR", "DE", "FR"]:
        page.get_by_label("Country").select_option(country)
    settled(page)
    assert page.get_by_label("Region").locator("option").all_inner_texts() == REGIONS["FR"]


def address(token, where):
    """Draw a live form, and say what a run saw."""
    with fr.form("address", live=["country"]):
        street = fr.text_input("Street")
        country = fr.selectbox("Country", list(REGIONS), key="country")
        region = fr.selectbox("Region", REGIONS[country])
        sent = fr.form_submit_button("Save")
    note(token, where=where, street=street, region=region, sent=sent)


@fr.dialog("Address")
def address_dialog(token):
    address(token, "dialog")


@fr.fragment
def address_fragment(token):
    address(token, "fragment")


@fr.fragment
def around(token):
    fr.text("around")
    address_fragment(token)


@fr.page
def placed(token):
    where = fr.query_params.get("where")
    note(token, where="page")
    if where == "dialog" and fr.button("Open"):
        address_dialog(token)
    elif where == "callback":
        fr.button("Open", on_click=address_dialog, args=(token,))
    elif where == "fragment":
        address_fragment(token)
    elif where == "nested":
        around(token)
    elif where == "local":

        @fr.fragment
        def local():
            address(token, "fragment")

        local()
    elif where == "local dialog" and fr.button("Open"):

        @fr.dialog("Address")
        def here():
            address(token, "dialog")

        here()


@pytest.mark.parametrize("where", ["dialog", "callback", "fragment", "nested", "local", "local dialog"])
def test_in_dialogs_and_fragments_they_follow_too(page, visit, where):
    seen = visit(placed)
    page.goto(f"{seen.url}?where={where}")
    if where in ("dialog", "callback", "local dialog"):
        press(page, "Open")
        expect(page.get_by_role("dialog")).to_be_visible()
    field(page, "Street").fill("Rue 1")
    for country in ("FR", "DE", "FR"):
        page.get_by_label("Country").select_option(country)
        settled(page)
        assert page.get_by_label("Region").locator("option").all_inner_texts() == REGIONS[country]
    page.get_by_label("Region").select_option("Brittany")
    expect(field(page, "Street")).to_have_value("Rue 1")
    pages = len([each for each in seen.seen if each["where"] == "page"])
    press(page, "Save")
    last = next(each for each in reversed(seen.seen) if each["where"] != "page")
    assert (last["street"], last["region"], last["sent"]) == ("Rue 1", "Brittany", True)
    if where in ("dialog", "callback", "local dialog"):
        expect(page.get_by_role("dialog")).to_be_visible()
    assert len([each for each in seen.seen if each["where"] == "page"]) == pages
