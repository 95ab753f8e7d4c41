"""The one kind of memory a process keeps between requests: bounded in entries and in bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


class BoundedCache(Generic[V]):
    """
    Least recently used entries go first, once there are so many that some may have to go: until it is half full the
    order in which they are read is not kept, which would take longer than the reading.

    Parameters
    ----------
    entries
        How many entries stay; a callable is asked at each insertion, so that settings may change in tests.
    size
        How many bytes stay, by ``weigh``; None means no limit.
    weigh
        Gives an entry's bytes.
    """

    def __init__(
        self,
        entries: Callable[[], int],
        size: Callable[[], int] | None = None,
        weigh: Callable[[V], int] = lambda value: 0,
    ) -> None:
        self._entries, self._size, self._weigh = entries, size, weigh
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._bytes = 0
        self._is_filling = False
        self._lock = Lock()

    def get(self, key: Hashable) -> V | None:
        """Return the entry, now the most recently used, or None."""
        value = self._values.get(key)
        if value is not None and self._is_filling:
            try:  # noqa: SIM105  # a block of `suppress` costs more than the rest, as a lock does
                self._values.move_to_end(key)
            except KeyError:  # another thread has dropped it meanwhile
                pass
        return value

    def put(self, key: Hashable, value: V) -> None:
        """Keep the entry and drop the oldest ones above the bounds."""
        with self._lock:
            old = self._values.pop(key, None)
            if old is not None:
                self._bytes -= self._weigh(old)
            self._values[key] = value
            self._bytes += self._weigh(value)
            most, limit = self._entries(), self._size() if self._size else None
            self._is_filling = 2 * len(self._values) > most or (limit is not None and 2 * self._bytes > limit)
            while len(self._values) > most or (limit is not None and self._bytes > limit):
                if not self._values:
                    break
                self._bytes -= self._weigh(self._values.popitem(last=False)[1])

    def pop(self, key: Hashable) -> V | None:
        """Remove and return the entry, or None."""
        with self._lock:
            value = self._values.pop(key, None)
            if value is not None:
                self._bytes -= self._weigh(value)
            return value

    def items(self) -> list[tuple[Hashable, V]]:
        """Return the entries, the least recently used first."""
        with self._lock:
            return list(self._values.items())

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self._bytes = 0

    def __contains__(self, key: Hashable) -> bool:
        return key in self._values

    def __len__(self) -> int:
        return len(self._values)

    @property
    def bytes(self) -> int:
        """What the entries weigh now, in bytes."""
        return self._bytes
