"""The site around the pages: the overview, its links, the login, and the seed."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from project.examples import EXAMPLES
from project.shop.models import Order, OrderLine, Refund


def test_every_page_of_the_overview_answers(client, demo, order):
    client.force_login(demo)
    html = client.get(reverse("index")).content.decode()
    links = set(re.findall(r'href="(/[^"#?]*)"', html)) - set(re.findall(r'href="(/static/[^"]*)"', html))
    assert {reverse("refunds"), *(reverse(example.name) for example in EXAMPLES)} <= links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_stands_in_the_site_with_its_source(client, db, example):
    html = client.get(reverse(example.name)).content.decode()
    assert 'class="site-header"' in html
    assert f"project/examples/{example.name}.py" in html
    assert 'data-testid="stException"' not in html


def test_login_and_logout(client, demo, order):
    response = client.post(f"{reverse('login')}?next=/refunds/", {"username": "demo", "password": "demo"}, follow=True)
    assert response.redirect_chain == [("/refunds/", 302)]
    response = client.post(reverse("logout"))
    assert "You are logged out" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_address_that_does_not_exist(client, db):
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "<code>/nothing/</code>" in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/refunds/", "/nothing/", "/admin/login/", "/examples/process_after/"])
def test_the_strict_policy_is_sent_with_every_page(client, db, path):
    assert client.get(path)["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")


def test_the_admin_shows_orders_and_their_refunds(client, demo, seeded):
    client.force_login(demo)
    order = Order.objects.filter(refunds__isnull=False).first()
    pages = [
        reverse("admin:shop_order_changelist") + "?q=" + order.number,
        reverse("admin:shop_order_change", args=[order.pk]),
        reverse("admin:shop_customer_changelist"),
        reverse("admin:shop_refund_changelist"),
    ]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    assert client.get(reverse("admin:shop_refund_add")).status_code == 403


# ------------------------------------------------------------------------------------------------ seed_demo


def contents():
    return [list(model.objects.order_by("pk").values()) for model in (Order, OrderLine, Refund)]


def test_seeding_twice_is_seeding_once(seeded):
    before = contents()
    assert len(before[0]) >= 200
    call_command("seed_demo", force=True, stdout=(said := StringIO()))
    assert contents() == before
    assert said.getvalue().startswith("0 new orders")


def test_seeding_again_brings_back_what_is_missing_as_it_was(seeded):
    order = Order.objects.filter(refunds__isnull=True).order_by("pk")[50]
    lines = list(order.lines.values_list("product", "quantity", "unit_price"))
    number, place = order.number, (order.placed_on, order.status, order.customer.name)
    order.delete()
    call_command("seed_demo", force=True, verbosity=0, stdout=StringIO())
    again = Order.objects.get(number=number)
    assert (again.placed_on, again.status, again.customer.name) == place
    assert list(again.lines.values_list("product", "quantity", "unit_price")) == lines


def test_seeded_orders_keep_the_rule(seeded):
    orders = Order.objects.with_amounts()
    assert not orders.filter(left__lt=0).exists()
    assert orders.filter(refunded__gt=0, left__gt=0).exists()
    assert orders.filter(left=0).exists()


def test_the_logins_are_printed_and_work(client, db):
    call_command("seed_demo", force=True, stdout=(said := StringIO()))
    for name in ("demo", "guest"):
        assert f"Log in as {name} (password {name})" in said.getvalue()
        assert client.login(username=name, password=name)


def test_where_debug_is_off_it_refuses(db, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="seed_demo --force"):
        call_command("seed_demo")
    assert not Order.objects.exists()


@pytest.mark.parametrize("path", ["/login/", "/logout/", "/refunds/", "/board/", "/nothing/"])
def test_a_form_that_nobody_can_read_is_refused(settings, path):
    settings.ROOT_URLCONF = "project.urls"
    browser = Client(enforce_csrf_checks=True)
    browser.get("/login/")  # which sets the cookie that the check begins with
    answer = browser.post(path, b"a=b", content_type="application/x-www-form-urlencoded; charset=utf-16")
    assert answer.status_code == 400
