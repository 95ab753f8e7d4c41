"""The page of one order, used without a browser."""

from __future__ import annotations

import pytest
from django.urls import reverse

from project.shop.models import Order, OrderLine
from tests.visitor import Visitor

SCRIPT = pytest.mark.parametrize("script", [False, True], ids=["plain", "script"])


@pytest.fixture
def editor(client, demo, order):
    """Return how demo opens the order's page."""
    client.force_login(demo)
    return lambda **options: Visitor(reverse("order", args=[order.pk]), client, **options)


def test_who_may_not_change_orders_may_not_see_it(client, guest, order):
    client.force_login(guest)
    assert client.get(reverse("order", args=[order.pk])).status_code == 403


@SCRIPT
def test_order_and_lines_are_saved_together(editor, order, script):
    visitor = editor(script=script)
    visitor.fill("Status", "Returned").fill("Quantity", "3").press("Save")
    order.refresh_from_db()
    assert (order.status, order.lines.get().quantity) == ("returned", 3)


def test_lines_come_and_go_before_anything_is_saved(editor, order):
    visitor = editor()
    visitor.fill("Number", "2026-0009").press("Add a line")
    assert visitor.shown("Number") == ["2026-0009"]
    visitor.press("Remove row 1")
    visitor.fill("Product", "Mug").fill("Unit price", "4,50").press("Save")
    assert [(line.product, line.amount) for line in order.lines.all()] == [("Mug", 4.5)]


def test_the_lines_cover_what_was_refunded(editor, order, demo):
    order.refund(80, by=demo, reason="late")
    visitor = editor()
    assert visitor.fill("Quantity", "1").press("Save").status_code == 422
    assert "€80.00 went back already" in visitor.page.text
    assert order.lines.get().quantity == 2
    assert visitor.shown("Quantity") == ["1"]


def test_two_people_at_one_order(editor, order):
    first, second = editor(), editor()
    second.fill("Status", "Returned").fill("Quantity", "5").press("Save")
    first.fill("Placed on", "2026-04-01").fill("Quantity", "4").press("Save")
    assert OrderLine.objects.get(order=order).quantity == 5
    first.press("Keep mine: 4")
    first.press("Save")
    found = Order.objects.get(pk=order.pk)
    assert (found.status, found.placed_on.isoformat(), found.lines.get().quantity) == ("returned", "2026-04-01", 4)
