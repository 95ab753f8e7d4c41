"""Where the browser finds what an author styled."""

from __future__ import annotations

from hashlib import sha256

from formrerun.engine.context import current_run
from formrerun.tables.encoding import bodies
from formrerun.utils.urls import own_address

#: What the bytes of a stylesheet begin with: nothing else that is kept by its hash is served as one.
STYLE_MARK = b"/* formrerun */\n"


def stylesheet_url(css: str) -> str:
    """Keep a stylesheet beside the record of the run, and return the URL it is served under; "" for none."""
    if not css:
        return ""
    body = STYLE_MARK + css.encode("utf-8", "replace")
    digest = sha256(body).hexdigest()
    current_run().keep_data(body, digest)
    bodies.put(digest, body)
    return own_address("style", digest)
