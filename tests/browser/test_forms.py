"""Forms as a person uses them: Enter and its hints, buttons, checks before anything is sent, clearing, shortcuts."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import field, press, settled
from tests.browser.visits import note, pause


def hint(page):
    return page.locator("[data-testid=InputInstructions]:visible").all_inner_texts()


# ------------------------------------------------------------------------------------------ Enter


@fr.page
def two_buttons(token):
    with fr.form("f"):
        text = fr.text_input("Text")
        number = fr.number_input("Number", value=0)
        clock = fr.time_input("Time", "08:30")
        moment = fr.datetime_input("Moment", "2026-01-02 08:30")
        area = fr.text_area("Area")
        day = fr.date_input("Day", "2026-01-02")
        choice = fr.selectbox("Choice", ["a", "b"])
        box = fr.checkbox("Box")
        slider = fr.slider("Slider")
        one = fr.radio("Radio", ["x", "y"])
        first = fr.form_submit_button("First")
        second = fr.form_submit_button("Second")
    note(
        token, text=text, number=number, time=str(clock), moment=str(moment), area=area, day=str(day), choice=choice,
        box=box, slider=slider, radio=one, first=first, second=second,
    )  # fmt: skip


def test_enter_presses_the_first_button(page, visit):
    seen = visit(two_buttons)
    field(page, "Text").fill("x")
    for runs, name in enumerate(["Text", "Number", "Time", "Moment"], 2):
        field(page, name).press("Enter")
        settled(page)
        assert len(seen.seen) == runs, name
        assert (seen.last["text"], seen.last["first"], seen.last["second"]) == ("x", True, False)


def test_enter_in_an_untouched_field_submits(page, visit):
    seen = visit(two_buttons)
    field(page, "Text").press("Enter")
    settled(page)
    assert [run["first"] for run in seen.seen] == [False, True]


def test_enter_in_these_submits_nothing(page, visit):
    seen = visit(two_buttons)
    for name in ["Day", "Choice", "Box", "Slider", "x"]:
        field(page, name).last.press("Enter")
        settled(page)
        assert len(seen.seen) == 1, name


def test_enter_in_a_text_area_is_a_new_line_and_with_ctrl_it_submits(page, visit):
    seen = visit(two_buttons)
    field(page, "Area").fill("area")
    field(page, "Area").press("Control+End")
    field(page, "Area").press("Enter")
    settled(page)
    assert len(seen.seen) == 1
    field(page, "Area").press("Control+Enter")
    settled(page)
    assert (seen.last["area"], seen.last["first"], len(seen.seen)) == ("area\n", True, 2)


def test_enter_held_down_is_one_submission(page, visit):
    seen = visit(two_buttons)
    field(page, "Text").fill("x")
    field(page, "Text").focus()
    keys = page.context.new_cdp_session(page)
    for repeated in (False, True, True):
        keys.send(
            "Input.dispatchKeyEvent",
            {
                "type": "keyDown",
                "key": "Enter",
                "code": "Enter",
                "text": "\r",
                "windowsVirtualKeyCode": 13,
                "autoRepeat": repeated,
            },
        )
        settled(page)
    assert len(seen.seen) == 2


def test_enter_held_down_on_a_button_is_one_press(page, visit):
    seen = visit(two_buttons)
    page.get_by_role("button", name="Second").focus()
    keys = page.context.new_cdp_session(page)
    for repeated in (False, True, True):
        keys.send(
            "Input.dispatchKeyEvent",
            {
                "type": "keyDown",
                "key": "Enter",
                "code": "Enter",
                "text": "\r",
                "windowsVirtualKeyCode": 13,
                "autoRepeat": repeated,
            },
        )
        settled(page)
    assert [run["second"] for run in seen.seen] == [False, True]


def test_enter_that_ends_a_composition_submits_nothing(page, visit):
    seen = visit(two_buttons)
    ime = page.context.new_cdp_session(page)
    field(page, "Text").click()
    ime.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true }))"
    )
    ime.send("Input.insertText", {"text": "日本"})
    settled(page)
    assert len(seen.seen) == 1
    field(page, "Text").press("Enter")
    settled(page)
    assert seen.last["text"] == "日本"


@fr.page
def created_first(token):
    with fr.form("f"):
        top = fr.container()
        fr.text_input("Text")
        below = fr.form_submit_button("Below")
        with top:
            above = fr.form_submit_button("Above")
    note(token, below=below, above=above)


def test_enter_presses_what_the_script_created_first_and_not_what_stands_first(page, visit):
    seen = visit(created_first)
    field(page, "Text").press("Enter")
    settled(page)
    assert seen.last == {"below": True, "above": False}


@fr.page
def first_is_disabled(token):
    with fr.form("f"):
        text = fr.text_input("Text", max_chars=10)
        first = fr.form_submit_button("First", disabled=True)
        second = fr.form_submit_button("Second")
    note(token, text=text, first=first, second=second)


@fr.page
def enter_is_off(token):
    with fr.form("f", enter_to_submit=False):
        text = fr.text_input("Text", max_chars=10)
        area = fr.text_area("Area")
        second = fr.form_submit_button("Second")
    note(token, text=text, area=area, second=second)


@fr.page
def no_button(token):
    with fr.form("f"):
        text = fr.text_input("Text", max_chars=10)
    note(token, text=text)


@pytest.mark.parametrize("view", [first_is_disabled, enter_is_off, no_button])
def test_enter_does_nothing_and_no_hint_says_so(page, visit, view):
    seen = visit(view)
    field(page, "Text").fill("x")
    field(page, "Text").press("Enter")
    settled(page)
    assert len(seen.seen) == 1
    assert hint(page) == ["1/10"]
    assert field(page, "Text").input_value() == "x"


@pytest.mark.parametrize("view", [first_is_disabled, enter_is_off])
def test_other_buttons_work_by_click(page, visit, view):
    seen = visit(view)
    field(page, "Text").fill("x")
    press(page, "Second")
    assert (seen.last["text"], seen.last["second"]) == ("x", True)


def test_form_without_a_button_says_what_is_missing(page, visit):
    visit(no_button)
    assert page.get_by_text("Missing Submit Button").is_visible()


# ------------------------------------------------------------------------------------------ hints


@fr.page
def hints(token):
    with fr.form("f"):
        fr.text_input("In a form")
        fr.number_input("Number in a form")
        fr.text_input("Counted", max_chars=20)
        fr.text_area("Area in a form")
        fr.form_submit_button("Go")
    with fr.form("g", enter_to_submit=False):
        fr.text_input("Silent")
        fr.form_submit_button("Send")
    fr.text_input("Alone")
    fr.text_area("Area alone")


def test_hint_in_a_form_says_what_enter_does(page, visit):
    visit(hints)
    assert hint(page) == []
    for name, text in [
        ("In a form", "Press Enter to submit form"),
        ("Number in a form", "Press Enter to submit form"),
        ("Area in a form", "Press Ctrl+Enter to submit form"),
        ("Counted", "Press Enter to submit form • 0/20"),
    ]:
        field(page, name).focus()
        assert hint(page) == [text]
    page.keyboard.type("four")
    assert hint(page) == ["Press Enter to submit form • 4/20"]
    field(page, "Counted").blur()
    assert hint(page) == []


def test_where_enter_means_nothing_the_hint_is_there_and_empty(page, visit):
    visit(hints)
    field(page, "Silent").fill("typed")
    expect(page.get_by_test_id("InputInstructions")).to_have_text([""])


def test_hint_outside_forms_comes_with_the_first_letter(page, visit):
    visit(hints)
    for name, text in [("Alone", "Press Enter to apply"), ("Area alone", "Press Ctrl+Enter to apply")]:
        field(page, name).focus()
        assert hint(page) == []
        page.keyboard.type("x")
        assert hint(page) == [text]
        field(page, name).press("Control+Enter")
        settled(page)
        assert hint(page) == []


def test_hint_moves_nothing(page, visit):
    visit(hints)
    before = page.get_by_role("button", name="Go").bounding_box()
    field(page, "In a form").focus()
    assert hint(page) == ["Press Enter to submit form"]
    assert page.get_by_role("button", name="Go").bounding_box() == before


# ------------------------------------------------------------------------------------------ what is checked before


@fr.page
def checked(token):
    with fr.form("f", clear_on_submit=True):
        values = {
            "text": fr.text_input("Text", required=True),
            "area": fr.text_area("Area", required=True),
            "number": fr.number_input("Number", 0, 10, value=5),
            "empty": fr.number_input("Empty", value=None, required=True),
            "choice": fr.selectbox("Choice", ["a", "b"], index=None, required=True),
            "mail": fr.text_input("Mail", type="email"),
            "code": fr.text_input("Code", validate=(r"^[A-Z]{3}$", "Three capital letters, please.")),
            "word": fr.text_input("Word", validate=r"^\w+$"),
            "day": str(fr.date_input("Day", "2026-01-15", min_value="2026-01-01", max_value="2026-01-31")),
            "free": fr.text_input("Free"),
        }
        sent = fr.form_submit_button("Go")
    note(token, **values, sent=sent)


REQUIRED = "This field is required."


def fill_in(page):
    for name, text in {
        "Text": "t", "Area": "a", "Number": "7", "Empty": "1", "Mail": "ann@example.com", "Code": "ABC", "Word": "w",
        "Day": "2026-01-20", "Free": "free",
    }.items():  # fmt: skip
        field(page, name).fill(text)
    field(page, "Choice").select_option("b")


FILLED = {
    "text": "t", "area": "a", "number": 7, "empty": 1.0, "choice": "b", "mail": "ann@example.com", "code": "ABC",
    "word": "w", "day": "2026-01-20", "free": "free", "sent": True,
}  # fmt: skip


@fr.page
def one_bound(token):
    fr.number_input("Least", min_value=3)
    fr.number_input("Most", max_value=3)


def test_number_beyond_its_only_bound_names_that_one(page, visit):
    visit(one_bound)
    field(page, "Least").fill("2")
    field(page, "Most").fill("4")
    field(page, "Most").press("Enter")
    assert page.get_by_test_id("stTooltipErrorContent").all_inner_texts() == [
        "Error: Number is below the allowed range. Please enter a value greater than or equal to 3.",
        "Error: Number is above the allowed range. Please enter a value less than or equal to 3.",
    ]
    field(page, "Most").fill("2")
    assert page.get_by_test_id("stTooltipErrorHoverTarget").count() == 1


def test_field_that_fails_sends_and_clears_nothing(page, visit):
    seen = visit(checked)
    fill_in(page)
    for name, text, message in [
        ("Text", "", REQUIRED),
        ("Text", "   ", REQUIRED),
        ("Area", "", REQUIRED),
        ("Empty", "", REQUIRED),
        ("Number", "99", "Error: Number is outside the allowed range. Please enter a value between 0 and 10."),
        ("Number", "-1", "Error: Number is outside the allowed range. Please enter a value between 0 and 10."),
        ("Mail", "nobody", "Enter a valid email address."),
        ("Code", "abc", "Three capital letters, please."),
        ("Word", "two words", "Invalid input. Must match pattern: /^\\w+$/us"),
        ("Day", "2026-03-01", "Choose a date between 2026-01-01 and 2026-01-31."),
    ]:
        field(page, name).fill(text)
        press(page, "Go")
        assert page.locator("[data-fr-error]:visible").all_inner_texts() == [message]
        assert field(page, name).get_attribute("aria-invalid") == "true"
        expect(field(page, name)).to_be_focused()
        assert field(page, "Free").input_value() == "free"
        fill_in(page)
        assert page.locator("[data-fr-error]:visible").count() == 0
    assert len(seen.seen) == 1
    press(page, "Go")
    assert seen.last == FILLED


def test_every_failing_field_says_so(page, visit):
    seen = visit(checked)
    field(page, "Mail").fill("nobody")
    press(page, "Go")
    assert len(seen.seen) == 1
    assert page.locator("[data-fr-error]:visible").all_inner_texts() == [
        *[REQUIRED] * 4,
        "Enter a valid email address.",
    ]


def test_messages_stay_when_another_part_of_the_page_runs(page, visit):
    visit(checked_beside)
    press(page, "Go")
    press(page, "Other")
    assert page.locator("[data-fr-error]:visible").all_inner_texts() == [REQUIRED]


def test_a_message_that_stays_is_not_read_out_again(page, visit):
    """Its place is the script's, which the page does not draw: it stays the same element when the field is drawn anew."""
    visit(checked_beside)
    assert page.locator("[data-fr-error]").count() == 0
    press(page, "Go")
    place = page.locator("[data-fr-error]:visible").element_handle()
    page.evaluate("place => { window.heard = 0; new MutationObserver(all => { heard += all.length; })"
                  ".observe(place, { childList: true, subtree: true, characterData: true }); }", place)  # fmt: skip
    press(page, "Other")
    expect(page.get_by_placeholder("pressed")).to_be_visible()
    assert place.evaluate("place => place.isConnected && place.closest('.stTextInput') !== null")
    assert page.evaluate("heard") == 0
    field(page, "Text").fill("right")
    press(page, "Go")
    assert page.locator("[data-fr-error]:visible").count() == 0
    assert field(page, "Text").get_attribute("aria-describedby") is None


