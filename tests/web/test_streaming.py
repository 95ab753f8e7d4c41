"""A run shows what it has while it goes on: over HTTP, from a real server, each test the one that decides how far."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import time
import weakref
from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync
from django.contrib import messages
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import AsyncClient, AsyncRequestFactory
from django.utils.translation import get_language
from twisted.internet.address import IPv4Address

import formrerun as fr
from formrerun.engine.context import current_run
from formrerun.testing import AppTest
from formrerun.web import document_stream, stream_state, streaming, usual_times, visitors
from formrerun.web.backpressure import has_unsent
from tests.browser.visits import note, pause
from tests.streams import Guest, html_of, read_until
from tests.visitor import Visitor, parse

# ------------------------------------------------------------------------------------------------------ what is shown


@fr.page
def steps(request, token):
    """Three steps, each waiting for the test."""
    with fr.form("job"):
        fr.text_input("Name", key="name")
        started = fr.form_submit_button("Start")
    slot = fr.empty()
    if started:
        for step in "abc":
            slot.text(f"at step {step}")
            pause(f"{token}-{step}")
        slot.text("done")
    fr.text("the end")


@pytest.fixture
def quickly(client, transactional_db, monkeypatch):
    """Return how to press a button where an event loop runs, and every run is a quick one: machines may be busy."""
    monkeypatch.setattr(usual_times, "patience", lambda *_: 3600)
    browser = AsyncClient()
    browser.cookies = client.cookies

    def press(view, label):
        visitor = Visitor(f"/tb/live/{view.page.name}/quickly/", client, script=True)
        body = visitor.compose(visitor.button(label)["form"], visitor.button(label)["value"])
        accept = {"Accept": "text/html, text/event-stream"}
        return async_to_sync(browser.post)(visitor.url, body, content_type="application/json", headers=accept)

    return press


def test_a_quick_run_is_answered_at_once(quickly):
    answer = quickly(steps, "Start")
    assert answer["Content-Type"].startswith("text/html")
    assert answer["FR-Run"]
    assert b"done" in answer.content


def test_each_step_is_shown_before_the_next_begins(come):
    guest = come(steps)
    for gate in ("-a", "-b", "-c"):
        guest.hold(gate)
    stream, screen = guest.watch("Start"), guest.screen()
    assert stream.type == "text/event-stream"
    for step in "abc":
        frame = screen.follow(stream.until(f"at step {step}"))
        assert f"at step {step}" in screen.text
        assert "last" not in frame.head
        guest.free(f"-{step}")
    assert screen.follow(stream).head["last"]["status"] == 200
    assert "done" in screen.text


def test_headers_that_no_proxy_may_hold_it_back_for(come):
    guest = come(steps)
    guest.hold("-a")
    headers = guest.watch("Start").response.headers
    guest.free("-a")
    assert headers["Cache-Control"] == "no-store, no-transform, private"
    assert headers["X-Accel-Buffering"] == "no"
    assert headers["Content-Encoding"] == "identity"


@fr.page
def changing(request, token):
    """Nearly everything of the page is another in its next run, and more comes while it is drawn."""
    turned = fr.button("Turn", key="turn")
    fr.session_state.turns = turns = fr.session_state.get("turns", 0) + turned
    with fr.sidebar:
        fr.text(f"sidebar {turns}")
        if turns:
            fr.text("more in the sidebar")
    names = ["one", "two", "three", "four"]
    for name in names if turns % 2 == 0 else reversed(names):
        with fr.container(key=f"box-{name}", border=True):
            fr.text(f"{name} {'x' * 200}")
            if name != "two" or not turns:
                fr.text_input(name, key=name)
    fr.text(f"boxes of turn {turns}")
    pause(f"{token}-boxes")
    left, right = fr.columns(2)
    with left, fr.form(f"form {turns}"):
        fr.text_input("In the form")
        fr.form_submit_button("Send")
    right.slider("How much", 0, 10, turns, key="much", width=100 + turns)
    for row in range(50 + turns):
        fr.text(f"row {row * (turns + 1)}")
    bar = fr.progress(0)
    for done in range(0, 101, 20):
        bar.progress(done, f"**{done} %** done\r\nas\ra\nfile says")
    pause(f"{token}-late")
    if turns % 2:
        with fr.expander("Late"):
            fr.table({"a": [1, 2], "b": [turns, 4]})
    else:
        fr.text("the end")


def test_the_pictures_add_up_to_the_page(come):
    guest = come(changing)
    screen = guest.screen()
    for turn in range(1, 4):
        for gate in ("-boxes", "-late"):
            guest.hold(gate)
        stream = guest.watch({**guest.prepare("Turn"), "id": f"turn {turn}"})
        screen.follow(stream.until(f"boxes of turn {turn}"))
        assert screen.stale
        guest.free("-boxes")
        screen.follow(stream.until("100 %"))
        guest.free("-late")
        last = screen.follow(stream)
        assert screen.stale == []
        assert screen.html == html_of(guest.stored())
        guest.mark_of = last.headers["FR-Run"]
    assert "sidebar 3" in screen.root.text


def test_what_is_not_drawn_yet_stays_and_is_said_to_be_stale(come):
    guest = come(changing)
    guest.hold("-boxes")
    screen, stream = guest.screen(), guest.watch("Turn")
    screen.follow(stream.until("boxes of turn 1"))  # the last thing that is drawn before the gate
    stale = {node["id"]: node.text for node in screen.root.walk() if node.get("id") in screen.stale}
    assert set(stale) == set(screen.stale)  # all of it is there
    assert any("In the form" in text for text in stale.values())
    assert not any(text.startswith(("sidebar", "four", "one")) for text in stale.values())
    guest.free("-boxes")
    screen.follow(stream)
    assert screen.html == html_of(guest.stored())


@pytest.mark.parametrize("empty", [True, False])
def test_a_browser_that_shows_another_page_gets_all_of_it_and_keeps_what_it_has_until_then(come, empty):
    guest = come(changing)
    guest.hold("-boxes")
    stream = guest.watch({**guest.prepare("Turn"), "have": "abcd-7"})
    screen = guest.screen()
    if empty:
        screen.root.children.clear()
    first = next(iter(stream))
    assert first.head["base"] == ""
    assert screen.apply(first).stale
    assert ("In the form" in screen.text) is not empty
    guest.free("-boxes")
    screen.follow(stream)
    assert screen.stale == []
    assert screen.html == html_of(guest.stored())


def test_every_picture_names_the_one_it_is_the_difference_to(come):
    guest = come(steps)
    for gate in ("-a", "-b", "-c"):
        guest.hold(gate)
    stream, shown = guest.watch("Start"), guest.mark
    frames = []
    for step in "abc":
        frames += stream.until(f"at step {step}")
        guest.free(f"-{step}")
    *more, last = stream
    for frame in [*frames, *more]:
        assert frame.head["base"] == shown
        shown = frame.head["picture"]
    assert last.headers["FR-Base"] == shown


@fr.page
def flood(request, token):
    """More updates than anybody could see."""
    if fr.button("Start"):
        bar = fr.progress(0)
        for done in range(10_000):
            bar.progress(done / 10_000, f"row {done}")
        pause(token)
        fr.text("all rows")


def test_updates_that_nobody_could_see_are_not_sent(come):
    guest = come(flood)
    guest.hold()
    stream = guest.watch("Start")
    frames = stream.until("row 9999")
    guest.free()
    assert len(frames) < 1000
    assert "all rows" in stream.end().html


@fr.fragment
def slow_part(token):
    """A part that takes its time."""
    if fr.button("Work"):
        fr.text("working")
        pause(token)
    fr.text("the part ends")


@fr.page
def with_part(request, token):
    fr.text("the page begins")
    slow_part(token)
    fr.text("the page ends")


def test_a_fragment_that_runs_alone_is_shown_alone(come):
    guest = come(with_part)
    guest.hold()
    stream, screen = guest.watch("Work"), guest.screen()
    frames = stream.until("working")
    screen.follow(frames)
    assert "the page begins" in screen.text
    assert "the page ends" in screen.text
    guest.free()
    messages = [*stream]
    screen.follow(messages)
    assert not any("the page" in message.html for message in [*frames, *messages])
    assert screen.html == html_of(guest.stored())


def test_a_browser_that_shows_another_page_waits_for_all_of_it_while_a_part_runs(come):
    guest = come(with_part)
    guest.hold()
    stream, screen = guest.watch({**guest.prepare("Work"), "have": "abcd-7"}), guest.screen()
    assert stream.type == "text/event-stream"
    screen.root.children.clear()
    guest.free()
    for message in stream:
        screen.apply(message)
    assert screen.html == html_of(guest.stored())


@fr.fragment(key="first")
def first_part(token):
    """It shows something while it runs and is in the end what it was."""
    with fr.spinner("the first is spinning"):
        pause(f"{token}-first")
    fr.text("the first part")


@fr.fragment(key="second")
def second_part(token):
    """It is another one after each run."""
    with fr.spinner("the second is spinning"):
        pause(f"{token}-second")
    fr.text(f"the second part {fr.session_state.get('asked', 0)}")


def ask(*keys):
    """Let these parts run in the page's stead."""
    fr.session_state.asked = fr.session_state.get("asked", 0) + 1
    fr.rerun(keys)


