"""
What happens to a submission on its way: connections drop, answers get lost, tokens rotate, records expire; nothing that
was typed is lost, and nothing runs twice.
"""

from __future__ import annotations

import json
import re
from datetime import date, time

import pytest
from django.contrib.auth import get_user_model, login
from django.http import HttpResponse
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import field, press, settled
from tests.browser.visits import note, pause

HERE = re.compile(r"/tb/tests\.browser\.test_sending\.")


def posts(page):
    """Collect the bodies of what the page posts."""
    sent = []

    def note_post(request):
        # The page goes on to other tests, which upload files.
        if request.headers.get("content-type") == "application/json":
            sent.append(json.loads(request.post_data))

    page.on("request", note_post)
    return sent


def count_up():
    fr.session_state.count = fr.session_state.get("count", 0) + 1


# ------------------------------------------------------------------------------------------ outside of forms


@fr.page
def alone(token):
    fr.session_state.setdefault("changes", [])
    text = fr.text_input("Text", key="text", on_change=changed)
    box = fr.checkbox("Box", key="box")
    number = fr.slider("Number", key="number")
    pressed = fr.button("Press", on_click=pressed_with)
    pause(token)
    note(
        token,
        text=text,
        box=box,
        number=number,
        pressed=pressed,
        changes=list(fr.session_state.changes),
        found=fr.session_state.get("found"),
    )


def changed():
    fr.session_state.changes = [*fr.session_state.changes, fr.session_state.text]


def pressed_with():
    fr.session_state.found = [fr.session_state.text, fr.session_state.box, fr.session_state.number]


def test_value_typed_just_before_a_click_reaches_the_callback(page, visit):
    seen = visit(alone)
    field(page, "Text").click()
    page.keyboard.type("typed")
    press(page, "Press")  # the focus leaves the field, then the button is clicked
    assert seen.last["found"] == ["typed", False, 0]
    assert seen.last["changes"] == ["typed"]
    assert field(page, "Text").input_value() == "typed"


def test_value_typed_just_before_a_click_reaches_the_callback_of_a_form(page, visit):
    seen = visit(beside_a_form)
    field(page, "Alone").click()
    page.keyboard.type("typed")
    press(page, "Go")
    assert seen.last == {"alone": "typed", "text": "", "found": "typed"}


@fr.page
def beside_a_form(token):
    alone = fr.text_input("Alone", key="alone")
    with fr.form("f"):
        text = fr.text_input("Text")
        fr.form_submit_button("Go", on_click=find)
    note(token, alone=alone, text=text, found=fr.session_state.get("found"))


def find():
    fr.session_state.found = fr.session_state.alone


def test_enter_then_leaving_the_field_is_one_change(page, visit):
    seen = visit(alone)
    field(page, "Text").fill("typed")
    field(page, "Text").press("Enter")
    settled(page)
    field(page, "Text").blur()
    settled(page)
    assert [run["text"] for run in seen.seen] == ["", "typed"]


def test_typing_goes_on_while_a_change_is_under_way(page, visit):
    seen = visit(alone)
    seen.hold()
    field(page, "Text").click()
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    page.keyboard.type(" two")
    seen.free()
    settled(page)
    assert field(page, "Text").input_value() == "one two"
    assert page.evaluate("document.activeElement.selectionStart") == len("one two")
    page.keyboard.press("Enter")
    settled(page)
    assert seen.last["changes"] == ["one", "one two"]


@fr.page
def corrected(token):
    number = fr.number_input("Number", value=1, key="number")
    note(token, number=number)


def test_what_is_typed_before_a_change_is_even_sent_is_an_edit_of_its_own(page, visit):
    seen = visit(corrected)
    page.evaluate(  # keys come before timers: on a busy page several of them
        """() => { const el = document.querySelector('[data-fr-step]');
        el.focus(); el.value = '007'; el.dispatchEvent(new Event('change', { bubbles: true })); el.value = '0071'; }"""
    )
    settled(page)
    assert seen.last["number"] == 7
    assert field(page, "Number").input_value() == "0071"


def test_several_changes_in_flight_all_arrive(page, visit):
    seen = visit(alone)
    seen.hold()
    field(page, "Text").fill("a")
    field(page, "Text").press("Enter")
    field(page, "Box").check()
    page.get_by_role("slider").fill("7")
    page.get_by_role("button", name="Press").click()
    seen.free()
    settled(page)
    assert seen.last["found"] == ["a", True, 7]
    assert (seen.last["text"], seen.last["box"], seen.last["number"]) == ("a", True, 7)
    assert seen.last["changes"] == ["a"]
    assert (field(page, "Text").input_value(), field(page, "Box").is_checked()) == ("a", True)


