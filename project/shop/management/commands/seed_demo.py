"""``manage.py seed_demo``: the orders and logins of the demo, the same on every machine."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from random import Random
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.text import slugify

from project.shop.models import CENT, Customer, Order, OrderLine, Refund

ORDERS = 240
FIRST_DAY, DAYS = date(2026, 1, 5), 270
NAMES = [
    "Ada Lindqvist", "Amir Haddad", "Beatriz Nogueira", "Bram de Wit", "Chiara Rinaldi", "Daniel Okafor", "Elif Şahin",
    "Emil Bergström", "Fatou Diallo", "Greta Baumann", "Hugo Lefèvre", "Ines Carvalho", "Jakub Nowak",
    "Katarína Hronská",
    "Liam Gallagher", "Mei Tanaka", "Nadia Benali", "Noor van Dijk", "Oskar Virtanen", "Paula Ferrer", "Quinn Murphy",
    "Rosa Giménez", "Samuel Weiss", "Tereza Dvořáková", "Ulrike Sommer", "Viktor Hansen", "Yara Haddad", "Zoë Claes",
]  # fmt: skip
PRODUCTS = [
    ("Oak side table", "149.00"), ("Linen duvet cover", "89.90"), ("Ceramic mug", "14.50"), ("Wool throw", "64.00"),
    ("Desk lamp", "79.00"), ("Cast iron pan", "59.95"), ("Bread knife", "34.90"), ("Glass carafe", "27.50"),
    ("Storage basket", "22.00"), ("Wall clock", "45.00"), ("Bath towel set", "38.40"), ("Beeswax candle", "12.90"),
]  # fmt: skip
#: Username to what they are allowed to do; the password is the username.
LOGINS = {
    "demo": [
        "view_customer",
        "change_customer",
        "add_customer",
        "view_order",
        "change_order",
        "view_orderline",
        "view_refund",
        "add_refund",
    ],
    "guest": [],
}


class Command(BaseCommand):
    """Fill the shop. Run again, it adds what is missing and changes nothing else."""

    help = "Fill the demo shop with orders, refunds and two logins. Run again, it adds only what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="also where DEBUG is off: the logins have well-known passwords"
        )

    def handle(self, *args: Any, force: bool = False, **options: Any) -> None:
        if not (settings.DEBUG or force):
            raise CommandError(
                "DEBUG is off, so this may be a site on the internet, and the demo's logins have passwords that "
                "everybody knows. If you want them all the same: seed_demo --force."
            )
        with transaction.atomic():
            users = make_logins()
            made = make_orders(users["demo"])
        self.stdout.write(f"{made} new orders, {Order.objects.count()} in all.")
        self.stdout.write("Log in as demo (password demo): may refund orders.")
        self.stdout.write("Log in as guest (password guest): may not.")


def make_logins() -> dict[str, Any]:
    """Return the demo's users, made where they are missing, allowed what the demo needs."""
    User = get_user_model()
    users = {}
    for username, codenames in LOGINS.items():
        user, created = User.objects.get_or_create(username=username, defaults={"is_staff": bool(codenames)})
        if created:
            user.set_password(username)
            user.save()
        user.user_permissions.add(*Permission.objects.filter(content_type__app_label="shop", codename__in=codenames))
        users[username] = user
    return users


def make_orders(clerk: Any) -> int:
    """Make the orders that are missing, with their lines and refunds; return how many there were."""
    random = Random(2026)
    known = set(Order.objects.values_list("number", flat=True))
    customers = []
    for name in NAMES:
        customer, _created = Customer.objects.get_or_create(
            email=f"{slugify(name)}@example.com", defaults={"name": name}
        )
        customers.append(customer)
    made = 0
    for place in range(ORDERS):
        # Every order draws its numbers, known or not: the next one must not depend on what is there.
        number = f"{FIRST_DAY.year}-{place + 1:04}"
        day = FIRST_DAY + timedelta(days=place * DAYS // ORDERS)
        customer, status = random.choice(customers), status_of(place, random)
        lines = [
            OrderLine(product=product, quantity=random.choice([1, 1, 1, 2, 4]), unit_price=Decimal(price))
            for product, price in random.sample(PRODUCTS, random.randint(1, 4))
        ]
        refund = refund_of(status, lines, day, clerk, random)
        if number in known:
            continue
        order = Order.objects.create(number=number, customer=customer, status=status, placed_on=day)
        for row in [*lines, *([refund] if refund else [])]:
            row.order = order
        OrderLine.objects.bulk_create(lines)
        if refund is not None:
            refund.save()
        made += 1
    return made


def status_of(place: int, random: Random) -> str:
    """Return an order's status: the last ones are still on their way."""
    if place >= ORDERS - 12:
        return Order.Status.PAID
    if place >= ORDERS - 30:
        return random.choice([Order.Status.PAID, Order.Status.SHIPPED])
    return random.choices([Order.Status.DELIVERED, Order.Status.RETURNED], [9, 1])[0]


def refund_of(status: str, lines: list[OrderLine], day: date, clerk: Any, random: Random) -> Refund | None:
    """Return an order's refund, if it has one: all of it when it was returned, now and then a part."""
    total = sum(line.amount for line in lines)
    share = Decimal(random.choice(["0.10", "0.25", "0.50"]))
    reason = random.choice([Refund.Reason.DAMAGED, Refund.Reason.LATE, Refund.Reason.WRONG])
    hour, partly = time(random.randint(8, 17), random.randint(0, 59)), random.random() < 0.08
    if status == Order.Status.RETURNED:
        amount, reason = total, Refund.Reason.RETURNED
    elif status == Order.Status.DELIVERED and partly:
        amount = (total * share).quantize(CENT)
    else:
        return None
    at = datetime.combine(day + timedelta(days=9), hour, tzinfo=timezone.utc)
    return Refund(amount=amount, reason=reason, refunded_by=clerk, refunded_at=at)
