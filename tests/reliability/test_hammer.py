"""
Everything at once: tabs, processes and presses that meet.

The proxy gives two requests that come at the same time to different processes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.reliability.conftest import Database
from tests.reliability.fleet import Fleet, Person, wait

pytestmark = pytest.mark.slow


def presses(person: Person, count: int, at_once: int = 5) -> None:
    """Press "+1" so often, several presses at a time."""
    for _ in range(count // at_once):
        person.send_at_once(*(person.prepare("+1") for _ in range(at_once)))


def test_two_tabs_at_two_processes_lose_no_update(fleet: Fleet, database: Database) -> None:
    """Two tabs of one browser, forty presses each, five at a time: every press counts, in its own tab."""
    browser = fleet.browser()
    tabs = [Person(f"/till/?who={name}", browser) for name in "ab"]

    with ThreadPoolExecutor() as pool:
        list(pool.map(presses, tabs, [40, 40]))

    assert [tab.look().split()[-3:] for tab in tabs] == [["sold=0", "plus=40", "notes=0"]] * 2
    assert Counter(database.written()) == Counter(("plus", f"{name}-{n}") for name in "ab" for n in range(1, 41))


def test_one_submission_at_two_processes_at_once_runs_once(fleet: Fleet, database: Database) -> None:
    """The same request ten times at once: one pair of rows, and ten times the same page."""
    person = fleet.person("/till/?who=a")
    body = person.fill("Article", "tea").prepare("Sell") | {"have": ""}

    answers = person.send_at_once(*[body] * 10)

    assert database.written() == [("callback", "tea"), ("body", "tea")]
    assert len({(answer["FR-Run"], answer.text) for answer in answers}) == 1
    assert "sold=1" in answers[0].text


def test_a_body_that_writes_without_a_callback_runs_once_too(fleet: Fleet, database: Database) -> None:
    """On SQLite the claim waits for the first write: here it stands in the middle of the page."""
    person = fleet.person("/slow/")
    body = person.fill("Article", "tea").fill("Seconds", 0.3).prepare("Sell")

    person.send_at_once(*[body] * 4)

    assert database.written() == [("begun", "tea"), ("ended", "tea")]
    assert person.look().endswith("sold=1 plus=0 notes=0")


def test_different_submissions_of_one_tab_at_once_all_run(fleet: Fleet, database: Database) -> None:
    """Each begins with what the one before has stored, whichever process it runs in."""
    person = fleet.person("/slow/")
    bodies = [person.fill("Article", f"tea {n}").fill("Seconds", 0.05).prepare("Sell") for n in range(6)]

    person.send_at_once(*bodies)

    assert Counter(database.written()) == Counter((place, f"tea {n}") for n in range(6) for place in ("begun", "ended"))
    assert person.look().endswith("sold=6 plus=0 notes=0")


def test_a_page_that_swallows_every_exception_does_not_swallow_a_conflict(fleet: Fleet, database: Database) -> None:
    """On SQLite its write finds out that another process has the tab: the run begins again all the same."""
    person = fleet.person("/careless/")
    bodies = [person.fill("Article", f"tea {number}").prepare("Sell") for number in range(4)]

    person.send_at_once(*bodies)

    assert Counter(database.written()) == Counter(("body", f"tea {number}") for number in range(4))
    assert person.look().endswith("sold=4 plus=0 notes=0")


def test_the_last_value_typed_is_the_last_page(fleet: Fleet, database: Database) -> None:
    """
    Ten changes of a field within a moment, over two processes, the last one first: no older value is taken after a
    newer one, and runs that are overtaken end early.
    """
    person = fleet.person("/steady/")
    bodies: list[Any] = []
    for number in range(1, 11):
        person.fill("Note", f"note {number}")
        bodies.append(person.compose("fr-page", ""))

    answers = person.send_at_once(*bodies[::-1])

    taken = [int(token.split()[1]) for _place, token in database.written()]
    assert taken == sorted(taken)
    assert taken[-1] == 10
    newest = max(answers, key=lambda answer: int(answer.get("FR-Run").partition("-")[2] or 0))
    assert "last=note 10" in newest.text
    assert person.look().endswith("last=note 10")


@pytest.mark.postgres
def test_presses_that_wait_in_one_tab_hold_up_no_other(start: Callable[..., Fleet], postgresql: Database) -> None:
    """One process, sixteen submissions of one tab: another tab is answered while they wait for the first one."""
    fleet = start(postgresql, 1)
    busy, other = fleet.person("/slow/"), fleet.person("/till/?who=b")
    bodies = [busy.fill("Article", f"tea {number}").fill("Seconds", 60).prepare("Sell") for number in range(16)]

    with ThreadPoolExecutor(len(bodies)) as pool:
        waiting = [pool.submit(busy.send, body) for body in bodies]
        wait(lambda: any(fleet.has(f"running tea {number}") for number in range(16)))
        answer = other.press("+1")
        left = [each for each in waiting if not each.done()]
        fleet.go_on()

    assert "plus=1" in answer.text
    assert len(left) == 16, "The other tab was answered only when some of these were."
    assert busy.look().endswith("sold=16 plus=0 notes=0")


def test_tabs_that_share_their_state_lose_no_update(fleet: Fleet, database: Database) -> None:
    """Two tabs of a session at two processes count in one place."""
    browser = fleet.browser()
    tabs = [Person("/common/?who=a", browser) for _ in range(2)]

    with ThreadPoolExecutor() as pool:
        list(pool.map(presses, tabs, [20, 20]))

    assert Counter(database.written()) == Counter(("plus", f"a-{number}") for number in range(1, 41))
    assert Person("/common/?who=a", browser).text.endswith("plus=40 notes=0")


def test_browsers_of_one_user_lose_no_update_either(fleet: Fleet, database: Database) -> None:
    """The same for two browsers in which one person is logged in; another user counts alone."""
    browsers = [fleet.browser() for _ in range(3)]
    for browser, name in zip(browsers, ("ann", "ann", "bob"), strict=True):
        browser.login(name)
    people = [
        Person(f"/everywhere/?who={name}", browser)
        for browser, name in zip(browsers, ("ann", "ann", "bob"), strict=True)
    ]

    with ThreadPoolExecutor() as pool:
        list(pool.map(presses, people, [20, 20, 10]))

    assert Counter(database.written()) == Counter(
        ("plus", f"{name}-{number}") for name, most in (("ann", 40), ("bob", 10)) for number in range(1, most + 1)
    )
