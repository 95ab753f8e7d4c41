"""What the request, the run and the frame thread of a stream share."""

from __future__ import annotations

import asyncio
import secrets
import threading
from typing import TYPE_CHECKING, Any

from django.middleware.csrf import get_token

from formrerun.engine.control_flow import Interrupt
from formrerun.engine.run import Run
from formrerun.protocol.posted import PostData
from formrerun.protocol.record import Record
from formrerun.rendering.difference import difference, with_stubs
from formrerun.rendering.overlay import merge_with_previous, without_digests
from formrerun.rendering.pieces import Hashes
from formrerun.rendering.renderer import Renderer
from formrerun.web.session_seal import seal
from formrerun.web.stream_messages import message

if TYPE_CHECKING:
    from formrerun.submissions.page_request import PageRequest


class StreamState:
    """
    What the carrier, the run and the frame thread share about one request.

    Attributes
    ----------
    run
        The run, from the moment its page function begins; until then nothing may leave, for callbacks may still log
        in, set cookies or redirect (decision 17).
    shown
        The hashes of what the browser shows; of what is shown of another run only the names.
    frame
        The name of that: a page's, or that of the last frame; "" if the browser must be sent everything.
    """

    def __init__(self) -> None:
        self.run: Run | None = None
        self.visit: PageRequest | None = None
        self.shown: Hashes | None = None
        self.frame = ""
        self._plain: bool | None = None  # not decided yet
        self._deciding, self._framing = threading.Lock(), threading.Lock()
        self._finished = False
        self._loop = asyncio.get_running_loop()
        self.ready = asyncio.Event()
        self.left = False  # nobody looks any more
        self._name = secrets.token_hex(4)
        self._frames = 0
        self._roots: Any = None  # those of the pass that is painted
        self._drawn: set[str] = set()  # what it has drawn, in all frames so far

    def begins(self, visit: PageRequest, run: Run, record: Record | None, posted: PostData | None) -> None:
        """
        Note that the page function is about to be called; in the run's thread.

        Parameters
        ----------
        record, posted
            The tab and what was posted to it; None for a GET, where the browser shows nothing yet.
        """
        if record is not None and posted is not None and not self._frames:
            if posted.has(record):
                self.shown, self.frame = record.snapshot.hashes, record.page_token
            elif record.snapshot.hashes is not None:
                # A frame of the run that this one has ended: what stands there in its place stays until it is drawn.
                self.shown = without_digests(record.snapshot.hashes)
        self.visit, self.run = visit, run
        if self.left:
            leave(self)
        self._loop.call_soon_threadsafe(self.ready.set)

    # ------------------------------------------------------------------------------------------------ opening

    def decide(self, *, streamed: bool) -> bool:
        """Return True if the response is a stream; whoever asks first decides."""
        with self._deciding:
            if self._plain is None:
                self._plain = not streamed
            return not self._plain

    def open(self) -> None:
        """The response begins: what it takes with it is fixed now."""
        assert self.visit is not None
        self.visit.owner(self.visit.may_store)
        get_token(self.visit.request)
        seal(self.visit.request)

    # ------------------------------------------------------------------------------------------------ frames

    def finish(self) -> tuple[Hashes | None, str]:
        """Return what the browser shows, and its name; there are no more frames after this."""
        with self._framing:
            self._finished = True
            return (self.shown, self.frame) if self.frame else (None, "")

    def next_frame(self) -> str | None:
        """Return what changed since the last frame as one message; None if nothing did."""
        with self._framing:
            return None if self._finished else self._next_frame()

    def _next_frame(self) -> str | None:
        run = self.run
        assert run is not None
        if run.only and (not self.frame or not run.fragments):
            return None  # of what stands around these parts only the names are known
        if run.roots is not self._roots:
            self._roots, self._drawn = run.roots, set()
        try:
            page, stale = merge_with_previous(Renderer().page(run), self.shown, self._drawn)
        except RuntimeError:  # a dict grew while it was read: the next frame has it
            return None
        base, known = self.frame, self.shown if self.frame else None
        html = difference(page, known)
        if html is None:
            html = with_stubs(page, known)
        self._frames += 1
        self.frame, self.shown = f"{self._name}.{self._frames}", page.hashes()
        return message({"picture": self.frame, "base": base, "stale": stale}, html)


def leave(stream: StreamState) -> None:
    """Nobody looks any more: a run that nobody asked to do anything ends, now or when it begins (decision 1)."""
    stream.left = True
    if stream.run is not None:
        stream.run.interruption.requests.add(Interrupt.GONE)