@fr.page
def checked_beside(token):
    with fr.form("f"):
        fr.text_input("Text", required=True, key="text", placeholder="pressed" if fr.session_state.get("other") else "")
        fr.form_submit_button("Go")
    fr.button("Other", key="other")


def test_enter_checks_too(page, visit):
    seen = visit(checked)
    field(page, "Free").press("Enter")
    settled(page)
    assert len(seen.seen) == 1
    assert page.locator("[data-fr-error]:visible").count() == 4


@fr.page
def checked_alone(token):
    number = fr.number_input("Number", 0, 10, value=5)
    text = fr.text_input("Text", validate=r"^[a-z]*$")
    pressed = fr.button("Press")
    note(token, number=number, text=text, pressed=pressed)


def test_widget_outside_forms_is_checked_before_it_is_sent(page, visit):
    seen = visit(checked_alone)
    field(page, "Number").fill("99")
    field(page, "Number").press("Enter")
    settled(page)
    assert len(seen.seen) == 1
    assert page.locator("[data-fr-error]:visible").count() == 1
    press(page, "Press")
    assert seen.last == {"number": 5, "text": "", "pressed": True}
    assert field(page, "Number").input_value() == "99"
    field(page, "Number").fill("9")
    field(page, "Number").press("Enter")
    settled(page)
    assert seen.last == {"number": 9, "text": "", "pressed": False}


