"""The refunds tool, used without a browser."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from formrerun.testing import AppTest
from project.shop.models import Refund
from project.shop.pages import refunds


@pytest.fixture
def at(demo, order, other_order):
    """Return the page as demo sees it."""
    return AppTest.from_page(refunds, user=demo).run()


def choose(at, order):
    """Choose an order; return the form's fields by name."""
    box = at.selectbox(key="order")
    box.select_index([label.split(" · ")[0] for label in box.options].index(order.number)).run()
    return {name: at.get_by_key(f"refund-{order.pk}-{name}") for name in ("amount", "reason", "note", "notify")}


def press(at):
    """Press the form's button."""
    (button,) = at.get("form_submit_button")
    return button.click().run()


def listed(at):
    """Return the numbers of the listed orders."""
    return list(at.dataframe[0].value["Order"])


# ------------------------------------------------------------------------------------------------ who may


def test_anonymous_visitors_are_sent_to_the_login(client, db):
    response = client.get(reverse("refunds"))
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('login')}?next={reverse('refunds')}"


def test_without_the_permission_the_page_is_forbidden(client, guest):
    client.force_login(guest)
    response = client.get(reverse("refunds"))
    assert response.status_code == 403
    assert "You are logged in as <strong>guest</strong>" in response.content.decode()


def test_with_the_permission_it_opens(client, demo, order):
    client.force_login(demo)
    assert client.get(reverse("refunds")).status_code == 200


# ----------------------------------------------------------------------------------------------- refunding


def test_a_submission_writes_one_refund(at, order, demo):
    form = choose(at, order)
    assert form["amount"].value == Decimal("100.00")
    form["amount"].set_value(20.5)
    form["reason"].set_value("late")
    form["note"].input("Three weeks")
    press(at)
    (refund,) = Refund.objects.all()
    assert (refund.order, refund.amount, refund.reason, refund.note) == (order, Decimal("20.50"), "late", "Three weeks")
    assert refund.refunded_by == demo
    assert at.success[0].value == "Refunded €20.50 of order 2026-0001."
    assert not at.exception


def test_after_a_refund_the_form_starts_again_with_what_is_left(at, order):
    form = choose(at, order)
    form["amount"].set_value(20.0)
    form["reason"].set_value("damaged")
    form["note"].input("Scratched")
    press(at)
    at.get_by_key(f"refund-{order.pk}-reason").set_value("late")
    press(at)  # otherwise untouched: what the cleared form shows is what it sends
    assert list(Refund.objects.order_by("pk").values_list("amount", "note")) == [
        (Decimal("20.00"), "Scratched"), (Decimal("80.00"), ""),
    ]  # fmt: skip


def test_more_than_is_left_is_refused_and_nothing_has_to_be_typed_again(at, order, demo):
    order.refund(Decimal(90), by=demo, reason=Refund.Reason.LATE)
    form = choose(at, order)
    form["amount"].set_value(50.0)
    form["reason"].set_value("wrong")
    form["note"].input("A long story")
    form["notify"].check()
    press(at)
    assert (
        at.get_by_key(f"refund-{order.pk}-amount").error
        == "Only €10.00 of order 2026-0001 is left to refund, not €50.00."
    )
    assert Refund.objects.count() == 1
    kept = {name: at.get_by_key(f"refund-{order.pk}-{name}").value for name in form}
    assert kept == {"amount": 50, "reason": "wrong", "note": "A long story", "notify": True}
    press(at)  # sent again as it stands: the fields hold what they show
    assert (
        at.get_by_key(f"refund-{order.pk}-amount").error
        == "Only €10.00 of order 2026-0001 is left to refund, not €50.00."
    )
    at.get_by_key(f"refund-{order.pk}-amount").set_value(10.0)
    press(at)
    assert at.refusal is None
    assert Refund.objects.first().note == "A long story"


def test_somebody_else_was_faster(at, order, demo):
    form = choose(at, order)
    form["amount"].set_value(60.0)
    form["reason"].set_value("late")
    order.refund(Decimal(70), by=demo, reason=Refund.Reason.LATE)
    press(at)
    assert (
        at.get_by_key(f"refund-{order.pk}-amount").error
        == "Only €30.00 of order 2026-0001 is left to refund, not €60.00."
    )
    assert order.amounts()[1] == 70


def test_what_was_typed_for_one_order_is_not_sent_for_another(at, order, other_order):
    choose(at, order)["note"].input("For Ada only")
    choose(at, other_order)["reason"].set_value("late")
    press(at)
    (refund,) = Refund.objects.all()
    assert (refund.order, refund.amount, refund.note) == (other_order, Decimal("30.00"), "")


def test_an_order_without_money_left_is_not_offered(at, order, demo):
    order.refund(Decimal(100), by=demo, reason=Refund.Reason.LATE)
    at.run()
    assert [label.split(" · ")[0] for label in at.selectbox(key="order").options] == ["2026-0002"]


# ------------------------------------------------------------------------------------------------ filters


def test_all_orders_are_listed_newest_first(at):
    assert listed(at) == ["2026-0002", "2026-0001"]
    assert [metric.value for metric in at.metric] == ["2", "€130.00", "€0.00", "0.0%"]


@pytest.mark.parametrize("words", ["ada", "0001", "lind 2026"])
def test_search_finds_numbers_and_names(at, words):
    at.text_input(key="words").input(words).run()
    assert listed(at) == ["2026-0001"]
    assert at.metric[0].value == "1"


def test_status_narrows_the_list(at):
    at.selectbox(key="status").select("paid").run()
    assert listed(at) == ["2026-0002"]


def test_dates_narrow_the_list(at):
    at.date_input(key="days").set_value((date(2026, 2, 1), date(2026, 3, 1))).run()
    assert listed(at) == ["2026-0001"]


def test_without_a_match_the_filters_can_be_cleared(at):
    at.text_input(key="words").input("nobody").run()
    assert at.info[0].value == "No order matches these filters."
    at.button[0].click().run()
    assert at.text_input(key="words").value == ""
    assert listed(at) == ["2026-0002", "2026-0001"]


def test_an_empty_shop_says_how_to_fill_it(demo):
    at = AppTest.from_page(refunds, user=demo).run()
    assert "seed_demo" in at.info[0].value
    assert not at.selectbox


# --------------------------------------------------------------------------------------------- one customer


def test_a_customers_page_shows_their_orders_only(client, demo, order, other_order):
    at = AppTest.from_page(refunds, user=demo, customer_id=order.customer_id).run()
    assert at.title[0].value == "Refunds for Ada Lindqvist"
    assert listed(at) == ["2026-0001"]
    client.force_login(demo)
    assert client.get(order.customer.get_absolute_url()).status_code == 200


def test_a_customer_who_does_not_exist_is_a_404(client, demo):
    client.force_login(demo)
    assert client.get(reverse("customer-refunds", args=[404])).status_code == 404
