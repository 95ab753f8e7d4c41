"""Formsets in a form of Django's: rows are added, removed and moved without a submission, and nothing typed is lost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.forms import formset_factory, inlineformset_factory, modelformset_factory

import formrerun as fr
from formrerun.testing import AppTest
from project.shop.models import Customer, Order, OrderLine
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


class OrderForm(forms.ModelForm):
    class Meta:
        model = Order
        fields = ["number", "customer", "placed_on"]


Lines = inlineformset_factory(Order, OrderLine, fields=["product", "quantity", "unit_price"], extra=1, max_num=5)


def save(form):
    form.save()
    form.formsets["lines"].save()


def edit(order_id=None):
    order = Order.objects.filter(pk=order_id).first()
    with fr.django_form(OrderForm, "order", instance=order, on_submit=save, clear_on_submit=order is None) as form:
        form.field("number")
        form.field("customer")
        form.formset(Lines)
        sent = fr.form_submit_button("Save")
    fr.text(f"sent {sent}")


@pytest.fixture
def order():
    ada = Customer.objects.create(name="Ada", email="ada@example.com")
    made = Order.objects.create(number="A-1", customer=ada, placed_on=dt.date(2026, 1, 2))
    for product, price in (("Tea", "2.50"), ("Cup", "4.00")):
        made.lines.create(product=product, unit_price=Decimal(price))
    return made


@pytest.fixture
def editor(serve, order):
    """Return how somebody opens the page of the order."""
    url = serve(lambda: edit(order.pk))
    return lambda **options: Visitor(url, **options)


def products(order):
    return {line.product: line.quantity for line in order.lines.all()}


def texts(visitor, label):
    """Return what every field of a label shows."""
    return [node["value"] for node in visitor.fields if node.get("aria-label") == label]


def fill(visitor, label, place, value):
    """Type into one of several fields of a label."""
    [node for node in visitor.fields if node.get("aria-label") == label][place].attrs["value"] = value


def test_rows_are_edited_added_and_removed_at_once(editor, order):
    visitor = editor()
    assert texts(visitor, "Product") == ["Tea", "Cup", ""]
    fill(visitor, "Quantity", 0, "3")
    visitor.press("Remove row 2")
    assert "will be removed" in visitor.text
    visitor.press("Add a row")
    assert texts(visitor, "Product") == ["Tea", "", ""]
    assert texts(visitor, "Quantity")[0] == "3"
    fill(visitor, "Product", 2, "Pot")
    fill(visitor, "Unit price", 2, "20")
    assert products(order) == {"Tea": 1, "Cup": 1}
    visitor.press("Save")
    assert products(order) == {"Tea": 3, "Pot": 1}
    assert texts(visitor, "Product") == ["Tea", "Pot", ""]
    visitor.press("Save")
    assert products(order) == {"Tea": 3, "Pot": 1}


def test_buttons_of_rows_submit_nothing_and_keep_what_is_typed_wrongly():
    ada = Customer.objects.create(name="Ada", email="ada@example.com")
    at = AppTest.from_page(fr.page(lambda: edit())).run()
    at.text_input(key="order-number").set_value("")
    at.number_input(key="order-lines-n0-quantity").set_value("lots")
    at.button(key="order-lines-add").click().run()
    assert at.refusal is None
    assert at.number_input(key="order-lines-n0-quantity").value == "lots"
    assert at.text[0].value == "sent False"
    assert not Order.objects.exists()
    at.button(key="order-lines-n0-remove").click().run()
    at.text_input(key="order-number").set_value("B-1")
    at.selectbox(key="order-customer").set_value(str(ada.pk))
    at.text_input(key="order-lines-n1-product").set_value("Tea")
    at.number_input(key="order-lines-n1-unit_price").set_value(Decimal("2.5"))
    at.button(key="FormSubmitter:order-Save").click().run()
    assert products(Order.objects.get()) == {"Tea": 1}
    assert at.text[0].value == "sent True"


def test_what_other_widgets_of_the_form_ask_is_not_asked_by_these_buttons():
    def page():
        with fr.django_form(forms.Form, "steps") as form:
            fr.text_input("Why", key="why", required=True)
            form.formset(Steps)

    at = AppTest.from_page(fr.page(page)).run()
    at.button(key="steps-form-add").click().run()
    assert at.refusal is None
    assert len(at.text_input) == 4
    at.button(key="FormSubmitter:steps-Save").click().run()
    assert at.text_input(key="why").error == "This field is required."


def test_a_row_that_was_to_be_removed_can_be_kept(editor, order):
    visitor = editor()
    visitor.press("Remove row 1")
    visitor.press("Keep 1 × Tea")
    visitor.press("Save")
    assert products(order) == {"Tea": 1, "Cup": 1}


def test_messages_stand_in_their_rows(editor, order):
    visitor = editor()
    fill(visitor, "Quantity", 1, "0")
    fill(visitor, "Product", 2, "Tea")
    assert visitor.press("Save").status_code == 422
    names = [node["name"] for node in visitor.fields if node.get("aria-label") == "Quantity"]
    assert visitor.page.one(id=f"{names[1]}-e").text == "Ensure this value is greater than or equal to 1."
    prices = [node["name"] for node in visitor.fields if node.get("aria-label") == "Unit price"]
    assert visitor.page.one(id=f"{prices[2]}-e").text == "This field is required."
    assert products(order) == {"Tea": 1, "Cup": 1}


def test_what_holds_for_all_rows_is_said_above(editor, order):
    visitor = editor()
    fill(visitor, "Product", 1, "Tea")
    assert visitor.press("Save").status_code == 422
    said = visitor.page.text
    assert "duplicate" in said or "Order line with this Order and Product already exists" in said  # Django 6.1 says so


def test_no_more_rows_than_the_most(editor):
    visitor = editor()
    for _again in range(2):
        visitor.press("Add a row")
    assert len(texts(visitor, "Product")) == 5
    with pytest.raises(AssertionError):
        visitor.button("Add a row")


def test_made_up_totals_and_rows_of_others_are_harmless(editor, order):
    other = Order.objects.create(number="B-1", customer=order.customer)
    line = other.lines.create(product="Theirs", unit_price=1)
    visitor = editor()
    button = visitor.button("Save")
    pairs = visitor.pairs(button["form"], button["value"])
    hidden = [node["name"] for node in visitor.fields if node.get("type") == "hidden"]
    for value in (str(line.pk), "x", "0", "-1"):
        more = [("lines-TOTAL_FORMS", "9999"), ("lines-INITIAL_FORMS", "x"), ("lines-0-id", value), ("fr-x", value)]
        forged = [(name, value if name in hidden else posted) for name, posted in pairs]
        assert visitor.send_form([*forged, *more]).status_code in (303, 409, 422)
    other.refresh_from_db()
    assert products(other) == {"Theirs": 1}
    assert products(order) == {"Tea": 1, "Cup": 1}


def test_the_same_cell_changed_by_both_is_chosen_and_other_rows_of_others_stay(editor, order):
    visitor = editor()
    tea, cup = order.lines.order_by("pk")
    OrderLine.objects.filter(pk=tea.pk).update(quantity=7)
    OrderLine.objects.filter(pk=cup.pk).update(quantity=8)
    order.lines.create(product="Added", unit_price=1)
    fill(visitor, "Quantity", 0, "5")
    visitor.press("Save")
    assert products(order) == {"Tea": 7, "Cup": 8, "Added": 1}
    visitor.press("Keep mine: 5")
    visitor.press("Save")
    assert products(order) == {"Tea": 5, "Cup": 8, "Added": 1}


def test_a_row_that_somebody_else_removed_is_said_if_it_was_changed(editor, order):
    visitor = editor()
    order.lines.filter(product="Cup").delete()
    fill(visitor, "Quantity", 1, "5")
    assert visitor.press("Save").status_code == 422
    assert "removed a row that you have changed" in visitor.page.text
    visitor.press("Remove row 2")
    visitor.press("Save")
    assert products(order) == {"Tea": 1}


class Step(forms.Form):
    name = forms.CharField()


Steps = formset_factory(Step, extra=2, can_order=True, can_delete=True)


def test_plain_formsets_have_an_order():
    said = []

    def done(form):
        steps = form.formsets["form"]
        said.append([each.cleaned_data["name"] for each in steps.ordered_forms])
        said.append([each.cleaned_data["name"] for each in steps.deleted_forms])

    def page():
        with fr.django_form(forms.Form, "steps", on_submit=done) as form:
            form.formset(
                Steps, initial=[{"name": "one"}, {"name": "two"}], row=lambda row: row.field("name", label="X")
            )

    at = AppTest.from_page(fr.page(page)).run()
    at.text_input(key="steps-form-n0-name").set_value("three")
    at.button(key="steps-form-n0-up").click().run()
    at.button(key="steps-form-n0-up").click().run()
    at.button(key="steps-form-i1-remove").click().run()
    assert [each.label for each in at.text_input] == ["X"] * 3
    at.button(key="FormSubmitter:steps-Save").click().run()
    assert not at.exception
    assert said == [["three", "one"], ["two"]]


def test_model_formsets_stand_alone():
    Customer.objects.create(name="Ada", email="ada@example.com")
    people = modelformset_factory(Customer, fields=["name", "email"], extra=0)

    def page():
        with fr.django_form(forms.Form, "people", on_submit=lambda form: form.formsets["form"].save()) as form:
            form.formset(people, queryset=Customer.objects.all())

    at = AppTest.from_page(fr.page(page)).run()
    at.text_input[0].set_value("Ada L.")
    at.button(key="FormSubmitter:people-Save").click().run()
    assert not at.exception
    assert Customer.objects.get().name == "Ada L."


def test_the_page_can_save_them_by_itself(order):
    def page():
        with fr.django_form(OrderForm, "order", instance=Order.objects.get(pk=order.pk)) as form:
            form.field("number")
            form.formset(Lines)
        if form.is_submitted:
            form.save()

    at = AppTest.from_page(fr.page(page)).run()
    at.text_input(key="order-lines-n0-product").set_value("Pot")
    at.number_input(key="order-lines-n0-unit_price").set_value(3)
    for _again in range(2):
        at.button(key="FormSubmitter:order-Save").click().run()
        assert not at.exception
        assert at.refusal is None
        assert products(order) == {"Tea": 1, "Cup": 1, "Pot": 1}
        at.run()


# ------------------------------------------------------------------------------------------ where a form may stand


@fr.fragment
def part(pk):
    with fr.django_form(OrderForm, "order", instance=Order.objects.get(pk=pk), on_submit=save) as form:
        form.formset(Lines)


def rename(form):
    form.save()


@fr.dialog("Rename")
def ask(pk):
    fr.django_form(OrderForm, "asked", instance=Order.objects.get(pk=pk), on_submit=rename)


def test_in_fragments_and_dialogs_only_these_run_again(order, serve):
    runs = []

    def page():
        runs.append(1)
        part(order.pk)
        if fr.button("Rename"):
            ask(order.pk)

    visitor = Visitor(serve(page), script=True)
    visitor.press("Add a row")
    assert runs == [1]
    at = AppTest.from_page(fr.page(page)).run()
    at.button(key="order-lines-add").click().run()
    assert len([each for each in at.text_input if each.label == "Product"]) == 4
    next(each for each in at.button if each.label == "Rename").click().run()
    at.text_input(key="asked-number").set_value("A-7")
    at.button(key="FormSubmitter:asked-Save").click().run()
    assert not at.exception
    order.refresh_from_db()
    assert order.number == "A-7"
