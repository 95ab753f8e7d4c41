"""
Records in Django's cache, beside cache sessions.

``cache.add`` is the lock: it lives for LOCK_SECONDS and a thread renews it while the run goes on, so that the lock of a
process that died is free soon (decision 34). A process that pauses for longer finds out before it writes.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.cache import caches

from formrerun.conf import settings
from formrerun.exceptions import TabBusy
from formrerun.store.keyvalue import Fence, KeyValueStore, reached
from formrerun.store.locks import Deadline, Heartbeat, KeyedLocks, busy

#: How long the lock of a process that died stays; three beats of the heart.
LOCK_SECONDS = 30


class CacheStore(KeyValueStore):
    """The ``cache`` store, in the cache of the setting CACHE."""

    def __init__(self) -> None:
        super().__init__()
        self.locks = KeyedLocks()
        self.heart = Heartbeat(LOCK_SECONDS / 3)

    @property
    def _cache(self) -> Any:
        return caches[settings.CACHE]

    @reached()
    def read(self, name: str) -> bytes | None:
        value = self._cache.get(_key(name))
        return value if isinstance(value, bytes) else None

    @reached()
    def exists(self, name: str) -> bool:
        return bool(self._cache.has_key(_key(name)))

    @reached()
    def write(self, name: str, value: bytes, seconds: int) -> None:
        self._cache.set(_key(name), value, seconds)

    @reached()
    def delete(self, name: str) -> None:
        self._cache.delete(_key(name))

    @contextmanager
    def hold(self, name: str, deadline: Deadline) -> Iterator[Fence]:
        key, token = _key(f"lock-{name}"), secrets.token_hex(8)

        @reached()
        def acquire() -> bool:
            return bool(self._cache.add(key, token, LOCK_SECONDS))

        @reached()
        def is_ours() -> bool:
            return bool(self._cache.get(key) == token)

        def renew() -> None:
            if is_ours():
                self._cache.touch(key, LOCK_SECONDS)

        with self.locks.hold(name, deadline):
            attempt = 0
            while not acquire():
                attempt += 1
                if not deadline.pause(attempt):
                    raise busy()
            try:
                with self.heart.beats(renew):
                    yield is_ours
            finally:
                with suppress(TabBusy):  # it is free by itself, soon; the run has ended well or not
                    if is_ours():
                        self.delete(f"lock-{name}")


def _key(name: str) -> str:
    return f"formrerun:{name}"
