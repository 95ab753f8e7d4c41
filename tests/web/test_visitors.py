"""One visitor leaves threads and streams to the others."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from contextlib import AsyncExitStack

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient, RequestFactory

import formrerun as fr
from formrerun.web import visitors
from formrerun.web.visitors import thread_for, visitor_of


class Crowd:
    """Visitors who want threads, and hold those they get."""

    def __init__(self):
        self.has, self._stacks, self._tasks = Counter(), {}, []

    async def want(self, visitor, count=1):
        """Let a visitor want so many more."""
        for _ in range(count):
            self._tasks.append(asyncio.ensure_future(self._take(visitor)))
        await self._settle()

    async def _take(self, visitor):
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(thread_for(visitor))
            self.has[visitor] += 1
            self._stacks.setdefault(visitor, []).append(stack.pop_all())

    async def give(self, visitor):
        """Let a visitor give one back."""
        self.has[visitor] -= 1
        await self._stacks[visitor].pop().aclose()
        await self._settle()

    async def leave(self):
        """Let everybody who waits go away, and then the others."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for stacks in self._stacks.values():
            for stack in stacks:
                await stack.aclose()

    async def _settle(self):
        for _ in range(10):
            await asyncio.sleep(0)


@pytest.fixture
def crowd(settings):
    """Run a coroutine function with a crowd and eight threads."""
    settings.FORMRERUN = {"RUN_THREADS": 8}

    def play(story):
        async def played():
            crowd = Crowd()
            try:
                await story(crowd)
            finally:
                await crowd.leave()
            assert visitors._waiting == []
            assert not visitors._running

        async_to_sync(played)()

    return play


def test_one_alone_has_half_of_the_threads(crowd):
    async def story(crowd):
        await crowd.want("ann", 20)
        assert crowd.has["ann"] == 4

    crowd(story)


def test_who_comes_later_finds_one(crowd):
    async def story(crowd):
        await crowd.want("ann", 20)
        await crowd.want("bob", 20)
        await crowd.want("eve")
        assert crowd.has == {"ann": 4, "bob": 2, "eve": 1}

    crowd(story)


def test_who_waits_goes_on_when_one_is_free(crowd):
    async def story(crowd):
        await crowd.want("ann", 20)
        await crowd.give("ann")
        assert crowd.has["ann"] == 4
        await crowd.want("bob")
        await crowd.want("eve")
        await crowd.give("ann")
        assert crowd.has == {"ann": 3, "bob": 1, "eve": 1}  # three are free, and who waits has three
        await crowd.give("bob")
        assert crowd.has == {"ann": 4, "bob": 0, "eve": 1}

    crowd(story)


def test_one_thread_serves_everybody_in_turn(crowd, settings):
    settings.FORMRERUN = {"RUN_THREADS": 1}

    async def story(crowd):
        await crowd.want("ann")
        await crowd.want("bob")
        assert crowd.has == {"ann": 1}
        await crowd.give("ann")
        assert crowd.has["bob"] == 1

    crowd(story)


def test_a_visitor_is_a_cookie_or_an_address():
    requests = RequestFactory()
    anonymous = visitor_of(requests.get("/", REMOTE_ADDR="192.0.2.1"))
    assert anonymous == visitor_of(requests.get("/", REMOTE_ADDR="192.0.2.1"))
    assert anonymous != visitor_of(requests.get("/", REMOTE_ADDR="192.0.2.2"))
    others = [
        requests.get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": f"spoofed, 198.51.100.{n}"})
        for n in (1, 2)
    ]
    assert len({anonymous, *map(visitor_of, others)}) == 3
    requests.cookies["sessionid"] = "abc"
    assert visitor_of(requests.get("/", REMOTE_ADDR="192.0.2.1")) not in (anonymous, "")


MAY_END, BEGUN = threading.Event(), threading.Semaphore(0)


@fr.page
def sleepy(request):
    """A page that sleeps for some."""
    if request.COOKIES.get("sessionid") == "sleeper":
        BEGUN.release()
        MAY_END.wait()
    fr.text("awake")


def test_others_get_through_while_one_visitor_s_pages_sleep(transactional_db, serve):
    url = serve(sleepy)
    MAY_END.clear()

    async def story():
        sleeper, other = AsyncClient(), AsyncClient()
        sleeper.cookies["sessionid"] = "sleeper"
        asleep = [asyncio.ensure_future(sleeper.get(url)) for _ in range(40)]
        await asyncio.to_thread(BEGUN.acquire)
        try:
            assert b"awake" in (await other.get(url)).content
        finally:
            MAY_END.set()
        assert {answer.status_code for answer in await asyncio.gather(*asleep)} == {200}

    async_to_sync(story)()


def test_a_visitor_has_so_many_streams(monkeypatch):
    taken = [visitors.take_stream("ann") for _ in range(visitors.MOST_STREAMS + 1)]
    assert taken == [True] * visitors.MOST_STREAMS + [False]
    assert visitors.take_stream("bob")
    visitors.end_stream("ann")
    assert visitors.take_stream("ann")
    for _ in range(visitors.MOST_STREAMS):
        visitors.end_stream("ann")
    visitors.end_stream("bob")
    assert not visitors._streams
