"""What ends a run before its end, and what does not (decisions 1, 5 to 10): over HTTP, at real servers."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

import formrerun as fr
from formrerun.engine.context import current_run
from formrerun.web import tab_queue
from tests.browser.visits import note, pause
from tests.reliability.fleet import PATIENCE, Browser, Fleet
from tests.services import database_url, mysql_database, postgres_database, redis_cache
from tests.streams import Guest, read_until

# ------------------------------------------------------------------------------------- where a page waits for its test


def wait_until(condition: Callable[[], Any]) -> None:
    """Wait inside a page, where nothing is drawn and so nothing can end it."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "It never came to that."
        time.sleep(0.005)


def until_wished() -> None:
    """Wait until somebody wants something of this run."""
    run = current_run()
    wait_until(lambda: run.interruption.requests)


def until_queued(count: int, token: str = "") -> None:
    """Wait until so many submissions of this tab wait behind this run; note each as it comes, this one as the first."""
    tab = current_run().environment.tab
    for number in range(count + 1):
        wait_until(lambda number=number: tab_queue._queues[tab].users > number)
        if token:
            note(token, queued=number)


def write(name: str) -> None:
    """Write as an author does."""
    Group.objects.get_or_create(name=name)


def written(token: str) -> list[str]:
    """Return what was written, as the page sees it."""
    groups = Group.objects.filter(name__startswith=token).order_by("pk")
    return [name.removeprefix(token) for name in groups.values_list("name", flat=True)]


def called(token: str, name: str) -> None:
    """A callback: it writes, and it cannot be ended."""
    write(f"{token} {name} called")
    note(token, called=name)


# ------------------------------------------------------------------------------------------------ a newer submission


@fr.page
def buttons(request, token):
    """Says which buttons it saw, and waits where the address says."""
    waits = fr.query_params.get("waits", "")
    fr.text("begun")
    first_one = not fr.session_state.get("ran")
    if current_run().state.triggers and first_one and waits:
        fr.session_state.ran = True
        if waits == "written":
            write(f"{token} body")
        if waits in ("before", "written", "queue"):
            note(token, waits=True)
            until_queued(1) if waits == "queue" else until_wished()
        fr.text("goes on")
    on_running = "interrupt" if waits == "yielding" else "finish"
    one = fr.button("One", on_click=called, args=(token, "one"), on_running=on_running)
    two = fr.button("Two", on_click=called, args=(token, "two"))
    if one and first_one and waits in ("after", "yielding"):
        fr.session_state.ran = True
        write(f"{token} body")
        note(token, waits=True)
        until_wished()
        fr.text("goes on")
    note(token, one=one, two=two)
    fr.text(f"written{written(token)}")


@pytest.fixture
def two_buttons(come):
    """Return how somebody presses two buttons, one after the other; what the page noted, and the answers."""

    def press(waits, first="One", second="Two"):
        guest = come(buttons)
        guest.open(f"{guest.url}?waits={waits}")
        guest.here = f"{guest.url}?waits={waits}"
        before = len(guest.control())
        one = guest.watch(first)
        wait_for_note(guest, waits=True)
        two = guest.watch(second)
        ends = one.end(), two.end()
        return [each for each in guest.control()[before:] if "waits" not in each], *ends

    return press


@pytest.mark.parametrize("waits", ["before", "after"])
def test_a_run_that_a_press_has_begun_comes_to_its_end(two_buttons, waits):
    noted, first, second = two_buttons(waits)
    assert noted == [{"called": "one"}, {"one": True, "two": False}, {"called": "two"}, {"one": False, "two": True}]
    assert "FR-Interrupted" not in first.headers
    assert ("body" in second.html) == (waits == "after")


def test_so_does_one_that_has_written(two_buttons):
    noted, first, _second = two_buttons("written")
    assert noted == [{"called": "one"}, {"one": True, "two": False}, {"called": "two"}, {"one": False, "two": True}]
    assert "body" in first.html


def test_one_whose_author_lets_it_end_does_not_and_what_it_wrote_is_undone(two_buttons):
    noted, first, second = two_buttons("yielding")
    assert noted == [{"called": "one"}, {"called": "two"}, {"one": False, "two": True}]
    assert first.headers["FR-Interrupted"] == "1"
    assert "one called" in second.html
    assert "body" not in second.html


def test_the_same_button_pressed_twice_is_seen_twice(two_buttons):
    noted, *_ = two_buttons("queue", "One", "One")
    assert noted == [{"called": "one"}, {"one": True, "two": False}] * 2


