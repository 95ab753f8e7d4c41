"""Servers that get their socket from elsewhere answer without the 40 ms that two waiting ends make of two writes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from formrerun.web import listeners
from formrerun.web.listeners import accept_without_delay

pytestmark = pytest.mark.skipif(not os.path.isdir(listeners.OPEN_FILES), reason="connections inherit that on Linux")


def has_no_delay(connection: socket.socket) -> bool:
    return bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def accepted(listener: socket.socket) -> bool:
    """Connect, and return whether the server's end sends at once."""
    with socket.create_connection(listener.getsockname()), listener.accept()[0] as taken:
        return has_no_delay(taken)


def test_connections_that_are_taken_afterwards_send_at_once(listener: socket.socket) -> None:
    assert not accepted(listener)
    accept_without_delay()
    assert accepted(listener)


def test_other_sockets_stay_as_they_are(listener: socket.socket, tmp_path: Path) -> None:
    with socket.create_connection(listener.getsockname()) as ours, socket.socket(socket.AF_UNIX) as local:
        local.bind(str(tmp_path / "socket"))
        local.listen()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM):
            accept_without_delay()
        assert not has_no_delay(ours)


def test_elsewhere_nothing_is_done(listener: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listeners, "OPEN_FILES", "/nowhere")
    accept_without_delay()
    assert not accepted(listener)


def test_uvicorn_sends_at_once_from_a_socket_that_it_was_given(listener: socket.socket) -> None:
    command = [sys.executable, "-m", "uvicorn", "--fd", str(listener.fileno()), "formrerun.asgi:application"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    server = subprocess.Popen(command, env=environment, pass_fds=[listener.fileno()], stderr=subprocess.DEVNULL)
    try:
        with closing(HTTPConnection(*listener.getsockname(), timeout=60)) as asked:
            asked.request("GET", "/formrerun/token/")
            asked.getresponse().read()
        until = time.monotonic() + 30
        while not has_no_delay(listener) and time.monotonic() < until:
            time.sleep(0.05)
        assert has_no_delay(listener)  # it is the server's too, which has set it there
    finally:
        server.kill()
        server.wait()
