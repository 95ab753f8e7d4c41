"""Downloads in a browser: what is made when somebody presses, and the run that follows."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

import formrerun as fr
from tests.browser.visits import note


@fr.page
def offers(request, token):
    def parts():
        note(token, made=fr.session_state.count)
        for number in range(3):
            yield f"{number},"

    count = fr.number_input("Count", value=1, step=1, key="count")
    saved = fr.download_button("Save", parts(), "parts.csv", key="save")
    fr.download_button("Only save", lambda: f"of {count}", "text.txt", on_click="ignore")
    fr.text(f"Saved {saved}")


def saved(page, name, role="button"):
    """Press a button; return the name and the content of what is saved."""
    with page.expect_download() as found:
        page.get_by_role(role, name=name, exact=True).click()
    return found.value.suggested_filename, Path(found.value.path()).read_text()


def test_it_is_made_of_what_the_page_shows_and_then_the_page_runs(page, visit):
    there = visit(offers)
    page.get_by_label("Count").fill("7")
    page.get_by_label("Count").press("Enter")
    expect(page.get_by_text("Saved False")).to_be_visible()
    assert saved(page, "Only save") == ("text.txt", "of 7")
    assert there.seen == []
    assert saved(page, "Save") == ("parts.csv", "0,1,2,")
    expect(page.get_by_text("Saved True")).to_be_visible()
    assert there.seen == [{"made": 7}]
    assert page.get_by_test_id("stDownloadButton").get_by_role("link").count() == 0


def test_without_a_script_it_is_saved(plain_page, visit):
    page = plain_page
    visit(offers, page)
    assert saved(page, "Save", "link") == ("parts.csv", "0,1,2,")
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
