"""The threads that pages run in under ASGI."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from asgiref.sync import sync_to_async
from django.db import close_old_connections

from formrerun.conf import settings

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

    def run(*args: Any, **kwargs: Any) -> Any:
        close_old_connections()
        try:
            return function(*args, **kwargs)
        finally:
            # Django closes connections by the signals of a request, in the thread of that: this is another thread.
            close_old_connections()

    # thread_sensitive=False with an executor: the language and time zone of the request go along (decision 16).
    return sync_to_async(run, thread_sensitive=False, executor=pool or _pool())