def test_changes_of_one_moment_are_one_run(page, visit):
    seen = visit(alone)
    page.evaluate(
        """() => { const box = document.querySelector('input[type=checkbox]'), range = document.querySelector('input[type=range]');
        box.click(); range.value = 7; range.dispatchEvent(new Event('change', { bubbles: true })); }"""
    )
    settled(page)
    assert len(seen.seen) == 2
    assert (seen.last["box"], seen.last["number"]) == (True, 7)


def test_box_toggled_quickly_ends_as_it_is_seen(page, visit):
    seen = visit(alone)
    for _click in range(7):
        field(page, "Box").click()
    settled(page)
    assert seen.last["box"] is field(page, "Box").is_checked() is True


def test_change_that_was_overtaken_is_not_applied_over_a_newer_one(page, visit):
    seen = visit(alone)
    held = []

    def hold_the_first(route):
        held.append(route) if not held else route.continue_()

    page.route(HERE, hold_the_first)
    for text in ("old", "new"):
        field(page, "Text").fill(text)
        field(page, "Text").press("Enter")
        page.evaluate("() => new Promise(done => setTimeout(done))")
    expect(field(page, "Text")).to_have_js_property("defaultValue", "new")
    held[0].continue_()
    settled(page)
    assert field(page, "Text").input_value() == seen.last["text"] == "new"
    assert seen.last["changes"] == ["new"]


@fr.page
def ignored(token):
    text = fr.text_input("Text", on_change="ignore")
    pressed = fr.button("Press")
    note(token, text=text, pressed=pressed)


def test_ignored_change_goes_along_with_the_next_press(page, visit):
    seen = visit(ignored)
    field(page, "Text").fill("x")
    field(page, "Text").press("Enter")
    settled(page)
    assert len(seen.seen) == 1
    press(page, "Press")
    assert seen.last == {"text": "x", "pressed": True}


@fr.page
def while_typing(token):
    text = fr.text_input("Text", live="50ms")
    note(token, text=text)
    fr.text(f"length {len(text)}")


def test_live_field_is_sent_while_one_types(page, visit):
    seen = visit(while_typing)
    field(page, "Text").click()
    page.keyboard.type("abc")
    page.get_by_text("length 3").wait_for()
    page.keyboard.type("de")
    page.get_by_text("length 5").wait_for()
    runs = len(seen.seen)
    field(page, "Text").blur()
    settled(page)
    assert len(seen.seen) == runs
    assert field(page, "Text").input_value() == seen.last["text"] == "abcde"


# ------------------------------------------------------------------------------------------ dropped connections


@fr.page
def saving(token):
    with fr.form("f", clear_on_submit=True):
        text = fr.text_input("Text", key="text")
        sent = fr.form_submit_button("Save", on_click=count_up)
    pressed = fr.button("Count", on_click=count_up)
    pause(token)
    note(token, text=text, sent=sent, pressed=pressed, count=fr.session_state.get("count", 0))


def drops(page, times, *, after=False):
    """Break the next connections: before the request arrives, or after the server has answered."""
    left = [times]

    def broken(route):
        if not left[0]:
            route.continue_()
            return
        left[0] -= 1
        if after:
            route.fetch()
        route.abort("connectionreset")

    page.route(HERE, broken)
    page.allow("ERR_CONNECTION_RESET|Failed to fetch")


@pytest.mark.parametrize("after", [False, True], ids=["request-lost", "answer-lost"])
def test_submission_is_sent_again_until_it_arrives_and_runs_once(page, visit, after):
    seen = visit(saving)
    drops(page, 2, after=after)
    sent = posts(page)
    field(page, "Text").fill("typed")
    press(page, "Save")
    assert seen.seen[1:] == [{"text": "typed", "sent": True, "pressed": False, "count": 1}]
    assert len(sent) == 3
    assert len({post["id"] for post in sent}) == 1
    assert field(page, "Text").input_value() == ""
    assert not page.get_by_test_id("stStatusWidget").is_visible()


@pytest.mark.parametrize("after", [False, True], ids=["request-lost", "answer-lost"])
def test_press_outside_forms_is_sent_again_and_counts_once(page, visit, after):
    seen = visit(saving)
    drops(page, 1, after=after)
    press(page, "Count")
    assert seen.last["count"] == 1
    assert len(seen.seen) == 2


