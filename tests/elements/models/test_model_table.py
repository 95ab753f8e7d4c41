"""``model_table``: what it shows of a queryset, by how many queries, and what its search, filters and order leave."""

from __future__ import annotations

from datetime import date

import django_filters
import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

import formrerun as fr
from formrerun.engine.keys import identity
from project.shop.models import Customer, Order, Refund
from tests.elements.models.conftest import first_column, rows, said
from tests.visitor import Visitor


def queries(call):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        call()
    return [query["sql"] for query in seen if 'FROM "shop_' in query["sql"]]


# ------------------------------------------------------------------------------------------------------------ cells


def test_it_shows_a_page_of_rows_as_the_admin_does(table):
    visitor = table()
    assert [node.text for node in visitor.page.all("th", scope="col")] == ["Number", "Customer", "Status", "Placed on"]
    assert rows(visitor)[0] == ["0060", "Ada", "Paid", "March 2, 2026"]
    assert len(rows(visitor)) == 10
    assert "1–10 of 60" in visitor.text


def test_a_page_costs_two_queries_whatever_it_shows(table, orders):
    visitor = table(["number", "customer", "customer__email", "status"])
    assert len(queries(visitor.open)) == 2
    assert len(queries(lambda: visitor.change("Search", "Ada"))) == 2


def test_columns_are_fields_annotations_properties_methods_and_functions(table):
    @admin.display(description="Who", ordering="customer__name", empty_value="nobody")
    def who(order):
        return None if order.number == "0060" else order.customer.name

    visitor = table(
        ["number", "customer__email", "refunds_", "get_status_display", who, "__str__"],
        rows=lambda: Order.objects.annotate(refunds_=Count("refunds")),
        labels={"number": "No."},
    )  # fmt: skip
    heads = [node.text for node in visitor.page.all("th", scope="col")]
    assert heads == ["No.", "Customer email", "Refunds", "Get status display", "Who", "Order"]
    assert rows(visitor)[0] == ["0060", "Ada@example.com", "0", "Paid", "nobody", "0060"]


@pytest.mark.parametrize(
    ("columns", "error"),
    [
        (["number", "nothing"], "no field, property or method `nothing`"),
        (["lines"], "many values a row"),
        (["number", "number"], "has number twice"),
        ([], "has no column"),
    ],
)
def test_what_is_no_column_is_named(show, db, columns, error):
    at = show(lambda: fr.model_table(Order.objects.all(), columns))
    assert error in at.exception[0].value


@pytest.mark.parametrize(
    "given", [Order.objects.values("number"), Order.objects.all()[:5], [1], None, Order(number="1")]
)
def test_what_is_no_queryset_of_rows_is_refused(show, db, given):
    assert show(lambda: fr.model_table(given)).exception


def test_a_model_and_a_manager_are_all_of_their_rows(show, orders):
    assert "1–50 of 60" in show(lambda: fr.model_table(Order)).caption[0].value
    assert "1–50 of 60" in show(lambda: fr.model_table(Order.objects, key="o")).caption[0].value


def test_cells_lead_to_the_admin_to_the_object_or_anywhere(table):
    links = {
        "number": "admin",
        "customer": lambda order: order.customer.get_absolute_url(),
        "status": "customer-refunds",
    }
    visitor = table(links=links)
    order = Order.objects.get(number="0060")
    hrefs = [node["href"] for row in visitor.page.all("tbody") for node in row.all("a")][:3]
    assert hrefs == [
        f"/admin/shop/order/{order.pk}/change/", order.customer.get_absolute_url(), f"/customers/{order.pk}/refunds/"
    ]  # fmt: skip


def test_an_address_that_would_run_is_no_link(table):
    visitor = table(links={"number": lambda order: "javascript:alert(1)"})
    assert visitor.page.all("tbody")[0].all("a") == []


def test_what_rows_say_is_escaped(table, orders):
    Customer.objects.filter(name="Ada").update(name="<script>alert(1)</script>")
    visitor = table()
    assert rows(visitor)[0][1] == "<script>alert(1)</script>"
    assert visitor.page.all("tbody")[0].all("script") == []


def test_no_rows_and_no_matches_are_told_apart(table):
    assert rows(table(rows=Order.objects.none, empty="Nothing was ordered."))[0] == ["Nothing was ordered."]
    assert rows(table(query="?orders_q=nobody"))[0] == ["Nothing matches."]


