"""
Nothing typed is lost: servers that are killed or deployed, logins that end, reloads, crashes, duplicated browser tabs.

What may drop on the way between browser and server stands in ``test_sending.py``.
"""

from __future__ import annotations

import json
import os
import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model, login
from playwright.sync_api import expect

import formrerun as fr
from formrerun.engine.context import current_run
from tests.browser import field, press, settled
from tests.browser.conftest import Profile, serving
from tests.browser.visits import Visit, note, pause, yield_while_held

HERE = re.compile(r"/tb/tests\.browser\.test_retry\.")


def posts(page):
    """Collect the bodies of what the page posts."""
    sent = []

    def keep(route):
        if route.request.method == "POST":
            sent.append(json.loads(route.request.post_data))
        route.fallback()

    page.route(HERE, keep)
    return sent


def count_up():
    fr.session_state.count = fr.session_state.get("count", 0) + 1


@fr.page
def saving(token):
    with fr.form("f"):
        text = fr.text_input("Text", key="text")
        sent = fr.form_submit_button("Save", on_click=count_up)
    pressed = fr.button("Count", on_click=count_up)
    fr.button("Once", on_click=count_up, once=True)
    pause(token)
    note(token, text=text, sent=sent, pressed=pressed, count=fr.session_state.get("count", 0))
    fr.text(f"count {fr.session_state.get('count', 0)}")


# ------------------------------------------------------------------------------------------ the server


@pytest.fixture
def mortal(tmp_path, browser):
    """Return a server that a test may stop, and a tab."""
    for server in serving(tmp_path):
        profile = Profile(server, browser)
        yield server, profile.page
        profile.context.close()


@fr.page
def slow(token):
    with fr.form("f"):
        text = fr.text_input("Text", key="text")
        fr.form_submit_button("Save", on_click=count_up)
    note(token, text=text, count=fr.session_state.get("count", 0))
    pause(token)
    fr.text(f"count {fr.session_state.get('count', 0)}")


def test_server_killed_in_the_middle_of_a_run_runs_the_submission_once_when_it_is_back(mortal):
    server, page = mortal
    seen = Visit(page, server.base, slow)
    field(page, "Text").fill("typed")
    seen.hold()
    page.get_by_role("button", name="Save").click()
    while len(seen.seen) < 2:
        page.evaluate("0")  # the callback has run, the page waits
    server.kill()  # the browser or the script sends again, whoever hears of it first
    expect(field(page, "Text")).to_have_value("typed")
    server.start()
    expect(page.get_by_text("count 1")).to_be_visible()
    settled(page)
    assert seen.seen == [{"text": "typed", "count": 1}]  # all that the new process ran
    press(page, "Save")
    assert seen.last["count"] == 2


def test_server_restarted_between_two_submissions_is_not_noticed(mortal):
    server, page = mortal
    seen = Visit(page, server.base, saving)
    field(page, "Text").fill("one")
    press(page, "Save")
    server.stop()
    field(page, "Text").fill("two")
    page.get_by_role("button", name="Save").click()
    server.start()
    expect(page.get_by_text("count 2")).to_be_visible()
    settled(page)
    assert (seen.last["text"], seen.last["count"]) == ("two", 2)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_deployment_is_waited_for_whatever_the_proxy_says(page, visit, status):
    page.allow(str(status))
    seen = visit(saving)
    later = {"Retry-After": "Fri, 21 Nov 2025 00:00:00 GMT"}
    answers = iter([lambda route: route.fulfill(status=status, headers=later, body="<h1>later</h1>")])
    page.route(HERE, lambda route: next(answers, lambda route: route.continue_())(route))
    field(page, "Text").fill("typed")
    press(page, "Save")
    assert seen.seen[1:] == [{"text": "typed", "sent": True, "pressed": False, "count": 1}]


# ------------------------------------------------------------------------------------------ what is a repeat


@pytest.fixture
def offline(new_page, visit):
    """Return a tab on a page whose answers get lost until the test says otherwise, with a clock of its own."""
    page = new_page()
    page.allow("ERR_|Failed to fetch")
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    page.lost = True

    def lose(route):
        if page.lost:
            route.fetch()  # the server has run it; nobody hears of it
            route.abort("connectionreset")
        else:
            route.continue_()

    seen = visit(saving, page)
    page.route(HERE, lose)
    return page, seen


