"""The rule that the database keeps: never more goes back than is left of an order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from project.shop.models import Order, Refund


def test_amounts_count_each_line_and_each_refund_once(order, demo):
    order.lines.create(product="Ceramic mug", quantity=3, unit_price=Decimal("0.10"))
    order.refund(Decimal("20.00"), by=demo, reason=Refund.Reason.LATE)
    order.refund(Decimal("0.30"), by=demo, reason=Refund.Reason.DAMAGED)
    found = Order.objects.with_amounts().get()
    assert (found.total, found.refunded, found.left) == (Decimal("100.30"), Decimal("20.30"), Decimal("80.00"))
    assert order.amounts() == (Decimal("100.30"), Decimal("20.30"))


def test_the_last_cent_can_be_refunded_but_not_one_more(order, demo):
    order.refund(Decimal("99.99"), by=demo, reason=Refund.Reason.LATE)
    with pytest.raises(ValidationError) as refused:
        order.refund(Decimal("0.02"), by=demo, reason=Refund.Reason.LATE)
    assert refused.value.message_dict == {"amount": ["Only €0.01 of order 2026-0001 is left to refund, not €0.02."]}
    order.refund(Decimal("0.01"), by=demo, reason=Refund.Reason.LATE)
    assert order.amounts() == (Decimal("100.00"), Decimal("100.00"))


def test_reason_other_needs_a_note(order, demo):
    with pytest.raises(ValidationError, match="Say in the note"):
        order.refund(Decimal(10), by=demo, reason=Refund.Reason.OTHER, note=" ")
    assert order.refund(Decimal(10), by=demo, reason=Refund.Reason.OTHER, note="Goodwill").pk


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_a_refund_is_more_than_nothing(order, demo, amount):
    with pytest.raises(ValidationError):
        order.refund(Decimal(amount), by=demo, reason=Refund.Reason.LATE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.create(order=order, amount=Decimal(amount), reason=Refund.Reason.LATE, refunded_by=demo)


def test_the_customer_is_told_after_the_commit(order, demo, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        order.refund(Decimal(25), by=demo, reason=Refund.Reason.LATE, notify=True)
        assert mailoutbox == []
    (mail,) = mailoutbox
    assert mail.to == ["2026-0001@example.com"]
    assert "€25.00 of your order 2026-0001" in mail.body


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's test database is one connection's memory")
def test_of_two_people_who_refund_at_once_the_second_sees_what_the_first_left(order, demo):
    def attempt(_person):
        try:
            return order.refund(Decimal("60.00"), by=demo, reason=Refund.Reason.LATE).amount
        except ValidationError as refused:
            return refused.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        said = list(people.map(attempt, range(8)))
    assert sorted(map(str, said)) == ["60.00", *["Only €40.00 of order 2026-0001 is left to refund, not €60.00."] * 7]
    assert Refund.objects.count() == 1
