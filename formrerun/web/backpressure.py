"""Whether a browser has taken what was sent to it, where the server does not wait for that."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.http import HttpRequest

#: Seconds for which one look at all connections does for all streams; shorter than the pause between two frames.
FRESH = 0.02

_latest: tuple[Any, float, frozenset[tuple[str, int] | None]] = (None, 0.0, frozenset())


def has_unsent(request: HttpRequest) -> bool:
    """
    Return True if something that was sent to this browser is known to wait for it in this process.

    Most servers hold the response back while the browser does not read. Daphne takes whatever it is given, so Twisted
    is asked which connections have something left to write. Call it in the event loop. False where nobody knows: behind
    a proxy whose headers Daphne takes for the browser's address.
    """
    reactor: Any = sys.modules.get("twisted.internet.reactor")
    client = getattr(request, "scope", {}).get("client")
    if reactor is None or not client or not hasattr(reactor, "getWriters"):
        return False
    global _latest
    if _latest[0] is not reactor or time.monotonic() - _latest[1] > FRESH:
        _latest = (reactor, time.monotonic(), frozenset(map(_address, reactor.getWriters())))
    return tuple(client) in _latest[2]


def _address(connection: Any) -> tuple[str, int] | None:
    """Return the address of a connection's other end, or None: not all that is written to is a connection."""
    try:
        peer = connection.getPeer()
        return (str(peer.host), int(peer.port))
    except (AttributeError, OSError):
        return None


__all__ = ["has_unsent"]