def test_second_press_while_the_first_waits_to_be_sent_again_is_the_same_submission(offline):
    page, seen = offline
    field(page, "Text").fill("typed")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The connection was lost. Trying again…")).to_be_visible()
    page.lost = False
    page.get_by_role("button", name="Save").click()  # the clock stands: no other try comes
    expect(page.get_by_text("count 1")).to_be_visible()
    expect(page.get_by_test_id("stStatusWidget")).to_be_hidden()
    assert [run["count"] for run in seen.seen] == [0, 1]


def test_press_after_an_edit_is_another_submission(offline):
    page, seen = offline
    field(page, "Text").fill("one")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The connection was lost. Trying again…")).to_be_visible()
    page.lost = False
    field(page, "Text").fill("two")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("count 2")).to_be_visible()
    assert [(run["text"], run["count"]) for run in seen.seen[1:]] == [("one", 1), ("two", 2)]


@fr.page
def beside(token):
    with fr.form("f"):
        fr.text_input("Text", key="text")
        fr.form_submit_button("Save", on_click=count_up)
    alone = fr.text_input("Alone", key="alone")
    fr.text(f"alone: {alone}")
    note(token, alone=alone, count=fr.session_state.get("count", 0))


def test_second_press_is_the_same_submission_though_a_field_outside_was_answered_in_between(page, visit):
    seen = visit(beside)
    held, free = [], []
    page.route(HERE, lambda route: route.continue_() if free or route.request.method == "GET" else held.append(route))
    field(page, "Text").fill("typed")
    field(page, "Alone").fill("one")
    with page.expect_request(HERE):
        page.keyboard.press("Tab")
    with page.expect_request(HERE):  # this one says again what is not answered yet
        page.get_by_role("button", name="Save").click()
    held[0].continue_()
    expect(page.get_by_text("alone: one")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    field(page, "Alone").fill("two")
    page.get_by_role("button", name="Save").click()
    free.append(True)
    held[1].continue_()
    settled(page)
    assert len(held) == 2
    assert seen.last == {"alone": "two", "count": 1}


@pytest.mark.parametrize(("name", "count"), [("Count", 3), ("Once", 1)])
def test_quick_presses_of_a_plain_button_all_count_unless_it_says_once(page, visit, name, count):
    seen = visit(saving)
    seen.hold()
    for _press in range(3):
        page.get_by_role("button", name=name, exact=True).click()
    seen.free()
    settled(page)
    assert seen.last["count"] == count
    press(page, name)
    assert seen.last["count"] == count + 1


# ------------------------------------------------------------------------------------------ logins


def log_in(name="ann"):
    request = fr.get_script_run_ctx().request
    user, _made = get_user_model().objects.get_or_create(username=name)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")


@fr.page
def logs_in(token):
    log_in()
    fr.text("logged in")


@fr.page
def logs_in_another(token):
    log_in("bob")
    fr.text("logged in")


@fr.page(login_required=True)
def members_only(token):
    with fr.form("f"):
        text = fr.text_input("Text", key="text")
        fr.form_submit_button("Save", on_click=count_up)
    note(token, text=text, count=fr.session_state.get("count", 0))


ENDED = "Your session has ended. Log in again, then your input is sent."


def test_submission_goes_on_by_itself_after_a_login_in_another_tab(page, visit):
    page.allow("401|403")
    visit(logs_in)
    seen = visit(members_only)
    sent = posts(page)
    field(page, "Text").fill("typed")
    press(page, "Save")
    assert seen.last == {"text": "typed", "count": 1}
    field(page, "Text").fill("typed later")
    page.context.clear_cookies(name="sessionid")
    press(page, "Save")
    expect(page.get_by_text(ENDED)).to_be_visible()
    assert urlsplit(page.get_by_role("link", name="Log in").get_attribute("href")).path == "/login/"
    assert field(page, "Text").input_value() == "typed later"
    visit(logs_in, page.context.new_page())
    expect(page.get_by_text(ENDED)).to_be_hidden()
    settled(page)
    assert seen.last == {"text": "typed later", "count": 2}  # in the same tab: the count goes on
    assert len({post["id"] for post in sent}) == 2


def test_window_for_the_login_goes_once_the_page_is_shown(page, visit):
    page.allow("401|403")
    login = visit(logs_in)
    seen = visit(members_only)
    field(page, "Text").fill("typed")
    page.context.clear_cookies(name="sessionid")
    press(page, "Save")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Log in").click()
    window = opened.value
    expect(window).to_have_url(re.compile("/login/"))
    with window.expect_event("close"):
        window.goto(login.url, wait_until="commit")  # it may close before all of it is loaded
    expect(page.get_by_text(ENDED)).to_be_hidden()
    settled(page)
    assert seen.last == {"text": "typed", "count": 1}


def test_view_that_redirects_to_the_login_is_a_login_that_ended(page, visit):
    page.allow("403")
    visit(logs_in)
    seen = visit(saving)
    field(page, "Text").fill("typed")
    away = [True]
    page.route(
        HERE,
        lambda route: (
            route.fulfill(status=302, headers={"Location": "/login/?next=/"})
            if away and route.request.method == "POST"
            else route.continue_()
        ),
    )
    press(page, "Save")
    expect(page.get_by_text(ENDED)).to_be_visible()
    assert field(page, "Text").input_value() == "typed"
    away.clear()
    press(page, "Try again")
    assert (seen.last["text"], seen.last["count"]) == ("typed", 1)
    expect(page.get_by_text(ENDED)).to_be_hidden()


# ------------------------------------------------------------------------------------------ drafts


@fr.page
def drafting(token):
    with fr.form("f", draft=True):
        text = fr.text_input("Text", "stored", key="text")
        number = fr.number_input("Number", value=1, key="number")
        box = fr.checkbox("Box", key="box")
        choice = fr.selectbox("Choice", ["a", "b", "c"], key="choice")
        many = fr.multiselect("Many", ["x", "y", "z"], key="many")
        slider = fr.slider("Slider", key="slider")
        fr.text_input("Secret", type="password", key="secret")
        fr.form_submit_button("Save")
    fr.button("Other")
    note(token, text=text, number=number, box=box, choice=choice, many=many, slider=slider)


OFFER = "There is a draft of this form that was not sent."
DRAFT = {"text": "typed", "number": 7, "box": True, "choice": "c", "many": ["y"], "slider": 30}


def draft(page):
    field(page, "Text").fill("typed")
    field(page, "Number").fill("7")
    field(page, "Box").check()
    field(page, "Choice").select_option("c")
    page.get_by_role("combobox", name="Many").click()
    page.keyboard.type("y")
    page.locator(".option.active", has_text="y").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.get_by_role("slider").fill("30")
    field(page, "Secret").fill("hunter2")


def stored(page):
    return page.evaluate("JSON.stringify(localStorage)")


def test_draft_survives_a_reload_and_is_gone_once_it_is_sent(page, visit):
    seen = visit(drafting)
    expect(page.get_by_text(OFFER)).to_be_hidden()
    draft(page)
    page.reload()
    expect(page.get_by_text(OFFER)).to_be_visible()
    assert field(page, "Text").input_value() == "stored"
    assert "hunter2" not in stored(page)
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_text(OFFER)).to_be_hidden()
    press(page, "Save")
    assert seen.last == DRAFT
    assert stored(page) == "{}"
    page.reload()
    expect(page.get_by_text(OFFER)).to_be_hidden()


