"""What one visitor may have of a process at the same time, so that others get through (decision 10)."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.conf import settings as project
from django.http import HttpRequest

from formrerun.conf import settings
from formrerun.utils.headers import header

#: How many answers of one visitor are streams at the same time; further ones come when their run has ended. Browsers
#: open no more than six connections.
MOST_STREAMS = 8

_lock = threading.Lock()
_running: Counter[str] = Counter()
_streams: Counter[str] = Counter()
_waiting: list[_Waiter] = []


def visitor_of(request: HttpRequest) -> str:
    """
    Return who sends a request, as far as its cookie says; who has none is known by the network's address.

    Behind a proxy that is what the proxy says, for all come from its own address. Whoever invents it, or a cookie, is
    taken for somebody else each time: this is for fairness, and no defence.
    """
    if cookie := request.COOKIES.get(project.SESSION_COOKIE_NAME):
        return cookie[:200]
    forwarded = header(request, "X-Forwarded-For").rpartition(",")[2].strip()
    return f"@{request.META.get('REMOTE_ADDR', '')} {forwarded}"[:200]


# ---------------------------------------------------------------------------------------------------------- threads


class _Waiter:
    """A request that waits for a thread."""

    __slots__ = ("granted", "loop", "visitor")

    def __init__(self, visitor: str) -> None:
        self.visitor, self.loop = visitor, asyncio.get_running_loop()
        self.granted = self.loop.create_future()

    def wake(self) -> None:
        """Let it go on; called in its event loop."""
        if not self.granted.done():
            self.granted.set_result(None)


@asynccontextmanager
async def thread_for(visitor: str) -> AsyncIterator[None]:
    """
    Wait, without a thread, until a visitor may take one of the pool's; it counts as taken as long as the block lasts.

    A visitor may take one while fewer are taken by the same than are free. So one alone has half of the pool at most,
    and whoever comes then finds a thread, however long the others' pages sleep.
    """
    with _lock:
        waiter = None if _may_take(visitor) else _Waiter(visitor)
        if waiter is None:
            _running[visitor] += 1
        else:
            _waiting.append(waiter)
    if waiter is not None:
        try:
            await waiter.granted
        except asyncio.CancelledError:
            if waiter in _waiting:
                _waiting.remove(waiter)
            else:  # it had just got one
                _give_back(visitor)
            raise
    try:
        yield
    finally:
        _give_back(visitor)


def _may_take(visitor: str) -> bool:
    threads: int = settings.RUN_THREADS
    return _running[visitor] < threads - _running.total()


def _give_back(visitor: str) -> None:
    """Note that a thread is free, and let those go on who may take one now, first come first served."""
    with _lock:
        _count_down(_running, visitor)
        for waiter in [*_waiting]:
            if _may_take(waiter.visitor):
                _waiting.remove(waiter)
                try:
                    waiter.loop.call_soon_threadsafe(waiter.wake)
                except RuntimeError:  # its event loop has ended, and the request with it
                    continue
                _running[waiter.visitor] += 1


# ---------------------------------------------------------------------------------------------------------- streams


def take_stream(visitor: str) -> bool:
    """Note that a visitor is answered by a stream; False if that one has too many."""
    with _lock:
        if _streams[visitor] >= MOST_STREAMS:
            return False
        _streams[visitor] += 1
        return True


def end_stream(visitor: str) -> None:
    """Note that a stream has ended, or that its browser has gone."""
    with _lock:
        _count_down(_streams, visitor)


def _count_down(counted: Counter[str], visitor: str) -> None:
    counted[visitor] -= 1
    if counted[visitor] <= 0:
        del counted[visitor]


__all__ = ["MOST_STREAMS", "end_stream", "take_stream", "thread_for", "visitor_of"]
