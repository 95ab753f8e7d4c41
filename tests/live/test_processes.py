"""Two Daphne processes and Redis between them, a command in a third: what one changes, browsers at the other hear."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from websockets.asyncio.client import connect as connect_later
from websockets.sync.client import ClientConnection, connect

import formrerun as fr
from formrerun import live
from formrerun.live.topics import group_of
from tests.live.conftest import PATIENCE, of, topics
from tests.reliability.fleet import Browser, Person
from tests.services import redis_cache

ROOT = Path(__file__).resolve().parents[2]
GROUPS = "model:auth.group"
#: More than redis-py's pool has connections, unless its settings say otherwise.
CROWD = 250


def add() -> None:
    """Add a group."""
    Group.objects.create(name=fr.session_state.name)


@fr.page
def board(request, token):
    """What everybody adds to, and a topic that only the test's own pages want to hear of."""
    live.subscribe(token)
    fr.text(f"{live.follow(Group.objects.all()).count()} groups")
    with fr.form("new"):
        fr.text_input("Name", key="name")
        fr.form_submit_button("Add", on_click=add)


class Site:
    """Two processes on one database and one Redis."""

    def __init__(self, folder: Path, redis: dict[str, str], stack: ExitStack) -> None:
        self.redis, self.prefix = redis["LOCATION"], redis["KEY_PREFIX"]
        self.environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "TEST_SQLITE": f"{folder}/db.sqlite3", "REDIS_URL": self.redis, "CACHE_PREFIX": self.prefix,
        }  # fmt: skip
        self.logs = [folder / f"log{number}" for number in range(2)]
        self.ports = [stack.enter_context(self._process(log)) for log in self.logs]

    @contextmanager
    def _process(self, log: Path) -> Iterator[int]:
        with socket.create_server(("127.0.0.1", 0), backlog=64) as listener, open(log, "wb") as lines:
            # Daphne gives up a WebSocket after five seconds, which a crowd may take on a busy machine.
            patient = ["--websocket_connect_timeout", str(PATIENCE)]
            command = [sys.executable, "-m", "daphne", "-v", "0", *patient, "--fd", str(listener.fileno())]
            process = subprocess.Popen(
                [*command, "tests.browser.server:application"], cwd=ROOT, env=self.environment,
                pass_fds=[listener.fileno()], stdin=subprocess.DEVNULL, stdout=lines, stderr=lines,
            )  # fmt: skip
            port = listener.getsockname()[1]
        try:
            Browser(port).get("/t/greeting/")  # the next one finds the tables
            yield port
        finally:
            process.terminate()
            process.wait()

    def open(self, token: str, process: int) -> Person:
        """Open the page in a browser of its own."""
        return Person(f"/tb/{board.page.name}/{token}/", Browser(self.ports[process]))

    def door(self, person: Person, process: int) -> tuple[dict[str, str], str]:
        """Return headers and address of the page's WebSocket."""
        cookies = "; ".join(f"{name}={value}" for name, value in person.client.cookies.items())
        place = f"127.0.0.1:{self.ports[process]}"
        query = urlencode({"of": of(person)})
        return {"Cookie": cookies, "Origin": f"http://{place}"}, f"ws://{place}/formrerun/live/?{query}"

    def hear(self, person: Person, process: int) -> ClientConnection:
        """Open the page's WebSocket."""
        headers, url = self.door(person, process)
        return connect(url, additional_headers=headers)

    def said(self, process: int) -> str:
        """Return what a process has logged."""
        return self.logs[process].read_text()

    def command(self, code: str) -> None:
        """Run Python in a process of its own that serves nobody."""
        subprocess.run([sys.executable, "manage.py", "shell", "-c", code], cwd=ROOT, env=self.environment, check=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site that runs for all tests of this module."""
    with redis_cache() as entry, ExitStack() as stack:
        yield Site(tmp_path_factory.mktemp("site"), entry, stack)


@pytest.fixture
def token() -> str:
    """Return the name of a topic that no other test uses."""
    return uuid4().hex


def heard(ear: ClientConnection) -> tuple[str, int]:
    message: dict[str, Any] = json.loads(ear.recv(PATIENCE))
    return message["rerun"], message["version"]


def test_a_change_at_one_process_is_heard_at_the_other_and_then_seen(site, token):
    ann, bob = site.open(token, 0), site.open(token, 1)
    with site.hear(bob, 1) as ear:
        assert dict([heard(ear), heard(ear)]) == topics(bob)
        ann.fill("Name", token).press("Add")
        assert heard(ear) == (GROUPS, topics(bob)[GROUPS] + 1)
    before = int(bob.text.split()[0])
    bob.send(bob.compose("fr-page", "", kind="rerun"))
    assert int(bob.look().split()[0]) > before


def test_a_command_in_a_third_process_is_heard(site, token):
    bob = site.open(token, 1)
    with site.hear(bob, 1) as ear:
        heard(ear), heard(ear)
        site.command(f"from formrerun import live; live.refresh({token!r})")
        topic, version = heard(ear)
    assert topic == token
    assert version > topics(bob)[token]


def test_a_message_that_redis_lost_is_found_by_asking(site, token):
    from redis import Redis

    ann, bob = site.open(token, 0), site.open(token, 1)
    with site.hear(bob, 1) as ear, Redis.from_url(site.redis) as redis:
        heard(ear), heard(ear)
        assert redis.delete(f"{site.prefix}:group:{group_of(GROUPS)}") == 1
        ann.fill("Name", token).press("Add")
        time.sleep(0.6)  # asking sooner is not answered
        ear.send("?")
        assert dict([heard(ear), heard(ear)])[GROUPS] > topics(bob)[GROUPS]


def test_a_crowd_that_comes_and_goes_at_once_is_let_in(site, token):
    """As after a deployment: more browsers than the layer's pool has connections to Redis open a WebSocket together."""
    bob = site.open(token, 1)
    before = len(site.said(1))

    async def come() -> set[int]:
        headers, url = site.door(bob, 1)
        async with AsyncExitStack() as stack:
            opened = (connect_later(url, additional_headers=headers, open_timeout=PATIENCE) for _ in range(CROWD))
            ears = await asyncio.gather(*map(stack.enter_async_context, opened))
            for ear in ears:
                await ear.recv(), await ear.recv()
            await asyncio.to_thread(site.command, f"from formrerun import live; live.refresh({token!r})")
            return {json.loads(await ear.recv())["version"] for ear in ears}

    assert len(asyncio.run(come())) == 1
    with site.hear(bob, 1) as ear:
        heard(ear), heard(ear)
    assert site.said(1)[before:] == ""
