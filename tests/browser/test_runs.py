"""Runs that take their time, fragments and dialogs, as a person sees them."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import settled
from tests.browser.conftest import ROOT
from tests.browser.visits import note, pause, yield_while_held

HIDE = "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')) }"


@fr.page
def job(request, token):
    """A form that starts a job in two steps, each waiting for the test, and other things on the page."""
    with fr.form("job"):
        fr.text_input("Name", key="name")
        started = fr.form_submit_button("Start")
    fr.text_input("Other", key="other")
    fr.text_area("Notes", key="notes")
    slot = fr.empty()
    if started:
        for step in ("first", "second"):
            slot.text(f"{step} step")
            pause(f"{token}-{step}")
            fr.text(f"after the {step} step")
        slot.text("done")
    for row in range(40):
        fr.text(f"row {row}")
    fr.text(f"runs {fr.session_state.setdefault('runs', 0)}")
    fr.session_state.runs += 1


def watch(page, base=""):
    """Do the job, each step let go once it was seen: nothing between the run and the person holds back what it shows."""

    def gate(step, *, hold):
        page.request.post(f"{base}/tb/control/watched-{step}/", data={"hold": hold})

    page.goto(f"{base}/tb/live/{job.page.name}/watched/")
    for step in ("first", "second"):
        gate(step, hold=True)
    press(page, "Start")
    for step in ("first", "second"):
        expect(page.get_by_text(f"{step} step", exact=True)).to_be_visible()
        gate(step, hold=False)
    expect(page.get_by_text("done", exact=True)).to_be_visible()
    settled(page)
    expect(page.get_by_text("runs 1")).to_be_visible()


class Steps:
    """The page, and its two gates."""

    def __init__(self, visit, tab=None):
        self.visit = visit(job, tab, streams=True)
        self.page = self.visit.page
        self.gates = {}

    def start(self):
        """Hold both gates and press Start."""
        for step in ("first", "second"):
            self.control(step, hold=True)
        self.page.get_by_role("button", name="Start").click()
        expect(self.page.get_by_text("first step", exact=True)).to_be_visible()

    def free(self, *steps):
        for step in steps:
            self.control(step, hold=False)

    def control(self, step, **wish):
        address, self.visit.address = self.visit.address, self.visit.address.replace("/?", "")
        self.visit.address = f"{address.rstrip('/')}-{step}/"
        self.visit.control(**wish)
        self.visit.address = address


@pytest.fixture
def steps(visit):
    made = []

    def open_(tab=None):
        made.append(Steps(visit, tab))
        return made[-1]

    yield open_
    for each in made:
        each.free("first", "second")


def test_progress_is_seen_in_order_and_nothing_that_is_typed_is_touched(steps):
    seen = steps()
    page = seen.page
    seen.start()
    expect(page.locator("#fr-app")).to_have_attribute("data-test-script-state", "running")
    notes = page.get_by_label("Notes")
    notes.fill("half a sentence")
    notes.evaluate("el => { el.focus(); el.setSelectionRange(4, 4); }")
    page.get_by_label("Name").evaluate("el => { el.value = 'the next name'; }")
    scrolled = page.evaluate("() => { scrollTo(0, 120); return scrollY; }")
    seen.free("first")
    expect(page.get_by_text("second step", exact=True)).to_be_visible()
    page.keyboard.type("!!")
    seen.free("second")
    expect(page.get_by_text("done", exact=True)).to_be_visible()
    settled(page)
    expect(notes).to_be_focused()
    expect(notes).to_have_value("half!! a sentence")
    assert notes.evaluate("el => el.selectionStart") == 6
    expect(page.get_by_label("Name")).to_have_value("the next name")
    assert page.evaluate("scrollY") == scrolled


def test_what_is_left_of_the_page_before_is_faded_on_slow_runs_only(steps):
    seen = steps()
    page = seen.page
    seen.start()
    left = page.get_by_text("row 30", exact=True)
    expect(left).to_be_visible()
    holder = left.locator("xpath=ancestor::*[@data-stale='true'][1]")
    expect(holder).to_have_count(1)
    page.wait_for_function("el => getComputedStyle(el).filter === 'grayscale(1)'", arg=holder.element_handle())
    seen.free("first", "second")
    expect(page.get_by_text("done", exact=True)).to_be_visible()
    settled(page)
    expect(page.locator("[data-stale]")).to_have_count(0)


@fr.page
def named_late(request, token):
    """It says what it is called when it has been shown already, as menus of several pages do after slow work."""
    fr.text("begun")
    pause(token)
    fr.set_page_config("Orders", page_icon="📦")


def test_a_page_that_was_shown_while_it_was_opened_has_the_name_that_it_said_late(page):
    def gate(*, hold):
        page.request.post("/tb/control/late/", data={"hold": hold})

    gate(hold=True)
    page.goto(f"/tb/live/{named_late.page.name}/late/", wait_until="commit")
    expect(page.get_by_text("begun")).to_be_visible()
    expect(page).to_have_title("Named late")
    gate(hold=False)
    expect(page).to_have_title("Orders")
    expect(page.locator("link[rel='shortcut icon']")).to_have_attribute("href", re.compile("📦|%F0%9F%93%A6"))
    settled(page)


@fr.page
def unsaved(request, token):
    """What it writes cannot be committed, and it shows it before that is found out."""
    fr.text_input("Note", key="note")
    if fr.button("Save"):
        fr.text("saved for good")
        pause(token)
        Permission.objects.create(content_type_id=10**9, codename=token)
    fr.text("the end")


def test_what_could_not_be_committed_is_shown_no_more(visit):
    seen = visit(unsaved, streams=True)
    page = seen.page
    seen.hold()
    press(page, "Save")
    expect(page.get_by_text("saved for good")).to_be_visible()
    page.get_by_label("Note").fill("half a sentence")
    seen.free()
    expect(page.locator("#fr-status")).to_contain_text("This could not be saved")
    settled(page)
    expect(page.get_by_text("saved for good")).to_have_count(0)
    expect(page.get_by_text("the end")).to_be_visible()
    expect(page.get_by_label("Note")).to_have_value("half a sentence")
    expect(page.locator("#fr-status")).to_contain_text("This could not be saved")


@fr.page
def waiting(request, token):
    """A run that lasts for as long as the test wants."""
    if fr.button("Go"):
        pause(token)


@pytest.mark.parametrize(("milliseconds", "shown"), [(499, False), (501, True), (1001, True)])
def test_a_quick_run_shows_no_sign_of_running(new_page, visit, milliseconds, shown):
    page = new_page()
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    seen = visit(waiting, page)
    seen.hold()
    page.get_by_role("button", name="Go").click()
    page.clock.run_for(milliseconds)
    status = page.get_by_test_id("stStatusWidget")
    assert status.is_visible() is shown
    assert status.get_by_role("button", name="Stop").is_visible() is (milliseconds > 1000)
    seen.free()
    expect(page.locator("#fr-app")).to_have_attribute("data-test-script-state", "notRunning")
    expect(status).to_be_hidden()


def test_stop_by_the_keyboard(page):
    page.goto("/tr/endless/")
    page.get_by_label("Name").fill("Ada")
    page.get_by_role("button", name="Start").click()
    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_be_visible()
    stop.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Stopped. What the page had written until then was undone.")).to_be_visible()
    expect(page.get_by_text("the end")).to_have_count(0)
    page.get_by_label("Other").fill("typed later")
    page.get_by_label("Other").press("Enter")
    expect(page.get_by_text("count=1")).to_be_visible()  # the callback has happened
    expect(page.get_by_text("other=typed later")).to_be_visible()


# ---------------------------------------------------------------------------------------------------------- fragments


TICKS = "Number(/tick (\\d+)/.exec(document.getElementById('fr-root').textContent)[1])"


def ticks(page):
    """Return how often the clock has ticked."""
    return page.evaluate(TICKS)


def wait_for_ticks(page, count):
    """Wait until the clock has ticked so often; one tick is gone before somebody looks for its number."""
    page.wait_for_function(f"count => {TICKS} >= count", arg=count)


def test_a_part_that_runs_by_itself_keeps_edits_and_focus(page):
    page.goto("/tr/parts/")
    note_ = page.get_by_label("Note")
    note_.fill("half a note")
    note_.evaluate("el => el.setSelectionRange(4, 4)")
    page.get_by_label("Text").first.evaluate("el => { el.value = 'not sent'; }")
    wait_for_ticks(page, ticks(page) + 3)
    expect(note_).to_be_focused()
    page.keyboard.type("!")
    expect(note_).to_have_value("half! a note")
    expect(page.get_by_label("Text").first).to_have_value("not sent")
    expect(page.get_by_text("page 1", exact=True)).to_be_visible()  # only the part ran


def test_nobody_looks_so_it_waits(new_page):
    page = new_page()
    page.clock.install()
    page.goto("/tr/parts/")
    wait_for_ticks(page, 2)
    page.evaluate(HIDE, True)
    settled(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(3):
        page.clock.run_for(1000)  # twice what it waits
        settled(page)
    assert asked == []
    before = ticks(page)
    page.evaluate(HIDE, False)
    wait_for_ticks(page, before + 1)


@fr.fragment(run_every="100ms")
def fails_every_time():
    """A part that runs by itself, and fails twice."""
    fr.session_state.tries = fr.session_state.get("tries", 0) + 1
    fr.text(f"try {fr.session_state.tries}")
    if fr.session_state.tries in (2, 3):
        raise ValueError("no answer")


@fr.page
def failing_part(request, token):
    fails_every_time()
    fr.text("the end")


def test_it_runs_less_often_while_it_fails(new_page, live):
    page = new_page()
    page.add_init_script(
        "const real = setTimeout; window.waits = []; "
        "window.setTimeout = (act, wait, ...rest) => { waits.push(wait); return real(act, wait, ...rest); };"
    )
    page.goto(f"/tb/{failing_part.page.name}/failing/")
    expect(page.get_by_text(re.compile("try ([5-9]|[1-9][0-9])"))).to_be_visible()
    expect(page.get_by_text("the end")).to_be_visible()
    waits = [wait for wait in page.evaluate("waits") if wait in (100, 200, 400, 800)]
    assert waits[:4] == [100, 200, 400, 100]


def test_the_page_runs_from_a_part(page):
    page.goto("/tr/parts/")
    page.get_by_role("button", name="Whole page").first.click()
    expect(page.get_by_text("page 2", exact=True)).to_be_visible()


# ------------------------------------------------------------------------------------------------------------ dialogs


@fr.dialog("Cannot be dismissed", dismissible=False)
def stay():
    if fr.button("Let me go"):
        fr.rerun()


@fr.dialog("Nobody is told")
def quiet():
    fr.text_input("Word", key="word")


@fr.fragment
def opening_part():
    if fr.button("From a part"):
        quiet()


@fr.page
def dialogs(request, token):
    note(token, run=True)
    if fr.button("Stay"):
        stay()
    if fr.button("Quiet"):
        quiet()
    opening_part()


def press(page, name):
    page.get_by_role("button", name=name).click()


def test_focus_goes_into_a_dialog_and_comes_back(page):
    page.goto("/tr/parts/")
    press(page, "Ask")
    dialog = page.get_by_role("dialog", name="Really?")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "!document.activeElement.closest('#fr-root') || !!document.activeElement.closest('dialog')"
        )
    dialog.get_by_label("Reason").fill("because")
    dialog.get_by_label("Reason").press("Enter")
    expect(dialog.get_by_text("because because")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Ask")).to_be_focused()
    expect(page.get_by_text("page 3", exact=True)).to_be_visible()  # on_dismiss="rerun"


def test_what_closes_a_dialog(visit):
    seen = visit(dialogs, streams=True)
    page = seen.page
    dialog = page.get_by_role("dialog", name="Nobody is told")
    closes = {
        "Escape": lambda: page.keyboard.press("Escape"),
        "its cross": lambda: dialog.get_by_role("button", name="Close").click(),
        "a click beside it": lambda: page.mouse.click(5, 400),
    }
    for close in closes.values():
        press(page, "Quiet")
        settled(page)
        expect(dialog).to_be_visible()
        runs = len(seen.seen)
        close()
        expect(dialog).to_have_count(0)
        assert len(seen.seen) == runs
    press(page, "From a part")
    expect(dialog).to_be_visible()
    assert len(seen.seen) == runs


def test_a_dialog_that_stays(visit):
    page = visit(dialogs, streams=True).page
    press(page, "Stay")
    settled(page)
    dialog = page.get_by_role("dialog", name="Cannot be dismissed")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.mouse.click(5, 400)
    expect(dialog).to_be_visible()
    press(page, "Let me go")
    expect(dialog).to_have_count(0)


def test_without_a_script_a_dialog_stands_open_in_the_page(plain_page):
    plain_page.goto("/tr/parts/")
    plain_page.get_by_role("button", name="Ask").click()
    app = plain_page.locator("#fr-app")
    expect(app.get_by_role("heading", name="Really?")).to_be_visible()
    app.get_by_label("Reason").fill("because")
    app.get_by_role("button", name="Apply").click()
    expect(app.get_by_text("answer None")).to_be_visible()


# --------------------------------------------------------------------------------------------------- opening a page


@fr.page
def opening(request, token):
    """A page that opens when the test lets it."""
    slot = fr.empty()
    slot.write("opening")
    pause(token)
    slot.write("ready")
    fr.text_input("Name", key="name")


@pytest.mark.parametrize("tab", ["page", "plain_page"])
def test_a_slow_page_is_seen_while_it_is_drawn(request, tab):
    page = request.getfixturevalue(tab)
    gate = f"/tb/control/{tab}/"
    page.request.post(gate, data={"hold": True})
    page.goto(f"/tb/live/{opening.page.name}/{tab}/", wait_until="commit")
    shown = page.get_by_text(re.compile("^(opening|ready)$")).filter(visible=True)
    expect(shown).to_have_text("opening")
    page.request.post(gate, data={"hold": False})
    expect(shown).to_have_text("ready")  # the pictures are gone, or hidden
    expect(page.locator("#fr-app").get_by_label("Name")).to_be_visible()


@fr.page
def growing(request, token):
    """A page whose first line changes while more comes below, and beside."""
    slot = fr.empty()
    slot.write("begun")
    fr.write("first row")
    pause(f"{token}-a")
    slot.write("half")
    fr.write("second row")
    fr.sidebar.write("beside")
    pause(f"{token}-b")


@pytest.mark.parametrize("tab", ["page", "plain_page"])
def test_what_comes_to_a_slow_page_stands_in_its_place(request, tab):
    page = request.getfixturevalue(tab)
    for gate in "ab":
        page.request.post(f"/tb/control/grow-{tab}-{gate}/", data={"hold": True})
    page.goto(f"/tb/live/{growing.page.name}/grow-{tab}/", wait_until="commit")
    shown = page.locator(".stMarkdown").filter(visible=True)
    expect(shown).to_have_text(["begun", "first row"])
    page.request.post(f"/tb/control/grow-{tab}-a/", data={"hold": False})
    for text in ("half", "first row", "second row", "beside"):
        expect(shown.filter(has_text=text)).to_have_count(1)
    expect(shown).to_have_count(4)
    boxes = [shown.filter(has_text=text).bounding_box() for text in ("half", "first row", "second row", "beside")]
    tops, lefts = [box["y"] for box in boxes], [box["x"] for box in boxes]
    assert tops[:3] == sorted(tops[:3])
    assert lefts[0] == lefts[1] == lefts[2] > lefts[3]
    page.request.post(f"/tb/control/grow-{tab}-b/", data={"hold": False})
    expect(page.locator("#fr-app").filter(visible=True)).to_be_visible()
    expect(shown).to_have_text(["beside", "half", "first row", "second row"])


@pytest.fixture
def uvicorn(server):
    """The same site, served by uvicorn."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "--log-level", "warning", "--fd", str(listener.fileno()), "tests.browser.server:application"],
            cwd=ROOT, env={**os.environ, **server.environment}, pass_fds=[listener.fileno()],
        )  # fmt: skip
        try:
            urlopen(f"{base}/t/greeting/", timeout=60).close()
            yield base
        finally:
            process.terminate()
            process.wait()