@fr.page
def orders(request, token):
    """Takes its time before it comes to what was pressed, and writes down what it is told, in this order."""
    if current_run().state.triggers and not fr.session_state.get("ran"):
        fr.session_state.ran = True
        until_queued(int(fr.query_params["queue"]), token)
    fr.text("before the buttons")
    add, other = fr.button("Add"), fr.button("Other")
    with fr.form("order"):
        item = fr.text_input("Item")
        ordered = fr.form_submit_button("Order")
    if add:
        note(token, said="add")
    if ordered:
        note(token, said=f"order {item}")
    if other:
        note(token, said="other")


def tell(guest, said):
    """Press a button, or order an item, and wait until that waits for its turn."""
    label, _, item = said.partition(" ")
    number = len(guest.streams)
    stream = guest.watch((guest.fill("Item", item) if item else guest).prepare(label.capitalize()))
    wait_for_note(guest, queued=number)
    return stream


@pytest.mark.parametrize(
    "said",
    [
        ["add", "add", "other"],
        ["other", "add", "other", "add", "add"],
        ["order one", "order two", "other"],
        ["order one", "add", "order two", "order two", "add"],
    ],
)
def test_every_press_is_seen_once_and_in_order_on_a_slow_page(come, said):
    guest = come(orders)
    guest.here = f"{guest.url}?queue={len(said) - 1}"
    streams = [tell(guest, each) for each in said]
    lasts = [stream.end() for stream in streams]
    assert [each["said"] for each in guest.control() if "said" in each] == said
    assert not any("FR-Interrupted" in last.headers for last in lasts)


def test_a_changed_field_does_not_end_the_run_of_a_press_either(come):
    guest = come(orders)
    guest.here = f"{guest.url}?queue=1"
    first = tell(guest, "order one")
    second = guest.watch(guest.compose("fr-page", ""))
    assert "FR-Interrupted" not in first.end().headers
    assert "FR-Run" in second.end().headers
    assert {"said": "order one"} in guest.control()


@fr.fragment
def part(token):
    """A part of a page that can run alone."""
    note(token, part=fr.button("In the part"))


@fr.page
def around(request, token):
    word = fr.text_input("Word", key="word")
    part(token)
    if word == "w0" and not fr.session_state.get("ran"):
        fr.session_state.ran = True
        until_queued(1, token)
    fr.text(f"the word is {word}")


def test_a_press_in_a_fragment_that_ends_the_run_of_the_page_lets_that_be_drawn(come):
    guest = come(around)
    first = change(guest, 0)
    wait_for_note(guest, queued=0)
    second = guest.watch({**guest.prepare("In the part"), "fields": {}, "seqs": {}})  # w0 was sent before
    assert "FR-Interrupted" in first.end().headers
    assert "the word is w0" in second.end().html
    assert {"part": True} in guest.control()


@fr.page
def in_callback(request, token):
    fr.text_input("Word", on_change=slow_callback, args=(token,))
    fr.button("Next")
    note(token, page=True)


def slow_callback(token):
    note(token, begun=True)
    until_queued(1)
    fr.session_state.drawn = True
    fr.toast("Drawn in a callback")  # a command: elsewhere the run would end here
    note(token, callback=True)


def test_a_callback_is_never_ended_and_then_the_page_that_nobody_waits_for_is(come):
    guest = come(in_callback)
    first = guest.watch(guest.fill("Word", "slow").compose("fr-page", ""))
    wait_for_note(guest, begun=True)
    second = guest.watch("Next")
    assert first.end().headers["FR-Interrupted"] == "1"
    assert "FR-Run" in second.end().headers
    assert guest.control()[1:] == [{"begun": True}, {"callback": True}, {"page": True}]


@fr.page
def repeated(request, token):
    pressed = current_run().state.triggers
    if pressed and not fr.session_state.get("ran"):
        note(token, waits=True)
        until_queued(1)
        fr.session_state.ran = True
        note(token, interrupts=len(current_run().interruption.requests))
    fr.text("goes on")
    note(token, pressed=fr.button("Press"))


def test_a_repeat_waits_and_gets_the_same_page(come):
    guest = come(repeated)
    body = guest.prepare("Press")
    first = guest.watch(body)
    wait_for_note(guest, waits=True)
    second = guest.watch(body)
    assert first.end().headers["FR-Run"] == second.end().headers["FR-Run"]
    assert guest.control()[2:] == [{"interrupts": 0}, {"pressed": True}]


def test_a_timer_waits_too(come):
    guest = come(repeated)
    first = guest.watch("Press")
    wait_for_note(guest, waits=True)
    rerun = guest.watch({**guest.compose("fr-page", ""), "kind": "rerun"})
    assert "FR-Run" in first.end().headers
    assert "FR-Run" in rerun.end().headers
    assert guest.control()[2:] == [{"interrupts": 0}, {"pressed": True}, {"pressed": False}]


