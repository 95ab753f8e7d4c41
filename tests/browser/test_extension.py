"""An element that another app brings, with its script; what holds for every field is tested with all of them."""

from __future__ import annotations

import re

import pytest

import formrerun as st
from tests.browser import press, settled
from tests.browser.visits import note
from tests.ratings.elements import rating

playwright = pytest.importorskip("playwright.sync_api")
SCRIPT = "script[src*='ratings/rating.js']"


@st.page
def review(token):
    """Two rows of stars that come when they are wanted, and one alone that is sent at once."""
    wanted = st.checkbox("Review")
    if wanted:
        with st.form("review"):
            note(token, soup=rating("The soup", key="soup"), fish=rating("The fish", 3, key="fish"))
            st.form_submit_button("Send")
    if st.checkbox("Alone"):
        note(token, alone=rating("All in all", value=2, key="alone"))


def test_its_script_is_loaded_once_when_a_page_has_it(visit, page):
    visit(review)
    assert page.locator(SCRIPT).count() == 0
    page.get_by_label("Review").check()
    settled(page)
    page.locator(SCRIPT).wait_for(state="attached")
    page.get_by_label("Alone").check()
    settled(page)
    assert page.get_by_test_id("rating").count() == 3
    assert page.locator(SCRIPT).count() == 1


def test_it_does_what_only_a_script_can(visit, page):
    visit(review)
    with page.expect_response(re.compile(r"ratings/rating\.js")):
        page.get_by_label("Review").check()
    fish = page.get_by_test_id("rating").nth(1)
    preview = fish.locator(".rating-preview")
    fish.get_by_role("radio").nth(1).hover()
    playwright.expect(preview).to_have_text("2 of 3")
    playwright.expect(preview).to_be_visible()
    page.get_by_role("button", name="Send").hover()
    playwright.expect(preview).to_be_hidden()


def test_stars_are_given_by_keyboard(visit, page):
    seen = visit(review)
    page.get_by_label("Alone").check()
    settled(page)
    page.get_by_label("2 of 5").focus()
    page.keyboard.press("ArrowRight")
    settled(page)
    assert seen.last == {"alone": 3}
    playwright.expect(page.get_by_label("3 of 5")).to_be_focused()


def test_stars_are_given_by_mouse_in_a_form(visit, page):
    seen = visit(review)
    page.get_by_label("Review").check()
    settled(page)
    page.get_by_label("4 of 5").click()
    page.get_by_label("1 of 3").click()
    assert seen.last == {"soup": None, "fish": None}
    press(page, "Send")
    assert seen.last == {"soup": 4, "fish": 1}


def test_without_javascript_stars_are_radio_buttons(visit, plain_page):
    visit(review, plain_page)
    plain_page.get_by_label("Review").check()
    plain_page.get_by_role("button", name="Apply").first.click()
    plain_page.get_by_label("4 of 5").check()
    plain_page.get_by_role("button", name="Send").click()
    assert plain_page.get_by_label("4 of 5").is_checked()