def test_it_stands_in_no_form(show, orders):
    def page():
        with fr.form("f"):
            fr.model_table(Order)

    assert "can't be used in an `st.form()`" in show(page).exception[0].value


# ------------------------------------------------------------------------------------------- order, pages, address


@pytest.mark.parametrize("script", [True, False])
def test_a_press_on_a_header_sorts_and_another_one_the_other_way(table, script):
    visitor = table(script=script)
    visitor.press("Number")
    assert first_column(visitor)[0] == "0001"
    assert visitor.page.all("th", scope="col")[0]["aria-sort"] == "ascending"
    visitor.press("Number")
    assert first_column(visitor)[0] == "0060"
    assert visitor.page.all("th", scope="col")[0]["aria-sort"] == "descending"


def test_the_order_and_the_page_stand_in_the_address(table):
    visitor = table()
    answer = visitor.press("Customer")
    assert answer["FR-Query"] == "orders_sort=customer"
    assert visitor.change("Page", "3")["FR-Query"] == "orders_sort=customer&orders_page=3"
    assert first_column(table(query="?orders_sort=customer&orders_page=3")) == first_column(visitor)
    visitor.press("Number")
    assert "1–10 of 60" in visitor.text


def test_every_row_stands_on_one_page(table):
    """Customers are equal in many rows: the primary key decides among them."""
    found = [
        key for page in range(1, 7) for key in first_column(table(query=f"?orders_sort=customer&orders_page={page}"))
    ]
    assert len(set(found)) == 60


@pytest.mark.parametrize(
    "query",
    ["?orders_sort=pk", "?orders_sort=--number", "?orders_sort=customer__password", "?orders_sort=?",
     "?orders_page=0", "?orders_page=99", "?orders_page=9999999999", "?orders_page=x", "?orders_status=bogus",
     "?orders_sort=%00"],
)  # fmt: skip
def test_an_address_that_means_nothing_shows_the_first_page(table, query):
    visitor = table(query=query, filters=["status"])
    assert visitor.response.status_code == 200
    assert first_column(visitor)[0] == "0060"


def test_nobody_sorts_by_what_is_no_column(table):
    visitor = table()
    body = visitor.compose("fr-page", "")
    order = identity("model_order", "orders_sort", visitor.page_name, "", "main", {}, ())
    for wire in ("customer__email", "pk", "-", "--number", "\x00"):
        visitor.send({**body, "fields": {order: [wire]}, "seqs": {order: 9}})
        assert first_column(visitor)[0] == "0060"
    visitor.send({**visitor.compose("fr-page", ""), "fields": {order: ["number"]}, "seqs": {order: 99}})
    assert first_column(visitor)[0] == "0001"


def test_code_sorts_by_what_is_a_column(show, orders):
    at = show(lambda: fr.model_table(Order, ["number"], key="orders"))
    at.session_state.orders_sort = "number"
    at.run()
    assert not at.exception
    at.session_state.orders_sort = "password"
    at.run()
    assert not at.exception


def test_more_rows_than_are_counted_are_said_so(show, orders, monkeypatch):
    monkeypatch.setattr("formrerun.elements.models._paging.COUNTED", 20)
    monkeypatch.setattr("formrerun.elements.models._paging.AHEAD", 2)
    at = show(lambda: fr.model_table(Order, ["number"], key="orders", page_size=5))
    assert at.caption[0].value == "1–5 of more than 20"
    at.pagination(key="orders_page").set_value(4).run()
    assert at.caption[0].value == "16–20 of more than 30"


# ------------------------------------------------------------------------------------------------ search and filters


def test_words_are_searched_in_the_fields_that_the_author_names(table):
    visitor = table(search_fields=["=number", "customer__name"])
    visitor.change("Search", "zoë")
    assert "1–10 of 20" in visitor.text
    visitor.change("Search", "zoë 0002")
    assert first_column(visitor) == ["0002"]
    visitor.change("Search", "002")
    assert rows(visitor) == [["Nothing matches."]]


def test_a_search_over_many_rows_shows_each_once(table, orders):
    for quantity, product in enumerate(["Lamp", "Lampshade"], start=1):
        orders[0].refresh_from_db()
        orders[0].lines.create(product=product, quantity=quantity, unit_price=1)
    visitor = table(search_fields=["lines__product"])
    visitor.change("Search", "lamp")
    assert first_column(visitor) == ["0001"]