def test_draft_is_offered_until_one_decides(page, visit):
    visit(drafting)
    draft(page)
    page.reload()
    press(page, "Other")
    expect(page.get_by_text(OFFER)).to_be_visible()
    field(page, "Text").fill("newer")
    page.get_by_role("button", name="Restore").click()
    assert field(page, "Text").input_value() == "newer"  # what is typed since is not overwritten
    assert field(page, "Number").input_value() == "7"
    page.reload()
    page.get_by_role("button", name="Discard").click()
    assert field(page, "Text").input_value() == "stored"
    page.reload()
    expect(page.get_by_text(OFFER)).to_be_hidden()
    assert stored(page) == "{}"


def test_draft_survives_a_crash(new_page, visit):
    page = new_page()
    seen = visit(drafting, page)
    field(page, "Text").fill("typed")
    while stored(page) == "{}":
        pass  # it is kept a moment after the last key
    page.close()
    again = page.context.new_page()
    again.goto(seen.url)
    again.get_by_role("button", name="Restore").click()
    assert field(again, "Text").input_value() == "typed"


def test_draft_of_another_user_is_not_offered(page, visit):
    visit(logs_in)
    seen = visit(drafting)
    draft(page)
    other = page.context.new_page()
    visit(logs_in_another, other)
    expect(other.get_by_text("logged in")).to_be_visible()  # whichever process has answered
    page.goto(seen.url)
    expect(page.get_by_text(OFFER)).to_be_hidden()
    assert stored(page) == "{}"  # nor left for them to find
    visit(logs_in, other)
    expect(other.get_by_text("logged in")).to_be_visible()
    page.goto(seen.url)
    expect(page.get_by_text(OFFER)).to_be_hidden()


