"""One order with its lines: a ``ModelForm`` and an inline formset in one form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import inlineformset_factory
from django.shortcuts import get_object_or_404
from django.urls import reverse

import formrerun as fr
from project.shop.models import Order, OrderLine, euros


class OrderForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is said of an order."""

    class Meta:
        model = Order
        fields = ("number", "customer", "status", "placed_on")
        help_texts = {"number": "As it stands on the invoice."}


Lines = inlineformset_factory(Order, OrderLine, fields=["product", "quantity", "unit_price"], extra=0, min_num=1)


@fr.page(title="Order", permission_required="shop.change_order", template="page.html")
def edit_order(order_id: int) -> None:
    """Change an order and its lines. Two people may do so at once."""
    order = get_object_or_404(Order, pk=order_id)
    fr.page_link(reverse("orders"), label="All orders", icon=":material/arrow_back:")
    fr.title(f"Order {order}")
    for column, label, amount in zip(fr.columns(2), ["Total", "Refunded"], order.amounts(), strict=True):
        column.metric(label, euros(amount))
    with fr.django_form(OrderForm, "order", instance=order, on_submit=save, warn_unsaved=True) as form:
        left, right = fr.columns(2)
        with left:
            form.field("number")
            form.field("customer")
        with right:
            form.field("status")
            form.field("placed_on")
        fr.subheader("Lines")
        form.formset(Lines, add_label="Add a line")
        fr.form_submit_button("Save", type="primary")


def save(form: Any) -> None:
    """Save the order and its lines; what was refunded must stay covered."""
    form.save()
    form.formsets["lines"].save()
    total, refunded = form.instance.amounts()
    if total < refunded:
        raise ValidationError(f"{euros(refunded)} went back already: the lines cannot come to less than that.")
    fr.toast("Saved.", icon=":material/check_circle:")
