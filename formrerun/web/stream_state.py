"""What the request, the run and the frame thread of a stream share."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
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
from formrerun.submissions.carried_messages import take
from formrerun.utils.django_internals import keep_csrf_secret
from formrerun.web import usual_times
from formrerun.web.backpressure import has_unsent
from formrerun.web.session_seal import seal
from formrerun.web.stream_messages import message

if TYPE_CHECKING:
    from formrerun.submissions.page_request import PageRequest


class StreamState:
    """
    What the request (in the event loop, or in its thread), the run (in its own) and the frame thread share.

    Attributes
    ----------
    run
        The run, from the moment its page function begins; None before. Until then no response may begin, for callbacks
        may still log in, set cookies or redirect (decision 17).
    visit
        The request and its page; set with ``run``.
    shown
        The digests of what the browser shows; None if that is not known. Without digests, where it shows a frame of
        another run.
    frame
        The name of what the browser shows: a page token, or the name of the last frame; "" if the browser must be sent
        everything.
    left
        True once the browser has gone.
    head
        What the document that was begun says in its head: "title" and "icon".
    over
        True once the page function has ended: there is nothing more to show before the answer.
    wake
        Called in the run's thread when something was drawn, after :meth:`arm` has asked for it.
    when_closed
        Called once, when the response was sent, or could not be.

    Parameters
    ----------
    on_begin
        Called in the run's thread when ``run`` is set.
    in_loop
        Whether an event loop sends the response; otherwise a thread does.
    """

    def __init__(self, on_begin: Callable[[], object] = lambda: None, *, in_loop: bool = True) -> None:
        self.run: Run | None = None
        self.visit: PageRequest | None = None
        self.shown: Hashes | None = None
        self.frame = ""
        self.head: dict[str, str] = {}
        self._plain: bool | None = None  # True: answered at once, False: by a stream, None: not decided yet
        self._deciding, self._framing = threading.Lock(), threading.Lock()
        self._finished = False
        self._on_begin, self.in_loop = on_begin, in_loop
        self.left = self.over = False
        self.wake: Callable[[], object] = lambda: None
        self.when_closed: Callable[[], None] | None = None
        self._doing: tuple[str, ...] = ()
        self._began = 0.0
        self._seen: tuple[Run | None, int] = (None, -1)
        self._name = secrets.token_hex(4)
        self._frames = 0
        self._roots: Any = None  # the root containers of the last frame: fr.rerun() begins with new ones
        self._drawn: set[str] = set()  # the ids of what they held, in all frames so far

    def begins(self, visit: PageRequest, run: Run, record: Record | None, posted: PostData | None) -> None:
        """
        Note that the page function is about to be called. Called in the run's thread.

        Parameters
        ----------
        record, posted
            The tab's record and what was posted to it; None for a GET, where the browser shows nothing yet.
        """
        if record is not None and posted is not None and not self._frames:
            if posted.has(record):
                self.shown, self.frame = record.snapshot.hashes, record.page_token
            elif record.snapshot.hashes is not None:
                # The browser may show a frame of the run that this one has ended, so no digest is known. Names are:
                # what stands there stays until this run has drawn it.
                self.shown = without_digests(record.snapshot.hashes)
        self._doing, self._began = usual_times.doing(visit.page.name, posted), time.monotonic()
        self.visit, self.run = visit, run
        if self.left:
            leave(self)
        self._on_begin()

    def ends(self) -> None:
        """Note that the page function has ended. Called in the run's thread."""
        self.over = True
        usual_times.note(self._doing, time.monotonic() - self._began)

    def arm(self, drawn: tuple[Run | None, int]) -> bool:
        """
        Let :attr:`wake` be called when the run draws the next time; False if it has drawn more than this already.

        Parameters
        ----------
        drawn
            The run and how much it had drawn, as :meth:`drawn` says it.
        """
        if self.run is not None and self.wake not in self.run.onlookers:
            self.run.onlookers.append(self.wake)
        return self.drawn() == drawn

    def drawn(self) -> tuple[Run | None, int]:
        """Return the run, and how much it has drawn."""
        return (self.run, self.run.drawn if self.run is not None else -1)

    # ------------------------------------------------------------------------------------------------ opening

    def patience(self, method: str) -> float:
        """Return how many seconds the response waits for the run to end before it is a stream."""
        return usual_times.patience(self._doing, method) if self.run is not None else 0.0

    def still_draws(self) -> bool:
        """
        Return True if the run has drawn since this was asked last, and is not one that takes long.

        A quick run on a busy machine draws without a pause, and is about to be done: it is worth waiting for.
        """
        before, self._seen = self._seen, self.drawn()
        return before != self._seen and not self.over and time.monotonic() - self._began < usual_times.PATIENCE["POST"]

    def decide(self, *, streamed: bool) -> bool:
        """
        Return True if the response is a stream.

        The first call decides, with what it asks for: the event loop asks for a stream when the run has taken long, and
        the run's thread asks for none when it is done.
        """
        with self._deciding:
            if self._plain is None:
                self._plain = not streamed
            return not self._plain

    def open(self) -> None:
        """
        Fix what leaves with the headers: the session, which cannot be changed from here on, the CSRF cookie, and
        Django's messages, which the last message of the stream shows.
        """
        assert self.visit is not None
        take(self.visit.request)
        self.visit.owner(self.visit.may_store)
        get_token(self.visit.request)
        keep_csrf_secret(self.visit.request)
        seal(self.visit.request)

    # ------------------------------------------------------------------------------------------------ frames

    def has_unsent(self) -> bool:
        """Return True if the browser is known not to have taken yet what was sent."""
        return self.visit is not None and has_unsent(self.visit.request)

    def closed(self) -> None:
        """Note that the response was sent, or could not be."""
        when_closed, self.when_closed = self.when_closed, None
        if when_closed is not None:
            when_closed()

    def forget(self) -> None:
        """Let the run and the request go, which know the stream in their turn: no garbage is left to be collected."""
        self.visit = self.run = self.shown = self._roots = None
        self._seen = (None, -1)

    def finish(self) -> tuple[Hashes | None, str]:
        """
        Return the digests of what the browser shows and its name, (None, "") if the browser must be sent everything.
        There are no more frames after this.
        """
        with self._framing:
            self._finished = True
            return (self.shown, self.frame) if self.frame else (None, "")

    def next_frame(self) -> str | None:
        """Return the page as far as it is drawn, as the difference to the last frame; None if nothing can be sent."""
        with self._framing:
            return None if self._finished or self.run is None else self._next_frame()

    def _next_frame(self) -> str | None:
        run = self.run
        assert run is not None
        if run.fragments_again and (not self.frame or not run.drawing.fragments):
            return None  # fragments run, and the page around them cannot be sent: the run does not draw it
        if run.drawing.roots is not self._roots:
            self._roots, self._drawn = run.drawing.roots, set()
        try:
            page, stale = merge_with_previous(Renderer().page(run), self.shown, self._drawn)
        except RuntimeError:  # the run's thread changed a dict while it was read here: the next frame has it
            return None
        base, known = self.frame, self.shown if self.frame else None
        html = difference(page, known)
        if html is None:
            html = with_stubs(page, known)
        self._frames += 1
        self.frame, self.shown = f"{self._name}.{self._frames}", page.hashes()
        return message({"picture": self.frame, "base": base, "stale": stale}, html)


def leave(stream: StreamState) -> None:
    """
    Note that the browser has gone, and tell the run, now or when it begins. The run ends only if nobody asked it to do
    anything: a GET, a timer (decision 1).
    """
    stream.left = True
    if stream.run is not None:
        stream.run.interruption.requests.add(Interrupt.GONE)
