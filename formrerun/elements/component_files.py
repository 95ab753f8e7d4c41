"""Where the browser finds the files of a component: a folder, named by the hash of where it lies."""

from __future__ import annotations

from hashlib import sha256

from formrerun.engine.context import current_run
from formrerun.tables.encoding import bodies
from formrerun.utils.urls import own_address

#: What is kept of a folder begins with this: nothing else that is kept by its hash is served as one.
COMPONENT_MARK = b"/* formrerun component */\n"


def component_url(folder: str) -> str:
    """Keep the name of a folder beside the record of the run, and return the URL of its ``index.html``."""
    body = COMPONENT_MARK + folder.encode("utf-8", "surrogateescape")
    digest = sha256(body).hexdigest()
    current_run().keep_data(body)
    bodies.put(digest, body)
    return own_address("component", digest, "index.html")
