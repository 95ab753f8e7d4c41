"""A page that is opened and shows itself while it is drawn."""

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
    A page that is sent while it is drawn, for browsers with and without JavaScript.

    Frames stand in shadow roots in front of the page, each hiding the one before it; the page itself comes last and
    hides them all. So nothing needs a script, no id is there twice, and what a script sees is an ordinary page.
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
        """Return the page as far as it is drawn, if it is another than before."""
        run = self._stream.run
        assert run is not None
        try:
            inside = "".join(Renderer().page(run).inside())
        except RuntimeError:
            return None
        return render_to_string("formrerun/_picture.html", {"inside": safe(inside), "layout": run.config.layout})


def document(stream: StreamState, task: Task, start: str, made: Document) -> StreamingHttpResponse:
    """Return the response to a GET that takes its time."""
    response = StreamingHttpResponse(Parts(_document(stream, task, start, made), stream, task))
    response["Cache-Control"] = "no-store, no-transform, private"
    response["Referrer-Policy"] = "same-origin"
    response["X-Accel-Buffering"] = "no"
    response["Content-Encoding"] = "identity"
    return response


async def _document(stream: StreamState, task: Task, start: str, made: Document) -> AsyncIterator[str]:
    yield start
    async for frame in frames(stream, task, made.next_frame):
        yield "<!-- -->" if frame.startswith(":") else frame
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
