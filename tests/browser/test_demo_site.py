"""The demo site as a newcomer uses it: on a desk, on a phone, with the keyboard, without JavaScript."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from project.examples import EXAMPLES
from tests.browser import settled
from tests.browser.conftest import ROOT

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def shop(server):
    """Fill the shop of this worker's server."""
    command = [sys.executable, "manage.py", "seed_demo", "--force"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **server.environment}, check=True)


def log_in(page, name="demo"):
    """Open the refunds page and log in on the way."""
    page.goto("/refunds/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(name)
    page.get_by_label("Password").press("Enter")


def choose(page, number):
    """Choose an order in the list that searches while one types."""
    page.locator("fr-select input[role=combobox]").click()
    page.keyboard.type(number)
    page.locator(".option.active", has_text=number).wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Refund", exact=True).wait_for()
    settled(page)


def test_a_refund_while_the_filters_change(page, shop):
    log_in(page)
    choose(page, "2026-0101")
    page.get_by_role("textbox", name="Note").fill("Scratched on the left")
    page.get_by_role("combobox", name="Status").select_option("Delivered")
    settled(page)
    page.get_by_label("Amount in €").fill("5")
    page.get_by_role("combobox", name="Reason").select_option("Arrived damaged")
    page.get_by_placeholder("Order number or customer").fill("2026-01")
    page.get_by_placeholder("Order number or customer").press("Enter")
    settled(page)
    assert page.get_by_role("textbox", name="Note").input_value() == "Scratched on the left"  # two reruns later
    page.get_by_role("button", name="Refund", exact=True).click()
    page.get_by_text("Refunded €5.00 of order 2026-0101.").wait_for()
    assert page.get_by_role("textbox", name="Note").input_value() == ""
    page.get_by_role("gridcell", name="Scratched on the left").wait_for()


def test_more_than_is_left_is_refused_beside_what_was_typed(page, shop):
    page.allow("422")
    log_in(page)
    choose(page, "2026-0102")
    page.get_by_role("combobox", name="Reason").select_option("Other (say which in the note)")
    page.get_by_role("button", name="Refund", exact=True).click()
    page.get_by_text("Say in the note what the reason is.").wait_for()
    assert (
        page.get_by_role("combobox", name="Reason").locator("option:checked").inner_text()
        == "Other (say which in the note)"
    )


def test_a_refund_without_javascript(plain_page, shop):
    log_in(plain_page)
    app = plain_page.locator("#fr-app")  # in front of a slow page stands a picture of it, for the eye only
    label = app.get_by_label("Order", exact=True).locator("option", has_text="2026-0103").inner_text()
    app.get_by_label("Order", exact=True).select_option(label)
    app.get_by_role("button", name="Apply").click()
    app.get_by_label("Amount in €").fill("3")
    app.get_by_label("Reason").select_option("Arrived damaged")
    app.get_by_role("button", name="Refund", exact=True).click()
    expect(app.get_by_text("Refunded €3.00 of order 2026-0103.")).to_be_visible()
    plain_page.reload()  # shows the page again; sends nothing
    expect(app.get_by_text("Refunded €3.00 of order 2026-0103.")).to_be_visible()


def open_order(page):
    """Log in and open the first order."""
    log_in(page)
    page.goto("/orders/1/")
    return page.locator("#fr-app")


@pytest.mark.parametrize("kind", ["page", "plain_page"])
def test_an_order_and_a_line_of_it_that_two_people_change(request, shop, server, kind, new_page):
    page = request.getfixturevalue(kind)
    app = open_order(page)
    before = app.get_by_label("Quantity").first.input_value()
    other = open_order(new_page())
    theirs, mine = str(int(before) + 1), str(int(before) + 2)
    app.get_by_label("Quantity").first.fill(mine)
    other.get_by_label("Quantity").first.fill(theirs)
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Saved.")).to_be_visible()
    lines = app.get_by_label("Product").count()
    app.get_by_role("button", name="Add a line").press("Enter")
    expect(app.get_by_label("Product")).to_have_count(lines + 1)
    assert app.get_by_label("Quantity").first.input_value() == mine
    app.get_by_role("button", name=f"Remove row {lines + 1}").press("Enter")
    expect(app.get_by_label("Product")).to_have_count(lines)
    app.get_by_role("button", name="Save").press("Enter")
    app.get_by_role("button", name=f"Keep mine: {mine}").press("Enter")
    expect(app.get_by_role("button", name="Keep mine")).to_have_count(0)
    app.get_by_role("button", name="Save").press("Enter")
    expect(app.get_by_text("Saved.")).to_be_visible()
    assert app.get_by_label("Quantity").first.input_value() == mine


def test_who_may_not_refund_is_told_so(page, shop):
    page.allow("403")
    log_in(page, "guest")
    page.get_by_text("You are logged in as guest, who may not see this page.").wait_for()


@pytest.mark.parametrize(
    "path", ["/", "/login/", "/refunds/", "/orders/1/", *(f"/examples/{example.name}/" for example in EXAMPLES)]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_phone(new_page, shop, path, scheme):
    page = new_page(color_scheme=scheme)
    page.set_viewport_size(PHONE)
    if path == "/refunds/":
        log_in(page)
        choose(page, "2026-0104")
    elif path == "/orders/1/":
        open_order(page)
    else:
        page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    background = page.evaluate("getComputedStyle(document.querySelector('.site')).backgroundColor")
    assert dark == (background == "rgb(21, 24, 22)")


def test_the_colours_are_chosen_once_for_all_pages(page):
    page.goto("/")
    toggle = page.locator("[data-theme-toggle]")
    toggle.click()
    toggle.click()
    page.goto("/examples/process_after/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.querySelector('#fr-app')).colorScheme") == "dark"


def test_the_keyboard_alone_adds_two_numbers(page):
    page.goto("/examples/process_after/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # the heading's link to itself
    page.keyboard.press("Tab")
    page.keyboard.type("2.5")
    page.keyboard.press("Tab")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="6.50").wait_for()


@pytest.mark.parametrize("name", ["process_after", "process_callback", "process_rerun"])
def test_the_guides_three_ways_to_add(page, plain_page, name):
    for tab in (page, plain_page):
        tab.goto(f"/examples/{name}/")
        app = tab.locator("#fr-app")
        app.get_by_label("a", exact=True).fill("1.25")
        app.get_by_label("b", exact=True).fill("2")
        app.get_by_role("button", name="add").click()
        app.get_by_role("heading", name="3.25").wait_for()


def test_what_a_forms_widgets_return(page):
    page.goto("/examples/widget_values/")
    page.get_by_role("slider", name="Pick a number").fill("7")
    page.get_by_label("Pick a color").select_option("violet")
    assert page.locator("#fr-m > *").last.inner_text() == "red"  # nothing is sent before the button
    page.get_by_role("button", name="Submit my picks").click()
    page.locator("#fr-m > *").last.get_by_text("violet").wait_for()
    assert page.locator("#fr-m > *").nth(-2).inner_text() == "7"


def test_a_form_is_a_container(page):
    page.goto("/examples/form_container/")
    page.get_by_label("Your sentence:").fill("Hello there.")
    page.get_by_label("Sounds like").select_option("woof")
    page.get_by_role("button", name="Say it with woof!").click()
    page.get_by_role("heading", name="Hello there, woof!").wait_for()


def test_points_change_with_the_form(page):
    page.goto("/examples/map_points/")
    before = page.locator("fr-map").get_attribute("data-fr-src")
    page.get_by_role("slider", name="A size").fill("200")
    page.get_by_role("button", name="Update map").click()
    settled(page)
    assert page.locator("fr-map").get_attribute("data-fr-src") != before
    assert page.get_by_role("slider", name="A size").input_value() == "200"
