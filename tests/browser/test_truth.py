"""
What is seen is what is sent is what is stored: also where Streamlit's browser and server disagree.

The five rows of its forms that do, and what happens to a widget whose key is deleted or which a run did not reach.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import field, press, settled
from tests.browser.visits import note, pause

# ------------------------------------------------------------------------------------------ the server sets a value


def set_everything():
    fr.session_state.text = "SRV"
    fr.session_state.area = "SRV lines"
    fr.session_state.number = 7
    fr.session_state.box = False


@fr.page
def set_from_outside(token):
    fr.button("Set", on_click=set_everything)
    with fr.form("f"):
        text = fr.text_input("Text", key="text")
        area = fr.text_area("Area", key="area")
        number = fr.number_input("Number", 0, 10, key="number")
        box = fr.checkbox("Box", key="box")
        sent = fr.form_submit_button("Go")
    pause(token)
    note(token, text=text, area=area, number=number, box=box, sent=sent)


SET = {"text": "SRV", "area": "SRV lines", "number": 7, "box": False}


def type_into(page):
    field(page, "Text").fill("typed")
    field(page, "Area").fill("typed lines")
    field(page, "Number").fill("3")
    field(page, "Box").check()


def shows(page):
    return {
        "text": field(page, "Text").input_value(), "area": field(page, "Area").input_value(),
        "number": int(field(page, "Number").input_value()), "box": field(page, "Box").is_checked(),
    }  # fmt: skip


def test_write_from_outside_discards_the_pending_edit(page, visit):
    seen = visit(set_from_outside)
    type_into(page)
    press(page, "Set")
    assert shows(page) == SET
    press(page, "Go")
    assert seen.last == {**SET, "sent": True}
    assert shows(page) == SET


def test_write_from_outside_wins_over_the_focused_field(page, visit):
    seen = visit(set_from_outside)
    field(page, "Text").fill("typed")
    page.evaluate("[...document.querySelectorAll('button')].find(el => el.textContent === 'Set').click()")
    settled(page)
    assert field(page, "Text").input_value() == "SRV"
    press(page, "Go")
    assert seen.last == {**SET, "sent": True}


def test_write_that_crosses_a_submission_leaves_one_truth(page, visit):
    seen = visit(set_from_outside)
    type_into(page)
    typed = shows(page)
    seen.hold()
    # In one breath: the fields of the form still show what was typed.
    go = page.get_by_role("button", name="Go", exact=True).element_handle()
    page.get_by_role("button", name="Set", exact=True).evaluate("(set, go) => { set.click(); go.click(); }", go)
    seen.free()
    settled(page)
    assert [run["sent"] for run in seen.seen] == [False, False, True]
    assert seen.last == {**typed, "sent": True}
    assert shows(page) == typed
    press(page, "Go")
    assert seen.last == {**typed, "sent": True}


def test_write_that_crosses_a_change_outside_forms_leaves_one_truth(page, visit):
    seen = visit(set_a_standalone, streams=True)
    seen.hold()
    page.get_by_role("button", name="Set", exact=True).click()
    expect(field(page, "Text")).to_have_value("SRV")  # as soon as the run that goes on has drawn it
    field(page, "Text").fill("typed")
    field(page, "Text").press("Enter")
    seen.free()
    settled(page)
    assert field(page, "Text").input_value() == seen.last["text"] == "typed"


@fr.page
def set_a_standalone(token):
    fr.button("Set", on_click=set_everything)
    text = fr.text_input("Text", key="text")
    pause(token)
    note(token, text=text)


# ------------------------------------------------------------------------------------------ bounds, options, form keys


@fr.page
def lowered(token):
    fr.session_state.setdefault("high", 10)
    if fr.button("Lower"):
        fr.session_state.high = 5
    with fr.form("f"):
        number = fr.number_input("Number", 0, fr.session_state.high, key="number")
        sent = fr.form_submit_button("Go")
    note(token, number=number, sent=sent)


def test_bound_lowered_below_a_pending_edit_is_told_before_anything_is_sent(page, visit):
    seen = visit(lowered)
    field(page, "Number").fill("8")
    press(page, "Lower")
    runs = len(seen.seen)
    press(page, "Go")
    assert len(seen.seen) == runs
    assert field(page, "Number").input_value() == "8"
    assert page.get_by_text("Please enter a value between 0 and 5.").is_visible()
    field(page, "Number").fill("4")
    press(page, "Go")
    assert seen.last == {"number": 4, "sent": True}
    assert field(page, "Number").input_value() == "4"


def test_bound_lowered_below_the_stored_value_resets_it_everywhere(page, visit):
    seen = visit(lowered)
    field(page, "Number").fill("8")
    press(page, "Go")
    press(page, "Lower")
    assert seen.last == {"number": 0, "sent": False}
    assert field(page, "Number").input_value() == "0"
    press(page, "Go")
    assert seen.last == {"number": 0, "sent": True}


@fr.page
def other_options(token):
    fr.session_state.setdefault("options", ["a", "b", "c"])
    if fr.button("Replace"):
        fr.session_state.options = ["x", "y"]
    with fr.form("f"):
        choice = fr.selectbox("Choice", fr.session_state.options, key="choice")
        sent = fr.form_submit_button("Go")
    note(token, choice=choice, sent=sent)


def test_pending_choice_that_is_no_longer_offered_becomes_the_default(page, visit):
    seen = visit(other_options)
    field(page, "Choice").select_option("c")
    press(page, "Replace")
    assert field(page, "Choice").input_value() == "x"
    press(page, "Go")
    assert seen.last == {"choice": "x", "sent": True}


@fr.page
def other_form_key(token):
    name = fr.session_state.setdefault("form", "f")
    if fr.button("Rename"):
        name = fr.session_state.form = "g"
    with fr.form(name):
        text = fr.text_input("Text", key="text")
        box = fr.checkbox("Box", key="box")
        sent = fr.form_submit_button("Go")
    note(token, text=text, box=box, sent=sent)


def test_pending_edit_belongs_to_the_widget_and_not_to_the_forms_key(page, visit):
    seen = visit(other_form_key)
    field(page, "Text").fill("committed")
    press(page, "Go")
    field(page, "Text").fill("pending")
    field(page, "Box").check()
    press(page, "Rename")
    assert field(page, "Text").input_value() == "pending"
    press(page, "Go")
    assert seen.last == {"text": "pending", "box": True, "sent": True}
    assert field(page, "Text").input_value() == "pending"
    assert field(page, "Box").is_checked()


@fr.page
def other_default(token):
    number = fr.session_state.setdefault("number", 1)
    if fr.button("Bump"):
        number = fr.session_state.number = number + 1
    with fr.form("f"):
        unkeyed = fr.text_input("Unkeyed", f"d{number}")
        keyed = fr.text_input("Keyed", f"d{number}", key="keyed")
        sent = fr.form_submit_button("Go")
    note(token, unkeyed=unkeyed, keyed=keyed, sent=sent)


def test_default_that_changes_is_another_widget_only_without_a_key(page, visit):
    seen = visit(other_default)
    field(page, "Unkeyed").fill("p1")
    field(page, "Keyed").fill("p2")
    press(page, "Bump")
    assert [field(page, name).input_value() for name in ("Unkeyed", "Keyed")] == ["d2", "p2"]
    press(page, "Go")
    assert seen.last == {"unkeyed": "d2", "keyed": "p2", "sent": True}


# ------------------------------------------------------------------------------------------ clear_on_submit


def set_one():
    fr.session_state.text = "from the callback"
    fr.session_state.box = True


@fr.page
def cleared_and_set(token):
    with fr.form("f", clear_on_submit=True):
        text = fr.text_input("Text", "def", key="text")
        box = fr.checkbox("Box", key="box")
        other = fr.text_input("Other", "other", key="other")
        sent = fr.form_submit_button("Go", on_click=set_one)
    note(token, text=text, box=box, other=other, sent=sent)


def test_field_set_in_the_callback_wins_over_the_clear(page, visit):
    seen = visit(cleared_and_set)
    field(page, "Text").fill("typed")
    field(page, "Other").fill("typed too")
    press(page, "Go")
    assert seen.last == {"text": "from the callback", "box": True, "other": "typed too", "sent": True}
    assert field(page, "Text").input_value() == "from the callback"
    assert field(page, "Box").is_checked()
    assert field(page, "Other").input_value() == "other"
    press(page, "Go")
    assert seen.last == {"text": "from the callback", "box": True, "other": "other", "sent": True}


# ------------------------------------------------------------------------------------------ gone and back


@fr.page
def deleted(token):
    if fr.button("Delete"):
        del fr.session_state.text
    if fr.button("Clear"):
        fr.session_state.clear()
    with fr.form("f"):
        text = fr.text_input("Text", "def", key="text")
        sent = fr.form_submit_button("Go")
    note(token, text=text, sent=sent)


@pytest.mark.parametrize("how", ["Delete", "Clear"])
def test_deleted_key_shows_and_sends_the_default(page, visit, how):
    seen = visit(deleted)
    field(page, "Text").fill("x")
    press(page, "Go")
    field(page, "Text").fill("pending")
    press(page, how)
    assert seen.last == {"text": "def", "sent": False}
    assert field(page, "Text").input_value() == "def"
    press(page, "Go")
    assert seen.last == {"text": "def", "sent": True}
    assert field(page, "Text").input_value() == "def"


@fr.page
def stopped(token):
    if fr.checkbox("Stop"):
        fr.stop()
    if fr.checkbox("Fail"):
        raise ValueError("on purpose")
    text = fr.text_input("Text", "def", key="text")
    note(token, text=text)


@pytest.mark.parametrize("how", ["Stop", "Fail"])
def test_widget_that_a_run_did_not_reach_keeps_its_value(page, visit, how):
    seen = visit(stopped)
    field(page, "Text").fill("A")
    field(page, "Text").press("Enter")
    settled(page)
    field(page, how).check()
    settled(page)
    assert field(page, "Text").count() == 0
    field(page, how).uncheck()
    settled(page)
    assert field(page, "Text").input_value() == seen.last["text"] == "A"
    page.get_by_label("Text").focus()
    field(page, "Stop" if how == "Fail" else "Fail").check()
    field(page, "Stop" if how == "Fail" else "Fail").uncheck()
    settled(page)
    assert field(page, "Text").input_value() == seen.last["text"] == "A"


@fr.page
def hidden(token):
    if not fr.checkbox("Hide"):
        with fr.form("f"):
            text = fr.text_input("Text", "def", key="text")
            sent = fr.form_submit_button("Go")
        note(token, text=text, sent=sent)


def test_form_that_was_gone_for_a_run_starts_afresh_on_both_sides(page, visit):
    seen = visit(hidden)
    field(page, "Text").fill("sent")
    press(page, "Go")
    field(page, "Text").fill("pending")
    field(page, "Hide").check()
    settled(page)
    field(page, "Hide").uncheck()
    settled(page)
    assert field(page, "Text").input_value() == seen.last["text"] == "def"
    press(page, "Go")
    assert seen.last == {"text": "def", "sent": True}


@fr.page
def written_differently(token):
    with fr.form("f"):
        number = fr.number_input("Number", value=1, key="number")
        price = fr.number_input("Price", value=1.0, format="%.2f", key="price")
        day = fr.date_input("Day", "2026-01-02", key="day")
        sent = fr.form_submit_button("Go")
    note(token, number=number, price=price, day=day.isoformat(), sent=sent)


def test_field_shows_what_the_server_made_of_the_text(page, visit):
    seen = visit(written_differently)
    field(page, "Number").fill("007")
    field(page, "Price").fill("2.5")
    press(page, "Go")
    assert seen.last == {"number": 7, "price": 2.5, "day": "2026-01-02", "sent": True}
    assert field(page, "Number").input_value() == "7"
    assert field(page, "Price").input_value() == "2.50"
    press(page, "Go")
    assert seen.last == {"number": 7, "price": 2.5, "day": "2026-01-02", "sent": True}


def test_emptied_number_shows_the_default_that_is_stored(page, visit):
    seen = visit(written_differently)
    field(page, "Number").fill("")
    press(page, "Go")
    assert seen.last["number"] == 1
    assert field(page, "Number").input_value() == "1"


# ------------------------------------------------------------------------------------------ a disabled field


@fr.page
def disabled_while_pending(token):
    off = fr.checkbox("Off")
    with fr.form("f"):
        text = fr.text_input("Text", "stored", key="text", disabled=off)
        sent = fr.form_submit_button("Go")
    note(token, text=text, sent=sent)


def test_disabled_field_sends_nothing_and_an_enabled_one_its_edit(page, visit):
    seen = visit(disabled_while_pending)
    field(page, "Text").fill("pending")
    field(page, "Off").check()
    settled(page)
    press(page, "Go")
    assert seen.last == {"text": "stored", "sent": True}
    field(page, "Off").uncheck()
    settled(page)
    assert field(page, "Text").input_value() == "pending"
    press(page, "Go")
    assert seen.last == {"text": "pending", "sent": True}
    assert field(page, "Text").input_value() == "pending"


# ------------------------------------------------------------------------------- a refusal lasts as long as its value


@fr.page
def refusing(token):
    """Fields beside each other and in a form, of which each refuses something; their bounds can be raised."""
    pause(token)
    high = fr.session_state.get("high", 10)
    note(
        token,
        number=fr.number_input("Number", 0, high, 3, key="number"),
        mail=fr.text_input("Mail", validate=("^[^@]*@?[^@]*$", "One @")),
        name=fr.text_input("Name", "x", required=True),
        day=fr.date_input("Day", "2024-03-31", "2024-01-01", "2024-12-31"),
    )
    with fr.form("f"):
        fr.number_input("Amount", 0, 10)
        fr.text_input("Reason", required=True)
        fr.form_submit_button("Send")
    fr.button("Raise", on_click=fr.session_state.update, kwargs={"high": 100})


@pytest.mark.parametrize(
    ("label", "key", "right", "wrong", "stored"),
    [
        ("Number", "number", "5", "99", 5),
        ("Mail", "mail", "a@b", "a@b@c", "a@b"),
        ("Name", "name", "y", "", "y"),
        ("Day", "day", "2024-05-06", "2025-05-06", "2024-05-06"),
    ],
)
def test_answer_to_what_was_right_does_not_hide_what_is_wrong_since(page, visit, label, key, right, wrong, stored):
    seen, one = visit(refusing), field(page, label)
    seen.hold()
    one.fill(right)
    one.blur()
    expect(page.locator("#fr-app")).to_have_attribute("data-test-script-state", "running")
    one.fill(wrong)
    one.blur()
    expect(one).to_have_attribute("aria-invalid", "true")
    said = page.get_by_role("alert").inner_text()
    page.evaluate(
        "() => { window.added = 0; new MutationObserver(list => { added += list.length; })"
        ".observe(document.querySelector('[role=alert]:not([hidden])'), { childList: true }); }"
    )
    seen.free()
    settled(page)
    assert str(seen.last[key]) == str(stored)
    assert one.input_value() == wrong
    expect(one).to_have_attribute("aria-invalid", "true")
    assert page.get_by_role("alert").inner_text() == said
    assert page.evaluate("added") == 0  # nobody reads it out again


def test_what_was_refused_is_sent_once_it_is_right(page, visit):
    seen = visit(refusing)
    field(page, "Number").fill("99")
    field(page, "Number").blur()
    expect(field(page, "Number")).to_have_attribute("aria-invalid", "true")
    press(page, "Raise")
    expect(field(page, "Number")).not_to_have_attribute("aria-invalid", "true")
    settled(page)
    assert seen.last["number"] == 99


def test_refused_form_says_so_until_its_fields_are_changed(page, visit):
    visit(refusing)
    field(page, "Amount").fill("11")
    press(page, "Send")
    assert page.get_by_role("alert").count() == 2
    press(page, "Raise")
    assert page.get_by_role("alert").count() == 2
    field(page, "Amount").fill("9")
    field(page, "Reason").fill("because")
    assert page.get_by_role("alert").count() == 0
    press(page, "Raise")
    assert page.get_by_role("alert").count() == 0
    press(page, "Send")
    assert page.get_by_role("alert").count() == 0