@fr.page
def words(request, token):
    """A page that is slow to draw, and a field that many changes come from."""
    word = fr.text_input("Word", key="word", on_change=lambda: note(token, changed=fr.session_state.word))
    if word == "w0":
        until_queued(int(fr.query_params.get("queue", 9)), token)
        pause(token)
    fr.text("goes on")
    note(token, drawn=word)
    fr.text(f"the word is {word}")


def change(guest, number):
    """Change the field, as a person does who does not wait for answers."""
    return guest.watch({**guest.fill("Word", f"w{number}").compose("fr-page", ""), "id": f"change {number}"})


def queued(guest, number):
    """Change the field, and wait until that waits behind the changes before."""
    stream = change(guest, number)
    wait_for_note(guest, queued=number)
    return stream


def test_ten_quick_changes_are_applied_in_order_and_the_page_is_drawn_for_the_last(come):
    guest, other = come(words), come(words)
    streams = [queued(guest, number) for number in range(10)]
    lasts = [stream.end() for stream in streams]
    noted = guest.control()[1:]
    assert [each["changed"] for each in noted if "changed" in each] == [f"w{number}" for number in range(10)]
    assert [each["drawn"] for each in noted if "drawn" in each] == ["w9"]
    assert ["FR-Interrupted" in last.headers for last in lasts] == [True] * 9 + [False]
    assert "the word is w9" in lasts[-1].html
    assert other.control() == [{"drawn": ""}]


def wait_for_note(guest, **noted):
    """Wait until a page has noted something."""
    wait_until(lambda: noted in guest.control())


@fr.page
def patient(request, token):
    """Waits as well, but holds no lock meanwhile: without a callback nothing is written before the end."""
    word = fr.text_input("Word", key="word")
    if word == "w0":
        until_queued(9, token)
        pause(token)
    fr.text(f"the word is {word}")


def test_those_who_wait_take_no_thread_from_others(come):
    guest, other = come(patient), come(patient)
    guest.hold()
    streams = [queued(guest, number) for number in range(10)]  # more than there are threads
    assert "the word is other" in other.watch(other.fill("Word", "other").compose("fr-page", "")).end().html
    guest.free()
    assert "the word is w9" in [stream.end() for stream in streams][-1].html


def test_nobody_else_ends_a_run_by_the_name_of_its_tab(come):
    guest, other = come(words), come(words)
    guest.here = f"{guest.url}?queue=1"
    stream = queued(guest, 0)
    other.app.attrs["data-fr-tab"] = guest.tab
    other.url = other.here = guest.here
    refused = change(other, 1)
    last = stream.end()
    assert refused.status == 404
    assert "FR-Interrupted" not in last.headers
    assert "the word is w0" in last.html


def test_more_than_ten_are_sent_away_to_come_again(come):
    guest = come(words)
    guest.here = f"{guest.url}?queue=10"
    guest.hold()
    streams = [queued(guest, number) for number in range(11)]
    refused = change(guest, 11)
    assert refused.status == 429
    assert refused.response.headers["Retry-After"] == "1"
    guest.free()
    lasts = [stream.end() for stream in streams]
    assert "the word is w10" in lasts[-1].html
    again = change(guest, 11)
    assert again.status == 200
    assert "the word is w11" in again.end().html


# -------------------------------------------------------------------------------------------------------------- Stop


@fr.page
def stoppable(request, token):
    """Writes, waits for Stop, and goes on for as long as it is let."""
    with fr.form("job"):
        name = fr.text_input("Name", key="name")
        started = fr.form_submit_button("Start", on_click=called, args=(token, "start"))
    if started:
        write(f"{token} body")
        fr.session_state.body = "ran"
        fr.text("working")
        until_wished()
        with transaction.atomic():
            fr.text("in the author's own block")
            write(f"{token} block")
            note(token, block=True)
        try:
            fr.text("never")
            note(token, after=True)
        finally:
            note(token, cleaned=True)
    fr.text(f"{name!r} written{written(token)} body {fr.session_state.get('body')}")


def play_stop(guest, at=None):
    """Start, press Stop as soon as the run is seen to work, and return the last message."""
    body = guest.fill("Name", "Ada").prepare("Start")
    stream = guest.watch(body)
    stream.until("working")
    assert guest.stop(body["id"], at) == 204
    return stream.end()


