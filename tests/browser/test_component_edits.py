"""The rules of unsubmitted edits for tables in which one selects or edits: those of ``test_edits.py``, a table alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import press, settled
from tests.browser.visits import note, pause

ROWS = [{"name": name, "price": 1} for name in ("lamp", "cup", "vase")]


def rows_of(label, **options):
    return fr.dataframe(ROWS, alt=label, on_select="rerun", **options).selection.rows


def prices_of(label, **options):
    return [row["price"] for row in fr.data_editor(ROWS, alt=label, **options)]


class Selected:
    """The row that is selected."""

    draw, untouched = staticmethod(rows_of), []

    def __init__(self, page):
        self.page = page

    def box(self, row):
        return self.page.locator("fr-table .tabulator-row").nth(row).get_by_role("checkbox")

    def edit(self, row):
        for place in range(len(ROWS)):
            self.box(place).set_checked(place == row)

    def shows(self, row):
        for place in range(len(ROWS)):
            expect(self.box(place)).to_be_checked(checked=place == row)

    def sent(self, row):
        return [row]


class Edited:
    """The price of the first row; it is 1 at first."""

    draw, untouched = staticmethod(prices_of), [1, 1, 1]

    def __init__(self, page):
        self.page = page
        self.cell = page.locator('fr-editor .tabulator-row >> nth=0 >> .tabulator-cell[tabulator-field="c1"]')

    def edit(self, row):
        self.cell.click()
        self.page.keyboard.type(f"{row + 5}")
        self.page.keyboard.press("Enter")

    def shows(self, row):
        expect(self.cell).to_have_text("1" if row is None else f"{row + 5}")

    def sent(self, row):
        return [row + 5, 1, 1]


KINDS = {"dataframe": Selected, "data_editor": Edited}


@fr.page
def tables(token):
    above, wrapped = (fr.checkbox(label) for label in ("Above", "Wrapped"))
    kind = KINDS[fr.query_params.get("kind", "dataframe")]
    if above:
        fr.info("Something above")
    with fr.form("f", clear_on_submit=fr.query_params.get("clears") == "1"):
        with fr.container(border=True) if wrapped else fr.container():
            value = kind.draw("Table now" if above else "Table", key="table")
        sent = fr.form_submit_button("Send")
    with fr.form("g"):
        fr.text_input("Second", key="second")
        fr.form_submit_button("Send too")
    fr.button("Other")
    pause(token)
    note(token, value=value, sent=sent)


@pytest.fixture(params=KINDS)
def there(request, page, visit):
    """Open the page with one of them; return what the runs saw, and the table."""

    def open_(query=""):
        seen = visit(tables)
        page.goto(f"{seen.url}?kind={request.param}{query}")
        settled(page)
        expect(page.locator("fr-table")).not_to_have_attribute("aria-busy", "true")
        return seen, KINDS[request.param](page)

    return open_


def test_an_edit_survives_reruns_blocks_above_containers_and_a_new_name(page, there):
    seen, table = there()
    table.edit(1)
    for label in ("Other", "Other"):
        press(page, label)
    for label in ("Above", "Wrapped", "Above", "Wrapped"):
        page.get_by_label(label).click()
        settled(page)
        table.shows(1)
    assert seen.last["value"] == table.untouched


def test_an_edit_survives_the_submission_of_another_form(page, there):
    seen, table = there()
    table.edit(1)
    page.get_by_label("Second").fill("also")
    press(page, "Send too")
    table.shows(1)
    assert seen.last["value"] == table.untouched
    press(page, "Send")
    assert seen.last == {"value": table.sent(1), "sent": True}
    table.shows(1)


def test_an_edit_after_a_submission_and_one_while_it_runs_survive(page, there):
    seen, table = there()
    table.edit(1)
    seen.hold()
    page.get_by_role("button", name="Send", exact=True).click()
    table.edit(2)
    seen.free()
    settled(page)
    assert seen.last["value"] == table.sent(1)
    table.shows(2)
    press(page, "Other")
    table.shows(2)
    press(page, "Send")
    assert seen.last["value"] == table.sent(2)


def test_clear_on_submit_delivers_then_shows_the_defaults(page, there):
    seen, table = there("&clears=1")
    table.edit(1)
    press(page, "Send")
    assert seen.last["value"] == table.sent(1)
    table.shows(None)
    press(page, "Send")
    assert seen.last["value"] == table.untouched


def test_an_edit_survives_the_loss_of_the_tabs_record(page, there):
    page.allow("404")
    seen, table = there()
    table.edit(1)
    seen.forget()
    page.get_by_role("button", name="Other").click()
    settled(page)
    table.shows(1)
    press(page, "Send")
    assert seen.last["value"] == table.sent(1)