def test_what_is_typed_while_the_connection_is_down_survives(page, visit):
    seen = visit(saving)
    drops(page, 1)
    seen.hold()  # the second try is answered when the test says so
    field(page, "Text").fill("first")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("stConnectionStatus")).to_have_text("The connection was lost. Trying again…")
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "PINGING_SERVER")
    field(page, "Text").fill("second")
    seen.free()
    settled(page)
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    assert seen.last["text"] == "first"
    assert field(page, "Text").input_value() == "second"
    press(page, "Save")
    assert (seen.last["text"], seen.last["count"]) == ("second", 2)


def test_long_outage_ends_with_a_button_and_the_same_submission(new_page, visit):
    page = new_page()
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    seen = visit(saving, page)
    drops(page, 7)
    sent = posts(page)
    field(page, "Text").fill("typed")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Trying again…").wait_for()
    while not page.get_by_text("The server cannot be reached. Your input is still here.").is_visible():
        page.clock.run_for(1_000)
    assert len(sent) == 7
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "DISCONNECTED_FOREVER")
    assert field(page, "Text").input_value() == "typed"
    assert len(seen.seen) == 1
    page.get_by_role("button", name="Try again").click()
    expect(field(page, "Text")).to_have_value("")
    assert seen.seen[1:] == [{"text": "typed", "sent": True, "pressed": False, "count": 1}]
    assert len({post["id"] for post in sent}) == 1


def test_busy_server_is_asked_again(page, visit):
    page.allow("503")
    seen = visit(saving)
    busy = [2]

    def answer(route):
        if busy[0]:
            busy[0] -= 1
            route.fulfill(status=503, headers={"Retry-After": "0"}, body="later")
        else:
            route.continue_()

    page.route(HERE, answer)
    field(page, "Text").fill("typed")
    press(page, "Save")
    assert seen.seen[1:] == [{"text": "typed", "sent": True, "pressed": False, "count": 1}]


def test_error_page_is_never_swapped_over_a_form(page, visit):
    page.allow("500")
    seen, sent = visit(saving), posts(page)
    page.route(
        HERE, lambda route: route.fulfill(status=500, content_type="text/html", body="<h1>Server Error (500)</h1>")
    )
    field(page, "Text").fill("typed")
    press(page, "Save")
    expect(page.get_by_text("This could not be applied. Your input is still here.")).to_be_visible()
    assert field(page, "Text").input_value() == "typed"
    page.unroute(HERE)
    press(page, "Save")
    assert (seen.last["text"], seen.last["count"]) == ("typed", 1)
    assert len(sent) > 2
    assert len({post["id"] for post in sent}) == 1  # for it may have been done the first time


# ------------------------------------------------------------------------------------------ tokens and logins


def log_in(request):
    """A login in another tab: the CSRF token is rotated, the session gets another key."""
    user, _made = get_user_model().objects.get_or_create(username="ann")
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponse("logged in")


@fr.page
def logs_in(token):
    fr.text("logged in")
    log_in(fr.get_script_run_ctx().request)


def test_csrf_token_that_was_rotated_is_renewed_and_the_submission_arrives(page, visit):
    page.allow("403")
    seen = visit(saving)
    other = page.context.new_page()
    visit(logs_in, other)
    sent = posts(page)
    field(page, "Text").fill("typed")
    press(page, "Save")
    assert seen.seen[1:] == [{"text": "typed", "sent": True, "pressed": False, "count": 1}]
    assert len(sent) == 2
    assert len({post["id"] for post in sent}) == 1
    press(page, "Count")
    assert len(sent) == 3  # the new token is kept
    assert not page.get_by_test_id("stStatusWidget").is_visible()


# ------------------------------------------------------------------------------------------ the record is gone


@fr.page
def forgotten(token):
    box = fr.checkbox("Box", key="box")
    with fr.form("f"):
        text = fr.text_input("Text", "def", key="text")
        untouched = fr.text_input("Untouched", "def", key="untouched")
        sent = fr.form_submit_button("Save")
    pressed = fr.button("Press")
    note(token, box=box, text=text, untouched=untouched, sent=sent, pressed=pressed)


EXPIRED = "This page had expired and was loaded anew. Your input is still in the fields; send it again."


def test_page_whose_record_is_gone_starts_afresh_around_the_edits(page, visit):
    page.allow("404")
    seen = visit(forgotten)
    field(page, "Text").fill("typed")
    seen.forget()
    press(page, "Press")
    assert page.get_by_text(EXPIRED).is_visible()
    assert [field(page, name).input_value() for name in ("Text", "Untouched")] == ["typed", "def"]
    assert not seen.last["pressed"]  # it would act on a page that nobody has seen
    press(page, "Save")
    assert seen.last == {"box": False, "text": "typed", "untouched": "def", "sent": True, "pressed": False}
    assert not page.get_by_text(EXPIRED).is_visible()