@fr.page
def refused_by_the_server(token):
    with fr.form("f"):
        # A browser reads \p{Lu}, so this test asks for what only the server reads differently: the end of the text.
        text = fr.text_input("Text", validate=r"(?<=a)\Z|^\Z", key="text")
        fr.form_submit_button("Go")
    note(token, text=text)


def test_what_only_the_server_refuses_is_shown_at_the_field(page, visit):
    page.allow("422")
    seen = visit(refused_by_the_server)
    field(page, "Text").fill("b")
    press(page, "Go")
    assert len(seen.seen) == 1
    assert page.get_by_text("Some fields need a correction.").is_visible()
    assert page.locator("[data-fr-error]:visible").count() == 1
    assert field(page, "Text").input_value() == "b"
    field(page, "Text").fill("ba")
    press(page, "Go")
    assert seen.last == {"text": "ba"}
    assert not page.get_by_text("Some fields need a correction.").is_visible()


def refuse():
    fr.field_error("first", "Not this one.")
    fr.field_error("second", "Nor this.")
    raise ValidationError("They do not match.")


@fr.page
def refused_by_the_callback(token):
    with fr.form("f", clear_on_submit=True):
        fr.text_input("Before")
        fr.text_input("First", key="first")
        fr.text_input("Second", key="second")
        pressed = fr.form_submit_button("Go", on_click=refuse)
    note(token, pressed=pressed)


