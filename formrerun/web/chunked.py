"""Responses of which little is in memory at any time."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections
from django.http import HttpRequest, StreamingHttpResponse

from formrerun.web.backpressure import has_unsent

#: Seconds between two looks at whether a browser has taken what was sent.
LOOK = 0.02


def chunked(request: HttpRequest, parts: Iterator[bytes], **options: Any) -> StreamingHttpResponse:
    """
    Return a response that sends these parts, each when the browser has taken the one before.

    Parameters
    ----------
    parts
        A generator. Where an event loop runs it goes on in a thread of its own, always the same: it may ask a database.
    **options
        Of ``StreamingHttpResponse``.
    """
    # Without an event loop the server waits for the browser; in one Django would collect all of a plain iterator.
    content = _in_loop(request, parts) if hasattr(request, "scope") else parts
    return StreamingHttpResponse(content, **options)


async def _in_loop(request: HttpRequest, parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    thread, loop = ThreadPoolExecutor(1, thread_name_prefix="formrerun-file"), asyncio.get_running_loop()
    context = contextvars.copy_context()

    def following() -> bytes | None:
        return context.run(next, parts, None)

    try:
        while (part := await loop.run_in_executor(thread, following)) is not None:
            if part:
                yield part
            while has_unsent(request):
                await asyncio.sleep(LOOK)
    finally:  # the browser may have left
        thread.submit(context.run, _end, parts)
        thread.shutdown(wait=False)


def _end(parts: Any) -> None:
    try:
        parts.close()
    finally:
        connections.close_all()  # those of this thread


__all__ = ["chunked"]