def test_submission_to_a_record_that_is_gone_stays_in_the_fields(page, visit):
    page.allow("404")
    seen = visit(forgotten)
    field(page, "Text").fill("typed")
    seen.forget()
    press(page, "Save")
    assert field(page, "Text").input_value() == "typed"
    assert not seen.last["sent"]
    press(page, "Save")
    assert (seen.last["text"], seen.last["sent"]) == ("typed", True)


def test_fresh_record_is_told_what_stands_outside_of_forms(page, visit):
    page.allow("404")
    seen = visit(forgotten)
    seen.forget()
    field(page, "Box").check()
    settled(page)
    assert field(page, "Box").is_checked()
    assert seen.last["box"] is True
    assert page.get_by_text(EXPIRED).is_visible()


def test_stored_values_are_gone_with_the_record_but_what_is_seen_is_sent(page, visit):
    page.allow("404")
    seen = visit(forgotten)
    field(page, "Text").fill("stored")
    field(page, "Box").check()
    settled(page)
    press(page, "Save")
    seen.forget()
    press(page, "Press")
    assert field(page, "Text").input_value() == "def"  # nobody had edited it since
    assert seen.last == {"box": False, "text": "def", "untouched": "def", "sent": False, "pressed": False}
    press(page, "Save")
    assert (seen.last["box"], seen.last["text"]) == (field(page, "Box").is_checked(), "def")


# ------------------------------------------------------------------------------------------ a button that is gone


@fr.page
def vanishing(token):
    gone = fr.session_state.get("gone", False)
    if fr.button("Vanish"):
        fr.session_state.gone = gone = True
    with fr.form("f"):
        text = fr.text_input("Text", key="text")
        sent = not gone and fr.form_submit_button("Save")
        fr.form_submit_button("Other")
    pause(token)
    note(token, text=text, sent=sent)


def test_button_that_is_gone_applies_nothing_and_keeps_the_edits(page, visit):
    page.allow("409")
    seen = visit(vanishing)
    field(page, "Text").fill("typed")
    seen.hold()
    # A completed run that never had the button, nor had the one before it, has come before Save is sent.
    for name in ("Vanish", "Vanish", "Save"):
        page.get_by_role("button", name=name).click()
    seen.free()
    settled(page)
    assert page.get_by_text("The button is no longer on this page.").is_visible()
    assert field(page, "Text").input_value() == "typed"
    assert not any(run["sent"] for run in seen.seen)
    press(page, "Other")
    assert seen.last == {"text": "typed", "sent": False}


# ------------------------------------------------------------------------------------------ back, duplicates, addresses


def test_page_one_comes_back_to_works_and_runs_nothing_again(page, visit):
    seen = visit(saving)
    field(page, "Text").fill("typed")
    press(page, "Save")
    page.goto("/")
    page.go_back()
    settled(page)
    assert [run["sent"] for run in seen.seen].count(True) == 1
    field(page, "Text").fill("again")
    press(page, "Save")
    assert (seen.last["text"], seen.last["sent"]) == ("again", True)
    assert [run["sent"] for run in seen.seen].count(True) == 2


@fr.page
def addressed(token):
    fr.query_params.setdefault("step", "1")
    if fr.button("Next"):
        fr.query_params["step"] = str(int(fr.query_params["step"]) + 1)
    with fr.form("f"):
        text = fr.text_input("Text", key="text")
        fr.form_submit_button("Save")
    note(token, step=fr.query_params["step"], text=text)
    fr.text(f"step {fr.query_params['step']}")


def test_back_over_query_parameters_runs_the_page_with_them_and_keeps_the_edits(page, visit):
    seen = visit(addressed)
    press(page, "Next")
    press(page, "Next")
    expect(page).to_have_url(re.compile(r"\?step=3$"))
    field(page, "Text").fill("typed")
    page.go_back()
    page.get_by_text("step 2").wait_for()
    settled(page)
    assert seen.last["step"] == "2"
    assert field(page, "Text").input_value() == "typed"
    page.go_forward()
    page.get_by_text("step 3").wait_for()
    settled(page)
    assert field(page, "Text").input_value() == "typed"


def test_the_address_says_from_the_first_run_on_what_the_page_says_of_it(page, visit):
    seen = visit(addressed)
    expect(page).to_have_url(re.compile(r"\?step=1$"))
    page.goto(f"{seen.url}?step=4")
    expect(page).to_have_url(re.compile(r"\?step=4$"))


@fr.page
def sliders(token):
    one = fr.slider("One", 0, 100, 10)
    pair = fr.slider("Pair", 0, 100, (20, 60))
    fr.slider("Off", 0, 100, 10, disabled=True)
    note(token, one=one, pair=list(pair))


