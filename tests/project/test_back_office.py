"""The back office of the demo: orders in a table, customers with theirs."""

from __future__ import annotations

import pytest
from django.urls import reverse

from formrerun.testing import AppTest
from project.shop.back_office import customers, orders


@pytest.mark.parametrize("name", ["orders", "customers"])
def test_only_who_may_gets_in(client, demo, guest, order, name):
    assert client.get(reverse(name)).status_code == 302
    client.force_login(guest)
    assert client.get(reverse(name)).status_code == 403
    client.force_login(demo)
    assert client.get(reverse(name)).status_code == 200


def test_selected_orders_are_shipped(demo, order, other_order):
    at = AppTest.from_page(orders, user=demo)
    at.session_state.orders = [other_order.pk]
    at.run()
    at.button(key="orders_do_ship").click().run()
    assert at.success[0].value == "1 orders are on their way."
    other_order.refresh_from_db()
    assert other_order.status == "shipped"


def test_a_customer_is_opened_with_the_orders(demo, order, other_order):
    at = AppTest.from_page(customers, user=demo)
    at.query_params["customers_open"] = str(order.customer_id)
    at.run()
    assert not at.exception
    assert at.text_input(key=f"customers_form_{order.customer_id}-name").value == "Ada Lindqvist"
    assert list(at.get("data_editor")[0].frame["number"]) == ["2026-0001"]
