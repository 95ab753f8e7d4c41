"""Pages inside Django's admin, in a browser: under its policy, found right by axe-core, and used from its own pages."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model, login
from playwright.sync_api import expect

import formrerun as fr
from project.shop.models import Customer, Order, OrderLine
from tests.browser import settled
from tests.browser.axe import violations


@fr.page
def enter(request, token):
    """Log a superuser in, with an order to look at."""
    user, _ = get_user_model().objects.get_or_create(username="root", is_staff=True, is_superuser=True)
    if not request.user.is_authenticated:
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    customer, _ = Customer.objects.get_or_create(name="Ada", email=f"{token}@example.com")
    order, new = Order.objects.get_or_create(number=token, customer=customer)
    if new:
        OrderLine.objects.create(order=order, product="Lamp", unit_price=100)
    fr.text(order.pk)


@pytest.fixture
def order(page, visit):
    """Return the path of an order in the admin, for a browser that is logged in."""
    page.allow("404")  # the admin has no icon, and Chromium asks for one once
    visit(enter)
    return f"/admin/shop/order/{page.get_by_test_id('stText').inner_text()}/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_order_is_refunded_from_its_change_form(page, order, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{order}change/")
    page.get_by_role("link", name="Refund…").click()
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("€100.00")
    assert violations(page, "#header", ".breadcrumbs", "#nav-sidebar") == []
    page.get_by_label("Amount in €").fill("500")
    page.get_by_role("button", name="Refund").click()
    expect(page.locator("[data-fr-error]:visible")).to_be_visible()
    page.get_by_label("Amount in €").fill("30")
    page.get_by_role("button", name="Refund").click()
    page.wait_for_url(f"**{order}change/")
    expect(page.get_by_text("Refunded €30.00")).to_be_visible()


def test_the_breadcrumbs_lead_back_and_the_menu_knows_the_page(page, order):
    page.goto(f"{order}refund-order/")
    settled(page)
    page.locator(".breadcrumbs a").last.click()
    page.wait_for_url(f"**{order}change/")
    page.locator("#nav-sidebar").get_by_role("link", name="Refund tool").click()
    page.wait_for_url("**/refund-tool/")
    expect(page.locator("#nav-sidebar [aria-current=page]")).to_have_text("Refund tool")