@fr.page
def with_parts(request, token):
    fr.text("the page begins")
    with fr.container(border=True):
        first_part(token)
    with fr.container(border=True):
        second_part(token)
    fr.button("First", on_click=ask, args=("first",))
    fr.button("Both", on_click=ask, args=("first", "second"))


@pytest.mark.parametrize(("button", "parts"), [("First", ["first"]), ("Both", ["first", "second"])])
def test_what_parts_show_meanwhile_is_gone_in_the_end(come, button, parts):
    guest = come(with_parts)
    for part in parts:
        guest.hold(f"-{part}")
    stream, screen = guest.watch(button), guest.screen()
    for part in parts:
        for message in stream.until(f"the {part} is spinning"):
            screen.apply(message)
        assert f"the {part} is spinning" in screen.text
        guest.free(f"-{part}")
    screen.follow(stream)
    assert "spinning" not in screen.text
    assert screen.html == html_of(guest.stored())


@fr.page
def with_ends(request, token):
    """A spinner that ends long before its page, and passes of the page that each draw the same."""
    if fr.button("Work"):
        with fr.spinner("soon over"):
            pause(f"{token}-spinner")
        fr.text("it is over")
        pause(f"{token}-over")
        fr.session_state.again = True
        fr.rerun()
    if fr.session_state.get("again"):
        pause(f"{token}-again")
        fr.text("it is over")
    fr.text("the end")


