"""Pages in an AdminSite: its index, its menu, its permissions, its change forms and its actions."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches, path, reverse

import formrerun as fr
from formrerun.admin import admin_page
from formrerun.admin.selections import KEPT
from formrerun.exceptions import FormrerunError
from formrerun.testing import AppTest, NotAllowed
from project.board.pages import board
from project.shop.models import Customer, Order
from tests.urls import urlpatterns
from tests.visitor import Visitor, parse

pytestmark = pytest.mark.django_db


class Back:
    """An AdminSite of a project's own, with pages of the tests; made anew, for a site gives its URLs once."""

    def __init__(self, settings):
        self.site = site = admin.AdminSite(name="back")
        site.register(Order, OrderAdmin)

        @admin_page(site, model=Order, title="Stock")
        def stock():
            fr.text("all of it")

        @admin_page(site, model=Order, on="object", title="Refund…")
        def refund(request, order):
            with fr.form("refund"):
                fr.text_input("Note", key="note")
                fr.form_submit_button("Refund", on_click=rename, args=(order.pk,))
            fr.text(f"{request.user} {order.number}")

        @admin_page(site, model=Order, on="selection", title="Ship…", permission="shop.ship_it")
        def ship(orders):
            fr.text(" ".join(sorted(order.number for order in orders)) or "none")
            fr.button("Ship", on_click=shipped, args=(orders,))

        self.stock, self.refund, self.ship = stock, refund, ship
        urls = [path("back/", site.urls), *urlpatterns]
        settings.ROOT_URLCONF = type("Urlconf", (), {"urlpatterns": urls})
        clear_url_caches()


class OrderAdmin(admin.ModelAdmin):
    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.number != "locked")

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(number="hidden")


def rename(pk):
    Order.objects.filter(pk=pk).update(number=fr.session_state.note)


def shipped(orders):
    orders.update(status="shipped")


@pytest.fixture
def back(settings):
    yield Back(settings)
    clear_url_caches()


@pytest.fixture
def orders():
    customer = Customer.objects.create(name="Ada", email="ada@example.com")
    return [Order.objects.create(number=number, customer=customer) for number in ("one", "locked", "hidden", "two")]


def staff(*permissions, name="clerk"):
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    return user


