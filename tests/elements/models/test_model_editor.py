"""``model_editor``: what is typed into cells is judged by the model, compared with what others did, and saved."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

import formrerun as fr
from project.shop.models import Customer, Order, OrderLine
from tests.elements.models.conftest import Reader, said


@pytest.fixture
def editor(serve, orders, clerk):
    """Draw an editor of the first three orders; return its visitor and what sends changes."""

    def open_(fields=("number", "status", "placed_on"), *, script=True, rows=None, in_form=False, **options):
        found = rows or (lambda: Order.objects.filter(number__in=["0001", "0002", "0003"]).order_by("number"))

        def page():
            if in_form:
                with fr.form("own"):
                    fr.model_editor(found(), fields, key="e", **options)
                    fr.form_submit_button("Send")
            else:
                edited = fr.model_editor(found(), fields, key="e", **options)
                fr.text(f"saved {edited.saved}")

        client = Client(enforce_csrf_checks=True)
        client.force_login(clerk)
        return Reader(serve(page), client, script=script)

    return open_


def key(number):
    return str(Order.objects.get(number=number).pk)


def send(visitor, *, button="Save", choose=None, **changes):
    """Send changes of the editor, as its script posts them."""
    element = visitor.page.one("fr-editor")
    press = visitor.button(button)
    if choose is not None:
        visitor.fill("Which one shall stay?", choose)
    body = visitor.compose(press["form"], press["value"])
    return visitor.send({**body, "fields": {**body["fields"], element["id"]: [json.dumps(changes)]}})


def alerts(visitor):
    return [node.text for node in visitor.page.by_test_id("stAlert")]


def test_cells_are_saved_by_the_button_and_begin_anew(editor):
    visitor = editor()
    send(visitor, edited_rows={key("0001"): {"status": "returned"}, key("0002"): {"placed_on": "2026-05-05"}})
    assert alerts(visitor) == ["2 rows were saved."]
    assert Order.objects.get(number="0001").status == "returned"
    assert str(Order.objects.get(number="0002").placed_on) == "2026-05-05"
    assert visitor.page.one("fr-editor")["data-fr-value"] == '[""]'


def test_nothing_is_written_twice_by_a_repeat(editor, monkeypatch):
    saves = []
    monkeypatch.setattr(Order, "save", lambda order, **options: saves.append(order.number))
    visitor = editor()
    element, press = visitor.page.one("fr-editor"), visitor.button("Save")
    body = visitor.compose(press["form"], press["value"])
    body["fields"][element["id"]] = [json.dumps({"edited_rows": {key("0001"): {"status": "returned"}}})]
    visitor.send(body)
    visitor.send(body)
    assert saves == ["0001"]


def test_what_the_model_refuses_is_said_and_stays_typed(editor):
    visitor = editor()
    send(visitor, edited_rows={key("0001"): {"number": "0060"}, key("0002"): {"status": "returned"}})
    assert alerts(visitor) == ["0001, Number: Order with this Number already exists."]
    assert Order.objects.get(number="0002").status != "returned"
    assert "0060" in visitor.page.one("fr-editor")["data-fr-value"]


def test_changes_of_two_people_to_different_cells_both_stay(editor):
    visitor = editor()
    Order.objects.filter(number="0001").update(placed_on="2026-09-09")
    send(visitor, edited_rows={key("0001"): {"status": "returned"}})
    order = Order.objects.get(number="0001")
    assert (order.status, str(order.placed_on)) == ("returned", "2026-09-09")


@pytest.mark.parametrize(("choice", "left"), [("Mine: Returned", "returned"), ("Theirs: Delivered", "delivered")])
def test_of_one_cell_the_person_chooses(editor, choice, left):
    visitor = editor()
    Order.objects.filter(number="0001").update(status="delivered")
    edits = {key("0001"): {"status": "returned"}, key("0002"): {"status": "returned"}}
    send(visitor, edited_rows=edits)
    assert "somebody else has saved “Delivered” meanwhile. You wrote “Returned”." in alerts(visitor)[0]
    assert Order.objects.get(number="0002").status != "returned"
    send(visitor, edited_rows=edits, choose=choice)
    assert alerts(visitor) == [("2 rows were saved." if left == "returned" else "1 row was saved.")]
    assert Order.objects.get(number="0001").status == left
    assert Order.objects.get(number="0002").status == "returned"


def test_who_changes_a_cell_once_more_is_asked_once_more(editor):
    visitor = editor()
    Order.objects.filter(number="0001").update(status="delivered")
    edits = {key("0001"): {"status": "returned"}}
    send(visitor, edited_rows=edits)
    Order.objects.filter(number="0001").update(status="paid")
    send(visitor, edited_rows=edits, choose="Mine: Returned")
    assert "“Paid”" in alerts(visitor)[0]
    assert Order.objects.get(number="0001").status == "paid"


def test_what_both_made_the_same_is_no_conflict(editor):
    visitor = editor()
    Order.objects.filter(number="0001").update(status="returned")
    send(visitor, edited_rows={key("0001"): {"status": "returned"}})
    assert "somebody" not in visitor.text


def test_a_row_that_is_gone_is_said(editor):
    visitor = editor()
    gone = key("0001")
    Order.objects.filter(number="0001").delete()
    send(visitor, edited_rows={gone: {"status": "returned"}, key("0002"): {"status": "returned"}})
    assert alerts(visitor) == [f"Row {gone} does not exist any more."]
    assert Order.objects.get(number="0002").status != "returned"


def test_nobody_changes_a_row_that_was_not_shown_or_a_column_that_is_none(editor):
    visitor = editor(readonly=["placed_on"])
    other = key("0050")
    for changes in (
        {"edited_rows": {other: {"status": "returned"}}},
        {"edited_rows": {key("0001"): {"customer_id": 1}}},
        {"edited_rows": {key("0001"): {"placed_on": "2026-05-05"}}},
        {"edited_rows": {key("0001"): {"id": 7}}},
        {"edited_rows": {key("0001"): {"status": "bogus"}}},
        {"deleted_rows": [key("0001")]},
        {"added_rows": [{"number": "x"}]},
    ):
        assert send(visitor, **changes).status_code in (200, 422)
    assert Order.objects.filter(status="returned").count() == 15
    assert Order.objects.count() == 60
    assert str(Order.objects.get(number="0001").placed_on) == "2026-01-02"


def test_a_row_that_has_left_the_queryset_is_not_changed(editor):
    visitor = editor(rows=lambda: Order.objects.filter(status="shipped"))
    first = Order.objects.filter(status="shipped").first()
    Order.objects.filter(pk=first.pk).update(status="paid")
    send(visitor, edited_rows={str(first.pk): {"placed_on": "2026-05-05"}})
    assert str(Order.objects.get(pk=first.pk).placed_on) != "2026-05-05"


def test_a_permission_that_was_taken_away_is_asked_again(editor, clerk):
    visitor = editor()
    clerk.user_permissions.clear()
    send(visitor, edited_rows={key("0001"): {"status": "returned"}})
    assert alerts(visitor) == ["You may not do this, and nothing was done."]
    assert Order.objects.get(number="0001").status != "returned"
    assert "Save" not in visitor.open().text


def test_rows_are_added_with_what_the_page_gives_and_deleted(editor, orders):
    order = Order.objects.get(number="0001")
    line = OrderLine.objects.create(order=order, product="Lamp", quantity=1, unit_price="9.50")
    OrderLine.objects.create(order=Order.objects.get(number="0002"), product="Mug", quantity=1, unit_price="1")
    visitor = editor(
        ["product", "quantity", "unit_price"], rows=order.lines.all, change=True, add=True, delete=True,
        initial={"order": order},
    )  # fmt: skip
    new = {"product": "Desk", "quantity": 2, "unit_price": "100.25"}
    send(visitor, added_rows=[new], deleted_rows=[str(line.pk)])
    assert alerts(visitor) == ["2 rows were saved."]
    (left,) = order.lines.all()
    assert (left.product, left.quantity, left.unit_price) == ("Desk", 2, Decimal("100.25"))
    assert send(visitor, added_rows=[{**new, "quantity": 0}]).status_code == 422
    assert order.lines.count() == 1


def test_what_others_refer_to_is_not_deleted(editor):
    visitor = editor(["name"], rows=lambda: Customer.objects.order_by("name"), change=True, delete=True)
    ada = Customer.objects.get(name="Ada")
    send(visitor, deleted_rows=[str(ada.pk)])
    assert alerts(visitor) == ["Ada cannot be deleted: others refer to it."]


def test_in_a_form_of_the_page_it_is_saved_with_it(editor):
    visitor = editor(in_form=True)
    send(visitor, button="Send", edited_rows={key("0002"): {"status": "returned"}})
    assert alerts(visitor) == ["1 row was saved."]


def test_foreign_keys_are_chosen_where_there_are_few(editor):
    visitor = editor(["number", "customer"])
    zoe = Customer.objects.get(name="Zoë")
    send(visitor, edited_rows={key("0001"): {"customer_id": zoe.pk}})
    assert Order.objects.get(number="0001").customer == zoe


def test_who_may_add_is_django_s_permission(editor, clerk):
    assert editor(add=None).page.one("fr-editor")["data-fr-mode"] == "fixed"
    clerk.user_permissions.add(Permission.objects.get(codename="add_order"))
    assert editor(add=None).page.one("fr-editor")["data-fr-mode"] == "add"


@pytest.mark.parametrize(("fields", "error"), [(["secret"], "no field `secret`"), (["lines"], "no field `lines`")])
def test_what_is_no_field_is_named(show, orders, fields, error):
    assert error in show(lambda: fr.model_editor(Order, fields)).exception[0].value


def test_too_many_rows_are_refused(show, orders, monkeypatch):
    monkeypatch.setattr("formrerun.elements.models.model_editor.MOST_ROWS", 10)
    assert "up to 10 rows" in show(lambda: fr.model_editor(Order)).exception[0].value


def test_the_page_is_told_what_was_saved(editor):
    visitor = editor()
    assert said(visitor) == ["saved None"]
    send(visitor, edited_rows={key("0002"): {"status": "returned"}})
    assert said(visitor)[0] == "saved 1"


def test_what_was_typed_stays_beside_what_it_was_typed_over_until_it_is_saved(editor):
    visitor = editor(add=True)
    Order.objects.filter(number="0001").update(status="delivered")
    edits = {key("0001"): {"status": "returned"}}
    send(visitor, edited_rows=edits)
    assert "returned" in visitor.page.one("fr-editor")["data-fr-value"]
    visitor.send({**visitor.compose("fr-page", ""), "kind": "rerun"})
    assert "somebody else has saved" in alerts(visitor)[0]
    assert "returned" in visitor.page.one("fr-editor")["data-fr-value"]
    send(visitor, edited_rows=edits, choose="Mine: Returned")
    assert Order.objects.get(number="0001").status == "returned"
