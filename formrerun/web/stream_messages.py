"""The messages of a stream."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, HttpResponseBase

from formrerun.protocol.names import STREAM_EVENT


def message(head: dict[str, Any], body: str) -> str:
    """Return one message of the stream: a named event with the head, then the HTML, which htmx swaps."""
    # A line may end in "\r" too, for the parser of the stream: inside HTML it is written as a reference.
    lines = "".join(f"data: {line}\n" for line in body.replace("\r", "&#13;").split("\n"))
    return f"event: {STREAM_EVENT}\ndata: {json.dumps(head)}\n\n{lines}\n"


def last(response: HttpResponseBase) -> str:
    """Return the last message: the response that would have been sent without a stream."""
    body = response.content.decode(errors="replace") if isinstance(response, HttpResponse) else ""
    head = {"status": response.status_code, "headers": dict(response.items())}
    return message({"last": head}, body)
