"""Forms of rows that others change, in fragments and dialogs: these run alone, with what the page has given them."""

from __future__ import annotations

import datetime as dt

import pytest

import formrerun as fr
from formrerun.testing import AppTest
from project.shop.models import Customer, Order
from tests.elements.forms.test_django_form import OrderForm, save
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order():
    ada = Customer.objects.create(name="Ada", email="ada@example.com")
    return Order.objects.create(number="A-1", customer=ada, placed_on=dt.date(2026, 1, 2))


def draw(order):
    fr.django_form(OrderForm, "order", instance=order, on_submit=save)
    fr.session_state.parts = fr.session_state.get("parts", 0) + 1
    fr.text(f"the row is {order.number}, {order.status}")


def draw_by_key(pk):
    draw(Order.objects.get(pk=pk))


@fr.fragment
def fragment_of(order):
    draw(order)


@fr.dialog("Edit")
def dialog_of(order):
    draw(order)


PLACES = {
    "fragment": (fragment_of, False),
    "dialog": (dialog_of, False),
    "fragment of this process": (fr.fragment(draw), False),
    "fragment by key": (fr.fragment(draw_by_key), True),
    "dialog by key": (fr.dialog("Edit")(draw_by_key), True),
}


@pytest.fixture(params=PLACES)
def page(request, order):
    place, by_key = PLACES[request.param]
    given = order.pk if by_key else order

    @fr.page
    def page(request):
        fr.session_state.pages = fr.session_state.get("pages", 0) + 1
        row = given if by_key else Order.objects.get(pk=order.pk)
        if "dialog" not in place_name or fr.button("Edit"):
            place(row)

    place_name = request.param
    return page


@pytest.fixture
def visitor(serve, page):
    visitor = Visitor(serve(page), script=True)
    if visitor.page.all("button", data_testid="stBaseButton-secondary"):
        visitor.press("Edit")
    return visitor


def test_changes_to_different_fields_both_stay_and_are_shown(visitor, order):
    Order.objects.update(status="shipped")
    visitor.fill("Number", "A-2").press("Save")
    order.refresh_from_db()
    assert (order.number, order.status) == ("A-2", "shipped")
    assert (visitor.shown("Number"), visitor.shown("Status")) == (["A-2"], ["shipped"])
    assert "the row is A-2, shipped" in visitor.text
    visitor.fill("Number", "A-3").press("Save")
    order.refresh_from_db()
    assert (order.number, order.status) == ("A-3", "shipped")


@pytest.mark.parametrize(("button", "number"), [("Keep mine: mine", "mine"), ("Take theirs: theirs", "theirs")])
def test_of_one_field_that_both_changed_the_person_chooses(visitor, order, button, number):
    Order.objects.update(number="theirs")
    visitor.fill("Number", "mine").press("Save")
    order.refresh_from_db()
    assert order.number == "theirs"
    assert "Somebody else has changed this" in visitor.text
    visitor.press(button)
    assert visitor.shown("Number") == [number]
    visitor.press("Save")
    order.refresh_from_db()
    assert order.number == number


def test_what_others_changed_while_the_fragment_ran_again_is_no_original(visitor, order):
    """The original is what the field showed first: a run of the fragment in between does not make theirs ours."""
    visitor.fill("Number", "mine")
    Order.objects.update(number="theirs")
    if visitor.page.all("dialog"):
        return  # a run of the page closes it
    visitor.send({**visitor.compose("fr-page", ""), "kind": "rerun"})
    visitor.fill("Number", "mine").press("Save")
    order.refresh_from_db()
    assert order.number == "theirs"


def test_the_fragment_runs_alone(page):
    at = AppTest.from_page(page).run().as_browser()
    if at.button and at.button[0].label == "Edit":
        at.button[0].click().run()
    pages = at.session_state.pages
    at.text_input(key="order-number").set_value("A-7")
    at.form_submit_button[0].click().run()
    assert Order.objects.get().number == "A-7"
    assert at.session_state.pages == pages


def test_a_fragment_that_only_its_process_knows_is_given_rows_as_they_are_now(serve, order):
    def page():
        @fr.fragment
        def local(rows, row):
            fr.button("Look")
            fr.text(f"rows {[each.number for each in rows]}, row {row.number}, {row.note}")

        rows, row = Order.objects.all(), Order.objects.get()
        row.note = len(rows)
        local(rows, row=row)

    visitor = Visitor(serve(page), script=True)
    assert "rows ['A-1'], row A-1, 1" in visitor.text.replace("‘", "'").replace("’", "'")
    Order.objects.update(number="A-2")
    visitor.press("Look")
    assert "rows ['A-2'], row A-2, 1" in visitor.text.replace("‘", "'").replace("’", "'")
    Order.objects.all().delete()
    visitor.press("Look")
    assert "rows [], row A-1, 1" in visitor.text  # it is gone: what the page has given
