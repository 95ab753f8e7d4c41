"""
What keys change is one change: no control sends what lies on the way.

Outside of forms a date is sent as a whole, a list's option and a slider's place when keys have come to them.
"""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import field, settled
from tests.browser.visits import note


@fr.page
def controls(token):
    """Each kind of control that keys lead through other values; the changes of all, in their order."""
    state = fr.session_state
    state.setdefault("log", [])

    def named(key):
        return {"key": key, "on_change": changed, "args": (key,)}

    fr.date_input("Date", date(2019, 7, 6), date(2000, 1, 1), date(2099, 1, 1), **named("date"))
    fr.date_input("Range", (date(2019, 7, 6), date(2019, 7, 9)), **named("range"))
    fr.time_input("Time", time(8, 45), **named("time"))
    fr.datetime_input("Moment", datetime(2024, 3, 31, 8, 45), **named("moment"))
    fr.selectbox("List", ["a", "b", "c", "d"], filter_mode=None, **named("list"))
    fr.slider("Slider", 0, 100, 10, **named("slider"))
    fr.select_slider("Place", ["a", "b", "c", "d"], **named("place"))
    fr.radio("Radio", ["x", "y", "z"], **named("radio"))
    fr.number_input("Number", 0, 100, 5, **named("number"))
    fr.text_input("Text")
    note(token, log=list(state.log))


def changed(key):
    fr.session_state.log = [*fr.session_state.log, f"{key} {fr.session_state[key]}"]


@pytest.mark.parametrize(
    ("label", "keys", "change"),
    [
        ("Date", "1 2 3 1 2 0 2 2", "date 2022-12-31"),
        ("Range — start", "0 1 0 2 2 0 1 9 Tab Tab 0 1 0 3 2 0 2 0", "range (datetime.date(2019, 1, 2), datetime.date(2020, 1, 3))"),
        ("Time", "0 9 1 7 A", "time 09:17:00"),
        ("Moment", "0 1 0 2 2 0 2 5 0 9 1 7 P", "moment 2025-01-02 21:17:00"),
        ("List", "ArrowDown ArrowDown ArrowDown ArrowUp", "list c"),
        ("Slider", "ArrowRight ArrowRight PageUp ArrowLeft", "slider 21"),
        ("Place", "ArrowRight ArrowRight", "place c"),
        ("x", "ArrowDown ArrowDown", "radio z"),
        ("Number", "ArrowUp ArrowUp ArrowUp", "number 8"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["leaving", "Enter"])
def test_what_keys_change_is_one_change(page, visit, label, keys, change, end):
    seen = visit(controls)
    field(page, label).focus()
    for key in keys.split():
        page.keyboard.press(key)
    if end == "leaving":
        field(page, "Text").focus()
    else:
        page.keyboard.press("Enter")
    settled(page)
    assert seen.last["log"] == [change]
    field(page, "Text").focus()
    settled(page)
    assert seen.last["log"] == [change]


@pytest.mark.parametrize(
    ("label", "keys"), [("Date", "1 2 3 1 2 0 2 2"), ("Time", "0 9"), ("List", "ArrowDown ArrowDown")]
)
def test_nothing_is_sent_while_somebody_types_whatever_else_is(page, visit, label, keys):
    seen = visit(controls)
    field(page, label).focus()
    for key in keys.split():
        page.keyboard.press(key)
    shown = field(page, label).input_value()
    page.evaluate("document.getElementById('fr-app').formrerun.rerun()")
    settled(page)
    assert seen.last["log"] == []
    assert field(page, label).input_value() == shown


def test_a_window_that_is_left_is_no_field_that_is_left(page, visit):
    seen = visit(controls)
    day = field(page, "Date")
    day.focus()
    page.keyboard.type("1231")
    day.dispatch_event("focusout")  # as a browser says it then: the field still has the focus
    settled(page)
    assert seen.last["log"] == []
    page.keyboard.type("2022")
    field(page, "Text").focus()
    settled(page)
    assert seen.last["log"] == ["date 2022-12-31"]


@pytest.mark.parametrize(("label", "key"), [("Slider", "ArrowRight"), ("x", "ArrowDown"), ("Number", "ArrowUp")])
def test_what_keys_only_move_is_sent_when_they_rest(page, visit, label, key):
    seen = visit(controls)
    field(page, label).focus()
    page.keyboard.press(key)
    settled(page)
    assert len(seen.last["log"]) == 1


def test_a_choice_is_sent_at_once(page, visit):
    seen = visit(controls)
    field(page, "Date").fill("2020-01-02")  # as a picker does
    field(page, "List").select_option("d")
    settled(page)
    assert seen.last["log"] == ["date 2020-01-02", "list d"]


def test_a_day_that_does_not_exist_is_told_on_leaving_and_not_sent(page, visit):
    seen = visit(controls)
    date_field = field(page, "Date")
    date_field.focus()
    page.keyboard.type("0229")
    expect(date_field).not_to_have_attribute("aria-invalid", "true")
    page.keyboard.type("2023")
    expect(date_field).not_to_have_attribute("aria-invalid", "true")
    field(page, "Text").focus()
    expect(date_field).to_have_attribute("aria-invalid", "true")
    expect(date_field).to_be_visible()
    settled(page)
    assert seen.last["log"] == []
    date_field.focus()
    page.keyboard.type("02282023")
    field(page, "Text").focus()
    settled(page)
    assert seen.last["log"] == ["date 2023-02-28"]
    expect(date_field).not_to_have_attribute("aria-invalid", "true")


def test_a_date_out_of_bounds_is_told_on_leaving_only(page, visit):
    visit(controls)
    date_field = field(page, "Date")
    date_field.focus()
    for digit in "12311999":
        page.keyboard.press(digit)
        expect(date_field).not_to_have_attribute("aria-invalid", "true")
    field(page, "Text").focus()
    expect(date_field).to_have_attribute("aria-invalid", "true")