def test_uvicorn_shows_it_too(uvicorn, page):
    watch(page, uvicorn)


# ------------------------------------------------------------------------------------------ runs that end each other


@fr.page
def stepped(token):
    """A number that is stepped faster than the page runs, over a form."""
    number = fr.number_input("Number", value=0)
    fr.write(f"is {number}")
    yield_while_held(token)
    with fr.form("f"):
        fr.text_input("Name")
        fr.form_submit_button("Save")
    note(token, number=number)


def test_what_no_run_has_drawn_yet_stays_though_each_ends_the_one_before(visit):
    seen = visit(stepped, streams=True)
    page = seen.page
    name = page.get_by_label("Name")
    name.fill("half a name")
    name.evaluate("el => { window.first = el; }")
    plus = page.get_by_label("Increment")
    seen.hold()
    plus.click()
    expect(page.get_by_text("is 1", exact=True)).to_be_visible()  # a picture of the first run
    plus.click()
    plus.click()
    expect(page.get_by_text("is 3", exact=True)).to_be_visible()  # one of the last run, which has not drawn the form
    expect(name).to_have_value("half a name")
    seen.free()
    settled(page)
    expect(name).to_have_value("half a name")
    assert page.evaluate("document.getElementById(first.id) === first"), "the field was drawn anew"
    assert seen.last == {"number": 3}