def test_draft_outlives_a_login_that_has_ended(page, visit):
    visit(logs_in)
    seen = visit(drafting)
    draft(page)
    page.context.clear_cookies(name="sessionid")
    page.goto(seen.url)
    expect(page.get_by_text(OFFER)).to_be_hidden()  # nobody knows who that is now
    visit(logs_in)
    page.goto(seen.url)
    expect(page.get_by_text(OFFER)).to_be_visible()


def test_draft_of_nobody_in_particular_ends_with_the_session(page, visit):
    seen = visit(drafting)
    draft(page)
    page.reload()
    expect(page.get_by_text(OFFER)).to_be_visible()
    page.context.clear_cookies()
    page.goto(seen.url)
    expect(page.get_by_text(OFFER)).to_be_hidden()


def test_draft_lives_as_long_as_a_session(new_page, visit):
    page = new_page()
    page.clock.install()
    seen = visit(drafting, page)
    field(page, "Text").fill("typed")
    page.clock.run_for(1000)
    assert stored(page) != "{}"
    page.goto("about:blank")
    page.clock.set_fixed_time(page.evaluate("Date.now()") + 1000 * settings.SESSION_COOKIE_AGE + 1000)
    page.goto(seen.url)
    assert stored(page) == "{}"
    expect(page.get_by_text(OFFER)).to_be_hidden()


def test_draft_stays_when_another_browser_tab_has_none(page, visit):
    seen = visit(drafting)
    other = page.context.new_page()
    other.goto(seen.url)
    draft(page)
    while "typed" not in stored(page):
        pass  # it is kept a moment after the last key
    press(other, "Other")
    other.goto("about:blank")
    assert "typed" in stored(page)


@fr.page
def thanks(token):
    if fr.session_state.get("count"):
        fr.text("Thanks")
        return
    with fr.form("f", draft=True):
        fr.text_input("Text", key="text")
        fr.form_submit_button("Save", on_click=count_up)


def test_draft_is_gone_once_it_is_sent_though_the_form_is_gone_too(page, visit):
    visit(thanks)
    field(page, "Text").fill("typed")
    while "typed" not in stored(page):
        pass  # it is kept a moment after the last key
    press(page, "Save")
    expect(page.get_by_text("Thanks")).to_be_visible()
    assert stored(page) == "{}"
    page.reload()
    expect(page.get_by_text(OFFER)).to_be_hidden()


# ------------------------------------------------------------------------------------------ leaving


@fr.page
def guarded(token):
    with fr.form("f", warn_unsaved=True):
        text = fr.text_input("Text", key="text")
        fr.form_submit_button("Save")
    note(token, text=text)


def test_leaving_with_unsaved_edits_is_asked_about(new_page, visit):
    page = new_page()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    visit(guarded, page)
    field(page, "Text").click()
    page.reload()
    assert asked == []
    field(page, "Text").click()
    page.keyboard.type("typed")
    page.reload()
    assert asked == ["beforeunload"]
    field(page, "Text").click()
    page.keyboard.type("typed")
    press(page, "Save")
    page.reload()
    assert asked == ["beforeunload"]


# ------------------------------------------------------------------------------------------ duplicated tabs