def logged_in(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def get(user, url):
    return logged_in(user).get(url)


def links(response):
    return {
        node.text: node["href"] for node in parse(response.content.decode(), strict=False).all("a") if "href" in node
    }


class TestTheIndex:
    def test_names_the_pages_that_the_user_may_see(self, back):
        assert links(get(staff("view_order"), "/back/"))["Stock"] == "/back/shop/order/stock/"
        assert "Stock" not in links(get(staff("add_order", name="adder"), "/back/"))
        assert "Stock" in links(get(staff("view_order", name="other"), "/back/shop/"))
        assert "Refund…" not in links(get(User.objects.create_superuser("root"), "/back/"))

    def test_is_left_to_other_sites(self, back):
        assert "Stock" not in links(get(User.objects.create_superuser("root"), "/admin/"))

    def test_has_pages_of_an_app_without_a_model(self, settings):
        settings.ROOT_URLCONF = "tests.urls"
        clear_url_caches()
        found = links(get(User.objects.create_superuser("root"), "/admin/"))
        assert found["Refund tool"] == "/admin/shop/refund-tool/"

    def test_has_pages_of_an_app_that_has_no_index_of_its_own(self, settings):
        site = admin.AdminSite(name="bare")
        admin_page(site, title="Board")(board)
        settings.ROOT_URLCONF = type("Urlconf", (), {"urlpatterns": [path("bare/", site.urls), *urlpatterns]})
        clear_url_caches()
        root = User.objects.create_superuser("root")
        assert links(get(root, "/bare/"))["Board"] == "/bare/board/board/"
        assert get(root, "/bare/board/board/").status_code == 200
        clear_url_caches()


class TestAPage:
    def test_looks_as_the_admin_does_and_says_where_it_is(self, back, orders):
        answer = get(staff("view_order", "change_order"), reverse("back:shop_order_refund", args=[orders[0].pk]))
        page = parse(answer.content.decode(), strict=False)
        assert page.one("div", class_="breadcrumbs").text == "Home › Shop › Orders › one › Refund…"
        found = links(answer)
        assert (found["one"], found["Orders"]) == (f"/back/shop/order/{orders[0].pk}/change/", "/back/shop/order/")
        assert found["Stock"] == "/back/shop/order/stock/"  # in the menu
        assert "clerk one" in page.one(id="fr-m-root").text

    def test_runs_no_script_inline(self, back, orders):
        answer = get(staff("view_order", "change_order"), reverse("back:shop_order_refund", args=[orders[0].pk]))
        page = parse(answer.content.decode(), strict=False)
        assert [node for node in page.all("script") if "src" not in node and node.raw.strip()] == []
        assert [
            node for node in page.walk() if "style" in node or any(name.startswith("on") for name in node.attrs)
        ] == []

    def test_sends_to_the_login_of_its_site(self, back, client):
        assert client.get("/back/shop/order/stock/")["Location"] == "/back/login/?next=/back/shop/order/stock/"

    def test_is_refused_to_whoever_may_not_get_into_the_site(self, back):
        assert get(User.objects.create_user("guest"), "/back/shop/order/stock/").status_code == 403
        assert get(staff(), "/back/shop/order/stock/").status_code == 403

    def test_asks_for_the_object(self, back, orders):
        clerk = staff("view_order", "change_order")
        status = {order.number: get(clerk, f"/back/shop/order/{order.pk}/refund/").status_code for order in orders}
        assert status == {"one": 200, "locked": 403, "hidden": 404, "two": 200}
        assert get(clerk, "/back/shop/order/made-by-hand/refund/").status_code == 404

    def test_asks_the_database_once_for_the_object(self, back, orders):
        client = logged_in(staff("view_order", "change_order"))
        url = f"/back/shop/order/{orders[0].pk}/refund/"
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        assert (
            len([query for query in captured if f"FROM {connection.ops.quote_name('shop_order')}" in query["sql"]]) == 1
        )

    @pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
    def test_asks_again_when_something_is_sent(self, back, orders, script):
        clerk = staff("view_order", "change_order")
        visitor = Visitor(f"/back/shop/order/{orders[0].pk}/refund/", logged_in(clerk), script=script)
        visitor.fill("Note", "first").press("Refund")
        assert Order.objects.get(pk=orders[0].pk).number == "first"
        clerk.user_permissions.clear()
        assert visitor.fill("Note", "second").press("Refund").status_code == 403
        assert Order.objects.get(pk=orders[0].pk).number == "first"

    def test_is_tested_as_others_are(self, back, orders):
        at = AppTest.from_page(back.refund, user=staff("view_order", "change_order"), object_id=str(orders[0].pk)).run()
        assert at.text[0].value == "clerk one"
        with pytest.raises(NotAllowed):
            AppTest.from_page(back.refund, user=staff(name="other"), object_id=str(orders[0].pk)).run()


class TestTheChangeForm:
    def test_leads_to_the_pages_of_its_object(self, back, orders):
        answer = get(staff("view_order", "change_order"), f"/back/shop/order/{orders[0].pk}/change/")
        assert links(answer)["Refund…"] == f"/back/shop/order/{orders[0].pk}/refund/"
        assert "History" in links(answer)

    def test_but_not_where_the_user_may_not_go(self, back, orders):
        assert "Refund…" not in links(get(staff("view_order"), f"/back/shop/order/{orders[0].pk}/change/"))
        assert "Refund…" not in links(
            get(staff("view_order", "change_order", name="b"), f"/back/shop/order/{orders[1].pk}/change/")
        )

    def test_in_a_popup_it_does_not(self, back, orders):
        answer = get(staff("view_order", "change_order"), f"/back/shop/order/{orders[0].pk}/change/?_popup=1")
        assert "Refund…" not in links(answer)


class TestAnAction:
    def select(self, user, *orders, **more):
        client = logged_in(user)
        client.handler.enforce_csrf_checks = False
        answer = client.post(
            "/back/shop/order/", {"action": "shop_order_ship", "_selected_action": [o.pk for o in orders], **more}
        )
        return client, answer

    def test_opens_the_page_with_the_selection(self, back, orders):
        client, answer = self.select(User.objects.create_superuser("root"), orders[0], orders[3])
        assert answer["Location"].startswith("/back/shop/order/ship/?pk=")
        visitor = Visitor(answer["Location"], client, script=True)
        assert visitor.text == "one two Ship"
        visitor.press("Ship")
        assert [order.status for order in Order.objects.order_by("pk")] == ["shipped", "paid", "paid", "shipped"]

    def test_is_offered_to_those_who_may(self, back, orders):
        text = get(staff("view_order", "change_order"), "/back/shop/order/").content.decode()
        assert "shop_order_ship" not in text
        assert "shop_order_ship" in get(User.objects.create_superuser("root"), "/back/shop/order/").content.decode()

    def test_what_is_too_much_for_an_address_stands_in_the_session(self, back, orders):
        customer = orders[0].customer
        many = Order.objects.bulk_create(Order(number=f"n{n}", customer=customer) for n in range(1500))
        client, answer = self.select(User.objects.create_superuser("root"), many[0], select_across="1")
        assert "selection=" in answer["Location"]
        assert len(client.session[KEPT]) == 1
        assert len(Visitor(answer["Location"], client).text.split()) == 1500 + 3 + 1  # the hidden one is not there

    def test_keys_made_by_hand_find_nothing_that_is_not_in_the_list(self, back, orders):
        url = f"/back/shop/order/ship/?pk={orders[2].pk}&pk=x&pk=&selection=no"
        assert Visitor(url, logged_in(User.objects.create_superuser("root"))).text == "none Ship"


class TestWhatIsWrong:
    def test_a_place_that_there_is_not(self):
        with pytest.raises(FormrerunError, match="is not one of 'site', 'object', 'selection'"):
            admin_page(on="everywhere")
        with pytest.raises(FormrerunError, match="needs a model"):
            admin_page(on="object")

    def test_a_permission_of_no_model(self):
        with pytest.raises(FormrerunError, match="names none"):
            admin_page(admin.AdminSite(), permission="change")(rename)

    def test_a_function_of_no_app(self):
        function = lambda: None  # noqa: E731
        function.__module__ = "nowhere"
        with pytest.raises(FormrerunError, match="cannot tell the app"):
            admin_page(admin.AdminSite())(function)

    def test_a_site_that_has_given_its_urls(self, back):
        with pytest.raises(ImproperlyConfigured, match=r"Put it into admin.py"):
            admin_page(back.site, model=Order)(shipped)

    def test_a_model_that_is_not_registered(self):
        site = admin.AdminSite(name="empty")
        admin_page(site, model=Order, on="object")(rename)
        with pytest.raises(ImproperlyConfigured, match="which is not registered"):
            site.get_urls()