def test_what_the_run_itself_has_ended_is_not_shown_as_stale(come):
    guest = come(with_ends)
    for gate in ("-spinner", "-over", "-again"):
        guest.hold(gate)
    stream, screen = guest.watch("Work"), guest.screen()
    for shown, gate in (("soon over", "-spinner"), ("it is over", "-over")):
        for message in stream.until(shown):
            screen.apply(message)
        assert ("soon over" in screen.text) == (gate == "-spinner")
        guest.free(gate)
    for message in stream:  # what an earlier pass has drawn stays until the next one does
        screen.apply(message)
        assert "it is over" in screen.text
        guest.free("-again")
    assert screen.html == html_of(guest.stored())


@fr.page
def spoken(request, token):
    if fr.button("Start"):
        note(token, language=get_language())
        with fr.status("Importing"):
            pause(token)


def test_pictures_are_in_the_visitor_s_language(come):
    guest = come(spoken, language="de")
    guest.hold()
    stream = guest.watch("Start")
    [*_, frame] = stream.until("Importing")
    guest.free()
    assert guest.control() == [{"language": "de"}]
    assert "Läuft" in frame.html


# ----------------------------------------------------------------------------------------------- what waits for the end


@fr.page
def ending(request, token):
    """Everything that is only true once the run has committed."""
    if fr.button("Start"):
        fr.toast("Saved!")
        messages.success(request, "Django says so")
        fr.text("working")
        pause(token)
        messages.success(request, "and says more")
        fr.query_params["done"] = "yes"
    if fr.button("Leave"):
        fr.text("leaving")
        messages.success(request, "said early")
        pause(token)
        messages.success(request, "said <late>")
        fr.switch_page("/t/greeting/")
    if fr.button("Fail"):
        fr.text("before it failed")
        Group.objects.create(name=token)
        pause(token)
        raise ValueError
    if fr.button("Break"):
        fr.text("before the commit")
        Permission.objects.create(content_type_id=10**9, codename=token)  # found out when it commits
        fr.session_state.broken = True
        pause(token)
    fr.text(f"broken {fr.session_state.get('broken', False)}")


