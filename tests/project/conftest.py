"""A shop with two orders, and the people of the demo."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from project.shop.models import Customer, Order, OrderLine


@pytest.fixture
def users(db):
    """Return the demo's users by name."""
    from project.shop.management.commands.seed_demo import make_logins

    return make_logins()


@pytest.fixture
def demo(users):
    """Return the user who may refund orders."""
    return users["demo"]


@pytest.fixture
def guest(users):
    """Return the user who may not."""
    return users["guest"]


@pytest.fixture
def order(db):
    """Return an order of €100.00: two lamps."""
    return make_order("2026-0001", "Ada Lindqvist", date(2026, 3, 1), Order.Status.DELIVERED, "50.00", 2)


@pytest.fixture
def other_order(db):
    """Return an order of €30.00 of another customer, not yet sent."""
    return make_order("2026-0002", "Hugo Lefèvre", date(2026, 5, 1), Order.Status.PAID, "30.00", 1)


@pytest.fixture
def seeded(db):
    """Fill the shop as ``manage.py seed_demo`` does."""
    call_command("seed_demo", force=True, verbosity=0)


def make_order(number, name, day, status, price, quantity):
    customer = Customer.objects.create(name=name, email=f"{number}@example.com")
    order = Order.objects.create(number=number, customer=customer, placed_on=day, status=status)
    OrderLine.objects.create(order=order, product="Desk lamp", quantity=quantity, unit_price=Decimal(price))
    return order
