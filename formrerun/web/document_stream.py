"""A page that is opened is sent while it is drawn, as one document that grows."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string

from formrerun.rendering.renderer import Renderer
from formrerun.rendering.templates import safe
from formrerun.web import responses
from formrerun.web.streaming import Parts, frames

if TYPE_CHECKING:
    from formrerun.web.stream_state import StreamState
    from formrerun.web.streaming import Task


logger = logging.getLogger("formrerun.streaming")


class Document:
    """
    The parts of a document that is sent while its page is drawn, for browsers with and without JavaScript.

    Frames stand in declarative shadow roots in front of the page, each hiding the one before it; the page itself comes
    last and hides them all. So nothing needs a script, no id is there twice, and a script finds an ordinary page.

    Attributes
    ----------
    end
        The document from behind the page; known once :meth:`start` was called.
    """

    def __init__(self, stream: StreamState) -> None:
        self._stream = stream
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
        """Return the page as far as it is drawn, in a shadow root; None if the run changed it meanwhile."""
        run = self._stream.run
        assert run is not None
        try:
            inside = "".join(Renderer().page(run).inside())
        except RuntimeError:  # a dict grew in the run's thread while it was read here: the next frame has it
            return None
        return render_to_string("formrerun/_picture.html", {"inside": safe(inside), "layout": run.config.layout})


def document(stream: StreamState, task: Task, start: str, parts: Document) -> StreamingHttpResponse:
    """
    Return a GET's response that sends frames until the run in `task` is done, then the page.

    Parameters
    ----------
    start
        The document up to where the page stands.
    """
    response = StreamingHttpResponse(Parts(_document(stream, task, start, parts), stream, task))
    response["Cache-Control"] = "no-store, no-transform, private"
    response["Referrer-Policy"] = "same-origin"
    response["X-Accel-Buffering"] = "no"
    response["Content-Encoding"] = "identity"
    return response


async def _document(stream: StreamState, task: Task, start: str, parts: Document) -> AsyncIterator[str]:
    """Yield the document's start, the frames, the page, and the document's end."""
    yield start
    async for frame in frames(stream, task, parts.next_frame):
        yield "<!-- -->" if frame.startswith(":") else frame  # a beat, as HTML has it
    try:
        response = task.result()
    except (Http404, PermissionDenied) as error:  # the status 200 has left already: the page says it
        response = responses.broken(error)
    except Exception:
        logger.exception("A page failed while it was being sent.")
        response = responses.broken()
    if response.has_header("Location"):
        yield responses.refresh_to(response["Location"])
    elif isinstance(response, HttpResponse):
        yield response.content.decode(errors="replace")
    yield parts.end