def play(guest, button, shown):
    """Press a button, let the run go on when it shows something, and return its frames and its last message."""
    guest.hold()
    stream = guest.watch(button)
    frames = stream.until(shown)
    guest.free()
    *more, last = stream
    return [*frames, *more], last


def test_toasts_messages_and_the_address_go_out_with_the_page(come):
    frames, last = play(come(ending), "Start", "working")
    for text in ("Saved!", "Django says so", "and says more"):
        assert text not in "".join(frame.html for frame in frames)
        assert text in last.html
    assert last.headers["FR-Query"] == "done=yes"


def test_the_browser_goes_to_another_page_at_the_end(come):
    guest = come(ending)
    _frames, last = play(guest, "Leave", "leaving")
    assert "said early" not in last.html
    # The headers had left: the browser comes by once more for what Django's messages say by now.
    assert last.headers["FR-Location"].startswith(f"{guest.url}?fr=")
    guest.open(last.headers["FR-Location"])
    said = guest.page.one(id="fr-messages").text
    assert (said.count("said early"), said.count("said <late>")) == (1, 1)
    assert guest.page.one("title").text.startswith("Greeting")
    guest.open()
    assert guest.page.one(id="fr-messages").text == ""


def test_an_exception_in_the_middle_stands_where_it_happened(come):
    guest = come(ending)
    _frames, last = play(guest, "Fail", "before it failed")
    assert last.head["last"]["status"] == 200
    assert "This part of the page could not be shown." in guest.stored().text
    assert "before it failed" in guest.stored().text
    assert "broken" not in guest.stored().text


def test_a_commit_that_fails_leaves_the_page_as_it_was(come):
    guest = come(ending)
    _frames, last = play(guest, "Break", "before the commit")
    assert last.head["last"]["status"] >= 500
    assert "This could not be saved, and nothing was changed." in last.html
    assert "broken False" in guest.stored().text
    # The script asks for the page again: the one it shows was never true.
    refreshed = guest.watch({**guest.compose("fr-page", ""), "kind": "refresh", "id": ""})
    assert refreshed.response.status == 200
    assert b"broken False" in refreshed.response.read()


# ----------------------------------------------------------------------------------------------- what comes too late


def remember(request):
    """A callback: the place for sessions and cookies."""
    fr.session_state.before = dict(request.session).get("visits")
    request.session["visits"] = 1


@fr.page
def late(request, token):
    """Writes to the session when the answer has begun."""
    fr.button("In time", on_click=remember, args=(request,))
    if fr.button("Late"):
        fr.text("begun")
        pause(token)
        try:
            request.session["visits"] = 2
        except fr.errors.StreamlitAPIException as error:
            note(token, error=str(error))
    if fr.button("Quick"):
        request.session["visits"] = 3
    if fr.button("Read"):
        fr.text("begun")
        pause(token)
        note(token, visits=request.session.get("visits"))