def test_what_a_callback_refuses_is_shown_at_its_fields(page, visit):
    page.allow("422")
    seen = visit(refused_by_the_callback)
    field(page, "First").fill("a")
    press(page, "Go")
    assert seen.seen == [{"pressed": False}]
    expect(field(page, "First")).to_be_focused()
    expect(field(page, "First")).to_have_accessible_description("Not this one.")
    expect(page.get_by_text("They do not match.")).to_be_visible()
    page.get_by_role("button", name="Second").click()
    expect(field(page, "Second")).to_be_focused()
    expect(field(page, "First")).to_have_value("a")


def test_text_that_is_too_long_is_not_pasted_and_typing_stops(page, visit):
    visit(hints)
    field(page, "Counted").fill("0123456789")
    field(page, "Counted").evaluate(
        """el => { const data = new DataTransfer(); data.setData('text', 'x'.repeat(11));
        window.pasted = el.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }"""
    )
    assert page.evaluate("pasted") is False
    field(page, "Counted").press("End")
    page.keyboard.type("abcdefghijKLM")
    assert field(page, "Counted").input_value() == "0123456789abcdefghij"


# ------------------------------------------------------------------------------------------ clear_on_submit


@fr.page
def clears(token):
    with fr.form("f", clear_on_submit=True):
        text = fr.text_input("Text", "def", key="text")
        number = fr.number_input("Number", value=0, key="number")
        box = fr.checkbox("Box", key="box")
        sent = fr.form_submit_button("Go")
    outside = fr.button("Outside")
    note(token, text=text, number=number, box=box, kept=fr.session_state.text, sent=sent, outside=outside)


