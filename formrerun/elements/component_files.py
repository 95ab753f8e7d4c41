"""Where the browser finds what a component consists of: its folder or its script, by their hash."""

from __future__ import annotations

from hashlib import sha256

from formrerun.engine.context import current_run
from formrerun.tables.encoding import bodies
from formrerun.utils.urls import own_address

#: What is kept of a folder begins with this: nothing else that is kept by its hash is served as one.
COMPONENT_MARK = b"/* formrerun component */\n"
#: What is kept of a script begins with this.
MODULE_MARK = b"/* formrerun module */\n"


def component_url(folder: str, file: str = "index.html") -> str:
    """Keep the name of a folder beside the record of the run, and return the URL of a file in it."""
    return own_address("component", _kept(COMPONENT_MARK + folder.encode("utf-8", "surrogateescape")), file)


def module_url(script: str) -> str:
    """Keep a script beside the record of the run, and return the URL it is served under."""
    return own_address("module", _kept(MODULE_MARK + script.encode("utf-8", "replace")))


def _kept(body: bytes) -> str:
    digest = sha256(body).hexdigest()
    current_run().keep_data(body, digest)
    bodies.put(digest, body)
    return digest