def test_the_session_cannot_be_changed_once_the_answer_has_begun(come):
    guest = come(late)
    play(guest, "Late", "begun")
    [noted] = guest.control()
    assert "Log in, log out and write to `request.session` in a callback" in noted["error"]
    play(guest, "Read", "begun")
    assert guest.control()[-1] == {"visits": None}


def test_before_that_it_can(quickly, client):
    assert quickly(late, "Quick").status_code == 200
    assert client.session["visits"] == 3


# ---------------------------------------------------------------------------------------------- a page that is opened


@fr.page
def slow_page(request, token):
    """A page that takes its time before anybody has done anything."""
    fr.set_page_config("A slow page")
    end = fr.query_params.get("end")
    fr.text("begun")
    name = fr.text_input("Name", key="name")
    pause(token)
    if end == "elsewhere":
        fr.switch_page("/t/greeting/")
    if end == "nowhere":
        raise Http404
    if end == "forbidden":
        raise PermissionDenied
    if end == "failed":
        raise ValueError
    fr.text(f"ready, {name!r}")


class Opening:
    """A page while it comes."""

    def __init__(self, guest: Guest, query: str = "", **headers: str) -> None:
        self.guest, self.text = guest, ""
        guest.client.cookies.clear()
        guest.hold()
        self.connection = guest.client.send("GET", guest.url + query, headers={"Accept": "text/html", **headers})
        self.response = self.connection.getresponse()

    def until(self, text: str) -> str:
        """Return what has come when this has."""
        self.text += read_until(self.response, text.encode()).decode()
        return self.text

    def end(self) -> str:
        """Let the page go on, and return all of it."""
        self.guest.free()
        self.text += self.response.read().decode()
        self.connection.close()
        return self.text


@pytest.fixture
def opening(come):
    """Return how somebody opens the slow page, for the first time."""

    def open_(query="", **headers):
        return Opening(come(slow_page), query, **headers)

    return open_


def test_a_slow_page_is_shown_while_it_is_drawn(opening):
    page = opening()
    assert page.response.status == 200
    before = page.until("begun")
    assert "<title>" in before
    assert 'id="fr-app"' not in before
    html = page.end()
    assert html.count('id="fr-app"') == 1
    assert html.rstrip().endswith("</html>")
    root = parse(html)
    assert "ready, ''" in root.one(id="fr-app").text
    assert all("inert" in frame for frame in root.all("div", _class="fr-picture"))


def test_it_is_the_page_that_it_would_be_otherwise(opening):
    page = opening()
    page.until("begun")
    streamed = parse(page.end())
    plain = Visitor(page.guest.url, page.guest.client)
    assert "ready, ''" in plain.text
    assert html_of(streamed.one(id="fr-root")) == html_of(plain.page.one(id="fr-root"))


@fr.page
def long_page(request, token):
    """A page of 100 kB, a tenth at a time."""
    done = fr.progress(0)
    for part in range(10):
        for row in range(10):
            fr.text(f"row {part}{row} {'x' * 1000}")
        done.progress(part / 10)
        pause(f"{token}-{part}")


def test_a_page_that_is_shown_ten_times_is_sent_twice(come):
    guest = come(long_page)
    for part in range(10):
        guest.hold(f"-{part}")
    page = Opening(guest)
    for part in range(10):
        page.until(f"row {part}9 ")
        guest.free(f"-{part}")
    html = page.end()
    final = html[html.index('id="fr-app"') :]
    assert all(html.count(f"row {row:02} ") == 2 for row in range(100))
    assert len(html) < 2 * len(final) + document_stream.SPARE


def test_its_cookies_came_with_its_headers(opening):
    page = opening()
    cookies = page.response.headers.get_all("Set-Cookie")
    page.until("begun")
    guest = page.guest
    guest.client.cookies.update(cookie.partition(";")[0].split("=", 1) for cookie in cookies)
    assert {"sessionid", "csrftoken"} <= set(guest.client.cookies)
    guest.page = parse(page.end())
    guest.page.one("body").children = [guest.app]  # without the frames, which a browser keeps apart
    guest.mark_of = guest.app["data-fr-mark"]
    assert guest.change("Name", "Ada").status_code == 200
    assert "ready, 'Ada'" in guest.look()