def test_clear_on_submit_table(page, visit):
    seen = visit(clears)
    field(page, "Text").fill("typed")
    field(page, "Number").fill("5")
    field(page, "Box").check()
    press(page, "Go")
    assert seen.last == {"text": "typed", "number": 5, "box": True, "kept": "typed", "sent": True, "outside": False}
    assert [field(page, "Text").input_value(), field(page, "Number").input_value()] == ["def", "0"]
    assert not field(page, "Box").is_checked()
    press(page, "Outside")
    assert seen.last == {"text": "typed", "number": 5, "box": True, "kept": "typed", "sent": False, "outside": True}
    assert field(page, "Text").input_value() == "def"
    press(page, "Go")
    assert seen.last == {"text": "def", "number": 0, "box": False, "kept": "def", "sent": True, "outside": False}


# ------------------------------------------------------------------------------------------ buttons


def count_up():
    fr.session_state.count = fr.session_state.get("count", 0) + 1


@fr.page
def counting(token):
    with fr.form("f"):
        text = fr.text_input("Text")
        sent = fr.form_submit_button("Save", on_click=count_up)
    pressed = fr.button("Count", on_click=count_up)
    pause(token)
    note(token, text=text, sent=sent, pressed=pressed, count=fr.session_state.get("count", 0))


def test_double_click_is_one_submission(page, visit):
    seen = visit(counting)
    field(page, "Text").fill("x")
    page.get_by_role("button", name="Save").dblclick()
    settled(page)
    assert seen.seen[1:] == [{"text": "x", "sent": True, "pressed": False, "count": 1}]


def test_double_click_is_one_submission_even_if_the_answer_comes_in_between(page, visit):
    seen = visit(counting)
    field(page, "Text").fill("x")
    box = page.get_by_role("button", name="Save").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    for click in (1, 2, 3):
        page.mouse.down(click_count=click)
        page.mouse.up(click_count=click)
        settled(page)
    assert seen.last["count"] == 1
    page.mouse.down(click_count=1)  # a click of its own
    page.mouse.up(click_count=1)
    settled(page)
    assert seen.last["count"] == 2


