"""``ButtonColumn``: a press says the row and the label, for one run, and nobody presses what is not there."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

import formrerun as fr
from tests.visitor import Visitor

ORDERS = {"order": ["o1", "o2", "o3"], "do": ["Ship o1", None, "Ship o3"]}


@pytest.fixture
def pressing(serve, db):
    """Draw a table with buttons; return its visitor and what presses one."""

    def open_(data=ORDERS, *, script=True, **options):
        def call():
            fr.session_state.called = dict(fr.session_state.press)

        def page():
            fr.dataframe(
                data() if callable(data) else data,
                column_config={
                    "do": fr.column_config.ButtonColumn(key="press", on_click=call),
                    "name": None,
                    **options,
                },
            )
            pressed = fr.session_state.get("press")
            fr.text(f"pressed {pressed and dict(pressed)}, called {fr.session_state.get('called')}")

        return Visitor(serve(page), script=script)

    return open_


def press(visitor, wire):
    button = next(node for node in visitor.page.all("button") if node.get("id").endswith("-p"))
    field = visitor.page.one("input", id=button["id"].removesuffix("-p"))
    body = visitor.compose(button["form"], button["value"])
    return visitor.send({**body, "fields": {field["name"]: [wire]}})


def said(visitor):
    return visitor.page.by_test_id("stText")[0].text


def test_a_press_is_the_value_for_one_run_and_known_to_the_callback(pressing):
    visitor = pressing()
    assert said(visitor) == "pressed None, called None"
    assert press(visitor, "r2").status_code == 200
    pressed = "{'row': 2, 'label': 'Ship o3'}"
    assert said(visitor) == f"pressed {pressed}, called {pressed}"
    visitor.send({**visitor.compose("fr-page", ""), "kind": "rerun"})
    assert said(visitor) == f"pressed None, called {pressed}"


@pytest.mark.parametrize("wire", ["r3", "r1", "r-1", "k0", "", "r", "x", "r" + "9" * 30, "r٢", "r0,r1"])
def test_a_button_that_is_not_there_is_not_pressed(pressing, wire):
    visitor = pressing()
    assert press(visitor, wire).status_code in (200, 409, 422)
    assert "'row'" not in said(visitor)


def test_rows_of_a_queryset_are_pressed_by_their_keys(pressing, db):
    for pk in (5, 7):
        Group.objects.create(pk=pk, name=f"Group {pk}")
    visitor = pressing(lambda: Group.objects.order_by("-pk").values("pk", "name"),
                       name=fr.column_config.ButtonColumn(key="press"), do=None)  # fmt: skip
    press(visitor, "k5")
    assert said(visitor).startswith("pressed {'row': 1, 'label': 'Group 5', 'pk': 5}")


def test_buttons_without_a_key_are_only_shown(show):
    at = show(lambda: fr.dataframe(ORDERS, column_config={"do": fr.column_config.ButtonColumn()}))
    assert not at.exception


def test_the_key_cannot_be_assigned(show):
    def page():
        fr.session_state.press = 1
        fr.dataframe(ORDERS, column_config={"do": fr.column_config.ButtonColumn(key="press")})

    assert "press" in show(page).exception[0].value


def test_without_javascript_the_rows_that_are_seen_have_their_buttons(pressing):
    visitor = pressing(script=False)
    button = next(node for node in visitor.page.all("button") if node.get("value") == "r2")
    form = button["form"]
    visitor.send_form([*[pair for pair in visitor.pairs(form) if pair[1]], (button["name"], button["value"])])
    assert "'row': 2" in said(visitor)
