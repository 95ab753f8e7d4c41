"""
A run that takes its time is answered by a stream: frames of the page as far as it is drawn, and the whole page last.

The run draws in its own thread and knows nothing of this. A frame thread renders what is there, at most twenty times a
second and never faster than the browser takes it, so ten thousand updates of a progress bar cost what the screen can
show. What the run has not drawn yet stays from the page before, marked as stale. Everything is provisional until the
run has committed (decision 18); then the same response as without a stream is the last message.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import Context, copy_context
from threading import Event
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from formrerun.protocol.names import FILE_PARAMETER, STREAM_TYPE
from formrerun.utils.django_internals import take_over_context
from formrerun.utils.headers import header
from formrerun.web import responses
from formrerun.web.stream_messages import last
from formrerun.web.stream_state import leave

if TYPE_CHECKING:
    from formrerun.web.stream_state import StreamState


logger = logging.getLogger("formrerun.streaming")

#: A run that goes on: where an event loop runs, and where the request has a thread of its own.
Task = asyncio.Future[HttpResponseBase] | concurrent.futures.Future[HttpResponseBase]
#: What a stream does, step by step: a text is sent; a function makes one, which the generator is given; a number waits
#: so many seconds, or until the run has ended or wakes the stream. Who takes the steps, a coroutine or a thread, is all
#: that is different by server.
Steps = Generator[str | Callable[[], str | None] | float, str | None, None]

#: Seconds without anything drawn after which a frame is made: a run that draws without a pause is about to be done, and
#: a frame would only delay it. And seconds without a frame after which there is one although the run makes no pause.
QUIET, LATE = 0.004, 0.25
#: Seconds between two looks at whether the browser has taken what was sent.
LOOK = 0.02
#: Seconds between two frames, at least; and how many times as long as rendering a frame took, at least.
FRAME, SHARE = 0.05, 5
#: Characters a second, on average, of all frames of a stream: no more than these can pile up where nobody knows whether
#: the browser takes them.
RATE = 500_000
#: Seconds of silence after which a comment is sent, so that no proxy takes the connection for dead.
BEAT = 15.0

frame_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="formrerun-frames")


# ------------------------------------------------------------------------------------------------------- the stream


def is_wanted(request: HttpRequest) -> bool:
    """Return True if the browser understands a stream as the answer to this request, and wants to see the page now."""
    if FILE_PARAMETER in request.GET:
        return False
    accept = header(request, "Accept")
    if request.method == "POST":
        return STREAM_TYPE in accept
    return request.method == "GET" and "text/html" in accept and "prefetch" not in header(request, "Sec-Purpose")


def answer(stream: StreamState, task: Task) -> StreamingHttpResponse:
    """Return a submission's response that sends frames until the run in `task` is done, then that one's response."""
    response = StreamingHttpResponse(parts(_events(stream, task), stream, task), content_type=STREAM_TYPE)
    response["Cache-Control"] = "no-store, no-transform, private"
    response["X-Accel-Buffering"] = "no"  # nginx
    response["Content-Encoding"] = "identity"  # GZipMiddleware would compress each frame by itself
    return response


def _events(stream: StreamState, task: Task) -> Steps:
    """Send the frames of a submission and its last message; an error of the run is a message too."""
    yield from frames(stream, task, stream.next_frame)
    try:
        message = last(task.result())
    except Exception:
        logger.exception("A run failed while its page was being sent.")
        message = last(responses.broken(script=True))
    stream.forget()
    yield message


def frames(
    stream: StreamState,
    task: Task,
    next_frame: Callable[[], str | None],
    pause: Callable[[float], float] = lambda _elapsed: 0.0,
    *,
    beat: str = ": beat\n\n",
    late: float = LATE,
) -> Steps:
    """
    Send frames until the run has ended, and a comment where nothing changes for long.

    Nothing is made for a browser that has not taken what was sent before: it gets the newest when it has.

    Parameters
    ----------
    task
        Done when the run is.
    next_frame
        Gives what to send, or None for nothing.
    pause
        Gives the least number of seconds to the next frame, from those since the first look.
    beat
        The comment.
    late
        Seconds without a frame after which there is one although the run draws without a pause.
    """
    shown = seen = (stream.run, -1)  # how much was drawn at the last frame, and at the last look
    began = framed = sent = time.monotonic()  # now; when the last frame was made; when anything was sent last
    due = 0.0  # when the next frame may be made
    while not task.done():
        now, drawn = time.monotonic(), stream.drawn()
        if now - sent > BEAT and not stream.has_unsent():
            yield beat
            sent = now
        elif stream.over or drawn == shown:
            if stream.over or stream.arm(drawn):
                yield BEAT
        elif drawn != seen and now - framed < late:
            seen = drawn
            yield QUIET
        elif now < due:
            yield due - now
        elif stream.has_unsent():
            yield LOOK
        else:
            shown = drawn
            frame = yield next_frame
            framed = time.monotonic()
            length = len(frame) if frame is not None else 0
            due = framed + max(FRAME, SHARE * (framed - now), length / RATE, pause(framed - began))
            if frame is not None:
                yield frame
                sent = framed


def _made(make: Callable[[], str | None]) -> str | None:
    try:
        return make()
    except Exception:  # the page itself comes all the same
        logger.exception("A frame of a page that is being drawn could not be rendered.")
        return None


async def in_loop(steps: Steps, stream: StreamState, task: Task) -> AsyncIterator[str]:
    """Take the steps of a stream in an event loop, where frames are made in a frame thread, and yield what is sent."""
    woken, loop = asyncio.Event(), asyncio.get_running_loop()

    def wake() -> None:
        with suppress(RuntimeError):  # the event loop has ended, and the run goes on
            loop.call_soon_threadsafe(woken.set)

    stream.wake = wake
    run = asyncio.wrap_future(task)
    run.add_done_callback(lambda done: done.cancelled() or done.exception())  # whose error `steps` has from `task`
    run.add_done_callback(lambda _done: woken.set())
    make, made = sync_to_async(_made, thread_sensitive=False, executor=frame_threads), None
    while True:
        try:
            step = steps.send(made)
        except StopIteration:
            return
        made = None
        if isinstance(step, str):
            yield step
        elif isinstance(step, (int, float)):
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(woken.wait(), step)
            woken.clear()
        else:
            made = await make(step)


def in_thread(steps: Steps, stream: StreamState, task: Task, context: Context) -> Iterator[str]:
    """
    Take the steps of a stream in the thread that sends it, and yield what is sent.

    Parameters
    ----------
    context
        The request's: its language and time zone.
    """
    woken = Event()
    stream.wake = woken.set
    task.add_done_callback(lambda _task: woken.set())
    context.run(take_over_context, context.copy())
    made = None
    while True:
        try:
            step = context.run(steps.send, made)
        except StopIteration:
            return
        made = None
        if isinstance(step, str):
            yield step
        elif isinstance(step, (int, float)):
            woken.wait(step)
            woken.clear()
        else:
            made = context.run(_made, step)


def when_done(stream: StreamState, task: Task) -> None:
    """Let a stream that nobody looks at forget its run, now or when that is done."""
    if task.done():
        stream.forget()
    else:
        task.add_done_callback(lambda _task: stream.forget())


class Parts:
    """
    The content of a response that is sent in parts. Django closes it when the response was sent, or could not be.

    Parameters
    ----------
    steps
        What is sent.
    stream, task
        The run, which is told if the response is closed before it is done.
    """

    def __init__(self, steps: Steps, stream: StreamState, task: Task) -> None:
        self._steps, self._stream, self._task = steps, stream, task

    def close(self) -> None:
        """Tell the run that the browser has gone, if the run is not done, and forget it when it is."""
        if not self._task.done():
            leave(self._stream)
        when_done(self._stream, self._task)
        self._stream.closed()

    #: Django does not close a response whose request is cancelled between the view and the first byte, in a middleware.
    __del__ = close


class LoopParts(Parts):
    """Those of a response that an event loop sends."""

    def __aiter__(self) -> AsyncIterator[str]:
        return in_loop(self._steps, self._stream, self._task)


class ThreadParts(Parts):
    """Those of a response that a thread sends."""

    def __init__(self, steps: Steps, stream: StreamState, task: Task) -> None:
        super().__init__(steps, stream, task)
        self._context = copy_context()

    def __iter__(self) -> Iterator[str]:
        return in_thread(self._steps, self._stream, self._task, self._context)


def parts(steps: Steps, stream: StreamState, task: Task) -> LoopParts | ThreadParts:
    """Return what a response is given as its content; see :class:`Parts`."""
    return LoopParts(steps, stream, task) if stream.in_loop else ThreadParts(steps, stream, task)