def test_duplicated_browser_tab_becomes_a_tab_of_its_own(page, visit):
    seen = visit(saving)
    field(page, "Text").fill("one")
    press(page, "Save")
    press(page, "Count")
    html = page.request.get(f"{seen.url}?fr={page.locator('#fr-app').get_attribute('data-fr-tab')}.2").text()
    other = page.context.new_page()
    copies = iter([html])
    other.route(
        HERE,
        lambda route: (
            route.fulfill(body=copy, content_type="text/html") if (copy := next(copies, None)) else route.continue_()
        ),
    )
    other.goto(seen.url)  # what a browser does that duplicates a tab: the same document again
    tab = "el => el.dataset.frTab"
    mine = page.locator("#fr-app").evaluate(tab)
    expect(other.locator("#fr-app")).not_to_have_attribute("data-fr-tab", mine)
    press(other, "Count")
    assert seen.last["count"] == 3  # it goes on from a copy
    press(page, "Count")
    assert seen.last["count"] == 3


# ------------------------------------------------------------------------------------------ reloads


@fr.page
def wizard(token):
    """A step and a field that are kept, and a job that takes its time."""
    count = fr.session_state.setdefault("count", 0)
    if fr.button("Next"):
        fr.session_state.count = count = count + 1
    name = fr.text_input("Name", key="name")
    fr.text(f"step {count} of {name}")
    with fr.form("job"):
        what = fr.text_input("What")
        if fr.form_submit_button("Start", on_click=lambda: fr.toast("Started")):
            fr.session_state.jobs = fr.session_state.get("jobs", 0) + 1
            fr.text(f"working at {what}")
            yield_while_held(token)
    fr.text(f"jobs {fr.session_state.get('jobs', 0)}")
    note(token, tab=current_run().environment.tab)


@pytest.fixture
def second_step(visit):
    """The wizard at its second step, for Ada."""
    seen = visit(wizard, streams=True)
    press(seen.page, "Next")
    field(seen.page, "Name").fill("Ada")
    field(seen.page, "Name").press("Enter")
    settled(seen.page)
    seen.runs = len(seen.seen)
    return seen


def is_kept(page):
    expect(page.get_by_text("step 1 of Ada", exact=True)).to_be_visible()
    expect(field(page, "Name")).to_have_value("Ada")


def test_a_reload_keeps_the_tab_and_runs_its_page_once(page, second_step):
    page.reload()
    is_kept(page)
    settled(page)
    # A browser that sends its request before it has stored the cookie that names the tab is given a fresh one first.
    tab = page.locator("#fr-app").get_attribute("data-fr-tab")
    assert [run["tab"] for run in second_step.seen].count(tab) == second_step.runs + 1
    assert "fr=" not in page.url
    field(page, "Name").fill("Eve")
    press(page, "Next")
    expect(page.get_by_text("step 2 of Eve", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_text("step 2 of Eve", exact=True)).to_be_visible()


def test_so_do_back_and_forward(page, second_step):
    page.goto("/t/greeting/")
    page.go_back()
    is_kept(page)


def test_so_does_a_browser_that_was_killed(page, second_step):
    # nobody has left the page, so no cookie names the tab
    page.evaluate("Object.defineProperty(document, 'cookie', { set() {}, get: () => '' })")
    page.reload()
    is_kept(page)
    assert "fr=" not in page.url


def test_another_browser_tab_and_a_link_begin_anew(page, second_step):
    page.reload()
    other = page.context.new_page()
    page.goto("/t/greeting/")
    for each in (other, page):
        each.goto(second_step.url)
        expect(each.get_by_text("step 0 of", exact=True)).to_be_visible()


def test_what_runs_goes_on_is_seen_after_a_reload_and_its_toast_is_not_shown_again(page, second_step):
    second_step.hold()
    field(page, "What").fill("it")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("working at it")).to_be_visible()
    page.reload()
    is_kept(page)
    if "FLEET" not in os.environ:  # else the process that is asked may be another one than that of the run
        expect(page.get_by_text("working at it")).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(field(page, "What")).to_have_value("it")
    second_step.free()
    expect(page.get_by_text("jobs 1", exact=True)).to_be_visible()
    settled(page)
    page.reload()
    expect(page.get_by_text("jobs 1", exact=True)).to_be_visible()
    assert page.get_by_text("Started").count() == 0


def test_what_runs_can_be_stopped_after_a_reload(page, second_step):
    second_step.hold()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("working at")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#fr-status")).to_contain_text("Stopped")
    second_step.free()
    settled(page)
    is_kept(page)
