"""A page that is opened is sent while it is drawn, as one document that grows."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse

from formrerun.rendering.growing import GrowingPage
from formrerun.rendering.renderer import Renderer
from formrerun.rendering.templates import render_partial, safe
from formrerun.web import responses
from formrerun.web.streaming import frames, parts

if TYPE_CHECKING:
    from formrerun.web.stream_state import StreamState
    from formrerun.web.streaming import Steps, Task


logger = logging.getLogger("formrerun.streaming")

#: Seconds after which a page that draws without a pause is shown all the same: it is about to be done, and its content
#: would travel twice.
LATE = 1.0
#: How many characters all frames of a document may have more than the page that they show.
SPARE = 40_000


class Document:
    """
    The parts of a document that is sent while its page is drawn, for browsers with and without JavaScript.

    Frames stand in declarative shadow roots in front of the page, and the page itself comes last and hides them. So
    nothing needs a script, no id is there twice, and a script finds an ordinary page. A frame has only what has come to
    the page since the one before, and all frames together are hardly more than the page: what would be more waits, so
    that neither a slow reader nor one that reads nothing lets frames pile up, whatever the server does with them.

    Attributes
    ----------
    end
        The document from behind the page; known once :meth:`start` was called.
    """

    def __init__(self, stream: StreamState) -> None:
        self._stream = stream
        self._shown = GrowingPage()
        self._sent = 0
        self._left = self._cost = SPARE  # what frames may have yet, and what the last one took of it
        self.end = ""

    def start(self) -> str:
        """Return the document up to where the page stands."""
        visit, run = self._stream.visit, self._stream.run
        assert visit is not None
        assert run is not None
        html = responses.document(visit, run)
        start, _cut, self.end = html.partition(responses.CUT)
        return start

    def next_frame(self) -> str | None:
        """Return what has come to the page since the last frame; None if it waits, or the run changes it just now."""
        run = self._stream.run
        if run is None:  # nobody looks any more
            return None
        try:
            growth = self._shown.growth(Renderer().page(run))
        except RuntimeError:  # a dict grew in the run's thread while it was read here: the next frame has it
            return None
        if not growth.shell and not growth.parts:
            return None
        context = {
            "shell": safe(growth.shell), "parts": growth.parts, "links": safe(growth.links), "theme": run.config.theme,
        }  # fmt: skip
        frame = (self.close() if growth.shell else "") + render_partial("_picture", context)
        left = growth.size + SPARE - self._sent - len(frame)
        if left < 0:
            return None
        self._cost, self._left = self._left - left, left
        self._sent += len(frame)
        self._shown.sent(growth)
        return frame

    def pause(self, elapsed: float) -> float:
        """
        Return the least number of seconds to the next frame.

        The longer it takes the longer they are: so there are frames to the end, however long a page is drawn.

        Parameters
        ----------
        elapsed
            How long the page has been drawn.
        """
        return elapsed * max(0.05, 2 * self._cost / (self._left + 1)) if self._cost < self._left else elapsed

    def close(self) -> str:
        """Return the end of the frame that is open, if one is."""
        return "</div>" if self._sent else ""


def document(stream: StreamState, task: Task, start: str, growing: Document) -> StreamingHttpResponse:
    """
    Return a GET's response that sends frames until the run in `task` is done, then the page.

    Parameters
    ----------
    start
        The document up to where the page stands.
    """
    response = StreamingHttpResponse(parts(_document(stream, task, start, growing), stream, task))
    response["Cache-Control"] = "no-store, no-transform, private"
    response["Referrer-Policy"] = "same-origin"
    response["X-Accel-Buffering"] = "no"
    response["Content-Encoding"] = "identity"
    return response


def _document(stream: StreamState, task: Task, start: str, growing: Document) -> Steps:
    """Send the document's start, the frames, the page, and the document's end."""
    yield start
    yield from frames(stream, task, growing.next_frame, growing.pause, beat="<!-- -->", late=LATE)
    yield growing.close()
    try:
        response = task.result()
    except (Http404, PermissionDenied) as error:  # the status 200 has left already: the page says it
        response = responses.broken(error)
    except Exception:
        logger.exception("A page failed while it was being sent.")
        response = responses.broken()
    stream.forget()
    if response.has_header("Location"):
        yield responses.refresh_to(response["Location"])
    elif isinstance(response, HttpResponse):
        yield response.content.decode(errors="replace")
    yield growing.end
