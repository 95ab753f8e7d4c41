"""
The run is handed over to a thread of the pool, and the thread of the request shows what it draws, or says who does.

So it is under a WSGI server with threads, and where ``one_hop.py`` has given a request a thread. What is said in
``dispatch.py`` of a coroutine holds here of that thread: it waits a moment, begins a stream or answers once.
Submissions of one tab wait for each other at its record, or in the event loop before there is a thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, wait
from functools import partial
from threading import Event
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponseBase

from formrerun.engine.control_flow import Interrupt
from formrerun.pages import Page
from formrerun.protocol.names import Header
from formrerun.submissions import interrupts
from formrerun.utils.headers import header
from formrerun.web import document_stream, responses, streaming, views
from formrerun.web.stream_state import StreamState, leave
from formrerun.web.threads import begin
from formrerun.web.visitors import end_stream, take_stream, visitor_of


class LoopSide:
    """
    What an event loop, which sends the answer, and the thread of a request share; ``request.formrerun_loop``.

    Attributes
    ----------
    has_turn
        False if too many submissions of the tab wait already: the answer says so.
    has_begun
        True once a thread works at the answer.
    response
        What is sent; None as long as it is not known.
    left
        True once the browser has gone.
    run
        The run that goes on in a thread of its own; None if there is none.
    """

    def __init__(self) -> None:
        self.has_turn, self.has_begun, self.left = True, False, False
        self.response: HttpResponseBase | None = None
        self.run: Future[HttpResponseBase] | None = None
        self._stream: StreamState | None = None

    def shows(self, stream: StreamState) -> None:
        """Note by what the run would be shown."""
        self._stream = stream
        if self.left:
            leave(stream)

    def leave(self) -> None:
        """Note that the browser has gone, and tell the run."""
        self.left = True
        if self._stream is not None:
            leave(self._stream)


def serve(request: HttpRequest, page: Page, kwargs: Mapping[str, Any], *, home: str = "") -> HttpResponseBase:
    """
    Answer one request as :func:`views.serve` does; by a stream if the run takes its time, and the server can send one.

    Parameters
    ----------
    kwargs, home
        See :func:`views.serve`.
    """
    loop: LoopSide | None = getattr(request, "formrerun_loop", None)
    if loop is not None and not loop.has_turn:
        return responses.too_many()
    if not (streaming.is_wanted(request) and _can_hand_over(request, loop)):
        return views.serve(request, page, kwargs, home=home)
    begun = Event()
    stream = StreamState(begun.set, in_loop=loop is not None)
    if loop is not None:
        loop.shows(stream)
    elif header(request, Header.KIND) == interrupts.INTERRUPTING:
        tab, submission_id = (header(request, name)[:80] for name in (Header.TAB, Header.ID))
        interrupts.interrupt_here(tab, Interrupt.NEWER, interrupts.submission_signature(request, submission_id))
        if run := interrupts.run_of(request, tab, submission_id):
            views.look_on(request, page, kwargs, home, stream, run)
    run_in_pool = begin(views.serve, request, page, kwargs, home=home, stream=stream)
    if run_in_pool is None:  # as many runs as there may be: this one has a thread of its own already, the server's
        return views.serve(request, page, kwargs, home=home)
    task = run_in_pool.task
    if loop is not None:
        loop.run = task
    task.add_done_callback(lambda _task: begun.set())
    begun.wait()
    wait([task], stream.patience(str(request.method)))
    while not task.done() and stream.still_draws():
        wait([task], streaming.QUIET)
    visitor = visitor_of(request)
    if not task.done() and not stream.over and take_stream(visitor):
        stream.when_closed = partial(end_stream, visitor)
        try:
            if stream.decide(streamed=True):
                return _streamed(request, stream, task)
        except Exception:
            stream.closed()
            raise
        stream.closed()
    response: HttpResponseBase = run_in_pool.result()
    stream.forget()
    return response


def _streamed(request: HttpRequest, stream: StreamState, task: Future[HttpResponseBase]) -> HttpResponseBase:
    """Begin to answer by a stream, while the run in ``task`` goes on; a POST by events, a GET by a growing document."""
    stream.open()
    if request.method == "POST":
        return streaming.answer(stream, task)
    document = document_stream.Document(stream)
    return document_stream.document(stream, task, document.start(), document)


def _can_hand_over(request: HttpRequest, loop: LoopSide | None) -> bool:
    """
    Return True if the server can send while a page runs, and another thread of this process sees this one's data.

    The latter is not so where a transaction is open around the page, and in tests whose threads share one connection:
    another thread would wait for what only this one can end.
    """
    if loop is None and (hasattr(request, "scope") or not request.META.get("wsgi.multithread")):
        return False
    used = connections.all(initialized_only=True)
    if any(each.in_atomic_block or each.allow_thread_sharing for each in used):
        return False
    for each in used:
        if each.settings_dict["OPTIONS"].get("pool"):
            each.close()  # back to the pool: with all that wait here it might have none left for the run
    return True


__all__ = ["LoopSide", "serve"]
