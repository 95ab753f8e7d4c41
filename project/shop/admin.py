"""The shop in Django's admin: to look things up. Refunds are made on the refunds page, where its rules stand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from project.shop import admin_pages  # noqa: F401  (they register themselves)
from project.shop.models import Customer, Order, OrderLine, Refund, euros


class LineInline(admin.TabularInline):
    """An order's lines, in the order."""

    model = OrderLine
    extra = 0


class ReadOnly:
    """Nothing is added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False


class RefundInline(ReadOnly, admin.TabularInline):
    """An order's refunds, in the order."""

    model = Refund
    extra = 0
    fields = ["refunded_at", "amount", "reason", "note", "refunded_by"]
    readonly_fields = ["refunded_at"]


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):
    """Customers, and how often they ordered."""

    list_display = ["name", "email", "orders", "refunds"]
    search_fields = ["name", "email"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Customer]:
        return super().get_queryset(request).annotate(order_count=Count("orders"))

    @admin.display(ordering="order_count")
    def orders(self, customer: Any) -> int:
        """How many orders there are."""
        return customer.order_count

    @admin.display(description="Refunds page")
    def refunds(self, customer: Customer) -> str:
        """A link to this customer's refunds."""
        return format_html('<a href="{}">Refunds</a>', customer.get_absolute_url())


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    """Orders, with what is left of them."""

    list_display = ["number", "placed_on", "customer", "status", "total", "refunded", "left"]
    list_filter = ["status", "placed_on"]
    list_select_related = ["customer"]
    search_fields = ["number", "customer__name", "customer__email"]
    date_hierarchy = "placed_on"
    autocomplete_fields = ["customer"]
    inlines = [LineInline, RefundInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Order]:
        return super().get_queryset(request).with_amounts()

    @admin.display(ordering="total")
    def total(self, order: Any) -> str:
        """What it cost."""
        return euros(order.total)

    @admin.display(ordering="refunded")
    def refunded(self, order: Any) -> str:
        """What went back."""
        return euros(order.refunded) if order.refunded != Decimal(0) else "–"

    @admin.display(ordering="left")
    def left(self, order: Any) -> str:
        """What may still be refunded."""
        return euros(order.left)


@admin.register(Refund)
class RefundAdmin(ReadOnly, admin.ModelAdmin):
    """Who gave back what, when and why."""

    list_display = ["refunded_at", "order", "amount", "reason", "refunded_by"]
    list_filter = ["reason", "refunded_at", "refunded_by"]
    list_select_related = ["order", "refunded_by"]
    search_fields = ["order__number", "order__customer__name", "note"]
    date_hierarchy = "refunded_at"