@pytest.mark.parametrize("text", ["a " * 3_000, "a" * 60_000, "% " * 30_000], ids=["words", "long", "signs"])
@pytest.mark.parametrize("field", ["Search", "Number"])
def test_whatever_is_pasted_into_a_search_finds_nothing_or_something(table, field, text):
    visitor = table(search_fields=["number", "customer__name"], filters=["number"])
    visitor.change(field, text)
    assert rows(visitor) == [["Nothing matches."]]


def test_a_text_of_many_words_is_searched_as_it_stands(table, orders):
    orders[0].customer.name = "one two three " * 20
    orders[0].customer.save()
    visitor = table(search_fields=["customer__name"])
    visitor.change("Search", "two three one " * 15)
    assert "of 20" in visitor.text


def test_filters_are_asked_by_the_type_of_their_field(table, orders, clerk):
    visitor = table(filters=["status", "customer", "placed_on", "number"])
    visitor.change("Status", "Shipped")
    assert "of 15" in visitor.text
    visitor.change("Customer", str(orders[0].customer.pk))
    assert "1–5 of 5" in visitor.text
    visitor.press("Clear")
    assert "of 60" in visitor.text
    visitor.change("Number", "005")
    assert "of 11" in visitor.text
    assert "orders_number=005" in visitor.change("Status", "Paid")["FR-Query"]


def offered(visitor, label):
    """Return what can be chosen in a filter."""
    (box,) = visitor.controls(label)
    return [option.text for option in box.all("option")]


def test_a_foreign_key_is_filtered_by_the_rows_it_points_at(table, orders):
    Customer.objects.create(name="Nobody", email="nobody@example.com")
    visitor = table(filters=["customer"])
    assert offered(visitor, "Customer") == ["All", "Ada", "Bram", "Nobody", "Zoë"]
    bram = orders[0].customer
    assert f"orders_customer={bram.pk}" in visitor.change("Customer", str(bram.pk))["FR-Query"]
    assert "1–10 of 20" in visitor.text
    visitor.press("Clear")
    assert "of 60" in visitor.text
    assert "1–10 of 20" in table(filters=["customer"], query=f"?orders_customer={bram.pk}").text
    assert "of 60" in table(filters=["customer"], query="?orders_customer=999").text


def test_a_table_of_some_rows_names_nothing_that_others_point_at(table):
    visitor = table(filters=["customer"], rows=lambda: Order.objects.filter(customer__name__in=["Ada", "Zoë"]))
    assert offered(visitor, "Customer") == ["All", "Ada", "Zoë"]


def test_rows_pointed_at_are_sent_by_pages_where_they_are_many(table, orders):
    Customer.objects.bulk_create(Customer(name=f"C{n:03}", email=f"{n}@example.com") for n in range(150))
    visitor = table(filters=["customer"])
    assert len(queries(visitor.open)) == 3
    assert "C099" not in visitor.page.text
    bram = orders[0].customer
    assert len(queries(lambda: visitor.change("Customer", str(bram.pk)))) <= 5
    assert "1–10 of 20" in visitor.text


def test_many_to_many_fields_are_filtered_by_their_rows(show, clerk):
    users = type(clerk)
    group = Group.objects.create(name="Clerks")
    clerk.groups.add(group)
    users.objects.create_user("guest")
    at = show(lambda: fr.model_table(users, ["username"], key="u", filters=["groups"]))
    assert at.caption[0].value == "1–2 of 2"
    at.selectbox(key="u_groups").set_value(group).run()
    assert at.caption[0].value == "1–1 of 1"


def test_rows_that_point_at_nothing_are_found_where_a_field_may_be_empty(show, clerk):
    users = type(clerk)
    clerk.groups.add(Group.objects.create(name="Clerks"))
    users.objects.create_user("guest")
    entry = LogEntry.objects.create(user=clerk, action_flag=1, content_type=ContentType.objects.get_for_model(users))
    LogEntry.objects.create(user=clerk, action_flag=2)

    def page():
        fr.model_table(users, ["username"], key="u", filters=["groups"])
        fr.model_table(LogEntry, ["action_flag"], key="l", filters=["content_type", "user"])

    at = show(page)
    assert [box.label for box in at.checkbox] == ["Groups: empty", "Content type: empty"]  # a user there must be
    at.selectbox(key="l_content_type").set_value(entry.content_type).run()
    at.checkbox(key="u_groups_empty").check()
    at.checkbox(key="l_content_type_empty").check().run()
    assert [one.value for one in at.caption] == ["1–1 of 1", "1–1 of 1"]
    assert at.selectbox(key="l_content_type").disabled
    at.checkbox(key="l_content_type_empty").uncheck().run()
    assert at.selectbox(key="l_content_type").value == entry.content_type


