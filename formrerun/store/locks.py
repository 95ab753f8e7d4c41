"""Waiting for a record: bounded, in the order of arrival within a process, and forgotten when nobody waits."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Thread

from django.db import connections
from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.exceptions import TabBusy

logger = logging.getLogger("formrerun.store")


def busy(wait: int = 1) -> TabBusy:
    """Return the error that says that the wait for another submission took too long; ``wait``: when to ask again."""
    text = _("The submission before this one is still running; your input is kept and will be sent again.")
    return TabBusy(text, wait)


def away() -> TabBusy:
    """Return the error that says that what keeps the records cannot be reached now."""
    return TabBusy(_("The server is busy; your input is kept and will be sent again."))


class Deadline:
    """
    The end of a wait.

    Parameters
    ----------
    seconds
        How long from now; LOCK_TIMEOUT if None.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self._end = time.monotonic() + (settings.LOCK_TIMEOUT if seconds is None else seconds)

    @property
    def left(self) -> float:
        """Seconds that are left; 0 once it has passed."""
        return max(self._end - time.monotonic(), 0.0)

    def pause(self, attempt: int) -> bool:
        """
        Wait a little before the next attempt to get a lock of another process.

        Parameters
        ----------
        attempt
            How many attempts there were; the pauses grow from 5 to 100 ms.

        Returns
        -------
        bool
            False if the time is over.
        """
        if not self.left:
            return False
        time.sleep(min(0.005 * 2 ** min(attempt, 5), 0.1, self.left))
        return True


class _CountedLock:
    """A lock, and how many threads have it or wait for it."""

    __slots__ = ("lock", "users")

    def __init__(self) -> None:
        self.lock, self.users = Lock(), 0


class KeyedLocks:
    """One lock a name, for the threads of this process."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._locks: dict[str, _CountedLock] = {}

    @contextmanager
    def hold(self, name: str, deadline: Deadline) -> Iterator[None]:
        """
        Hold the lock of a name.

        Raises
        ------
        TabBusy
            If another thread holds it until the deadline.
        """
        with self._guard:
            entry = self._locks.setdefault(name, _CountedLock())
            entry.users += 1
        try:
            if not entry.lock.acquire(timeout=deadline.left):
                raise busy()
            try:
                yield
            finally:
                entry.lock.release()
        finally:
            with self._guard:
                entry.users -= 1
                if not entry.users:
                    del self._locks[name]

    def __len__(self) -> int:
        return len(self._locks)


class Heartbeat:
    """
    Calls functions again and again while their blocks are open, in one thread of the process.

    Parameters
    ----------
    seconds
        The time between two beats.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._guard = Lock()
        self._beating: set[_Beat] = set()
        self._thread: Thread | None = None

    @contextmanager
    def beats(self, function: Callable[[], None]) -> Iterator[None]:
        """Call the function at each beat until the block ends, and not once after it."""
        beat = _Beat(function)
        with self._guard:
            self._beating.add(beat)
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._run, name="formrerun-heartbeat", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._guard:
                self._beating.discard(beat)
            with beat.lock:  # one that is under way comes to its end
                beat.function = None

    def _run(self) -> None:
        while True:
            time.sleep(self._seconds)
            with self._guard:
                due = list(self._beating)
            for beat in due:
                with beat.lock:
                    try:
                        if beat.function is not None:
                            beat.function()
                    except Exception:
                        logger.exception("A lock could not be renewed; it is tried again in %.0f s.", self._seconds)
            if due:
                connections.close_all()


class _Beat:
    __slots__ = ("function", "lock")

    def __init__(self, function: Callable[[], None]) -> None:
        self.function: Callable[[], None] | None = function
        self.lock = Lock()
