"""
The view of a page as Django calls it: a function, or a coroutine function where an event loop runs.

In the test client and in AppTest a page is served in the thread that calls its view. Under WSGI too, but that the run
goes on in another one where the server has threads (``handover.py``). Under ASGI the view is a coroutine, and the page
runs in a thread of a pool (``threads.py``): submissions of one tab wait for each other in the event loop, where waiting
costs no thread (``tab_queue.py``); a run that takes its time is answered by a stream (``streaming.py``); and a run that
has begun goes on to its end whatever becomes of the browser (decisions 1, 10, 16).
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import partial, update_wrapper
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings as project
from django.http import HttpRequest, HttpResponseBase

from formrerun import pages
from formrerun.engine.control_flow import Interrupt
from formrerun.exceptions import BadSubmission
from formrerun.pages import Page, non_atomic
from formrerun.protocol.names import Header
from formrerun.submissions import interrupts
from formrerun.utils.django_internals import coroutine_function_while
from formrerun.utils.headers import header
from formrerun.web import (
    csrf,
    document_stream,
    embedding,
    handover,
    opened_sessions,
    post_data,
    responses,
    stream_state,
    streaming,
    views,
)
from formrerun.web.stream_state import StreamState
from formrerun.web.tab_queue import turn
from formrerun.web.threads import in_event_loop, in_pool, stop_threads
from formrerun.web.visitors import end_stream, take_stream, thread_for, visitor_of

#: Methods of requests that send nothing, so that no CSRF token is checked.
LOOKING = ("GET", "HEAD")

#: Runs that are going on. The event loop itself holds tasks weakly: one whose browser has left would be collected.
_tasks: set[asyncio.Future[HttpResponseBase]] = set()


@coroutine_function_while(in_event_loop)
class LoopAwareView:
    """
    A view that is a function, and a coroutine function wherever an event loop runs.

    It checks the CSRF token itself, whatever the project's middleware. To find the token the middleware reads the form,
    and a form that cannot be read (too large, cut off) would be an error of the server there, a 500; here it is refused
    with a 4xx first.

    Parameters
    ----------
    inline
        The view as a function: takes the request and the arguments of the URL, returns the response.
    serve_in_loop
        The same as a coroutine function.
    """

    # On the class, not on the object: a decorator copies an object's attributes to what it puts around this, which the
    # middleware then would not check either.
    csrf_exempt = True

    def __init__(self, inline: Callable[..., Any], serve_in_loop: Callable[..., Any]) -> None:
        self._inline, self._serve_in_loop = inline, serve_in_loop

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if in_event_loop():
            return self._serve_async(request, *args, **kwargs)
        return _refusal(request) or self._opened(request, self._inline(request, *args, **kwargs))

    def page_of(self, kwargs: Mapping[str, Any]) -> Page | None:
        """Return the page that is served for these arguments of a URL, None if that is not known yet."""
        return None

    async def _serve_async(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # In a thread: the project's CSRF_FAILURE_VIEW may be a page with queries.
        refusal = await sync_to_async(_refusal)(request) if request.method not in LOOKING else _refusal(request)
        return refusal or self._opened(request, await self._serve_in_loop(request, *args, **kwargs))

    @staticmethod
    def _opened(request: HttpRequest, response: Any) -> Any:
        csrf.set_cookie(request, response)
        opened_sessions.set_cookie(request, response)
        return response


class PageView(LoopAwareView):
    """
    The view of a page; what ``@page`` returns.

    Parameters
    ----------
    page
        The page; also an attribute, by which others know the page of a view.
    """

    def __init__(self, page: Page) -> None:
        def inline(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return handover.serve(request, page, kwargs)

        async def serve_in_loop(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return await serve_async(request, page, kwargs)

        super().__init__(inline, serve_in_loop)
        self.page = page
        update_wrapper(self, page.function)
        if page.login is False:  # said to Django's LoginRequiredMiddleware as login_not_required does
            self.login_required = False
        if page.login_url:
            self.login_url = page.login_url

    def page_of(self, kwargs: Mapping[str, Any]) -> Page | None:
        """Return the page."""
        return self.page

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if (serve := getattr(request, "formrerun_serve", None)) is not None:
            return serve()  # AppTest has come this far, through all decorators, and goes on by itself
        return super().__call__(request, *args, **kwargs)


async def _embedded(request: HttpRequest, name: str, *, public: bool = False) -> HttpResponseBase:
    """Answer as :func:`embedding.embedded` does, in an event loop: there each request has a language of its own."""
    # In a thread: an argument of the page may be a model instance, which a query fetches.
    page, kwargs, home = await sync_to_async(embedding.embedded_page)(request, name, public)
    if request.method != "POST":
        return await sync_to_async(embedding.look)(request, page, kwargs, home)
    return embedding.in_its_language(await serve_async(request, page, kwargs, home=home))


class EmbeddedView(LoopAwareView):
    """The view of pages that stand inside other templates."""

    def page_of(self, kwargs: Mapping[str, Any]) -> Page | None:
        """Return the page of that name; one that is not known yet is looked for when its signature has been read."""
        return pages.find(kwargs["name"])


class OpenEmbeddedView(EmbeddedView):
    """The same for public pages: LoginRequiredMiddleware judges by the view, so these have an address of their own."""

    login_required = False


embedded = non_atomic(EmbeddedView(embedding.embedded, _embedded))
open_embedded = non_atomic(OpenEmbeddedView(partial(embedding.embedded, public=True), partial(_embedded, public=True)))


def page_view(view: Any) -> LoopAwareView | None:
    """Return the view of a page inside of what decorators have made of it; None for other views."""
    found = inspect.unwrap(view, stop=lambda each: isinstance(each, LoopAwareView))
    return found if isinstance(found, LoopAwareView) else None


def _refusal(request: HttpRequest) -> HttpResponseBase | None:
    """Return the response to a POST that cannot be read or has no valid CSRF token; None for every other request."""
    if request.method in LOOKING:
        csrf.read_cookie(request)
        return None
    try:
        post_data.look_at_form(request)
    except BadSubmission as error:
        return responses.refuse_look(error)

    return csrf.refusal(request)


# ------------------------------------------------------------------------------------------------------- one request


async def serve_async(
    request: HttpRequest, page: Page, kwargs: Mapping[str, Any], *, home: str = ""
) -> HttpResponseBase:
    """
    Answer one request as :func:`views.serve` does, but in a thread of the pool, when it is its tab's turn, and by a
    stream if the run takes longer than a moment.

    Parameters
    ----------
    kwargs
        The arguments of the page's URL.
    home
        The path that a plain form comes back to; "" for the path of the request.
    """
    # The headers decide in whose queue to wait and which run may end. What counts is the body, which the run reads and
    # judges in its thread; a body that names another tab than the header is refused there.
    tab, kind, submission_id = (header(request, name)[:80] for name in (Header.TAB, Header.KIND, Header.ID))
    is_stop = kind == "stop" and request.method == "POST"
    visitor = visitor_of(request)
    signature = interrupts.submission_signature(request, submission_id)
    if kind == interrupts.INTERRUPTING:
        interrupts.interrupt_here(tab, Interrupt.NEWER, signature)
    loop, body_begins = asyncio.get_running_loop(), asyncio.Event()
    stream = StreamState(partial(loop.call_soon_threadsafe, body_begins.set)) if streaming.is_wanted(request) else None
    has_begun = False
    if (
        stream is not None
        and kind == interrupts.INTERRUPTING
        and (run := interrupts.run_of(request, tab, submission_id))
    ):
        await in_pool(views.look_on, streaming.frame_threads)(request, page, kwargs, home, stream, run)

    async def wait_and_serve() -> HttpResponseBase:
        nonlocal has_begun
        waiting = interrupts.Waiting(tab, signature, told=True)
        with waiting if kind == interrupts.INTERRUPTING else nullcontext():
            async with turn(queue_of(request, page, tab)) as has_turn:
                if not has_turn:
                    return responses.too_many()
                async with nullcontext() if is_stop else thread_for(visitor):
                    waiting.over()
                    has_begun = True
                    serve_in_thread = in_pool(views.serve, stop_threads if is_stop else None)
                    response: HttpResponseBase = await serve_in_thread(request, page, kwargs, home=home, stream=stream)
                    return response

    task = asyncio.ensure_future(wait_and_serve())
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
    try:
        if stream is not None:
            # The page function begins after the callbacks; only from then on may a response begin (decision 17).
            begun = asyncio.ensure_future(body_begins.wait())
            await asyncio.wait({task, begun}, return_when=asyncio.FIRST_COMPLETED)
            begun.cancel()
            if not task.done():
                await asyncio.wait({task}, timeout=stream.patience(str(request.method)))
            while not task.done() and stream.still_draws():
                await asyncio.wait({task}, timeout=streaming.QUIET)
            if not task.done() and not stream.over and take_stream(visitor):
                stream.when_closed = partial(end_stream, visitor)
                try:
                    if stream.decide(streamed=True):
                        return await _streamed(request, stream, task)
                except Exception:
                    stream.closed()
                    raise
                stream.closed()
        # Shielded: when the browser leaves, this coroutine is cancelled and the run goes on.
        response = await asyncio.shield(task)
        if stream is not None:
            stream.forget()
        return response
    except asyncio.CancelledError:
        if not has_begun:
            task.cancel()  # nothing of it has happened: if the browser sends it again, it happens then
        elif stream is not None:
            stream_state.leave(stream)
            streaming.when_done(stream, task)
            stream.closed()
        raise


def queue_of(request: HttpRequest, page: Page, tab: str) -> str:
    """
    Return the name of the queue that a request waits in; requests of one name are served one after the other. "" for
    those that wait for nobody: Stop, for the run that it would wait for is the one it ends, and what changes nothing.

    That is the tab's id. It is the session's cookie, so that all requests of one browser share a queue, for pages whose
    tabs share their state, and for POSTs that name no tab in a header, as plain forms do: these would else wait for the
    lock of their tab in a thread of the pool.
    """
    if request.method == "POST" and header(request, Header.KIND) in post_data.UNQUEUED:
        return ""
    if page.state == "tab" and (tab or request.method != "POST"):
        return tab
    return request.COOKIES.get(project.SESSION_COOKIE_NAME, "") or tab


async def _streamed(
    request: HttpRequest, stream: StreamState, task: asyncio.Future[HttpResponseBase]
) -> HttpResponseBase:
    """Begin to answer by a stream, while the run in ``task`` goes on; a POST by events, a GET by a growing document."""
    await in_pool(stream.open, streaming.frame_threads)()
    if request.method == "POST":
        return streaming.answer(stream, task)
    document = document_stream.Document(stream)
    start = await in_pool(document.start, streaming.frame_threads)()
    return document_stream.document(stream, task, start, document)


__all__ = ["PageView", "embedded", "page_view", "queue_of", "serve_async"]
