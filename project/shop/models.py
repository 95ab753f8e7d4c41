"""Customers, their orders, and the refunds on them. All money is in euros."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Round
from django.urls import reverse
from django.utils import timezone

CENT = Decimal("0.01")


def euros(amount: Decimal) -> str:
    """Return an amount as people read it: ``€1,234.50``."""
    return f"€{amount:,.2f}"


class Money(models.DecimalField):
    """An amount of euros and cents, up to 99,999,999.99."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_digits=10, decimal_places=2)
        super().__init__(*args, **kwargs)


class Customer(models.Model):
    """Someone who orders."""

    name = models.CharField(max_length=120)
    email = models.EmailField(unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of this customer's refunds."""
        return reverse("customer-refunds", args=[self.pk])


class OrderQuerySet(models.QuerySet["Order"]):
    """Orders with what they cost and what of it went back."""

    def with_amounts(self) -> OrderQuerySet:
        """Add ``total``, ``refunded`` and ``left`` to every order, in one query."""

        # One subquery each: joined to both lines and refunds, every sum would count the other's rows.
        def sum_of(rows: models.QuerySet[Any], amount: Any) -> Any:
            grouped = rows.filter(order=OuterRef("pk")).order_by().values("order").annotate(sum=Sum(amount))
            # SQLite adds up decimals as floats; rounding takes away what that adds.
            return Round(Coalesce(Subquery(grouped.values("sum")), Decimal(0), output_field=Money()), 2)

        return self.annotate(
            total=sum_of(OrderLine.objects.all(), F("quantity") * F("unit_price")),
            refunded=sum_of(Refund.objects.all(), "amount"),
        ).annotate(left=Round(F("total") - F("refunded"), 2, output_field=Money()))


class Order(models.Model):
    """What a customer bought at one time."""

    class Status(models.TextChoices):
        """How far the order has come."""

        PAID = "paid", "Paid"
        SHIPPED = "shipped", "Shipped"
        DELIVERED = "delivered", "Delivered"
        RETURNED = "returned", "Returned"

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="orders")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PAID, db_index=True)
    placed_on = models.DateField(default=timezone.localdate, db_index=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_on", "-number"]

    def __str__(self) -> str:
        return self.number

    def amounts(self) -> tuple[Decimal, Decimal]:
        """Return what the order cost and what of it was refunded, as the database has it now."""
        found = Order.objects.with_amounts().values_list("total", "refunded").get(pk=self.pk)
        return found[0].quantize(CENT), found[1].quantize(CENT)

    def refund(self, amount: Decimal, *, by: Any, **fields: Any) -> Refund:
        """
        Give money back.

        Parameters
        ----------
        amount
            Euros, at most what is left of the order.
        by
            The user who decided it.
        fields
            ``reason``, ``note`` and ``notify`` of the :class:`Refund`.

        Raises
        ------
        ValidationError
            If more would be given back than is left, or the refund is not valid by itself.
        """
        with transaction.atomic():
            # Two people may refund the same order at once: the second waits here, then sees what the first left.
            Order.objects.select_for_update().get(pk=self.pk)
            refund = Refund(order=self, amount=amount, refunded_by=by, **fields)
            refund.full_clean()
            refund.save()
        if refund.notify:
            # After the commit: nobody is told of a refund that was rolled back.
            transaction.on_commit(refund.tell_customer)
        return refund


class OrderLine(models.Model):
    """One product of an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.CharField(max_length=120)
    quantity = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    unit_price = Money(validators=[MinValueValidator(CENT)])

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="line_has_a_quantity"),
            models.CheckConstraint(condition=Q(unit_price__gt=0), name="line_has_a_price"),
            models.UniqueConstraint(fields=["order", "product"], name="one_line_a_product"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product}"

    @property
    def amount(self) -> Decimal:
        """What the line costs."""
        return self.quantity * self.unit_price


class Refund(models.Model):
    """Money that went back to a customer. A wrong one is not edited: it stays in the books."""

    class Reason(models.TextChoices):
        """Why it went back."""

        DAMAGED = "damaged", "Arrived damaged"
        LATE = "late", "Arrived too late"
        WRONG = "wrong", "Wrong item"
        RETURNED = "returned", "Returned unused"
        OTHER = "other", "Other (say which in the note)"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="refunds")
    amount = Money(validators=[MinValueValidator(CENT)])
    reason = models.CharField(max_length=10, choices=Reason.choices)
    note = models.TextField(blank=True, max_length=500)
    notify = models.BooleanField("customer was told", default=False)
    refunded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    refunded_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    class Meta:
        ordering = ["-refunded_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="refund_has_an_amount")]

    def __str__(self) -> str:
        return f"{euros(self.amount)} of order {self.order}"

    def clean(self) -> None:
        """
        Check what a single field cannot know.

        Raises
        ------
        ValidationError
            If the amount is more than is left of the order, or the reason is "other" without a note.
        """
        errors = {}
        if self.order_id and self.amount and self._state.adding:
            total, refunded = self.order.amounts()
            left = total - refunded
            if self.amount > left:
                asked = euros(self.amount)
                errors["amount"] = f"Only {euros(left)} of order {self.order} is left to refund, not {asked}."
        if self.reason == self.Reason.OTHER and not self.note.strip():
            errors["note"] = "Say in the note what the reason is."
        if errors:
            raise ValidationError(errors)

    def tell_customer(self) -> None:
        """Write to the customer that the money is on its way."""
        customer = self.order.customer
        send_mail(
            f"Your refund for order {self.order}",
            f"Dear {customer},\n\n{euros(self.amount)} of your order {self.order} are on their way back to you.\n",
            None,
            [customer.email],
        )
