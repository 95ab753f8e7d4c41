"""
Django's ASGI handler with one hop: synchronous middleware and a synchronous view share one thread.

Django's own calls each synchronous middleware, and the view, in a thread and comes back to the event loop after each,
in threads that it begins for that request alone. Here the whole chain runs as it does under WSGI, in a thread that
stays. Views that are coroutine functions are Django's, and what an event loop does for pages it does here too:
submissions of one tab wait for each other, visitors leave each other threads, and a run that goes on is told when its
browser leaves.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, suppress
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings as project
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.db import close_old_connections
from django.http import FileResponse, HttpResponseBase
from django.urls import Resolver404, ResolverMatch, get_resolver, set_script_prefix

from formrerun.engine.control_flow import Interrupt
from formrerun.pages import Page
from formrerun.protocol.names import Header
from formrerun.submissions import interrupts
from formrerun.utils.django_internals import only_django_listens, take_over_context
from formrerun.utils.headers import header
from formrerun.web.dispatch import page_view, queue_of
from formrerun.web.handover import LoopSide
from formrerun.web.listeners import accept_without_delay
from formrerun.web.tab_queue import turn
from formrerun.web.threads import carried, page_threads, stop_threads, view_threads
from formrerun.web.visitors import thread_for, visitor_of

#: Requests that go on although nobody waits for them any more; the event loop itself holds tasks weakly.
_tasks: set[asyncio.Task[None]] = set()


class OneHopHandler(ASGIHandler):
    """
    What :func:`formrerun.asgi.get_asgi_application` returns.

    Parameters
    ----------
    urlconf
        What requests have as their ``urlconf``; None for the project's.
    """

    def __init__(self, urlconf: Any = None) -> None:
        super().__init__()
        self._urlconf = urlconf
        self._synchronous = BaseHandler()
        self._synchronous.load_middleware(is_async=False)
        self._has_begun = False

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request: in one thread, or as Django does it if its view is a coroutine function."""
        if not self._has_begun:  # by now the server has its sockets
            self._has_begun = True
            accept_without_delay()
        match = _match(scope, self._urlconf or project.ROOT_URLCONF)
        view = page_view(match.func) if match is not None else None
        if match is not None and view is None and iscoroutinefunction(match.func):
            await super().handle(scope, receive, send)
            return
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        set_script_prefix(get_script_prefix(scope))
        made, error = self.create_request(scope, body)
        if error is not None:
            body.close()
            await self.send_response(error, send)
            error.close()
            return
        request: Any = made
        loop = request.formrerun_loop = LoopSide()
        page = view.page_of(match.kwargs) if view is not None and match is not None else None
        # Who repeats a submission whose run goes on looks on while it waits, as `dispatch.serve_async` lets it.
        if view is not None and _repeats_a_run(request):
            getting = self._as_django(request, scope)
        else:
            getting = self._in_turn(request, scope, loop, view is not None, page)
        leaving = asyncio.create_task(self.listen_for_disconnect(receive))
        answering = asyncio.create_task(self._send(getting, loop, send))
        try:
            await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone = answering.cancel()
            leaving.cancel()
            with suppress(asyncio.CancelledError, RequestAborted):
                await leaving
            try:
                await answering
            except asyncio.CancelledError:
                if not gone:
                    raise
            finally:
                if loop.response is not None:
                    await self._close(loop.response)
                elif not loop.has_begun:  # otherwise the thread may be reading it
                    body.close()

    async def _send(self, getting: Coroutine[Any, Any, HttpResponseBase], loop: LoopSide, send: Any) -> None:
        loop.response = await getting
        await self.send_response(loop.response, send)

    async def _as_django(self, request: Any, scope: Any) -> HttpResponseBase:
        request.formrerun_loop.has_begun = True
        del request.formrerun_loop
        await signals.request_started.asend(sender=self.__class__, scope=scope)
        return await self.run_get_response(request)

    async def _in_turn(
        self, request: Any, scope: Any, loop: LoopSide, is_page: bool, page: Page | None
    ) -> HttpResponseBase:
        """Return the response, made in a thread; a page waits for its turn before, and for a thread it may have."""
        tab, kind, submission_id = (header(request, name)[:80] for name in (Header.TAB, Header.KIND, Header.ID))
        threads = page_threads() if is_page else view_threads
        async with AsyncExitStack() as held:
            if is_page and kind == "stop" and request.method == "POST":
                threads = stop_threads  # it waits for nobody: the run that it would wait for is the one it ends
            elif is_page:
                signature = interrupts.submission_signature(request, submission_id)
                waiting = interrupts.Waiting(tab, signature, told=True)
                if kind == interrupts.INTERRUPTING:
                    interrupts.interrupt_here(tab, Interrupt.NEWER, signature)
                    held.enter_context(waiting)
                queue = queue_of(request, page, tab) if page is not None else ""
                loop.has_turn = await held.enter_async_context(turn(queue))
                if loop.has_turn:
                    await held.enter_async_context(thread_for(visitor_of(request)))
                    waiting.over()
            loop.has_begun = True
            call, context = carried(self._respond, request, scope, loop)
            future = asyncio.get_running_loop().run_in_executor(threads, call)
            try:
                response: HttpResponseBase = await asyncio.shield(future)
            except asyncio.CancelledError:
                loop.leave()
                _go_on(_hold(held.pop_all(), loop, future))
                raise
            if loop.run is not None and not loop.run.done():
                _go_on(_hold(held.pop_all(), loop))
            take_over_context(context)
            return response

    def _respond(self, request: Any, scope: Any, loop: LoopSide) -> HttpResponseBase:
        """Return the response as a WSGI handler gets it, in one thread."""
        set_script_prefix(get_script_prefix(scope))
        try:
            signals.request_started.send(sender=self.__class__, scope=scope)
            response: Any = self._synchronous.get_response(request)
            response._handler_class = self.__class__
            if isinstance(response, FileResponse):
                response.block_size = self.chunk_size
            if response.streaming and not response.is_async:
                # As Django's handler does it, which would take another thread for it.
                response.streaming_content = _all([*response.streaming_content])
            elif loop.left or (not response.streaming and only_django_listens(signals.request_finished)):
                response.close()
            return response  # type: ignore[no-any-return]
        finally:
            close_old_connections()

    @staticmethod
    async def _close(response: HttpResponseBase) -> None:
        if not response.closed:
            await asyncio.get_running_loop().run_in_executor(view_threads, carried(response.close)[0])


async def _all(parts: list[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def _hold(held: AsyncExitStack, loop: LoopSide, future: asyncio.Future[HttpResponseBase] | None = None) -> None:
    """Hold a turn and a thread until what has begun in it has ended, whoever still waits for it."""
    async with held:
        if future is not None:
            await asyncio.wait([future])
            if not future.exception() and not future.result().closed:
                await OneHopHandler._close(future.result())
        if loop.run is not None:
            await asyncio.wait([asyncio.wrap_future(loop.run)])


def _go_on(holding: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(holding)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


def _match(scope: Any, urlconf: Any) -> ResolverMatch | None:
    """Return where a request leads, as far as its path says it; None if that is nowhere."""
    path = scope["path"]
    if prefix := get_script_prefix(scope).rstrip("/"):
        path = path.removeprefix(prefix)
    try:
        return get_resolver(urlconf).resolve(path)
    except Resolver404:
        return None


def _repeats_a_run(request: Any) -> bool:
    if header(request, Header.KIND) != interrupts.INTERRUPTING:
        return False
    tab, submission_id = (header(request, name)[:80] for name in (Header.TAB, Header.ID))
    return interrupts.run_of(request, tab, submission_id) is not None


__all__ = ["OneHopHandler"]
