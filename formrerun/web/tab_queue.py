"""Submissions of one tab wait for each other in the event loop, where waiting costs no thread (decision 10)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

#: How many submissions of one tab may wait for the one before them.
WAITING = 10


class _Queue:
    """A lock, with the number of those who hold it or wait for it."""

    __slots__ = ("lock", "users")

    def __init__(self) -> None:
        self.lock, self.users = asyncio.Lock(), 0


_queues: dict[str, _Queue] = {}


@asynccontextmanager
async def turn(name: str) -> AsyncIterator[bool]:
    """
    Wait in the queue of this name, first come first served; the turn lasts as long as the block.

    Gives True, or False without waiting if more than :data:`WAITING` are in the queue. The name "" is no queue: there
    it is always one's turn.
    """
    if not name:
        yield True
        return
    queue = _queues.setdefault(name, _Queue())
    if queue.users > WAITING:
        yield False
        return
    queue.users += 1
    try:
        async with queue.lock:
            yield True
    finally:
        queue.users -= 1
        if not queue.users:
            del _queues[name]


__all__ = ["turn"]
