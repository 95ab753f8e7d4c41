"""What is selected in a model's table, and the actions on it: the right rows, once, and nothing that nobody may."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError

import formrerun as fr
from project.shop.models import Customer, Order
from tests.elements.models.conftest import first_column, said


def pick(visitor, *numbers):
    for number in numbers:
        visitor.fill(f"Select {number}", True)
    return visitor


@pytest.mark.parametrize("script", [True, False])
def test_a_selection_stays_over_pages_sorting_and_new_rows(table, script):
    visitor = pick(table(on_select="rerun", script=script), "0060", "0055")
    visitor.post("fr-page", "")
    assert said(visitor) == ["2 chosen"]
    visitor.change("Page", "2")
    pick(visitor, "0050").post("fr-page", "")
    assert said(visitor) == ["3 chosen"]
    visitor.press("Number")
    Order.objects.create(number="0000", customer=Customer.objects.first())
    visitor.press("Number")
    assert said(visitor) == ["3 chosen"]
    assert visitor.shown("Select 0060") == [str(Order.objects.get(number="0060").pk)]
    visitor.fill("Select 0060", False).post("fr-page", "")
    assert said(visitor) == ["2 chosen"]


def test_nobody_selects_a_row_that_is_not_on_the_page(table, orders):
    visitor = table(on_select="rerun")
    name = visitor.name("Select 0060")
    for wire in (str(Order.objects.get(number="0001").pk), "999999", "x", "-1", "*x", "\x00"):
        body = visitor.compose("fr-page", "")
        visitor.send({**body, "fields": {name: [wire]}, "seqs": {name: visitor.seq}})
        assert said(visitor) == ["0 chosen"]


def test_all_that_match_are_those_of_the_filters_that_were_seen(table):
    visitor = table(on_select="rerun", filters=["status"])
    visitor.change("Status", "Paid")
    name = visitor.name("Select 0060")
    body = visitor.compose("fr-page", "")
    visitor.send({**body, "fields": {name: ["*"]}, "seqs": {name: visitor.seq}})
    assert said(visitor) == ["15 chosen"]
    visitor.change("Page", "2")
    assert said(visitor) == ["15 chosen"]
    visitor.change("Status", "All")
    assert said(visitor) == ["0 chosen"]


def test_rows_that_leave_the_queryset_leave_the_selection_s_objects(show, orders):
    def page():
        table = fr.model_table(Order.objects.exclude(status="returned"), ["number"], key="o", on_select="rerun")
        fr.text(sorted(table.selection.objects.values_list("number", flat=True)))

    at = show(page)
    at.session_state.o = [orders[0].pk or Order.objects.get(number="0001").pk, Order.objects.get(number="0002")]
    at.run()
    assert at.text[0].value == "['0001', '0002']"
    Order.objects.filter(number="0001").update(status="returned")
    assert at.run().text[0].value == "['0002']"


# ---------------------------------------------------------------------------------------------------------- actions


@fr.bulk_action("Ship", permission="shop.change_order")
def ship(orders):
    return f"{orders.update(status='shipped')} shipped"


@pytest.mark.parametrize("script", [True, False])
def test_an_action_gets_the_selected_rows_and_they_are_selected_no_more(table, clerk, script):
    visitor = pick(table(actions=[ship], user=clerk, script=script), "0060", "0058")
    Order.objects.update(status="paid")
    visitor.press("Ship")
    assert said(visitor) == ["0 chosen", "2 shipped"]
    assert sorted(Order.objects.filter(status="shipped").values_list("number", flat=True)) == ["0058", "0060"]


def test_a_repeat_of_the_press_does_nothing_again(table, clerk):
    Order.objects.update(status="paid")
    visitor = pick(table(actions=[ship], user=clerk), "0060")
    button = visitor.button("Ship")
    body = visitor.compose(button["form"], button["value"])
    visitor.send(body)
    Order.objects.update(status="paid")
    visitor.send(body)
    assert not Order.objects.filter(status="shipped").exists()


def test_without_a_selection_nothing_happens(table, clerk):
    Order.objects.update(status="paid")
    visitor = table(actions=[ship], user=clerk)
    visitor.press("Ship")
    assert said(visitor)[-1] == "Select rows first."
    assert not Order.objects.filter(status="shipped").exists()


def test_who_may_not_sees_no_button_and_a_press_from_before_is_refused(table, clerk):
    assert table(actions=[ship]).page.by_test_id("stButton") == []
    Order.objects.update(status="paid")
    visitor = pick(table(actions=[ship], user=clerk), "0060")
    clerk.user_permissions.clear()
    assert visitor.press("Ship").status_code == 403
    assert not Order.objects.filter(status="shipped").exists()


def test_an_action_asks_before_and_its_form_says_with_what(table, clerk):
    def form():
        return {"to": fr.text_input("To", key="to", required=True)}

    @fr.bulk_action("Move", form=form, confirm="Move {count} orders?", permission="shop.change_order")
    def move(orders, to):
        if to not in Order.Status.values:
            raise ValidationError({"to": f"There is no status {to}."})
        orders.update(status=to)

    visitor = pick(table(actions=[move], user=clerk), "0060", "0059")
    visitor.press("Move")
    assert "Move 2 orders?" in visitor.text
    form_id = visitor.controls("To")[0]["form"]
    (send,) = visitor.page.all("button", form=form_id, type="submit", class_="fr-button fr-button-primary")
    visitor.fill("To", "nowhere").post(form_id, send["value"])
    assert visitor.errors() == {"To": "There is no status nowhere."}
    visitor.fill("To", "returned").post(form_id, send["value"])
    assert said(visitor)[-1] == "Move: done."
    assert "Move 2 orders?" not in visitor.text
    assert Order.objects.filter(number__in=["0060", "0059"], status="returned").count() == 2


def test_what_was_asked_can_be_cancelled(table, clerk):
    @fr.bulk_action("Drop", confirm="Drop {count}?")
    def drop(orders):
        orders.delete()

    visitor = pick(table(actions=[drop]), "0060")
    visitor.press("Drop")
    visitor.press("Cancel")
    assert "Drop 1?" not in visitor.text
    assert Order.objects.count() == 60


def test_what_an_action_refuses_is_undone(table):
    @fr.bulk_action("Break")
    def broken(orders):
        orders.update(status="returned")
        raise ValidationError("Not on a Sunday.")

    Order.objects.update(status="paid")
    visitor = pick(table(actions=[broken]), "0060")
    visitor.press("Break")
    assert said(visitor) == ["1 chosen", "Not on a Sunday."]
    assert not Order.objects.filter(status="returned").exists()


def test_an_action_that_raises_is_undone_and_not_begun_again(table):
    calls = []

    @fr.bulk_action("Break")
    def broken(orders):
        calls.append(orders.update(status="returned"))
        raise RuntimeError("broken")

    Order.objects.update(status="paid")
    visitor = pick(table(actions=[broken]), "0060")
    assert visitor.press("Break").status_code == 200
    visitor.press("Number") if "Number" in visitor.text else visitor.open()
    assert len(calls) == 1
    assert not Order.objects.filter(status="returned").exists()


def test_chunks_take_each_row_once_though_the_action_changes_what_matches(table):
    seen = []

    @fr.bulk_action("Ship", chunk_size=4)
    def ship_some(orders):
        numbers = list(orders.values_list("number", flat=True))
        seen.append(numbers)
        Order.objects.filter(number__in=numbers).update(status="shipped")
        Order.objects.create(number=f"x{len(seen)}", customer=Customer.objects.first(), status="paid")
        return len(numbers)

    visitor = table(actions=[ship_some], filters=["status"])
    visitor.change("Status", "Paid")
    name = visitor.name("Select 0060")
    button = visitor.button("Ship")
    body = visitor.compose(button["form"], button["value"])
    visitor.send({**body, "fields": {name: ["*"]}, "seqs": {name: visitor.seq}})
    assert "15 rows." in said(visitor)
    assert [len(numbers) for numbers in seen] == [4, 4, 4, 3]
    assert len({number for numbers in seen for number in numbers}) == 15


def test_actions_of_the_admin_are_taken_as_they_are_described(table, clerk):
    from django.contrib import admin

    @admin.action(description="Return selected %(verbose_name_plural)s", permissions=["change"])
    def give_back(orders):
        orders.update(status="returned")

    assert "Return selected orders" not in table(actions=[give_back]).text
    visitor = pick(table(actions=[give_back], user=clerk), "0060")
    visitor.press("Return selected orders")
    assert first_column(visitor)[0] == "0060"
    assert Order.objects.get(number="0060").status == "returned"


def test_two_permissions_are_both_needed(table, clerk):
    @fr.bulk_action("Purge", permission=["shop.change_order", "shop.delete_order"])
    def purge(orders):
        orders.delete()

    assert "Purge" not in table(actions=[purge], user=clerk).text
    clerk.user_permissions.add(Permission.objects.get(codename="delete_order"))
    assert "Purge" in table(actions=[purge], user=type(clerk).objects.get(pk=clerk.pk)).text
