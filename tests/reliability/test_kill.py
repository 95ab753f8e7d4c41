"""
Processes are killed while people work; every submission is there once.

The order of what people do, and after how many submissions who dies how, follow from the seed; when exactly the signal
hits does not, which is the point. ``SOAK=10000`` makes a longer run, ``SEED=…`` repeats one.
"""

from __future__ import annotations

import os
import re
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Lock
from typing import Any

import pytest

from tests.reliability.conftest import Database
from tests.reliability.fleet import Fleet

pytestmark = pytest.mark.slow

SUBMISSIONS = int(os.environ.get("SOAK", "600"))
SEED = os.environ.get("SEED") or str(Random().randrange(10**6))
PEOPLE = 6
#: A process dies after so many submissions, on average.
EVERY = 12
#: Where in the page a process may die, beside "anywhere".
PLACES = [
    "before callback",
    "after callback",
    "before body",
    "after body",
    "commit",
    "answer",
    "after plus",
    "after note",
]
#: Where it may die beside those if the state is kept outside of the database.
BETWEEN = ["before save", "after save"]


class Reaper:
    """Kill a process after every few submissions, anywhere or at a chosen place of the page."""

    def __init__(self, fleet: Fleet, random: Random, places: list[str]) -> None:
        self.fleet, self.random, self.places = fleet, random, places
        self._done, self._next, self._lock = 0, 1, Lock()

    def count(self) -> None:
        """One more submission is about to be sent."""
        with self._lock:
            self._done += 1
            if self._done < self._next:
                return
            self._next += self.random.randint(1, 2 * EVERY)
            if self.random.random() < 0.5:
                self.fleet.kill(self.random.randrange(len(self.fleet.ports)), signal.SIGKILL)
            else:
                self.fleet.die_at(self.random.choice(self.places))


class Worker:
    """
    Somebody at a till of their own, and what they have done.

    Attributes
    ----------
    done
        The rows that this must have written, one by one.
    counts
        What session_state must have counted.
    """

    def __init__(self, fleet: Fleet, number: int, reaper: Reaper) -> None:
        self.number, self.reaper = number, reaper
        self.random = Random(f"{SEED} {number}")
        self.person = fleet.person(f"/till/?who={number}")
        self.done: list[tuple[str, str]] = []
        self.counts = Counter(sold=0, plus=0, notes=0)
        self.sent: list[Any] = []

    def work(self, submissions: int) -> None:
        """Do what the seed says: sell, count, take notes; press twice, go away, send an old form again."""
        for step in range(submissions):
            self.reaper.count()
            act = self.random.choices([self.sell, self.add, self.note], [5, 3, 2])[0]
            act(f"{self.number}.{step}")

    def sell(self, token: str) -> None:
        """Submit the form: once, twice at once, or without waiting for the answer; or the last one once more."""
        body = self.person.fill("Article", token).fill("Pieces", self.random.randint(1, 9)).prepare("Sell")
        how = self.random.random()
        if how < 0.15:
            self.person.send_at_once(body, body)
        elif how < 0.3:
            self.person.vanish(body)
            self.person.send(body)
        elif how < 0.4 and self.sent:
            self.person.send_at_once(body, self.random.choice(self.sent[-2:]))
        else:
            self.person.send(body)
        self.sent.append(body)
        self.done += ("callback", token), ("body", token)
        self.counts["sold"] += 1

    def add(self, token: str) -> None:
        """Press "+1" once to three times, without waiting in between."""
        presses = self.random.randint(1, 3)
        self.person.send_at_once(*(self.person.prepare("+1") for _ in range(presses)))
        for _ in range(presses):
            self.counts["plus"] += 1
            self.done.append(("plus", f"{self.number}-{self.counts['plus']}"))

    def note(self, token: str) -> None:
        """Type into the field outside the form."""
        self.person.change("Note", token)
        self.counts["notes"] += 1
        self.done.append(("note", token))


def play(fleet: Fleet, submissions: int, places: list[str] = PLACES) -> list[Worker]:
    """Let everybody work while processes die; return them, and look at what has to hold in any case."""
    print(f"SEED={SEED} SUBMISSIONS={submissions}")
    reaper = Reaper(fleet, Random(SEED), places)
    workers = [Worker(fleet, number, reaper) for number in range(PEOPLE)]
    shares = [submissions // PEOPLE + (number < submissions % PEOPLE) for number in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(Worker.work, workers, shares))

    retries = sum(worker.person.client.retries for worker in workers)
    deaths = fleet.said().count("was killed")
    print(f"{deaths} processes killed, {retries} requests sent again")
    for worker in workers:
        assert worker.person.look().endswith("sold={sold} plus={plus} notes={notes}".format(**worker.counts))
    assert deaths, "Nobody was killed: this run shows nothing."
    assert "Internal Server Error" not in fleet.said()
    assert " raised " not in fleet.said(), "A page failed; nothing of this run is its fault."
    return workers


def test_every_submission_is_there_once_whoever_is_killed_when(fleet: Fleet, database: Database) -> None:
    """No row twice, none missing, and session_state has counted as the rows say."""
    workers = play(fleet, SUBMISSIONS)

    must = Counter(row for worker in workers for row in worker.done)
    found = Counter(database.written())
    assert {"lost": must - found, "duplicates": found - must} == {"lost": Counter(), "duplicates": Counter()}


def test_outside_of_the_database_only_a_death_between_commit_and_save_repeats_anything(
    outside: Fleet, database: Database
) -> None:
    """
    With `cache` and `file` sessions: none missing, and a row is there twice only if the process that wrote it first was
    killed before it had saved the state. What session_state counts is right all the same.
    """
    workers = play(outside, max(SUBMISSIONS // 8, 1), [*PLACES, *BETWEEN])

    must = Counter(row for worker in workers for row in worker.done)
    attempts: dict[tuple[str, str], list[str]] = {}
    for place, token, run in database.rows("SELECT place, token, run FROM reliability_row ORDER BY id"):
        attempts.setdefault((place, token), []).append(run)
    assert attempts.keys() == must.keys()
    assert set(must.values()) == {1}
    saved = set((outside.folder / "saved").read_text().split())
    killed = set(re.findall(r"\((\d+)\) was killed", outside.said()))
    repeated = [run for runs in attempts.values() for run in runs[:-1]]
    print(f"{len(repeated)} rows of {len(must)} are there once more")
    assert saved.isdisjoint(repeated), "What was saved has run again."
    assert {run.rpartition(".")[2] for run in repeated} <= killed, "Nobody had died there."
