"""The import tool, used without a browser."""

from __future__ import annotations

import pytest

from formrerun.testing import AppTest
from project.shop import imports
from project.shop.models import Order


@pytest.fixture
def at(demo, monkeypatch):
    """Return the page as demo sees it, with a file of 60 orders."""
    monkeypatch.setattr(imports, "PAUSE", 0)
    at = AppTest.from_page(imports.import_orders, user=demo, default_timeout=60).run()
    at.slider(key="count").set_value(60)
    return at


def press(at, label="Import"):
    """Press a button."""
    [button] = [each for each in at.button if each.label == label]
    return button.click().run()


def test_every_order_is_taken_in_and_mistakes_are_named(at):
    press(at)
    assert not at.exception
    assert Order.objects.count() == 58
    assert at.status[0].label == "Done: 58 new, 2 refused"
    assert at.status[0].state == "error"
    assert [warning.value[:18] for warning in at.warning] == ["IMP-00011  refused", "IMP-00048  refused"]
    assert Order.objects.get(number="IMP-00001").lines.count() == 1
    assert not Order.objects.filter(number="IMP-00011").exists()


def test_a_file_without_mistakes(at):
    at.checkbox(key="faulty").uncheck()
    press(at)
    assert at.status[0].label == "Done: 60 new"
    assert at.status[0].state == "complete"
    assert at.toast[0].value == "Import finished: 60 new"


def test_the_same_file_again_takes_up_what_is_missing(at):
    press(at)
    Order.objects.filter(number__gt="IMP-00030").delete()
    press(at)
    assert at.status[0].label == "Done: 29 there already, 2 refused, 29 new"
    assert Order.objects.count() == 58


def test_they_can_be_removed(at, order):
    press(at)
    press(at, "Remove them")
    assert list(Order.objects.all()) == [order]
    assert [button.label for button in at.button] == ["Import"]


def test_who_may_not_change_orders_may_not_import(client, guest):
    client.force_login(guest)
    assert client.get("/import/").status_code == 403