def test_stop_undoes_what_the_page_wrote_but_not_the_callback_and_says_so(come):
    guest = come(stoppable)
    last = play_stop(guest)
    assert last.headers["FR-Message"].startswith("Stopped.%20What%20the%20page%20had%20written")
    assert "working" in guest.stored().text
    assert "never" not in guest.stored().text
    # It does not end in the author's own block, which that would have undone behind his back.
    assert guest.control() == [{"called": "start"}, {"block": True}, {"cleaned": True}]
    shown = guest.send(guest.compose("fr-page", "", kind="rerun")).text
    assert "Ada" in shown
    assert "written[&#x27; start called&#x27;]" in shown


def test_stop_is_for_the_submission_that_is_seen_to_run(come):
    guest = come(stoppable)
    body = guest.prepare("Start")
    stream = guest.watch(body)
    stream.until("working")
    assert guest.stop("another") == 204
    assert guest.stop(body["id"]) == 204
    assert "FR-Message" in stream.end().headers


def wait_in_callback(token):
    """Take one's time before the page is drawn."""
    note(token, called="slowly")
    pause(f"{token}-callback")


@fr.page
def late_page(request, token):
    """A page that is drawn only when its callback has taken its time."""
    if fr.button("Start", on_click=wait_in_callback, args=(token,)):
        fr.text("begun")
        until_wished()
        fr.text("never")
    fr.text("the end")


def stop_early(guest, at=None):
    """Press Stop while the callback runs, and return the last message."""
    guest.hold("-callback")
    body = guest.prepare("Start")
    stream = guest.watch(body)
    wait_for_note(guest, called="slowly")
    assert guest.stop(body["id"], at) == 204
    guest.free("-callback")
    return stream.end()


def test_stop_ends_a_run_whose_callback_was_still_called(come):
    guest = come(late_page)
    last = stop_early(guest)
    assert "FR-Message" in last.headers
    assert "never" not in guest.stored().text


def test_stop_where_nothing_runs(come):
    guest = come(stoppable)
    assert guest.stop("nothing") == 204
    guest.app.attrs["data-fr-tab"] = "0" * 32
    assert guest.stop("nothing") == 404


def test_nobody_stops_the_runs_of_others(come):
    guest, other = come(stoppable), come(stoppable)
    body = guest.prepare("Start")
    stream = guest.watch(body)
    stream.until("working")
    other.app.attrs["data-fr-tab"] = guest.tab
    other.url = other.here = guest.url
    assert other.stop(body["id"]) == 404
    assert guest.stop(body["id"]) == 204
    assert "FR-Message" in stream.end().headers


@fr.page(atomic=False)
def not_atomic(request, token):
    """What it writes is committed as it is written."""
    if fr.button("Start"):
        write(f"{token} body")
        fr.text("working")
        until_wished()
        fr.text("never")
    fr.text(f"written{written(token)}")


def test_stop_leaves_what_a_page_has_committed_itself(come):
    guest = come(not_atomic)
    body = guest.prepare("Start")
    stream = guest.watch(body)
    stream.until("working")
    guest.stop(body["id"])
    assert "never" not in stream.end().html
    assert "written[&#x27; body&#x27;]" in guest.send(guest.compose("fr-page", "", kind="rerun")).text


# ------------------------------------------------------------------------------------------------------ somebody leaves


@fr.page
def watched(request, token):
    """Notes whether it came to its end."""
    pressed = fr.button("Press")
    typed = fr.text_input("Word", key="word")
    if fr.query_params.get("waits") or pressed or typed or fr.session_state.get("waits"):
        fr.session_state.waits = True
        fr.text("working")
        try:
            until_wished()
            fr.text("more")
            note(token, ended=True)
        finally:
            note(token, over=True)


def test_a_page_that_nobody_waits_for_any_more_ends(come):
    guest = come(watched)
    connection = guest.client.send("GET", f"{guest.url}?waits=yes", headers={"Accept": "text/html"})
    response = connection.getresponse()
    read_until(response, b"working")
    response.close()
    connection.close()
    wait_for_note(guest, over=True)
    assert {"ended": True} not in guest.control()


@pytest.mark.parametrize("what", ["button", "value"])
def test_a_submission_comes_to_its_end_whoever_leaves(come, what):
    guest = come(watched)
    stream = guest.watch("Press" if what == "button" else guest.fill("Word", "x").compose("fr-page", ""))
    stream.until("working")
    stream.close()
    wait_for_note(guest, over=True)
    assert guest.control() == [{"ended": True}, {"over": True}]


