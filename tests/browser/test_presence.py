"""Two people at one record: each sees that the other is there, is editing, has sent it, has gone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import formrerun as fr
from formrerun import live
from tests.browser import settled

EDITING = "Somebody is editing this."
LOOKING = "Somebody has this open."


@fr.page
def record(request, token):
    """A form of something that others may have open too."""
    live.presence(fr.query_params.get("record", token))
    with fr.form("change"):
        fr.text_input("Name", key="name")
        fr.form_submit_button("Save")


@pytest.fixture
def come(new_page, visit):
    """Return how somebody opens the record, in a browser of their own."""

    def open_(name):
        person = visit(record, new_page())
        person.page.goto(f"{person.url}?record={name}")
        person.page.wait_for_selector("#fr-app[data-fr-hears=socket]")
        return person.page

    return open_


def test_each_sees_what_the_other_does(come):
    ana = come("one")
    expect(ana.get_by_test_id("stForm")).to_be_visible()
    ben = come("one")
    for page in (ana, ben):
        expect(page.get_by_text(LOOKING)).to_be_visible()
    ben.get_by_label("Name").fill("half a na")
    expect(ana.get_by_text(EDITING)).to_be_visible()
    expect(ben.get_by_text(LOOKING)).to_be_visible()
    ana.get_by_label("Name").fill("mine")  # and keeps it, whatever is said around it
    expect(ben.get_by_text(EDITING)).to_be_visible()
    ben.get_by_role("button", name="Save").click()
    settled(ben)
    expect(ana.get_by_text(LOOKING)).to_be_visible()
    expect(ana.get_by_label("Name")).to_have_value("mine")
    expect(ana.get_by_label("Name")).to_be_focused()
    ben.goto("about:blank")
    expect(ana.get_by_text(LOOKING)).to_have_count(0)


def test_who_has_something_else_open_is_not_told(come):
    ana, ben = come("two"), come("three")
    ben.get_by_label("Name").fill("x")
    third = come("two")
    expect(ana.get_by_text(LOOKING)).to_be_visible()
    expect(third.get_by_text(LOOKING)).to_be_visible()
    expect(ana.get_by_text(EDITING)).to_have_count(0)
