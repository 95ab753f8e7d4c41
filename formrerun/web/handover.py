"""
A page under a WSGI server with threads: the run is handed over to a thread of the pool, and the thread of the request
shows what it draws.

What is said in ``dispatch.py`` of a coroutine holds here of that thread: it waits a moment, begins a stream or answers
once. Submissions of one tab wait for each other at its record, each in its thread.
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
from formrerun.web import document_stream, streaming, views
from formrerun.web.stream_state import StreamState
from formrerun.web.threads import begin
from formrerun.web.visitors import end_stream, take_stream, visitor_of


def serve(request: HttpRequest, page: Page, kwargs: Mapping[str, Any], *, home: str = "") -> HttpResponseBase:
    """
    Answer one request as :func:`views.serve` does; by a stream if the run takes its time, and the server has threads.

    Parameters
    ----------
    kwargs, home
        See :func:`views.serve`.
    """
    if not (streaming.is_wanted(request) and can_hand_over(request)):
        return views.serve(request, page, kwargs, home=home)
    begun = Event()
    stream = StreamState(begun.set)
    if request.headers.get(Header.KIND) == interrupts.INTERRUPTING:
        tab, submission_id = (request.headers.get(name, "")[:80] for name in (Header.TAB, Header.ID))
        interrupts.interrupt_here(tab, Interrupt.NEWER, interrupts.submission_signature(request, submission_id))
        if run := interrupts.run_of(request, tab, submission_id):
            views.look_on(request, page, kwargs, home, stream, run)
    run_in_pool = begin(views.serve, request, page, kwargs, home=home, stream=stream)
    if run_in_pool is None:  # as many runs as there may be: this one has a thread of its own already, the server's
        return views.serve(request, page, kwargs, home=home)
    task = run_in_pool.task
    task.add_done_callback(lambda _task: begun.set())
    begun.wait()
    wait([task], streaming.PATIENCE[str(request.method)])
    visitor = visitor_of(request)
    if not task.done() and take_stream(visitor):
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


def can_hand_over(request: HttpRequest) -> bool:
    """
    Return True if a request came from a WSGI server with threads, and another thread of this process sees its data.

    Not so where a transaction is open around the page, and in tests whose threads share one connection: another thread
    would wait for what only this one can end.
    """
    if hasattr(request, "scope") or not request.META.get("wsgi.multithread"):
        return False
    used = connections.all(initialized_only=True)
    return not any(each.in_atomic_block or each.allow_thread_sharing for each in used)


__all__ = ["can_hand_over", "serve"]
