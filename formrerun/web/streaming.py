"""
A run shows what it has: the page as far as it is drawn, again and again, and the whole page last.

The run draws in its own thread and knows nothing of this. A second thread paints what is there, at most twenty times a
second and never faster than it is taken, so ten thousand updates of a progress bar cost what the screen can show. What
the run has not drawn yet stays from the page before, marked as stale. Everything is provisional until the run has
committed (decision 18); then the same answer as without a stream is the last message.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from formrerun.engine.control_flow import Wish
from formrerun.engine.run import Run
from formrerun.exceptions import StreamlitAPIException
from formrerun.protocol.posted import Posted
from formrerun.protocol.record import Record
from formrerun.rendering.renderer import Hashes, Renderer, difference, names_of, overlay, safe, with_stubs
from formrerun.web import responses

if TYPE_CHECKING:
    from formrerun.web.views import Visit

logger = logging.getLogger("formrerun.web.streaming")

Task = asyncio.Future[HttpResponseBase]

#: A run that takes longer than this after its callbacks is answered by a stream, in seconds. A page that is opened
#: waits longer: there every picture is the whole page.
PATIENCE = {"POST": 0.06, "GET": 0.25}
#: Between two looks at a run, in seconds, and after how long one that draws without a pause is shown all the same.
LOOK, LATE = 0.02, 0.25
#: Between two pictures of a run, in seconds: at least this, and at least so many times what painting took.
FRAME, SHARE = 0.05, 5
#: Silence after which a comment is sent, so that nothing between us and the browser takes the connection for dead.
BEAT = 15.0

painters = ThreadPoolExecutor(max_workers=2, thread_name_prefix="formrerun-painter")


class Live:
    """
    What the carrier, the run and the painter share about one request.

    Attributes
    ----------
    run
        The run, from the moment its page function begins; until then nothing may leave, for callbacks may still log
        in, set cookies or redirect (decision 17).
    shown
        The hashes of what the browser shows; of what is shown of another run only the names.
    mark
        The name of that: a page's, or that of the last picture; "" if the browser must be sent everything.
    """

    def __init__(self) -> None:
        self.run: Run | None = None
        self.visit: Visit | None = None
        self.shown: Hashes | None = None
        self.mark = ""
        self._plain: bool | None = None  # not decided yet
        self._deciding, self._painting = threading.Lock(), threading.Lock()
        self._finished = False
        self._loop = asyncio.get_running_loop()
        self.ready = asyncio.Event()
        self.left = False  # nobody looks any more
        self._name = secrets.token_hex(4)
        self._frames = 0
        self._roots: Any = None  # those of the pass that is painted
        self._drawn: set[str] = set()  # what it has drawn, in all pictures so far

    def begins(self, visit: Visit, run: Run, record: Record | None, posted: Posted | None) -> None:
        """
        Note that the page function is about to be called; in the run's thread.

        Parameters
        ----------
        record, posted
            The tab and what was posted to it; None for a GET, where the browser shows nothing yet.
        """
        if record is not None and posted is not None and not self._frames:
            if posted.has(record):
                self.shown, self.mark = record.view.hashes, record.mark
            elif record.view.hashes is not None:
                # A picture of the run that this one has ended: what stands there in its place stays until it is drawn.
                self.shown = names_of(record.view.hashes)
        self.visit, self.run = visit, run
        if self.left:
            leave(self)
        self._loop.call_soon_threadsafe(self.ready.set)

    # ------------------------------------------------------------------------------------------------ opening

    def decide(self, *, stream: bool) -> bool:
        """Return True if the response is a stream; whoever asks first decides."""
        with self._deciding:
            if self._plain is None:
                self._plain = not stream
            return not self._plain

    def open(self) -> None:
        """The response begins: what it takes with it is fixed now."""
        assert self.visit is not None
        self.visit.who(self.visit.keeps)
        get_token(self.visit.request)
        _seal(self.visit.request)

    # ------------------------------------------------------------------------------------------------ pictures

    def finish(self) -> tuple[Hashes | None, str]:
        """Return what the browser shows, and its name; there are no more pictures after this."""
        with self._painting:
            self._finished = True
            return (self.shown, self.mark) if self.mark else (None, "")

    def paint(self) -> str | None:
        """Return what changed since the last picture as one message; None if nothing did."""
        with self._painting:
            return None if self._finished else self._picture()

    def _picture(self) -> str | None:
        run = self.run
        assert run is not None
        if run.only and (not self.mark or not run.fragments):
            return None  # of what stands around these parts only the names are known
        if run.roots is not self._roots:
            self._roots, self._drawn = run.roots, set()
        try:
            page, stale = overlay(Renderer().page(run), self.shown, self._drawn)
        except RuntimeError:  # a dict grew while it was read: the next picture has it
            return None
        base, known = self.mark, self.shown if self.mark else None
        html = difference(page, known)
        if html is None:
            html = with_stubs(page, known)
        self._frames += 1
        self.mark, self.shown = f"{self._name}.{self._frames}", page.hashes()
        return message({"picture": self.mark, "base": base, "stale": stale}, html)


# ------------------------------------------------------------------------------------------------------- messages


def message(head: dict[str, Any], body: str) -> str:
    """Return one message of the stream: a named event with the head, then the HTML, which htmx swaps."""
    # A line may end in "\r" too, for the parser of the stream: inside HTML it is written as a reference.
    lines = "".join(f"data: {line}\n" for line in body.replace("\r", "&#13;").split("\n"))
    return f"event: fr\ndata: {json.dumps(head)}\n\n{lines}\n"


def last(response: HttpResponseBase) -> str:
    """Return the last message: the response that would have been sent without a stream."""
    body = response.content.decode(errors="replace") if isinstance(response, HttpResponse) else ""
    head = {"status": response.status_code, "headers": dict(response.items())}
    return message({"last": head}, body)


# ------------------------------------------------------------------------------------------------------- the stream


def answer(live: Live, task: Task) -> StreamingHttpResponse:
    """Return the response to a submission that takes its time."""
    response = StreamingHttpResponse(Parts(_events(live, task), live, task), content_type="text/event-stream")
    response["Cache-Control"] = "no-store, no-transform, private"
    response["X-Accel-Buffering"] = "no"  # nginx
    response["Content-Encoding"] = "identity"  # GZipMiddleware would make a member of each picture
    return response


async def _events(live: Live, task: Task) -> AsyncIterator[str]:
    async for picture in _pictures(live, task, live.paint):
        yield picture
    try:
        yield last(task.result())
    except Exception:
        logger.exception("A run failed while its page was being sent.")
        yield last(responses.broken(script=True))


async def _pictures(live: Live, task: Task, paint: Callable[[], str | None]) -> AsyncIterator[str]:
    """Yield pictures until the run has ended."""
    shown = seen = (live.run, -1)
    painted = silent = time.monotonic()
    due = 0.0
    while not task.done():
        now, drawn = time.monotonic(), (live.run, live.run.drawn if live.run is not None else -1)
        # While a run draws in one go the page is about to be done, and a picture would only delay it.
        if drawn != shown and now >= due and (drawn == seen or now - painted > LATE):
            shown = drawn
            try:
                picture = await sync_to_async(paint, thread_sensitive=False, executor=painters)()
            except Exception:  # the page itself comes all the same
                logger.exception("A picture of a page that is being drawn could not be painted.")
                picture = None
            painted = time.monotonic()
            due = painted + max(FRAME, SHARE * (painted - now))
            if picture is not None:
                yield picture
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

    def __init__(self, parts: AsyncIterator[str], live: Live, task: Task) -> None:
        self._parts, self._live, self._task = parts, live, task

    def __aiter__(self) -> AsyncIterator[str]:
        return self._parts

    def close(self) -> None:
        """Say so if nobody waits for the end."""
        if not self._task.done():
            leave(self._live)

    #: A request that is cancelled between the view and the first byte, in a middleware, closes no response.
    __del__ = close


def leave(live: Live) -> None:
    """Nobody looks any more: a run that nobody asked to do anything ends, now or when it begins (decision 1)."""
    live.left = True
    if live.run is not None:
        live.run.wishes.add(Wish.GONE)


# ---------------------------------------------------------------------------------- a page that is opened, not posted


class Document:
    """
    A page that is sent while it is drawn, for browsers with and without JavaScript.

    Pictures stand in shadow roots in front of the page, each hiding the one before it; the page itself comes last and
    hides them all. So nothing needs a script, no id is there twice, and what a script sees is an ordinary page.
    """

    def __init__(self, live: Live) -> None:
        self._live = live
        self.end = ""

    def start(self) -> str:
        """Return the document up to where the page stands."""
        visit, run = self._live.visit, self._live.run
        assert visit is not None
        assert run is not None
        html = responses.document(visit, run)
        start, _cut, self.end = html.partition(responses.CUT)
        return start

    def paint(self) -> str | None:
        """Return the page as far as it is drawn, if it is another than before."""
        run = self._live.run
        assert run is not None
        try:
            inside = "".join(Renderer().page(run).inside())
        except RuntimeError:
            return None
        return render_to_string("formrerun/_picture.html", {"inside": safe(inside), "layout": run.config.layout})


def document(live: Live, task: Task, start: str, made: Document) -> StreamingHttpResponse:
    """Return the response to a GET that takes its time."""
    response = StreamingHttpResponse(Parts(_document(live, task, start, made), live, task))
    response["Cache-Control"] = "no-store, no-transform, private"
    response["Referrer-Policy"] = "same-origin"
    response["X-Accel-Buffering"] = "no"
    response["Content-Encoding"] = "identity"
    return response


async def _document(live: Live, task: Task, start: str, made: Document) -> AsyncIterator[str]:
    yield start
    async for picture in _pictures(live, task, made.paint):
        yield "<!-- -->" if picture.startswith(":") else picture
    try:
        response = task.result()
    except (Http404, PermissionDenied) as error:  # the status has left: the page says it
        response = responses.broken(error)
    except Exception:
        logger.exception("A page failed while it was being sent.")
        response = responses.broken()
    if response.has_header("Location"):
        yield responses.refresh_to(response["Location"])
    elif isinstance(response, HttpResponse):
        yield response.content.decode(errors="replace")
    yield made.end


# ---------------------------------------------------------------------------------------------------- what is too late


def _seal(request: HttpRequest) -> None:
    """From here on the session cannot be changed: its cookie has left with the headers (decision 17)."""
    session = getattr(request, "session", None)
    if session is None or getattr(session, "fr_sealed", False):
        return
    session.__class__ = _sealed(type(session))


_sealed_types: dict[type, type] = {}


def _sealed(cls: type) -> type:
    if cls not in _sealed_types:

        def refuse(self: Any, *args: Any, **kwargs: Any) -> Any:
            raise StreamlitAPIException(
                "The session cannot be changed here: the page runs long enough to be shown while it is drawn, and the "
                "response with its cookies has begun. Log in, log out and write to `request.session` in a callback "
                "(`on_click`, `on_change`), which runs before the page."
            )

        names = ("__setitem__", "__delitem__", "pop", "setdefault", "update", "clear", "flush", "cycle_key")
        body = dict.fromkeys(names, refuse)
        _sealed_types[cls] = type(cls.__name__, (cls,), {**body, "__module__": cls.__module__, "fr_sealed": True})
    return _sealed_types[cls]
