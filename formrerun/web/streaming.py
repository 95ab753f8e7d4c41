"""
A run shows what it has: the page as far as it is drawn, again and again, and the whole page last.

The run draws in its own thread and knows nothing of this. A second thread paints what is there, at most twenty times a
second and never faster than it is taken, so ten thousand updates of a progress bar cost what the screen can show. What
the run has not drawn yet stays from the page before, marked as stale. Everything is provisional until the run has
committed (decision 18); then the same answer as without a stream is the last message.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.http import HttpResponseBase, StreamingHttpResponse

from formrerun.protocol.names import STREAM_TYPE
from formrerun.web import responses
from formrerun.web.stream_messages import last
from formrerun.web.stream_state import leave

if TYPE_CHECKING:
    from formrerun.web.stream_state import StreamState


logger = logging.getLogger("formrerun.streaming")

Task = asyncio.Future[HttpResponseBase]

#: A run that takes longer than this after its callbacks is answered by a stream, in seconds. A page that is opened
#: waits longer: there every frame is the whole page.
PATIENCE = {"POST": 0.06, "GET": 0.25}
#: Between two looks at a run, in seconds, and after how long one that draws without a pause is shown all the same.
LOOK, LATE = 0.02, 0.25
#: Between two frames of a run, in seconds: at least this, and at least so many times what painting took.
FRAME, SHARE = 0.05, 5
#: Silence after which a comment is sent, so that nothing between us and the browser takes the connection for dead.
BEAT = 15.0

frame_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="formrerun-frames")


# ------------------------------------------------------------------------------------------------------- the stream


def answer(stream: StreamState, task: Task) -> StreamingHttpResponse:
    """Return the response to a submission that takes its time."""
    response = StreamingHttpResponse(Parts(_events(stream, task), stream, task), content_type=STREAM_TYPE)
    response["Cache-Control"] = "no-store, no-transform, private"
    response["X-Accel-Buffering"] = "no"  # nginx
    response["Content-Encoding"] = "identity"  # GZipMiddleware would make a member of each frame
    return response


async def _events(stream: StreamState, task: Task) -> AsyncIterator[str]:
    async for frame in frames(stream, task, stream.next_frame):
        yield frame
    try:
        yield last(task.result())
    except Exception:
        logger.exception("A run failed while its page was being sent.")
        yield last(responses.broken(script=True))


async def frames(stream: StreamState, task: Task, paint: Callable[[], str | None]) -> AsyncIterator[str]:
    """Yield frames until the run has ended."""
    shown = seen = (stream.run, -1)
    painted = silent = time.monotonic()
    due = 0.0
    while not task.done():
        now, drawn = time.monotonic(), (stream.run, stream.run.drawn if stream.run is not None else -1)
        # While a run draws in one go the page is about to be done, and a frame would only delay it.
        if drawn != shown and now >= due and (drawn == seen or now - painted > LATE):
            shown = drawn
            try:
                frame = await sync_to_async(paint, thread_sensitive=False, executor=frame_threads)()
            except Exception:  # the page itself comes all the same
                logger.exception("A frame of a page that is being drawn could not be painted.")
                frame = None
            painted = time.monotonic()
            due = painted + max(FRAME, SHARE * (painted - now))
            if frame is not None:
                yield frame
                silent = painted
        elif now - silent > BEAT:
            yield ": beat\n\n"
            silent = now
        seen = drawn
        await asyncio.wait({task}, timeout=LOOK)


class Parts:
    """
    The parts of a response; Django closes it whether it was sent to its end, in part or not at all.

    Parameters
    ----------
    parts
        What is sent.
    """

    def __init__(self, parts: AsyncIterator[str], stream: StreamState, task: Task) -> None:
        self._parts, self._stream, self._task = parts, stream, task

    def __aiter__(self) -> AsyncIterator[str]:
        return self._parts

    def close(self) -> None:
        """Say so if nobody waits for the end."""
        if not self._task.done():
            leave(self._stream)

    #: A request that is cancelled between the view and the first byte, in a middleware, closes no response.
    __del__ = close
