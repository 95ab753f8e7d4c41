"""The shop's pages in the admin: one order's refund, the status of many, and the refunds tool itself."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client

from formrerun.models import AuditEntry
from project.shop.models import Customer, Order, OrderLine, Refund
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    customer = Customer.objects.create(name="Ada", email="ada@example.com")
    order = Order.objects.create(number="one", customer=customer)
    OrderLine.objects.create(order=order, product="Lamp", unit_price=Decimal(100))
    return order


@pytest.fixture
def client():
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_an_order_is_refunded_from_its_change_form(client, order, settings, script):
    settings.FORMRERUN = {"AUDIT": True}
    visitor = Visitor(f"/admin/shop/order/{order.pk}/refund-order/", client, script=script)
    visitor.fill("Amount in €", "30").press("Refund")
    assert [(refund.amount, str(refund.refunded_by)) for refund in Refund.objects.all()] == [(Decimal(30), "root")]
    assert visitor.here == f"/admin/shop/order/{order.pk}/change/"
    assert "Refunded €30.00" in visitor.response.content.decode()
    assert [(line.result, line.trigger) for line in AuditEntry.objects.all()] == [("done", "Refund")]


def test_what_is_more_than_is_left_is_said_beside_the_field(client, order):
    visitor = Visitor(f"/admin/shop/order/{order.pk}/refund-order/", client, script=True)
    order.refund(Decimal(90), by=User.objects.get(), reason=Refund.Reason.values[0])
    answer = visitor.fill("Amount in €", "30").press("Refund")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [visitor.name("Amount in €")]
    assert Refund.objects.count() == 1


def test_many_orders_get_another_status(client, order):
    visitor = Visitor(f"/admin/shop/order/change-status/?pk={order.pk}", client, script=True)
    visitor.fill("New status", "Returned").press("Change 1 orders")
    assert Order.objects.get().status == "returned"
    assert visitor.here == "/admin/shop/order/"


def test_the_refunds_tool_stands_in_the_admin_too(client, order):
    assert "Refund an order" in Visitor("/admin/shop/refund-tool/", client).text
