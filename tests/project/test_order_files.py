"""The import of a file with a choice of columns, used without a browser."""

from __future__ import annotations

import pytest

from formrerun.testing import AppTest
from project.shop.models import Order
from project.shop.order_files import EXAMPLE, as_csv, import_file


@pytest.fixture
def at(demo, seeded):
    """Return the page as demo sees it, with the example uploaded."""
    at = AppTest.from_page(import_file, user=demo).run()
    upload(at, EXAMPLE.read_bytes())
    return at


def upload(at, content):
    """Choose a file."""
    at.file_uploader(key="file").set_value(("orders.csv", content, "text/csv")).run()


def take_in(at, **columns):
    """Say which columns hold what, and import."""
    for field, column in columns.items():
        at.selectbox(key=field).set_value(column)
    at.button[-1].click().run()


def test_columns_are_chosen_and_rows_that_will_not_do_come_back(at):
    assert at.selectbox(key="status").value == "Status"
    take_in(at, number="Order no.", customer="E-mail", placed_on="Date")
    assert not at.exception
    assert at.info[0].value == "4 of 8 orders came in."
    taken = Order.objects.filter(number__startswith="FILE-").order_by("number")
    assert [(order.number[-1], order.status) for order in taken] == [
        ("1", "paid"), ("2", "shipped"), ("5", "paid"), ("8", "delivered"),
    ]  # fmt: skip
    assert [row["Mistake"].split(":")[0] for row in at.session_state.refused] == [
        "Customer's e-mail", "Placed on", "Status", "Number",
    ]  # fmt: skip


def test_what_comes_back_is_put_right_and_imported(at):
    columns = {"number": "Order no.", "customer": "E-mail", "placed_on": "Date"}
    take_in(at, **columns)
    upload(at, as_csv(at.session_state.refused).replace("09-31", "09-30").encode())
    assert not at.info
    take_in(at, **columns)
    assert at.info[0].value == "1 of 4 orders came in."


def test_the_same_file_again_changes_nothing(at):
    columns = {"number": "Order no.", "customer": "E-mail", "placed_on": "Date"}
    take_in(at, **columns)
    take_in(at)
    assert at.info[0].value == "0 of 8 orders came in."
    assert Order.objects.filter(number__startswith="FILE-").count() == 4


def test_a_column_that_is_needed_must_be_chosen(at):
    take_in(at)
    assert set(at.form("columns").errors) == {"number", "customer"}
    assert not Order.objects.filter(number__startswith="FILE-").exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"Number\n", b"Number,\nA-1,2\n", b"Number\nA-1,2\n", "Nümber\n1\n".encode("latin-1"), b"Number\n\0\n"],
)
def test_a_file_that_is_no_table_is_refused(demo, content):
    at = AppTest.from_page(import_file, user=demo).as_browser().run()
    upload(at, content)
    assert at.file_uploader(key="file").error
    assert not at.selectbox


def test_who_may_not_change_orders_may_not_import(client, guest):
    client.force_login(guest)
    assert client.get("/import/file/").status_code == 403