def test_second_press_while_the_first_runs_is_the_same_submission(page, visit):
    seen = visit(counting)
    field(page, "Text").fill("x")
    seen.hold()
    for _press in range(3):
        page.get_by_role("button", name="Save").click()
    field(page, "Text").press("Enter")
    seen.free()
    settled(page)
    assert seen.seen[1:] == [{"text": "x", "sent": True, "pressed": False, "count": 1}]


def test_second_press_with_another_text_is_another_submission(page, visit):
    seen = visit(counting)
    seen.hold()
    for text in ("x", "y"):
        field(page, "Text").fill(text)
        page.get_by_role("button", name="Save").click()
    seen.free()
    settled(page)
    assert [(run["text"], run["count"]) for run in seen.seen[1:]] == [("x", 1), ("y", 2)]
    assert field(page, "Text").input_value() == "y"


def test_quick_clicks_on_a_button_outside_forms_all_count(page, visit):
    seen = visit(counting)
    page.get_by_role("button", name="Count").click(click_count=5)
    settled(page)
    assert seen.last["count"] == 5
    assert len(seen.seen) == 6


def test_only_the_pressed_button_is_true(page, visit):
    seen = visit(two_buttons)
    press(page, "Second")
    assert (seen.last["first"], seen.last["second"]) == (False, True)
    press(page, "First")
    assert (seen.last["first"], seen.last["second"]) == (True, False)


@fr.page
def shortcuts(token):
    with fr.form("f"):
        text = fr.text_input("Text")
        sent = fr.form_submit_button("Save", shortcut="ctrl+s")
    alone = fr.text_input("Alone")
    letter = fr.button("Letter", shortcut="k")
    off = fr.button("Off", shortcut="x", disabled=True)
    note(token, text=text, sent=sent, alone=alone, letter=letter, off=off)


def test_shortcut_presses_a_form_s_button_from_inside_a_field(page, visit):
    seen = visit(shortcuts)
    field(page, "Text").fill("typed")
    field(page, "Text").press("Control+s")
    settled(page)
    assert seen.last == {"text": "typed", "sent": True, "alone": "", "letter": False, "off": False}


def test_r_runs_the_page_again_where_the_settings_say_so(page, visit):
    seen = visit(shortcuts)
    runs = len(seen.seen)
    page.keyboard.press("r")
    page.locator("#fr-app").evaluate("app => { app.dataset.frRerunKey = ''; }")  # as runpage draws it
    page.keyboard.press("Control+Alt+r")
    field(page, "Text").press("r")
    settled(page)
    assert len(seen.seen) == runs
    page.get_by_role("button", name="Letter").focus()
    page.keyboard.press("r")
    settled(page)
    assert len(seen.seen) == runs + 1
    assert field(page, "Text").input_value() == "r"


def test_shortcut_without_modifier_is_silent_while_someone_types(page, visit):
    seen = visit(shortcuts)
    field(page, "Text").press("k")
    settled(page)
    assert len(seen.seen) == 1
    field(page, "Text").blur()
    page.keyboard.press("k")
    settled(page)
    assert (len(seen.seen), seen.last["letter"]) == (2, True)
    page.keyboard.press("x")
    settled(page)
    assert len(seen.seen) == 2


def test_shortcut_takes_along_what_is_typed_outside_forms(page, visit):
    seen = visit(shortcuts)
    field(page, "Alone").fill("typed")
    field(page, "Alone").press("Control+s")
    settled(page)
    assert (seen.last["alone"], seen.last["sent"]) == ("typed", True)
    field(page, "Alone").blur()
    settled(page)
    assert len(seen.seen) == 2


# ------------------------------------------------------------------------------------------ small comforts


@fr.page
def comforts(token):
    named = fr.button("Rename")
    with fr.form("f"):
        secret = fr.text_input("New secret" if named else "Secret", type="password", key="secret")
        number = fr.number_input("Number", 0, 10, value=5)
        price = fr.number_input("Price", value=0.1, step=0.1, format="%.1f")
        fr.form_submit_button("Go")
    note(token, secret=secret, number=number, price=price)


