"""Runs that nobody waits for any more leave nothing behind: no thread, no connection, no memory."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import formrerun as fr
from tests.browser.conftest import Server, serving
from tests.browser.visits import note
from tests.reliability.fleet import wait
from tests.streams import Guest, read_until

pytestmark = pytest.mark.slow

PEOPLE = 8
#: `make soak` plays a thousand.
RUNS = int(os.environ.get("ABANDONED", "320"))


@fr.page
def endless(request, token):
    """Draws for as long as anybody looks on, or far too long."""
    fr.text_input("Name", key="name")
    if not fr.query_params.get("endless"):
        return
    slot = fr.empty()
    note(token, begun=True)
    try:
        for step in range(10_000):
            slot.text(f"step {step} {'x' * 1000}")
            time.sleep(0.005)
        note(token, went_on=True)
    finally:
        note(token, over=True)


class Person(Guest):
    """Somebody who never waits for the end."""

    def __init__(self, base: str) -> None:
        super().__init__(base, endless)
        self.here, self.runs = f"{self.url}?endless=yes", 0

    def go(self, runs: int) -> None:
        """Ask for runs, and leave each of them in one of three ways."""
        for _ in range(runs):
            self.runs += 1
            if self.runs % 10 == 0:
                self.open_and_leave()
            else:
                self.rerun_and_leave(reads=self.runs % 10 != 5)

    def rerun_and_leave(self, *, reads: bool) -> None:
        """Leave in the middle of the stream, or without having read anything of it."""
        body = {**self.compose("fr-page", ""), "kind": "rerun", "id": f"run {self.runs}"}
        stream = self.watch(body)
        if reads:
            stream.until("step")
        else:
            time.sleep(0.15)
        stream.close()
        self.streams.clear()

    def open_and_leave(self) -> None:
        """Leave while the page is being opened."""
        connection = self.client.send("GET", self.here, headers={"Accept": "text/html"})
        response = connection.getresponse()
        read_until(response, b"step")
        response.close()
        connection.close()

    def left_over(self) -> int:
        """Return how many runs have begun and not ended. One that still waited when its visitor left never begins."""
        noted = self.control()
        assert {"went_on": True} not in noted
        return noted.count({"begun": True}) - noted.count({"over": True})


def footprint(server: Server) -> dict[str, int]:
    """Return what the process holds: threads, sockets, open database files, and memory in kB."""
    place = Path(f"/proc/{server.process.pid}")
    targets = []
    for entry in (place / "fd").iterdir():
        try:
            targets.append(os.readlink(entry))
        except FileNotFoundError:  # closed just now
            continue
    [memory] = [line.split()[1] for line in (place / "status").read_text().splitlines() if line.startswith("VmRSS")]
    return {
        "threads": len(list((place / "task").iterdir())),
        "sockets": sum(target.startswith("socket:") for target in targets),
        "database": sum("sqlite3" in target for target in targets),
        "kB": int(memory),
    }


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Return a Daphne process of the test's own."""
    yield from serving(tmp_path)


def test_abandoned_runs_leave_nothing_behind(server: Any) -> None:
    """Measured when the pools have their threads, and after many runs more."""
    people = [Person(server.base) for _ in range(PEOPLE)]

    def play(runs: int) -> dict[str, int]:
        with ThreadPoolExecutor(PEOPLE) as pool:
            list(pool.map(lambda person: person.go(runs // PEOPLE), people))
        for _look in range(2):  # one that was next in the queue may begin just now
            wait(lambda: not any(person.left_over() for person in people))
            time.sleep(1)
        return footprint(server)

    streams = [person.watch({**person.compose("fr-page", ""), "kind": "rerun"}) for person in people]
    for person, stream in zip(people, streams, strict=True):  # all at once: every pool has its threads
        stream.until("step")
        person.runs += 1
        stream.close()
    before = play(RUNS // 5)
    after = play(RUNS)
    # Pools grow to their size as it comes, a few threads at a time; a thread a run would be a thousand.
    more = {"threads": 8, "sockets": 4, "database": 12}  # three files a connection

    def is_flat() -> bool:
        """What a process has closed just now it may not have let go of yet."""
        after.update(footprint(server))
        return all(after[name] <= before[name] + most for name, most in more.items())

    try:
        wait(is_flat)
    finally:
        print(f"after {RUNS // 5}: {before}\nafter {RUNS} more: {after}")
    assert after["kB"] < 1.1 * before["kB"]
    assert "Traceback" not in server.log.read_text()
