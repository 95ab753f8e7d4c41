"""Four processes, a proxy without sticky sessions, and a deployment that restarts one after the other."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from tests.browser import listen, settled
from tests.browser.conftest import PATIENCE, browser, driven  # noqa: F401
from tests.reliability.conftest import Database
from tests.reliability.fleet import Fleet, Person, wait

#: What the log says when a page runs once more to find its closures.
REPLAY = "runs once more"


@pytest.fixture
def four(start: Callable[..., Fleet], shared: Database, redis: dict[str, str]) -> Fleet:
    """Four processes on a server's database and Redis."""
    return start(shared, 4, **redis)


@pytest.fixture
def tab(four: Fleet, browser: Any) -> Iterator[Any]:  # noqa: F811
    """Open a tab of Chromium at the proxy."""
    with driven(browser):
        context = browser.new_context(base_url=four.address, locale="en-US")
        context.set_default_timeout(PATIENCE)
        yield context.new_page()
        context.close()


def test_people_go_on_while_every_process_is_restarted(four: Fleet, shared: Database) -> None:
    """Four people sell while all processes are restarted twice; each request goes to another process."""
    people = [four.person(f"/till/?who={name}") for name in "abcd"]
    over = Event()

    def sell(person: Person) -> list[tuple[str, str]]:
        sold: list[tuple[str, str]] = []
        while not over.is_set():
            token = f"{person.tab} {len(sold)}"
            person.fill("Article", token).press("Sell")
            sold += ("callback", token), ("body", token)
        return sold

    with ThreadPoolExecutor() as pool:
        running = [pool.submit(sell, person) for person in people]
        try:
            for process in [0, 1, 2, 3] * 2:
                four.restart(process)
        finally:
            over.set()
        sold = [each.result() for each in running]

    assert Counter(shared.written()) == Counter(row for rows in sold for row in rows)
    assert [person.look().split()[-3] for person in people] == [f"sold={len(rows) // 2}" for rows in sold]


@pytest.mark.browser
def test_a_browser_notices_nothing_of_it(four: Fleet, shared: Database, tab: Any) -> None:
    """What is typed stays in its fields while others answer; what is sent arrives once."""
    tab.goto("/till/?who=a")
    tab.get_by_label("Article").fill("tea")
    four.restart(0)
    tab.get_by_role("button", name="+1", exact=True).click()
    four.restart(1)
    tab.get_by_role("button", name="Sell").click()
    settled(tab)
    tab.get_by_label("Article").fill("a draft")
    four.restart(2)
    tab.get_by_label("Note").fill("call back")
    tab.get_by_label("Note").press("Enter")
    four.restart(3)
    for _ in range(3):
        tab.get_by_role("button", name="+1", exact=True).click()
    settled(tab)

    assert tab.get_by_text("sold=1 plus=4 notes=1").is_visible()
    assert tab.get_by_label("Article").input_value() == "a draft"
    assert Counter(shared.written()) == Counter(
        [("callback", "tea"), ("body", "tea"), ("note", "call back"), *(("plus", f"a-{n}") for n in range(1, 5))]
    )


@pytest.mark.browser
def test_a_browser_sends_again_what_a_killed_process_did_not_answer(four: Fleet, shared: Database, tab: Any) -> None:
    """The process dies when all is stored and nothing is answered: the script tries again, and it is there once."""
    tab.goto("/till/?who=a")
    tab.get_by_label("Article").fill("tea")
    four.die_at("answer")
    says = listen(tab.locator("#fr-status"))
    tab.get_by_role("button", name="Sell").click()

    says("Trying again…")
    tab.get_by_text("sold=1 plus=0 notes=0").wait_for()
    settled(tab)

    assert tab.get_by_label("Article").input_value() == "tea"
    assert not tab.get_by_text("Trying again…").is_visible()
    assert shared.written() == [("callback", "tea"), ("body", "tea")]


def test_a_run_that_is_asked_to_end_comes_to_its_end_first(fleet: Fleet, database: Database) -> None:
    """SIGTERM in the middle: the run commits, its answer is lost, and the repeat at the other process finds it done."""
    person = fleet.person("/slow/", process=0)
    body = person.fill("Article", "tea").fill("Seconds", 60).prepare("Sell")

    with ThreadPoolExecutor() as pool:
        answer = pool.submit(person.send, body)
        wait(lambda: fleet.has("running tea"))
        person.client.port = fleet.ports[1]
        fleet.kill(0, signal.SIGTERM)
        wait(lambda: person.client.retries)
        fleet.go_on()
        text = answer.result().text

    assert "sold=1" in text
    assert database.written() == [("begun", "tea"), ("ended", "tea")]


def test_an_importable_callback_needs_no_second_run_of_the_page(four: Fleet, shared: Database) -> None:
    """Every process imports it by its name, fresh ones too."""
    person = four.person("/closures/?who=a")
    for process in range(4):
        four.restart(process)
        person.press("Importable")

    assert REPLAY not in four.said()
    assert Counter(place for place, _ in shared.written()) == {"drawn": 5, "plus": 4}


def test_a_lambda_costs_one_run_where_no_process_knows_it(fleet: Fleet, database: Database) -> None:
    """
    Another process than the one that drew the page runs it once more to find the lambda, undoes what that wrote, and
    says in the log what would help. It has drawn the page then, so the next press costs nothing.
    """
    person = fleet.person("/closures/?who=a", process=0)
    assert "sold=1" in person.press("Lambda").text
    assert REPLAY not in fleet.said()

    person.client.port = fleet.ports[1]
    assert "sold=2" in person.press("Lambda").text
    assert "sold=3" in person.press("Lambda").text

    [line] = [line for line in fleet.said().splitlines() if REPLAY in line]
    assert "Make the callback a function at module level" in line
    rows = Counter(database.written())
    assert rows == {("drawn", ""): 4, ("lambda", "1"): 1, ("lambda", "2"): 1, ("lambda", "3"): 1}