def test_the_nearer_handle_comes_where_a_slider_is_pressed(page, visit):
    seen, mouse = visit(sliders), page.mouse
    for name in ("Off", "One", "Pair"):
        page.get_by_test_id("stSlider").filter(has_text=name).click()  # its middle
        settled(page)
    assert (seen.last["one"], seen.last["pair"]) == (50, [20, 50])
    page.keyboard.press("ArrowRight")
    settled(page)
    assert seen.last["pair"] == [20, 51]
    box, runs = page.get_by_role("group", name="Pair").bounding_box(), len(seen.seen)
    mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 5)
    mouse.down()
    mouse.move(0, 0)
    assert page.get_by_role("slider", name="Pair — start").input_value() == "0"
    settled(page)
    assert len(seen.seen) == runs
    mouse.up()
    settled(page)
    assert seen.last["pair"] == [0, 51]


FORMATS = ["%d", "%,d", "%.1f €", "percent", "dollar", "euro", "yen", "accounting", "bytes", "compact", "scientific"]
FORMATS += ["engineering", "localized", "plain"]


@fr.page
def written_sliders(token):
    for format in FORMATS:
        fr.slider(format, -5000.0, 2000000.0, 1234567.25, 0.25, format=format)
    fr.slider("date", value=date(2026, 3, 4), format="localized")
    fr.slider("time", value=time(15, 4), format="iso8601")
    note(token)


def test_a_moved_slider_is_written_as_the_server_writes_it(page, visit):
    visit(written_sliders)
    texts = page.get_by_test_id("stSliderThumbValue")
    drawn = texts.all_inner_texts()
    assert "1.2M" in drawn
    for slider in page.get_by_role("slider").all():
        slider.press("ArrowRight")
        slider.press("ArrowLeft")
    settled(page)
    assert texts.all_inner_texts() == drawn


@fr.page
def between_steps(token):
    at = fr.slider("At", 0, 100, 25, step=10)
    pair = fr.slider("Pair", 0.0, 1.0, (0.25, 0.5), step=0.1)
    note(token, at=at, pair=list(pair))


def test_a_value_between_two_steps_is_written_as_it_is(page, visit):
    seen = visit(between_steps)
    texts, at = page.get_by_test_id("stSliderThumbValue"), page.get_by_role("slider", name="At")
    expect(texts).to_have_text(["25", "0.25", "0.50"])
    expect(at).to_have_attribute("aria-valuetext", "25")
    at.press("ArrowRight")
    settled(page)
    expect(texts.first).to_have_text("40")
    at.press("ArrowLeft")
    settled(page)
    expect(texts).to_have_text(["30", "0.25", "0.50"])
    assert seen.last == {"at": 30, "pair": [0.25, 0.5]}


@fr.page
def marked_options(token):
    mood = fr.select_slider("Mood", ["**low**", "plain", ":red[high] & :material/bolt:"])
    note(token, mood=mood)


def test_options_of_a_slider_are_markdown(page, visit):
    seen = visit(marked_options)
    text, mood = page.get_by_test_id("stSliderThumbValue"), page.get_by_role("slider", name="Mood")
    expect(text.locator("strong")).to_have_text("low")
    expect(page.get_by_test_id("stSliderTickBar")).to_contain_text("high &")
    for said in ("plain", "high &"):
        mood.press("ArrowRight")
        expect(text).to_contain_text(said)
        expect(mood).to_have_attribute("aria-valuetext", said)
    expect(text.locator("svg")).to_be_visible()
    settled(page)
    assert seen.last["mood"] == ":red[high] & :material/bolt:"


def test_two_tabs_do_not_disturb_each_other(page, visit, live):
    seen = visit(saving)
    other = page.context.new_page()
    other.goto(seen.url)
    field(page, "Text").fill("one")
    field(other, "Text").fill("two")
    press(page, "Save")
    assert field(other, "Text").input_value() == "two"
    press(other, "Save")
    assert [(run["text"], run["count"]) for run in seen.seen if run["sent"]] == [("one", 1), ("two", 1)]


@fr.page
def leaves(token):
    with fr.form("f"):
        fr.text_input("Text")
        go = fr.form_submit_button("Go elsewhere")
    if go:
        fr.switch_page(f"/tb/{saving.page.name}/{token}/")


def test_change_of_page(page, visit):
    visit(leaves)
    page.get_by_role("button", name="Go elsewhere").click()
    page.get_by_role("button", name="Save").wait_for()
    settled(page)
    field(page, "Text").fill("x")
    press(page, "Save")
    assert field(page, "Text").input_value() == ""
