"""What pages with parts that need a script offer without one."""

from __future__ import annotations

import formrerun as fr
from tests.browser.visits import note


@fr.page
def tabbed(token):
    first, second = fr.tabs(["Delivery", "Invoice"])
    street = first.text_input("Street")
    number = second.text_input("VAT number")
    note(token, street=street, number=number)


def test_all_tabs_are_open_each_below_its_name(visit, plain_page):
    at, app = visit(tabbed, plain_page), plain_page.locator("#fr-app")
    for name in ("Delivery", "Invoice"):
        assert app.get_by_role("heading", name=name).is_visible()
    app.get_by_label("Street").fill("High Street 1")
    app.get_by_label("VAT number").fill("DE 123")
    with plain_page.expect_navigation():
        app.get_by_role("button", name="Apply").click()
    assert at.last == {"street": "High Street 1", "number": "DE 123"}
    assert app.get_by_label("VAT number").input_value() == "DE 123"


def test_a_map_says_what_it_holds(plain_page):
    plain_page.goto("/examples/map_points/")
    assert "Map with 200 points" in plain_page.locator("#fr-app fr-map").inner_text()
