"""The refunds tool: find an order, give money back, see what went back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

import formrerun as fr
from project.shop.models import CENT, Customer, Order, OrderQuerySet, Refund, euros

STATUSES = {"": "Any status", **dict(Order.Status.choices)}


class RefundForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is said of a refund; the model judges it."""

    class Meta:
        model = Refund
        fields = ("amount", "reason", "note", "notify")
        labels = {"amount": "Amount in €", "notify": "Tell the customer by e-mail"}
        widgets = {
            "amount": forms.NumberInput({"step": "1"}),
            "note": forms.Textarea({"placeholder": "For colleagues; the customer does not see it"}),
        }


@fr.page(
    title="Refunds", layout="wide", permission_required=("shop.change_order", "shop.add_refund"), template="page.html"
)
def refunds(customer_id: int | None = None) -> None:
    """Refunds on the orders of all customers, or of one."""
    orders = Order.objects.select_related("customer").with_amounts()
    if customer_id is None:
        fr.title("Refunds")
    else:
        customer = get_object_or_404(Customer, pk=customer_id)
        orders = orders.filter(customer=customer)
        fr.title(f"Refunds for {customer}")
    if not orders.exists():
        fr.info("There are no orders yet. `manage.py seed_demo` brings some.", icon=":material/inbox:")
        fr.stop()

    found = list(filtered(orders))
    show_metrics(found)
    left, right = fr.columns([3, 2], gap="medium")
    with left:
        fr.subheader("Orders")
        show_orders(found)
    with right:
        fr.subheader("Refund an order")
        show_form([order for order in found if order.left > 0])
    fr.subheader("Recent refunds")
    show_refunds(Refund.objects.filter(order__in=orders))


def filtered(orders: OrderQuerySet) -> OrderQuerySet:
    """Draw the filters and return the orders that pass them."""
    search, status, placed = fr.columns([3, 2, 4])
    words = search.text_input("Search", placeholder="Order number or customer", key="words", icon=":material/search:")
    chosen = status.selectbox("Status", STATUSES, format_func=STATUSES.get, key="status")
    days = placed.date_input("Placed between", value=(), key="days")
    for word in words.split():
        orders = orders.filter(Q(number__icontains=word) | Q(customer__name__icontains=word))
    if chosen:
        orders = orders.filter(status=chosen)
    if days:
        orders = orders.filter(placed_on__gte=days[0], placed_on__lte=days[-1])
    return orders


def clear_filters() -> None:
    """Show all orders again."""
    fr.session_state.update(words="", status="", days=())


def show_metrics(orders: list[Any]) -> None:
    """Draw what the orders come to."""
    total = sum((order.total for order in orders), Decimal(0))
    refunded = sum((order.refunded for order in orders), Decimal(0))
    count, ordered, returned, share = fr.columns(4)
    count.metric("Orders", f"{len(orders):,}")
    ordered.metric("Ordered", euros(total))
    returned.metric("Refunded", euros(refunded))
    share.metric("Share", f"{refunded / total:.1%}" if total else "–")


def show_orders(orders: list[Any]) -> None:
    """Draw the orders as a table."""
    if not orders:
        fr.info("No order matches these filters.", icon=":material/filter_alt_off:")
        fr.button("Clear the filters", on_click=clear_filters)
        return
    fr.dataframe(
        [
            {
                "Order": order.number,
                "Placed": order.placed_on,
                "Customer": order.customer.name,
                "Status": order.get_status_display(),
                "Total": order.total.quantize(CENT),
                "Refunded": order.refunded.quantize(CENT),
            }
            for order in orders
        ]
    )


def show_form(orders: list[Any]) -> None:
    """Draw the choice of an order, and the form that refunds it."""
    if done := fr.session_state.pop("done", None):
        fr.success(done, icon=":material/check_circle:")
    order = fr.selectbox(
        "Order",
        orders,
        index=None,
        format_func=lambda order: f"{order.number} · {order.customer} · {euros(order.left)} left",
        placeholder="Choose an order" if orders else "Nothing left to refund",
        key="order",
    )
    if order is None:
        fr.caption("Only orders with money left to refund are offered here.")
        return
    lines = "\n".join(f"- {line}, {euros(line.amount)}" for line in order.lines.all())
    customer = f"[{order.customer}]({order.customer.get_absolute_url()})"
    fr.markdown(f"**{euros(order.left)}** of {euros(order.total)} left · {customer}\n\n{lines}")
    # Each order has a form of its own: what was typed for one must not be sent for another.
    fr.django_form(
        RefundForm, f"refund-{order.pk}", instance=Refund(order=order), initial={"amount": order.left.quantize(CENT)},
        on_submit=give_back, submit_label="Refund", clear_on_submit=True,
    )  # fmt: skip


def give_back(form: Any) -> None:
    """Refund an order as the form says. Runs before the page, and is committed or rolled back with it."""
    # Somebody else may have been faster: the order is locked and looked at once more; a refusal comes to the fields.
    refund = form.instance.order.refund(by=get_user_model().objects.get(pk=fr.user.id), **form.cleaned_data)
    fr.session_state.done = f"Refunded {refund}."


def show_refunds(refunds: Any) -> None:
    """Draw the last refunds as a table."""
    recent = list(refunds.select_related("order", "refunded_by")[:8])
    if not recent:
        fr.caption("None yet.")
        return
    fr.dataframe(
        [
            {
                "When": timezone.localtime(refund.refunded_at).replace(tzinfo=None, microsecond=0),
                "Order": refund.order.number,
                "Amount": refund.amount,
                "Reason": refund.get_reason_display().split(" (")[0],
                "Note": refund.note,
                "By": refund.refunded_by.get_username(),
            }
            for refund in recent
        ]
    )
