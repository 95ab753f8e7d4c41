"""Pages of the shop inside Django's admin: the refunds tool, one order's refund, and what is done to many orders."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse

import formrerun as fr
from formrerun import live
from formrerun.admin import admin_page
from project.shop.models import Order, Refund, euros
from project.shop.pages import refunds

# The page of the site, and the same in the admin.
admin_page(title="Refund tool", path="refund-tool", permission=["shop.change_order", "shop.add_refund"])(refunds)


@admin_page(model=Order, on="object", title="Refund…", permission="shop.add_refund", layout="centered")
def refund_order(order: Order) -> None:
    """Give money of this order back; whoever else has it open is told."""
    live.presence(order)
    live.changes(order)
    total, refunded = order.amounts()
    left = total - refunded
    for column, label, amount in zip(
        fr.columns(3), ["Total", "Refunded", "Left"], [total, refunded, left], strict=True
    ):
        column.metric(label, euros(amount))
    if left <= 0:
        fr.info("Nothing is left of this order.", icon=":material/check_circle:")
        return
    with fr.form("refund", warn_unsaved=True):
        fr.number_input("Amount in €", 0.01, float(left), float(left), step=1.0, key="amount", required=True)
        fr.selectbox("Reason", Refund.Reason, format_func=lambda reason: reason.label, key="reason")
        fr.text_area("Note", max_chars=500, key="note")
        fr.form_submit_button("Refund", type="primary", on_click=give_back, args=(order.pk,))


def give_back(pk: int) -> None:
    """Refund an order as the form says, and go back to it. What is wrong is shown at its field."""
    state = fr.session_state
    refund = Order.objects.get(pk=pk).refund(
        Decimal(f"{state.amount:.2f}"), by=fr.request.user, reason=state.reason, note=state.note, notify=False
    )
    messages.success(fr.request, f"Refunded {refund}.")
    fr.switch_page(reverse("admin:shop_order_change", args=[pk]))


@admin_page(model=Order, on="selection", title="Change the status…", layout="centered")
def change_status(orders: QuerySet[Order]) -> None:
    """Give all selected orders another status."""
    if not orders:
        fr.info("No order was selected.")
        return
    fr.dataframe([{"Order": order.number, "Status": order.get_status_display()} for order in orders[:200]])
    with fr.form("status"):
        fr.selectbox("New status", Order.Status, format_func=lambda status: status.label, key="status")
        fr.form_submit_button(f"Change {len(orders)} orders", type="primary", on_click=set_status, args=(orders,))


def set_status(orders: Any) -> None:
    """Give orders the status that was chosen, and go back to the list."""
    count = orders.update(status=fr.session_state.status)
    messages.success(fr.request, f"{count} orders are now {fr.session_state.status.label.lower()}.")
    fr.switch_page(reverse("admin:shop_order_changelist"))
