"""Submissions of one tab wait for each other in the event loop, where waiting costs nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

#: Submissions of one tab that may wait for the one before them.
WAITING = 10


class _Turn:
    __slots__ = ("lock", "users")

    def __init__(self) -> None:
        self.lock, self.users = asyncio.Lock(), 0


_turns: dict[str, _Turn] = {}


@asynccontextmanager
async def turn(tab: str) -> AsyncIterator[bool]:
    """Wait for the tab's turn, first come first served; gives False if too many wait already."""
    if not tab:
        yield True
        return
    held = _turns.setdefault(tab, _Turn())
    if held.users > WAITING:
        yield False
        return
    held.users += 1
    try:
        async with held.lock:
            yield True
    finally:
        held.users -= 1
        if not held.users:
            del _turns[tab]


__all__ = ["turn"]
