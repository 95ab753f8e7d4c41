"""
What carries a request: the thread it came in, or, where an event loop runs, a thread of the runs' own pool.

Under WSGI, in the test client and in AppTest a page is served where it is called. Under ASGI it becomes a coroutine:
submissions of one tab wait for each other in the event loop, where waiting costs nothing; a run that takes its time is
answered by a stream; and a run that has begun goes on to its end whatever becomes of the browser (decisions 1, 10, 16).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import cache, update_wrapper
from typing import Any

from asgiref.sync import markcoroutinefunction, sync_to_async
from django.conf import settings as project
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_protect

from formrerun.engine.control_flow import Interrupt
from formrerun.exceptions import BadSubmission
from formrerun.pages import Page, non_atomic
from formrerun.protocol.names import STREAM_TYPE, Header
from formrerun.submissions import interrupts
from formrerun.web import document_stream, embedding, post_data, responses, stream_state, streaming, views
from formrerun.web.stream_state import StreamState
from formrerun.web.tab_queue import turn
from formrerun.web.threads import in_event_loop, in_pool

#: The kind of submission that may end a run it comes after; all others wait (decision 6).
INTERRUPTING = "submit"

#: Requests that send nothing.
LOOKING = ("GET", "HEAD")

_tasks: set[asyncio.Future[HttpResponseBase]] = set()  # runs whose browser may have left: the loop alone forgets them


class LoopAwareView:
    """
    A view as Django calls it: a function, and a coroutine function wherever an event loop runs.

    It checks the CSRF token itself, whatever the project's middleware: that one would read a form before anybody could
    refuse one that nobody can read, which then is an error of the server.

    Parameters
    ----------
    inline, serve_in_loop
        The two of them.
    """

    csrf_exempt = True  # of the class: no decorator around this takes it over

    def __init__(self, inline: Callable[..., Any], serve_in_loop: Callable[..., Any]) -> None:
        # The decorator gives the answer its cookie, and checks nothing that was checked already.
        self._inline, self._served_async = csrf_protect(inline), csrf_protect(serve_in_loop)

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if in_event_loop():
            return self._serve_async(request, *args, **kwargs)
        return _refusal(request) or self._inline(request, *args, **kwargs)

    async def _serve_async(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # In a thread, for the project may have a page of its own for what is refused.
        refusal = await sync_to_async(_refusal)(request) if request.method not in LOOKING else None
        return refusal or await self._served_async(request, *args, **kwargs)

    # What inspect.iscoroutinefunction() looks at; before Python 3.12 asyncio's own function looked at the other name.
    @property
    def _is_coroutine_marker(self) -> Any:
        return _marker("_is_coroutine_marker") if in_event_loop() else None

    @property
    def _is_coroutine(self) -> Any:
        return _marker("_is_coroutine") if in_event_loop() else None


class PageView(LoopAwareView):
    """
    The view of a page.

    Parameters
    ----------
    page
        The page.
    """

    def __init__(self, page: Page) -> None:
        def inline(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return views.serve(request, page, kwargs)

        async def serve_in_loop(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return await serve_async(request, page, kwargs)

        super().__init__(inline, serve_in_loop)
        self.page = page
        update_wrapper(self, page.function)


async def _embedded(request: HttpRequest, name: str) -> HttpResponseBase:
    page, kwargs, home = await sync_to_async(embedding.embedded_page)(request, name)  # an argument may be a row
    if request.method != "POST":
        return HttpResponseRedirect(home)
    return await serve_async(request, page, kwargs, home=home)


embedded = non_atomic(LoopAwareView(embedding.embedded, _embedded))


@cache
def _marker(name: str) -> Any:
    def marked() -> None: ...

    return getattr(markcoroutinefunction(marked), name, None)


def _refusal(request: HttpRequest) -> HttpResponseBase | None:
    """Return the answer to a POST that nobody can read, or that no page of ours has sent; None for every other."""
    if request.method in LOOKING:
        return None
    try:
        post_data.look_at_form(request)
    except BadSubmission as error:
        return responses.refuse_look(error)

    def view(_request: HttpRequest) -> HttpResponseBase:
        return HttpResponse()

    check = CsrfViewMiddleware(view)
    check.process_request(request)
    return check.process_view(request, view, (), {})


# ------------------------------------------------------------------------------------------------------- one request


async def serve_async(
    request: HttpRequest, page: Page, kwargs: Mapping[str, Any], *, home: str = ""
) -> HttpResponseBase:
    """Answer one request as :func:`views.serve` does, with a stream if the run takes its time."""
    # The headers only say in whose queue to wait; what is posted is read and judged by the run.
    headers = (Header.TAB, Header.KIND, Header.ID, Header.TRIGGER)
    tab, kind, submission_id, trigger = (request.headers.get(name, "")[:80] for name in headers)
    newer = interrupts.submission_signature(request, submission_id, trigger)
    if kind == INTERRUPTING:
        interrupts.interrupt_here(tab, Interrupt.NEWER, newer)
    stream = StreamState() if _can_stream(request) else None
    turned = asyncio.get_running_loop().create_future()

    async def take_turn() -> HttpResponseBase:
        waiting = interrupts.Waiting(tab, newer, told=True)
        with waiting if kind == INTERRUPTING else nullcontext():
            async with turn("" if kind == "stop" else _queue(request, page, tab)) as mine:
                waiting.over()
                if not mine:
                    return responses.too_many()
                turned.set_result(None)
                answered: HttpResponseBase = await in_pool(views.serve)(request, page, kwargs, home=home, stream=stream)
                return answered

    task = asyncio.ensure_future(take_turn())
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
    try:
        if stream is not None:
            ready = asyncio.ensure_future(stream.ready.wait())
            await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
            ready.cancel()
            if not task.done():
                await asyncio.wait({task}, timeout=streaming.PATIENCE[str(request.method)])
            if not task.done() and stream.decide(streamed=True):
                return await _streamed(request, stream, task)
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if not turned.done():
            task.cancel()  # nothing of it has begun: its retry comes, or nobody does
        elif stream is not None:
            stream_state.leave(stream)
        raise


def _queue(request: HttpRequest, page: Page, tab: str) -> str:
    """
    Return what a request waits for: its tab, or all of a browser's if they have their state in common. A POST that does
    not name its tab, as a plain form's, waits for the browser's others too: in the loop, not in a thread of the pool.
    """
    if page.state == "tab" and (tab or request.method != "POST"):
        return tab
    return request.COOKIES.get(project.SESSION_COOKIE_NAME, "") or tab


async def _streamed(
    request: HttpRequest, stream: StreamState, task: asyncio.Future[HttpResponseBase]
) -> HttpResponseBase:
    await in_pool(stream.open, streaming.frame_threads)()
    if request.method == "POST":
        return streaming.answer(stream, task)
    made = document_stream.Document(stream)
    return document_stream.document(stream, task, await in_pool(made.start, streaming.frame_threads)(), made)


def _can_stream(request: HttpRequest) -> bool:
    accept = request.headers.get("Accept", "")
    if request.method == "POST":
        return STREAM_TYPE in accept
    return (
        request.method == "GET" and "text/html" in accept and "prefetch" not in request.headers.get("Sec-Purpose", "")
    )


__all__ = ["PageView", "embedded", "serve_async"]