def test_a_streamed_page_may_lead_elsewhere(opening):
    page = opening("?end=elsewhere")
    page.until("begun")
    assert '<meta http-equiv="refresh" content="0; url=/t/greeting/">' in page.end()


def test_a_streamed_page_may_fail(opening):
    page = opening("?end=failed")
    page.until("begun")
    app = parse(page.end()).one(id="fr-app")
    assert "This part of the page could not be shown." in app.text
    assert "ready" not in app.text


@pytest.mark.parametrize(
    ("end", "text"), [("nowhere", "There is no such page."), ("forbidden", "You may not see this page.")]
)
def test_what_is_found_out_too_late_for_a_status_is_said(opening, end, text):
    page = opening(f"?end={end}")
    page.until("begun")
    assert text in parse(page.end()).one(id="fr-app").text


@pytest.mark.parametrize("headers", [{"Accept": "*/*"}, {"Sec-Purpose": "prefetch"}])
def test_who_looks_on_behalf_of_others_waits(come, headers):
    guest = come(slow_page)
    guest.hold()
    connection = guest.client.send("GET", guest.url, headers={"Accept": "text/html", **headers})
    guest.free()
    html = connection.getresponse().read().decode()
    connection.close()
    assert "fr-picture" not in html
    assert "ready" in html


# ------------------------------------------------------------------------------------------------- where none looks on


def test_who_does_not_take_a_stream_is_answered_once(come):
    guest = come(steps)
    answer = guest.send(guest.prepare("Start"))
    assert answer["Content-Type"].startswith("text/html")
    assert b"done" in answer.content


@pytest.mark.django_db
def test_under_wsgi_the_run_answers_once(client):
    visitor = Visitor(f"/tb/live/{steps.page.name}/wsgi/", client, script=True)
    button = visitor.button("Start")
    body = visitor.compose(button["form"], button["value"])
    answer = visitor.send(body, Accept="text/html, text/event-stream")
    assert answer["Content-Type"].startswith("text/html")
    assert "done" in visitor.text


@pytest.mark.django_db
def test_without_a_script_the_run_answers_once(client):
    visitor = Visitor(f"/tb/live/{steps.page.name}/plain/", client)
    assert visitor.press("Start").status_code == 303
    assert "done" in visitor.text


def test_in_a_test_the_run_answers_once():
    at = AppTest.from_page(steps, token="test", default_timeout=30).run()
    at.button[0].click().run()
    assert [text.value for text in at.text] == ["done", "the end"]


def test_silence_is_broken_before_anybody_takes_the_connection_for_dead(monkeypatch):
    monkeypatch.setattr(streaming, "BEAT", 0)

    async def silent():
        stream, task = stream_state.StreamState(), asyncio.get_running_loop().create_future()
        beats = []
        async for message in streaming.in_loop(streaming.frames(stream, task, lambda: None), stream, task):
            beats.append(message)
            if len(beats) == 2:
                task.set_result(None)
        return beats

    assert async_to_sync(silent)() == [": beat\n\n"] * 2


class Connection:
    """One that the server has something left to write to."""

    def getPeer(self):
        return IPv4Address("TCP", "192.0.2.1", 50_000)


@pytest.mark.parametrize(("client", "unsent"), [(("192.0.2.1", 50_000), True), (("192.0.2.1", 50_001), False)])
def test_daphne_knows_who_has_not_taken_what_it_was_given(monkeypatch, client, unsent):
    reactor = SimpleNamespace(getWriters=lambda: [object(), Connection()])
    monkeypatch.setitem(sys.modules, "twisted.internet.reactor", reactor)
    request = AsyncRequestFactory().get("/")
    request.scope["client"] = list(client)
    assert has_unsent(request) is unsent


