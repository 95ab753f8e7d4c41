"""The sockets at which a server's process takes connections."""

from __future__ import annotations

import os
import socket
import stat
from contextlib import suppress

#: Where Linux lists what a process has open.
OPEN_FILES = "/proc/self/fd"


def accept_without_delay() -> None:
    """
    Let what this process answers leave at once, on connections that it takes from here on.

    An ASGI server writes head and body of a response one after the other. If the socket waits for the browser to
    acknowledge the first before it sends the second (Nagle's algorithm), and the browser waits before it acknowledges,
    a small answer takes 40 ms longer. asyncio turns that off for sockets that it opens itself, and not for those that
    uvicorn gets from elsewhere, as with ``--workers`` and ``--fd``. Connections inherit the option from the socket that
    takes them on Linux; elsewhere nothing is done.
    """
    try:
        names = os.listdir(OPEN_FILES)
    except OSError:
        return
    for name in names:
        with suppress(OSError):  # closed meanwhile, as the one that listed them
            if stat.S_ISSOCK(os.stat(int(name)).st_mode):
                _turn_off(int(name))


def _turn_off(number: int) -> None:
    with socket.socket(fileno=os.dup(number)) as found:
        is_tcp = found.family in (socket.AF_INET, socket.AF_INET6) and found.type == socket.SOCK_STREAM
        if is_tcp and found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


__all__ = ["accept_without_delay"]
