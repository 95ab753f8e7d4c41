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


@fr.dialog("Delete it?", on_dismiss="rerun")
def question():
    fr.text_input("Reason")


@fr.dialog("News")
def news():
    fr.write("Nothing new")


@fr.page
def asking(token):
    if fr.button("Delete"):
        question()
    if fr.button("Read"):
        news()
    for number in range(30):
        fr.write(f"row {number}")
    runs = fr.session_state.setdefault("runs", [])
    runs.append(1)
    note(token, runs=len(runs))


def test_a_dialog_stands_above_the_page_and_its_cross_closes_it(visit, plain_page):
    at, app = visit(asking, plain_page), plain_page.locator("#fr-app")
    for name, runs in (("Read", 2), ("Delete", 4)):
        with plain_page.expect_navigation():
            app.get_by_role("button", name=name).click()
        dialog = app.get_by_role("dialog")
        on_top = """el => {
          const { x, y, width, height, bottom } = el.getBoundingClientRect();
          return bottom <= innerHeight && el.contains(document.elementFromPoint(x + width / 2, y + height / 2));
        }"""
        assert dialog.evaluate(on_top)
        dialog.get_by_role("button", name="Close").click()
        dialog.wait_for(state="hidden")
        assert at.last == {"runs": runs}  # the page is told only where it asked for it


@fr.page
def several(token):
    fr.multiselect("Colours", ["red", "green"], ["red"])


def test_a_list_shows_which_options_are_chosen(visit, plain_page):
    visit(several, plain_page)
    options = plain_page.get_by_label("Colours").locator("option")
    red, green = (option.evaluate("el => getComputedStyle(el).backgroundColor") for option in options.all())
    assert red != green
