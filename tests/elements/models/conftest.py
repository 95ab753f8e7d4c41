"""A shop with sixty orders of three customers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

import formrerun as fr
from project.shop.models import Customer, Order
from tests.visitor import Visitor


@pytest.fixture
def orders(db):
    """Return sixty orders: the newest one has the number 0060."""
    names = ["Ada", "Bram", "Zoë"]
    customers = [Customer.objects.create(name=name, email=f"{name}@example.com") for name in names]
    statuses = Order.Status.values
    return Order.objects.bulk_create(
        Order(
            number=f"{number:04}", customer=customers[number % 3], status=statuses[number % 4],
            placed_on=date(2026, 1, 1) + timedelta(days=number),
        )
        for number in range(1, 61)
    )  # fmt: skip


@pytest.fixture
def clerk(db):
    """Return a user who may change orders."""
    user = get_user_model().objects.create_user("clerk")
    user.user_permissions.add(Permission.objects.get(codename="change_order"))
    return user


@pytest.fixture
def table(serve, orders):
    """Draw a table of the orders; return its visitor."""

    def open_(columns=("number", "customer", "status", "placed_on"), *, user=None, script=True, query="", **options):
        rows = options.pop("rows", Order.objects.all)

        def page():
            drawn = fr.model_table(rows(), columns, key="orders", page_size=10, **options)
            fr.text(f"{len(drawn.selection.pks)} chosen")

        client = Client(enforce_csrf_checks=True)
        if user is not None:
            client.force_login(user)
        view = fr.page(page)
        visitor = Reader(serve(view) + query, client, script=script)
        visitor.page_name = view.page.name
        return visitor

    return open_


class Reader(Visitor):
    """A visitor whose browser shows in its address what the answers say, as the script does."""

    def __init__(self, url, *args, **options):
        super().__init__(url, *args, **options)
        self.url = url.partition("?")[0]

    def send(self, body, **headers):
        answer = super().send(body, **headers)
        if "FR-Query" in answer:
            query = answer["FR-Query"]
            self.here = self.url + (f"?{query}" if query else "")
        return answer


def first_column(visitor):
    """Return what the first column says."""
    return [node.text for node in visitor.page.all("th", scope="row")]


def rows(visitor):
    """Return the texts of the cells, a list a row."""
    (body,) = visitor.page.all("tbody")
    return [[cell.text for cell in row.children if not isinstance(cell, str)] for row in body.all("tr")]


def said(visitor):
    """Return what the page says of the selection, and of the alerts."""
    return [node.text for node in visitor.page.by_test_id("stText") + visitor.page.by_test_id("stAlert")]