def test_rows_that_point_at_nothing_have_an_address(serve, clerk):
    def page():
        fr.model_table(type(clerk), ["username"], key="u", filters=["groups"])

    clerk.groups.add(Group.objects.create(name="Clerks"))
    visitor = Visitor(serve(page) + "?u_groups_empty=true", script=True)
    assert "Nothing matches" in visitor.text
    visitor.press("Clear")
    assert "clerk" in visitor.text


def test_days_are_filtered_up_to_their_end(serve, orders, clerk):
    for hour in (0, 23):
        Refund.objects.create(
            order=orders[0], amount=1, reason="late", refunded_by=clerk, refunded_at=f"2026-03-01T{hour}:30:00Z"
        )

    def page():
        fr.model_table(Refund, ["reason", "notify"], key="r", filters=["refunded_at", "notify", "amount"])

    assert "1–2 of 2" in Visitor(serve(page) + "?r_refunded_at=2026-03-01&r_refunded_at=2026-03-01").text
    assert "Nothing matches" in Visitor(serve(page) + "?r_refunded_at=2026-03-02&r_refunded_at=2026-03-03").text
    visitor = Visitor(serve(page), script=True)
    assert rows(visitor)[0] == ["Arrived too late", "✗"]
    visitor.change("Customer was told", "Yes")
    assert "Nothing matches" in visitor.text


def test_what_cannot_be_filtered_by_is_named(show, db):
    at = show(lambda: fr.model_table(Order, ["number"], filters=["secret"]))
    assert "has no field `secret` to filter by" in at.exception[0].value


class OrderFilters(django_filters.FilterSet):
    class Meta:
        model = Order
        fields = {"status": ["exact"], "placed_on": ["exact"], "number": ["icontains"]}

    placed = django_filters.DateFromToRangeFilter(field_name="placed_on")
    customer = django_filters.ModelChoiceFilter(queryset=Customer.objects.all())
    several = django_filters.ModelMultipleChoiceFilter(
        field_name="customer", label="Several", queryset=Customer.objects.all()
    )
    cheap = django_filters.NumberFilter(method="never")

    def never(self, rows, name, value):
        raise RuntimeError("this filter is wrong")


def test_a_filter_set_of_django_filter_is_drawn_and_obeyed(table):
    visitor = table(filters=OrderFilters)
    visitor.change("Status", "Paid")
    assert "of 15" in visitor.text
    visitor.change("Number contains", "005")
    assert first_column(visitor) == ["0056", "0052"]
    visitor.press("Clear")
    visitor.change("Placed on from", date(2026, 2, 20).isoformat())
    assert "of 11" in visitor.text
    ada, bram, _zoe = Customer.objects.order_by("name")
    visitor.change("Several", str(ada.pk), str(bram.pk))
    assert "of 7" in visitor.text
    visitor.change("Customer", str(bram.pk))
    assert "of 3" in visitor.text


def test_a_filter_set_that_raises_is_said_in_the_page(table):
    visitor = table(filters=OrderFilters)
    answer = visitor.change("Cheap", "3")
    assert answer.status_code == 200
    assert "could not be shown" in visitor.text


class Strict(django_filters.FilterSet):
    number = django_filters.CharFilter()

    def get_form_class(self):
        form = super().get_form_class()
        form.clean_number = lambda self: self.add_error("number", "No such number.")
        return form


def test_what_a_filter_set_refuses_shows_no_row(table):
    visitor = table(filters=Strict)
    visitor.change("Number", "x")
    assert "Number No such number." in said(visitor)[-1]
    assert rows(visitor) == [["Nothing matches."]]


def test_views_are_links_and_the_one_that_is_shown_says_so(table):
    views = {"All": {}, "Paid": {"status": "paid", "sort": "number"}}
    visitor = table(views=views, filters=["status"])
    links = {node.text: node for node in visitor.page.by_test_id("stModelViews")[0].all("a")}
    assert links["All"]["aria-current"] == "true"
    there = table(views=views, filters=["status"], query=links["Paid"]["href"])
    assert first_column(there)[0] == "0004"
    shown = {node.text: node for node in there.page.by_test_id("stModelViews")[0].all("a")}
    assert ("aria-current" in shown["All"], "aria-current" in shown["Paid"]) == (False, True)
