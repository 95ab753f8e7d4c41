"""The threads of the runs: an event loop hands them their work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from asgiref.sync import sync_to_async
from django.db import close_old_connections

from formrerun.conf import settings


def in_event_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=settings.RUN_THREADS, thread_name_prefix="formrerun-run")


def in_pool(function: Callable[..., Any], pool: ThreadPoolExecutor | None = None) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> Any:
        close_old_connections()
        try:
            return function(*args, **kwargs)
        finally:
            close_old_connections()  # the thread is the pool's: no signal of this request reaches its connections

    # thread_sensitive=False with an executor: what LocaleMiddleware and others set goes along (decision 16).
    return sync_to_async(run, thread_sensitive=False, executor=pool or _pool())
