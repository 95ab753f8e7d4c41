"""
Where the runs of a page and its test meet: what runs note, and the gate they wait at.

In one process its memory will do. Where several serve the pages (FLEET=4), MEETING_REDIS names a server and
CACHE_PREFIX what the keys begin with; whoever started the processes deletes them.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from threading import Event
from time import sleep
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

__all__ = ["meeting"]

#: Seconds a held run waits for the test that holds it.
PATIENCE = 20


class InMemory:
    """The meeting of one token, in this process."""

    def __init__(self) -> None:
        self._lists: dict[str, list[Any]] = defaultdict(list)
        self._free = Event()
        self._free.set()

    def add(self, name: str, value: Any) -> int:
        """Note something, and return how much of that name there is now."""
        self._lists[name].append(value)
        return len(self._lists[name])

    def all(self, name: str) -> list[Any]:
        """Return what was noted, in its order."""
        return self._lists[name]

    def hold(self, held: bool) -> None:
        """Let runs wait at the gate, or go on."""
        (self._free.clear if held else self._free.set)()

    def wait(self) -> None:
        """Wait while the gate is closed."""
        self._free.wait(PATIENCE)


class InRedis:
    """The meeting of one token, for all processes."""

    def __init__(self, token: str) -> None:
        self._key, self._redis = f"{os.environ['CACHE_PREFIX']}:meeting:{token}", _redis()

    def add(self, name: str, value: Any) -> int:
        """Note something, and return how much of that name there is now."""
        return int(self._redis.rpush(f"{self._key}:{name}", json.dumps(value, cls=DjangoJSONEncoder)))

    def all(self, name: str) -> list[Any]:
        """Return what was noted, in its order."""
        return [json.loads(each) for each in self._redis.lrange(f"{self._key}:{name}", 0, -1)]

    def hold(self, held: bool) -> None:
        """Let runs wait at the gate, or go on."""
        if held:
            self._redis.set(f"{self._key}:gate", "closed", ex=PATIENCE)
        else:
            self._redis.delete(f"{self._key}:gate")

    def wait(self) -> None:
        """Wait while the gate is closed."""
        while self._redis.exists(f"{self._key}:gate"):
            sleep(0.02)


@cache
def _redis() -> Any:
    from redis import Redis

    return Redis.from_url(os.environ["MEETING_REDIS"])


_meetings: dict[str, InMemory] = {}
#: Return the meeting of a token.
meeting: Callable[[str], InMemory | InRedis] = (
    # Whoever is the second to come to a meeting finds the first one there, also when both come at once.
    InRedis if "MEETING_REDIS" in os.environ else lambda token: _meetings.setdefault(token, InMemory())
)
