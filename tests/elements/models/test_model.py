"""``model``: rows are found, added, changed and deleted in one line, by those who may."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.auth.models import Permission
from django.test import Client

import formrerun as fr
from project.shop.models import Customer, Order
from tests.elements.models.conftest import Reader, first_column, said


@pytest.fixture
def grant(clerk):
    """Let the clerk do more with customers."""

    def to(*kinds):
        clerk.user_permissions.add(*(Permission.objects.get(codename=f"{kind}_customer") for kind in kinds))

    return to


@pytest.fixture
def customers(serve, orders, clerk):
    """Open the page of the customers; return its visitor."""

    def open_(query="", *, script=True, rows=Customer, **options):
        def page():
            shown = fr.model(rows, ["name", "email"], key="c", **options)
            shown.below.text("the end")

        client = Client(enforce_csrf_checks=True)
        client.force_login(clerk)
        return Reader(serve(page) + query, client, script=script)

    return open_


def alerts(visitor):
    return [node.text for node in visitor.page.by_test_id("stAlert")]


def opened(name):
    return f"?c_open={Customer.objects.get(name=name).pk}"


def test_who_may_not_see_it_gets_403(customers, grant):
    assert customers().response.status_code == 403
    grant("view")
    assert first_column(customers()) == ["Ada", "Bram", "Zoë"]


@pytest.mark.parametrize("script", [True, False])
def test_a_row_leads_to_its_form_and_back(customers, grant, script):
    grant("view", "change")
    visitor = customers(script=script)
    links = [node["href"] for node in visitor.page.all("tbody")[0].all("a")]
    assert links[0] == opened("Ada")
    visitor = customers(links[0], script=script)
    assert visitor.shown("Name") == ["Ada"]
    visitor.fill("Name", "Ada L.").press("Save")
    assert alerts(visitor) == ["Ada L. was saved."]
    assert first_column(visitor)[0] == "Ada L."
    assert Customer.objects.filter(name="Ada L.").exists()


def test_what_the_model_refuses_stays_in_the_form(customers, grant):
    grant("view", "change")
    visitor = customers(opened("Ada"))
    answer = visitor.fill("Email", "Bram@example.com").press("Save")
    assert answer.status_code == 422
    assert "already exists" in answer.content.decode()
    assert Customer.objects.get(name="Ada").email == "Ada@example.com"


def test_a_row_is_added(customers, grant):
    grant("view", "add")
    visitor = customers()
    visitor.press("Add customer")
    visitor.fill("Name", "Eva").fill("Email", "eva@example.com").press("Save")
    assert alerts(visitor) == ["Eva was saved."]
    assert "Eva" in first_column(visitor)


def test_a_row_is_deleted_after_a_question(customers, grant):
    grant("view", "delete")
    Order.objects.filter(customer__name="Zoë").delete()
    visitor = customers(opened("Zoë"))
    visitor.press("Delete")
    assert "Delete Zoë? This cannot be undone." in alerts(visitor)
    assert Customer.objects.filter(name="Zoë").exists()
    visitor.press("Delete")
    assert alerts(visitor) == ["Zoë was deleted."]
    assert first_column(visitor) == ["Ada", "Bram"]


def test_what_others_refer_to_is_not_deleted(customers, grant):
    grant("view", "delete")
    visitor = customers(opened("Ada"))
    visitor.press("Delete")
    visitor.press("Delete")
    assert "Ada cannot be deleted: others refer to it." in alerts(visitor)
    visitor = customers()
    visitor.fill("Select Ada", True).press("Delete")
    form = next(node["form"] for node in visitor.page.all("button") if "primary" in node.get("class"))
    (send,) = visitor.page.all("button", form=form, class_="fr-button fr-button-primary")
    visitor.post(form, send["value"])
    assert "Some of these cannot be deleted: others refer to them." in alerts(visitor)
    assert Customer.objects.count() == 3


def test_who_may_only_look_sees_what_the_row_holds(customers, grant):
    grant("view")
    visitor = customers(opened("Ada"))
    assert "Ada@example.com" in visitor.text
    assert "Save" not in visitor.text
    assert "Delete" not in visitor.text
    assert "Add" not in customers().text


@pytest.mark.parametrize("query", ["?c_open=999999", "?c_open=x", "?c_open=-1", "?c_open=%00", "?c_open=new",
                                   "?c_open=99999999999999999999999"])  # fmt: skip
def test_an_address_that_means_no_row_shows_the_table(customers, grant, query):
    grant("view")
    visitor = customers(query)
    assert alerts(visitor) == ["This does not exist, or not any more."]
    assert first_column(visitor) == ["Ada", "Bram", "Zoë"]


def test_a_row_that_is_not_in_the_queryset_is_not_opened(customers, grant):
    grant("view", "change", "delete")
    visitor = customers(opened("Ada"), rows=Customer.objects.exclude(name="Ada"))
    assert alerts(visitor) == ["This does not exist, or not any more."]
    assert "Ada@example.com" not in visitor.text


def test_a_permission_that_was_taken_away_is_asked_again(customers, grant, clerk):
    grant("view", "change", "delete")
    visitor = customers(opened("Ada"))
    clerk.user_permissions.remove(Permission.objects.get(codename="change_customer"))
    assert visitor.fill("Name", "Ada L.").press("Save").status_code == 403
    clerk.user_permissions.remove(Permission.objects.get(codename="delete_customer"))
    assert visitor.press("Delete").status_code == 403
    assert Customer.objects.filter(name="Ada").exists()


class Names(forms.ModelForm):
    class Meta:
        model = Customer
        fields = ["name"]


def test_its_parts_are_written_to_and_the_form_is_laid_out(serve, orders, clerk, grant):
    grant("view", "change")

    def page():
        shown = fr.model(Customer, ["name"], key="c", form_class=Names)
        shown.above.text("above")
        if shown.form is not None:
            with shown.form as form:
                form.field("name", label="Called")
                fr.form_submit_button("Keep")

    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    visitor = Reader(serve(page) + opened("Ada"), client, script=True)
    assert said(visitor) == ["above"]
    visitor.fill("Called", "Adele").press("Keep")
    assert Customer.objects.filter(name="Adele").exists()
