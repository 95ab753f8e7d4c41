"""The back office: all orders in a table, to find, select and move on."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

import formrerun as fr
from project.shop.models import Customer, Order, OrderQuerySet, euros

VIEWS = {
    "All": {},
    "To ship": {"status": "paid", "sort": "placed_on"},
    "Returned": {"status": "returned", "sort": "-placed_on"},
}


@admin.display(description="Total", ordering="total")
def total(order: Any) -> str:
    """Return what an order comes to, in euros."""
    return euros(order.total)


@fr.bulk_action("Mark as shipped", permission="shop.change_order")
def ship(orders: OrderQuerySet) -> str:
    """Say of paid orders that they are on their way."""
    return f"{orders.filter(status=Order.Status.PAID).update(status=Order.Status.SHIPPED)} orders are on their way."


def new_status() -> dict[str, Any]:
    """Ask for a status."""
    return {"status": fr.selectbox("New status", Order.Status, format_func=lambda status: status.label, key="to")}


@fr.bulk_action(
    "Set status …", permission="shop.change_order", form=new_status, confirm="Set the status of {count} orders.",
    chunk_size=100,
)  # fmt: skip
def set_status(orders: OrderQuerySet, status: str) -> int:
    """Give orders a status."""
    return orders.update(status=status)


@fr.page(title="Orders", layout="wide", permission_required="shop.view_order", template="page.html")
def orders() -> None:
    """All orders: found, selected, moved on."""
    fr.title("Orders")
    fr.model_table(
        Order.objects.with_amounts(),
        ["number", "customer", "status", "placed_on", total],
        key="orders",
        links={"number": "order"},
        search_fields=["number", "customer__name", "customer__email"],
        filters=["status", "customer", "placed_on"],
        actions=[ship, set_status],
        views=VIEWS,
        page_size=25,
    )


@fr.page(title="Customers", layout="wide", permission_required="shop.view_customer", template="page.html")
def customers() -> None:
    """All customers; one of them with the orders, which are put right in place."""
    fr.title("Customers")
    shown = fr.model(Customer, ["name", "email"], key="customers", page_size=25)
    if shown.row is not None:
        with shown.below:
            fr.subheader("Orders")
            rows = shown.row.orders.order_by("-placed_on")
            fr.model_editor(rows, ["number", "status", "placed_on"], key="orders", readonly=["number"])
