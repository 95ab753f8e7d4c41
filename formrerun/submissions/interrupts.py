"""
The runs that are going on in this process, and how others tell them what they want.

An interrupt reaches a run of this process at once. For another process it is left where all can see it: in the shared
cache, or in a table of its own where there is none, for the row of the tab is locked by its run. One thread per process
looks there four times a second, and only while a run takes that long (decision 9). An interrupt means the runs that
were going on when it was made; nobody has to take it back. Only Stop names its submission, and may come before that
one's page is drawn: while it waits for its turn, or while its callbacks run.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings as project
from django.core.cache import caches
from django.db import connections

from formrerun import store
from formrerun.conf import settings
from formrerun.engine.control_flow import Interrupt
from formrerun.engine.run import Run
from formrerun.utils.bounded_cache import BoundedCache
from formrerun.utils.digests import digest

logger = logging.getLogger("formrerun.interrupts")

#: The kind of submission that may end the run before it; all others wait for that (decision 6).
INTERRUPTING = "submit"
#: Seconds between two looks, and how long a run must last before anybody looks for its sake.
PERIOD = 0.25
#: Seconds an interrupt stands; longer than any process waits for another one's run.
AGE = 60
#: Caches that other processes cannot see.
LOCAL_CACHES = ("LocMemCache", "DummyCache")


class Running:
    """
    A run that is going on.

    Attributes
    ----------
    submission
        The id that the browser gave the submission it came from; "" for a GET.
    is_process_local
        True if no other process can know its tab.
    browser
        Whose it is, as :func:`submission_signature` says it.
    since, began
        When it began, by the process's clock and by the calendar's.
    """

    __slots__ = ("began", "browser", "is_process_local", "run", "since", "submission")

    def __init__(self, run: Run, submission: str, is_process_local: bool) -> None:
        self.run, self.submission, self.is_process_local = run, submission, is_process_local
        self.browser = _browser(run.request)
        self.since, self.began = time.monotonic(), time.time()


_running: dict[str, Running] = {}
_waiting: set[Waiting] = set()
_stopped: BoundedCache[bool] = BoundedCache(lambda: 1000)  # the tab and submission of every Stop of late
_changed = threading.Condition()
_watcher: threading.Thread | None = None


@contextmanager
def registered(run: Run, submission: str, *, is_process_local: bool = False) -> Iterator[None]:
    """Let others find the run while the block lasts."""
    tab, entry = run.environment.tab, Running(run, submission, is_process_local)
    with _changed:
        _running[tab] = entry
        if any(each.tab == tab and _wants(Interrupt.NEWER, each.submission, entry) for each in _waiting):
            run.interruption.requests.add(Interrupt.NEWER)
        if _stopped.get((tab, submission)):
            run.interruption.requests.add(Interrupt.STOP)
        _wake()
    try:
        yield
    finally:
        with _changed:
            if _running.get(tab) is entry:
                del _running[tab]


def submission_signature(request: Any, submission: str) -> str:
    """
    Return the name of a newer submission.

    It tells the browser too, for whoever has found out the name of somebody's tab must not end its runs.
    """
    return f"{_browser(request)} {submission}"[:200]


def run_of(request: Any, tab: str, submission: str) -> Run | None:
    """Return the run that goes on in this process for a submission that this browser sends once more; None for none."""
    found = _running.get(tab)
    is_it = found is not None and found.submission == submission != "" and found.browser == _browser(request)
    return found.run if found is not None and is_it else None


def _browser(request: Any) -> str:
    """Return which browser sends a request, as far as its cookie says: nobody has looked at the session yet."""
    return digest(request.COOKIES.get(project.SESSION_COOKIE_NAME, "") if request is not None else "")


def _wants(interrupt: Interrupt, submission: str, entry: Running) -> bool:
    """
    Return True if an interrupt means this run.

    Stop names the submission it ends. A newer one means those that it does not repeat.
    """
    if interrupt is Interrupt.STOP:
        return submission == entry.submission
    browser, _, id_ = submission.partition(" ")
    # A process of an older release adds the button's id.
    return browser == entry.browser and id_ != entry.submission and not id_.startswith(f"{entry.submission} ")


def interrupt_here(tab: str, interrupt: Interrupt, submission: str) -> bool:
    """
    Tell the run of a tab in this process what is wanted; False if there is none.

    Parameters
    ----------
    submission
        STOP: the submission whose run is meant. NEWER: the one that waits, as :func:`submission_signature` names it.
    """
    found = _running.get(tab)
    if found is None:
        return False
    if _wants(interrupt, submission, found):
        found.run.interruption.requests.add(interrupt)
    return True


def request_interrupt(tab: str, interrupt: Interrupt, submission: str) -> bool:
    """
    Tell the run of a tab, wherever it is; nothing happens if there is none, nor will be.

    Returns
    -------
    bool
        False if other processes could not be told: whoever waits goes on waiting.
    """
    if interrupt is Interrupt.STOP:
        _stopped.put((tab, submission), True)
    if interrupt_here(tab, interrupt, submission):
        return True
    at = time.time()
    try:
        if _cache_is_shared():
            caches[settings.CACHE].set(_key(tab), [interrupt.value, submission, at], AGE)
        elif _has_table():
            from formrerun.models import Interrupt as Row

            values = {"wish": interrupt.value, "submission": submission, "at": at}
            Row.objects.using(settings.DATABASE).update_or_create(tab=tab, defaults=values)
    except Exception as error:  # SQLite's one writer is busy, or the cache is away: each has errors of its own
        logger.info("The interrupt for tab %s… could not be written down.", tab[:6], exc_info=error)
        return False
    return True


class Waiting:
    """
    A submission that waits for the one before it, perhaps in another process.

    A run of this process that it waits for is told when it begins; one elsewhere, if it takes longer than a moment.

    Parameters
    ----------
    told
        True if the run it waits for can only be one of this process.
    """

    __slots__ = ("since", "submission", "tab", "told")

    def __init__(self, tab: str, submission: str, *, told: bool = False) -> None:
        self.tab, self.submission, self.since, self.told = tab, submission, time.monotonic(), told

    def __enter__(self) -> Waiting:
        with _changed:
            _waiting.add(self)
            if not self.told:
                _wake()
        return self

    def __exit__(self, *_: object) -> None:
        self.over()

    def over(self) -> None:
        """It has its turn."""
        with _changed:
            _waiting.discard(self)


# ------------------------------------------------------------------------------------------------- the one who looks


def _wake() -> None:
    """Let the thread look that carries interrupts; a process that was forked has to start its own."""
    global _watcher
    if _watcher is None or not _watcher.is_alive():
        _watcher = threading.Thread(target=_watch, name="formrerun-watcher", daemon=True)
        _watcher.start()
    else:
        _changed.notify()


def _watch() -> None:
    """Pass interrupts on: those of other processes to the runs of this one, those of who waits here to the others."""
    while True:
        with _changed:
            while not _running and all(each.told for each in _waiting):
                connections.close_all()
                _changed.wait()
        time.sleep(PERIOD)
        try:
            _look(time.monotonic() - PERIOD)
        except Exception:  # nothing a watcher meets may end it: the cache or the database comes back
            logger.exception("Interrupts of other processes could not be read.")
            connections.close_all()


def _look(old: float) -> None:
    """Do it once, for what began before a moment of the process's clock."""
    with _changed:
        runs = {tab: entry for tab, entry in _running.items() if entry.since < old and not entry.is_process_local}
        due = [waiting for waiting in _waiting if waiting.since < old and not waiting.told]
        for waiting in due:
            waiting.told = True
    for waiting in due:
        request_interrupt(waiting.tab, Interrupt.NEWER, waiting.submission)
    for tab, (interrupt, submission, at) in _found(runs) if runs else ():
        entry = runs[tab]
        if (entry.began <= at or interrupt == Interrupt.STOP.value) and _wants(Interrupt(interrupt), submission, entry):
            entry.run.interruption.requests.add(Interrupt(interrupt))


def _found(tabs: Iterable[str]) -> list[tuple[str, list[Any]]]:
    if _cache_is_shared():
        by_key = {_key(tab): tab for tab in tabs}
        return [(by_key[key], value) for key, value in caches[settings.CACHE].get_many(by_key).items()]
    if not _has_table():
        return []
    from formrerun.models import Interrupt as Row

    rows = Row.objects.using(settings.DATABASE).filter(tab__in=list(tabs))
    return [(row.tab, [row.wish, row.submission, row.at]) for row in rows]


def _key(tab: str) -> str:
    return f"formrerun:wish:{tab}"


def _cache_is_shared() -> bool:
    return type(caches[settings.CACHE]).__name__ not in LOCAL_CACHES


def _has_table() -> bool:
    return store.backend_name() == "db"