def test_a_run_that_a_timer_asked_for_ends(come):
    guest = come(watched)
    stream = guest.watch("Press")
    stream.until("working")
    stream.close()
    wait_for_note(guest, over=True)
    rerun = guest.watch({**guest.compose("fr-page", ""), "kind": "rerun", "id": "timer"})
    rerun.until("working")
    rerun.close()
    wait_until(lambda: guest.control()[2:] == [{"over": True}])


# ------------------------------------------------------------------------------------------------- several processes


@pytest.fixture(
    scope="module",
    params=[
        "cache",
        pytest.param("table on PostgreSQL", marks=pytest.mark.postgres),
        pytest.param("table on MariaDB", marks=pytest.mark.mariadb),
    ],
)
def processes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Two processes that tell each other interrupts by Redis, or by the table where there is no such cache."""
    folder = tmp_path_factory.mktemp("processes")
    server = mysql_database if "MariaDB" in request.param else postgres_database
    with server() as entry, redis_cache() as redis:
        more = {"REDIS_URL": redis["LOCATION"], "CACHE_PREFIX": redis["KEY_PREFIX"]} if request.param == "cache" else {}
        url = database_url(entry)
        fleet = Fleet(folder, url, site="tests.browser.server", DJANGO_SETTINGS_MODULE="tests.settings", **more)
        try:
            yield fleet
        finally:
            fleet.close()


def write_word(token):
    """A callback that every process can import: to find a closure the page would be drawn, and wait."""
    write(f"{token} {fr.session_state.word}")


@fr.page
def slow_word(request, token):
    """Waits until somebody wants something of its first run."""
    word = fr.text_input("Word", key="word", on_change=write_word, args=(token,))
    if word == "one":
        note(token, waits=True)
        until_wished()
    fr.text(f"the word is {word}{written(token)}")


def at_process(fleet: Fleet, view: Any, number: int = 0) -> Guest:
    """Open a page at one of the processes."""
    return Guest(f"http://127.0.0.1:{fleet.ports[number]}", view)


def elsewhere(fleet: Fleet, guest: Guest) -> Browser:
    """The same browser, whose requests the other process gets."""
    return Browser(fleet.ports[1], guest.client.cookies)


def test_stop_reaches_a_run_in_another_process(processes):
    guest = at_process(processes, stoppable)
    last = play_stop(guest, elsewhere(processes, guest))
    assert "FR-Message" in last.headers
    assert "never" not in last.html
    assert "written[&#x27; start called&#x27;]" in guest.send(guest.compose("fr-page", "", kind="rerun")).text


def test_a_newer_submission_ends_a_run_in_another_process(processes):
    guest = at_process(processes, slow_word)
    one = guest.watch({**guest.fill("Word", "one").compose("fr-page", ""), "id": "one"})
    wait_for_note(guest, waits=True)
    guest.client = elsewhere(processes, guest)
    two = guest.watch({**guest.fill("Word", "two").compose("fr-page", ""), "id": "two"}).end()
    assert one.end().headers["FR-Interrupted"] == "1"
    assert "the word is two[&#x27; one&#x27;, &#x27; two&#x27;]" in two.html
    guest.leave()


@fr.page
def slow_orders(request, token):
    """Takes its time before it comes to what was pressed, wherever it runs, and writes down what is told."""
    note(token, waits=True)
    time.sleep(0.4 if current_run().state.triggers else 0)
    fr.text("before the form")
    with fr.form("order"):
        item = fr.text_input("Item")
        if fr.form_submit_button("Order"):
            write(f"{token} {item}")
    if fr.button("Other"):
        write(f"{token} other")
    fr.text(f"written{written(token)}")


def test_presses_that_several_processes_get_are_all_seen(processes):
    guest = at_process(processes, slow_orders)
    here, there = guest.client, elsewhere(processes, guest)
    streams = []
    for said, guest.client in [("one", here), ("two", there), ("", here), ("three", there)]:
        streams.append(guest.watch((guest.fill("Item", said) if said else guest).prepare("Order" if said else "Other")))
        time.sleep(0.05)  # they come in this order
    lasts = [stream.end() for stream in streams]
    assert not any("FR-Interrupted" in last.headers for last in lasts)
    shown = guest.send(guest.compose("fr-page", "", kind="rerun")).text
    assert sorted(re.search(r"written\[(.*)\]", shown)[1].split(", ")) == [
        f"&#x27; {said}&#x27;" for said in ("one", "other", "three", "two")
    ]
    guest.leave()


def test_stop_reaches_a_run_in_another_process_that_still_calls_its_callback(processes):
    guest = at_process(processes, late_page)
    last = stop_early(guest, elsewhere(processes, guest))
    assert "FR-Message" in last.headers
    assert "never" not in guest.stored().text
    guest.leave()