def test_step_buttons_step_to_the_bounds(page, visit):
    seen = visit(comforts)
    plus, minus = page.get_by_label("Increment"), page.get_by_label("Decrement")
    for _click in range(7):
        plus.first.click()
    assert field(page, "Number").input_value() == "10"
    minus.first.click()
    for _click in range(2):
        plus.nth(1).click()
    assert field(page, "Price").input_value() == "0.3"
    press(page, "Go")
    assert (seen.last["number"], seen.last["price"]) == (9, 0.3)


@fr.page
def numbers(token):
    note(
        token, price=fr.number_input("Price", value=0.5, step=0.25), count=fr.number_input("Count", value=None, step=1)
    )


def test_arrow_keys_step_as_the_buttons_do_and_escape_empties_what_may_be_empty(page, visit):
    seen = visit(numbers)
    field(page, "Price").press("ArrowUp")
    settled(page)
    field(page, "Price").press("ArrowDown")
    field(page, "Price").press("ArrowDown")
    settled(page)
    assert [was["price"] for was in seen.seen][:2] == [0.5, 0.75]
    assert seen.last["price"] == 0.25
    field(page, "Count").fill("7")
    field(page, "Count").press("Enter")
    settled(page)
    assert seen.last["count"] == 7
    field(page, "Count").press("Escape")
    field(page, "Count").press("Enter")
    settled(page)
    assert seen.last["count"] is None
    field(page, "Price").press("Escape")
    assert field(page, "Price").input_value() == "0.25"


@fr.page
def optional(token):
    note(
        token,
        number=fr.number_input("Number", value=None, step=1),
        time=str(fr.time_input("Time", value=None)),
        day=str(fr.date_input("Day", value=None)),
        moment=str(fr.datetime_input("Moment", value=None)),
        days=[str(day) for day in fr.date_input("Days", value=())],
        choice=fr.selectbox("Choice", ["a", "b"], index=None),
    )
    fr.number_input("Needed", value=None, required=True)
    fr.time_input("Given")


def test_what_may_be_empty_has_a_button_that_empties_it_and_escape_does(page, visit):
    seen = visit(optional)
    empty = seen.last
    for label, button, typed, name, value in (
        ("Number", "Clear value", "7", "number", 7),
        ("Time", "Clear time", "08:45", "time", "08:45:00"),
        ("Day", "Clear date", "2026-03-04", "day", "2026-03-04"),
        ("Moment", "Clear date and time", "2026-03-04T08:45", "moment", "2026-03-04 08:45:00"),
        ("Days — start", "Clear dates", "2026-03-04", "days", ["2026-03-04"]),
    ):
        clear = page.get_by_role("button", name=button, exact=True)
        expect(clear).to_have_count(0)
        field(page, label).fill(typed)
        field(page, label).blur()
        settled(page)
        assert seen.last == {**empty, name: value}
        clear.click()
        settled(page)
        assert seen.last == empty
        expect(clear).to_have_count(0)
        field(page, label).fill(typed)
        field(page, label).press("Escape")
        field(page, label).blur()
        settled(page)
        assert seen.last == empty
    field(page, "Choice").select_option("b")
    settled(page)
    assert seen.last == {**empty, "choice": "b"}
    field(page, "Choice").press("Escape")
    field(page, "Choice").blur()
    settled(page)
    assert seen.last == empty
    field(page, "Needed").fill("7")
    settled(page)
    expect(page.locator("[data-fr-clears]:visible")).to_have_count(0)


def test_revealed_password_survives_a_rerun(page, visit):
    seen = visit(comforts)
    field(page, "Secret").fill("hunter2")
    page.get_by_role("button", name="Show password").click()
    assert field(page, "Secret").get_attribute("type") == "text"
    expect(page.get_by_role("button", name="Hide password")).to_be_visible()
    press(page, "Rename")
    assert field(page, "New secret").input_value() == "hunter2"
    press(page, "Go")
    assert seen.last["secret"] == "hunter2"