# ----------------------------------------------------------------------------------------------------- every press


@fr.page
def pressed(token):
    """A page that takes its time before it comes to its buttons, and writes down what it is told, in this order."""
    number = fr.number_input("Number", value=0)
    fr.write(f"is {number}")
    yield_while_held(token)
    with fr.form("f", clear_on_submit=True):
        name = fr.text_input("Name")
        if fr.form_submit_button("Order"):
            note(token, said=f"order {name}")
    for said in ("Add", "Other"):
        if fr.button(said):
            note(token, said=said)


@pytest.fixture
def presses(visit):
    seen = visit(pressed, streams=True)

    def press_(*labels):
        """Press buttons, "Order …" with that name in its field, faster than the page runs."""
        for label in labels:
            button, _, name = label.partition(" ")
            if name:
                seen.page.get_by_label("Name").fill(name)
            seen.page.get_by_role("button", name=button).click()

    seen.press = press_
    seen.said = lambda: [each["said"] for each in seen.seen]
    return seen


@pytest.mark.parametrize(
    "labels", [["Add", "Add", "Other"], ["Order one", "Order two", "Other"], [*["Add"] * 12, "Order one", "Add"]]
)
def test_every_press_on_a_slow_page_is_seen_once_and_in_order(presses, labels):
    presses.hold()
    presses.press(*labels)
    presses.free()
    settled(presses.page)
    assert presses.said() == [label if " " not in label else label.lower() for label in labels]
    expect(presses.page.get_by_label("Name")).to_have_value("")


def test_quick_changes_wait_as_one(presses):
    page, held, more = presses.page, [], []
    waits = True

    def pass_on(route):
        posted = route.request.method == "POST"
        if posted and waits:
            held.append(route)
            return
        if posted:
            more.append(route)
        route.continue_()

    page.route("**/*", pass_on)
    for _click in range(30):
        page.get_by_label("Increment").click()
    assert len(held) < 10
    waits = False
    for route in held:
        route.continue_()
    settled(page)
    expect(page.get_by_text("is 30", exact=True)).to_be_visible()
    assert len(more) == 1


def test_a_form_can_be_submitted_while_a_run_has_not_come_to_it(presses):
    page = presses.page
    presses.hold()
    page.get_by_label("Increment").click()
    expect(page.get_by_text("is 1", exact=True)).to_be_visible()
    presses.press("Order one")
    presses.free()
    settled(page)
    assert presses.said() == ["order one"]


def test_presses_that_wait_are_sent_when_the_page_is_left(presses):
    presses.hold()
    presses.press("Add", "Other")
    presses.page.goto("/t/greeting/")
    presses.free()
    deadline = time.monotonic() + 15
    while presses.said() != ["Add", "Other"] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert presses.said() == ["Add", "Other"]
