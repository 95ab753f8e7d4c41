"""The messages of a stream, as ``text/event-stream`` spells them; ``docs/protocol.md`` says what is in them."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, HttpResponseBase

from formrerun.protocol.names import STREAM_EVENT


def message(head: dict[str, Any], body: str) -> str:
    """
    Return one frame as two events: one with a name and the head as JSON, which ``formrerun.js`` reads; then one without
    a name and with the HTML, which htmx swaps.
    """
    # "\r" ends a line of the stream, as "\n" does: in HTML it can be written as a reference.
    lines = "".join(f"data: {line}\n" for line in body.replace("\r", "&#13;").split("\n"))
    return f"event: {STREAM_EVENT}\ndata: {json.dumps(head)}\n\n{lines}\n"


def last(response: HttpResponseBase) -> str:
    """Return the last frame: status, headers and body of the response that would have been sent without a stream."""
    body = response.content.decode(errors="replace") if isinstance(response, HttpResponse) else ""
    head = {"status": response.status_code, "headers": dict(response.items())}
    return message({"last": head}, body)
