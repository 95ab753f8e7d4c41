"""The threads that pages run in: under ASGI, and where a threaded WSGI server lets them be shown meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import Context, copy_context
from functools import cache, partial
from threading import BoundedSemaphore
from typing import Any, NamedTuple

from asgiref.sync import sync_to_async
from django.db import close_old_connections

from formrerun.conf import settings
from formrerun.utils.django_internals import take_over_context

#: Of views that are no pages, where ``one_hop.py`` serves them.
view_threads = ThreadPoolExecutor(max_workers=64, thread_name_prefix="formrerun-view")
#: Of the Stop button's requests: the runs that they end may have taken all others.
stop_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="formrerun-stop")


def in_event_loop() -> bool:
    """Return True if an event loop runs in this thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@cache
def page_threads() -> ThreadPoolExecutor:
    """Return the threads of requests to pages, where ``one_hop.py`` serves them; each may have a run that goes on."""
    return ThreadPoolExecutor(max_workers=settings.RUN_THREADS, thread_name_prefix="formrerun-page")


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=settings.RUN_THREADS, thread_name_prefix="formrerun-run")


def in_pool(function: Callable[..., Any], pool: ThreadPoolExecutor | None = None) -> Callable[..., Any]:
    """
    Return a coroutine function that calls this function in a thread.

    Parameters
    ----------
    pool
        Whose thread; None for the pool of the runs, which has RUN_THREADS threads.
    """

    # thread_sensitive=False with an executor: the language and time zone of the request go along (decision 16).
    return sync_to_async(partial(_run, function), thread_sensitive=False, executor=pool or _pool())


def _run(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    close_old_connections()
    try:
        return function(*args, **kwargs)
    finally:
        # Django closes connections by the signals of a request, in the thread of that: this is another thread.
        close_old_connections()


@cache
def _free() -> BoundedSemaphore:
    return BoundedSemaphore(settings.RUN_THREADS)


class Begun(NamedTuple):
    """A call that goes on in another thread: its future, and what that thread has of a request's context."""

    task: Future[Any]
    context: Context

    def result(self) -> Any:
        """Return the call's result, or raise its error, and let this thread have the language that it came to."""
        try:
            return self.task.result()
        finally:
            take_over_context(self.context)


def carried(function: Callable[..., Any], *args: Any) -> tuple[Callable[[], Any], Context]:
    """
    Return a call as another thread makes it, with the language and time zone of this one, and the context it has there.
    """
    given, own = copy_context(), Context()

    def call() -> Any:
        take_over_context(given)
        return function(*args)

    return partial(own.run, call), own


def begin(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Begun | None:
    """
    Call a function in a thread of the runs' pool, for whoever has a thread already; None, and no call, if none is free.

    The language and time zone of this thread go along.
    """
    if not _free().acquire(blocking=False):
        return None
    call, own = carried(partial(_run, function, *args, **kwargs))
    task = _pool().submit(call)
    task.add_done_callback(lambda _task: _free().release())
    return Begun(task, own)
