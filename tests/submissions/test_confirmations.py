"""Buttons that ask first: no press counts that nobody has agreed to, whatever posts it."""

from __future__ import annotations

import pytest

import formrerun as fr
from formrerun.testing import AppTest
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def delete():
    fr.session_state.deleted += 1


@fr.page
def orders():
    fr.session_state.setdefault("deleted", 0)
    fr.button("Delete", key="delete", on_click=delete, confirm=f"Delete order {fr.session_state.deleted}?")
    with fr.form("f"):
        name = fr.text_input("Name", key="name")
        saved = fr.form_submit_button("Save", confirm="Save it <now>?")
    choice = fr.menu_button("More", ["Archive", "Burn"], confirm="Sure?")
    fr.write(f"deleted {fr.session_state.deleted}, saved {saved}, name {name!r}, choice {choice}")


def test_a_press_that_nobody_has_agreed_to_does_nothing(serve):
    visitor = Visitor(serve(orders), script=True)
    assert visitor.press("Delete").status_code == 409
    visitor.fill("Name", "Ada")
    assert visitor.press("Save").status_code == 409
    assert "deleted 0, saved False, name ''" in visitor.open().text


def test_one_that_somebody_has_agreed_to_counts_and_only_for_that_text(serve):
    visitor = Visitor(serve(orders), script=True)
    button = visitor.button("Delete")
    agreed = {"confirmed": button["data-fr-confirmed"]}
    assert "deleted 1" in visitor.send(visitor.compose("fr-page", button["value"], **agreed)).content.decode()
    # By now it asks "Delete order 1?".
    assert visitor.send(visitor.compose("fr-page", button["value"], **agreed)).status_code == 409


def test_without_a_script_the_page_asks(serve):
    visitor = Visitor(serve(orders))
    assert visitor.fill("Name", "Ada").press("Save").status_code == 409
    asked = visitor.page.one(role="alertdialog")
    assert "Save it <now>?" in asked.text
    assert visitor.shown("Name") == ["Ada"]
    button = asked.one("button")
    pairs = [*visitor.pairs(button["form"], button["value"]), ("_fr_confirmed", asked.one("input")["value"])]
    assert visitor.send_form(pairs).status_code == 303
    assert "saved True, name 'Ada'" in visitor.text.replace("‘", "'").replace("’", "'")
    assert not visitor.page.all(role="alertdialog")


def test_a_test_agrees_by_pressing():
    at = AppTest.from_page(orders).run()
    at.button(key="delete").click().run()
    assert at.session_state.deleted == 1
