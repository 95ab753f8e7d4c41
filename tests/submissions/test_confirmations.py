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


def agree(visitor):
    """Press what a page without a script has beside its question."""
    button = visitor.page.one(role="alertdialog").one("button")
    return visitor.post(button["form"], button["value"])


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
    assert agree(visitor).status_code == 303
    assert "saved True, name 'Ada'" in visitor.text.replace("‘", "'").replace("’", "'")
    assert not visitor.page.all(role="alertdialog")


@fr.page
def rows():
    do = fr.column_config.ButtonColumn(key="row", confirm="Delete it?")
    fr.dataframe({"do": ["Delete 1", "Delete 2"]}, column_config={"do": do})
    said = fr.chat_input("Say", confirm="Send it to everybody?")
    row = fr.session_state.row
    fr.write(f"row {row and row['row']}, said {said}")


def press_row(visitor, row):
    """Press a row's button, as a browser without a script does."""
    button = visitor.page.one("button", value=f"r{row}")
    return visitor.send_form([*visitor.pairs(button["form"])[:-1], (button["name"], button["value"])])


def test_rows_and_messages_are_asked_about_too(serve):
    visitor = Visitor(serve(rows), script=True)
    row, send = (node for node in visitor.page.all("button") if node.get("data-fr-confirm"))
    for button, sent in (row, ["r1"]), (send, ["hello"]):
        (name,) = {node["name"] for node in visitor.of_form(button["form"]) if node["name"].startswith("fr-")}
        body = {**visitor.compose(button["form"], button["value"]), "fields": {name: sent}}
        assert visitor.send(body).status_code == 409
        answer = visitor.send({**body, "id": "again", "confirmed": button["data-fr-confirmed"]})
        assert answer.status_code == 200
        assert ("row 1, said None" if sent == ["r1"] else "row None, said hello") in answer.content.decode()


def test_without_a_script_the_page_asks_about_the_row_and_the_message(serve):
    visitor = Visitor(serve(rows))
    assert press_row(visitor, 1).status_code == 409
    assert agree(visitor).status_code == 303
    assert "row 1, said None" in visitor.text
    assert visitor.fill("Say", "hello").press("Send message").status_code == 409
    assert agree(visitor).status_code == 303
    assert "row None, said hello" in visitor.text


def test_who_presses_another_row_beside_the_question_has_not_agreed(serve):
    visitor = Visitor(serve(rows))
    press_row(visitor, 1)
    assert press_row(visitor, 0).status_code == 409
    agree(visitor)
    assert "row 0, said None" in visitor.text


def test_a_test_agrees_by_pressing():
    at = AppTest.from_page(orders).run()
    at.button(key="delete").click().run()
    assert at.session_state.deleted == 1