def test_nothing_is_made_for_who_has_not_taken_the_last():
    looks, frames = [], []

    def has_unsent():
        looks.append(True)
        return len(looks) < 5

    async def drawing():
        stream, task = stream_state.StreamState(), asyncio.get_running_loop().create_future()
        stream.run, stream.has_unsent = Drawing(), has_unsent
        made = streaming.frames(stream, task, lambda: f"made at look {len(looks)}")
        async for frame in streaming.in_loop(made, stream, task):
            frames.append(frame)
            task.set_result(None)

    async_to_sync(drawing)()
    assert frames == ["made at look 5"]


@fr.page
def watched(request):
    """A page whose runs a test holds, and looks for afterwards."""
    fr.button("Again")
    fr.text("begun")
    RUNS.append(weakref.ref(current_run()))
    MAY_END.wait()


RUNS, MAY_END = [], threading.Event()


@pytest.mark.parametrize("patience", [0, 3600], ids=["streamed", "at once"])
def test_nothing_of_a_run_is_left_for_the_collector(transactional_db, serve, monkeypatch, patience):
    monkeypatch.setattr(usual_times, "patience", lambda *_: patience)
    RUNS.clear()
    (MAY_END.clear if patience == 0 else MAY_END.set)()
    url = serve(watched)

    async def open_():
        answer = await AsyncClient().get(url, headers={"Accept": "text/html"})
        assert answer.streaming is (patience == 0)
        if answer.streaming:
            async for _part in answer:
                MAY_END.set()
        answer.close()

    gc.collect()
    gc.disable()
    try:
        async_to_sync(open_)()
        assert [run() for run in RUNS] == [None]
    finally:
        gc.enable()


class Drawing:
    """A run that goes on drawing."""

    onlookers = ()

    @property
    def drawn(self):
        return time.monotonic()


def test_a_picture_that_cannot_be_painted_is_left_out():
    def paint():
        painted.append(True)
        if len(painted) == 1:
            raise ImportError
        return "a picture"

    painted = []

    async def drawing():
        stream, task = stream_state.StreamState(), asyncio.get_running_loop().create_future()
        stream.run = Drawing()
        async for frame in streaming.in_loop(streaming.frames(stream, task, paint), stream, task):
            assert frame == "a picture"
            task.set_result(None)

    async_to_sync(drawing)()
    assert len(painted) == 2


@fr.page
def only_read(request):
    """A page that stores nothing."""
    fr.text("begun")
    MAY_END.wait()


def test_who_has_too_many_streams_waits_for_the_page(transactional_db, serve, monkeypatch):
    monkeypatch.setattr(usual_times, "patience", lambda *_: 0)
    monkeypatch.setattr(visitors, "MOST_STREAMS", 2)
    MAY_END.clear()
    url = serve(only_read)

    async def story():
        answers = [asyncio.ensure_future(AsyncClient().get(url, headers={"Accept": "text/html"})) for _ in range(3)]
        begun, waiting = await asyncio.wait(answers, return_when=asyncio.FIRST_COMPLETED)
        while len(begun) < 2:
            more, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            begun |= more
        MAY_END.set()
        assert all(answer.result().streaming for answer in begun)
        [last] = [await answer for answer in waiting]
        assert not last.streaming
        for answer in begun:
            assert b"begun" in b"".join([part async for part in answer.result()])
            answer.result().close()

    async_to_sync(story)()
    assert not visitors._streams


def test_a_run_that_draws_without_a_pause_is_waited_for(monkeypatch):
    stream = stream_state.StreamState()
    stream.run, stream._began = Drawing(), time.monotonic()
    monkeypatch.setitem(usual_times.PATIENCE, "POST", 3600)
    assert [stream.still_draws() for _ in range(3)] == [True] * 3
    stream.over = True
    assert not stream.still_draws()


def test_one_that_takes_long_is_not(monkeypatch):
    stream = stream_state.StreamState()
    stream.run, stream._began = Drawing(), time.monotonic()
    monkeypatch.setitem(usual_times.PATIENCE, "POST", 0)
    assert not stream.still_draws()
