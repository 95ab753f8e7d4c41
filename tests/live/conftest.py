"""A page's ear: ``hear(visitor)`` is its WebSocket, through everything that stands around the consumer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import reload
from typing import Any
from urllib.parse import urlencode

import pytest
from channels.layers import channel_layers
from channels.testing import WebsocketCommunicator

from formrerun.live import publishing, routing
from tests.visitor import Visitor

#: Seconds until a message counts as never coming: long, for a busy machine is no bug.
PATIENCE = 20


class Ear:
    """What one open WebSocket hears."""

    def __init__(self, socket: WebsocketCommunicator) -> None:
        self._socket = socket

    async def next(self) -> dict[str, Any]:
        """Return the next message."""
        return json.loads(await self._socket.receive_from(PATIENCE))

    async def all(self, count: int) -> dict[str, int]:
        """Return topic to version of the next messages."""
        heard = [await self.next() for _ in range(count)]
        assert all(set(message) == {"rerun", "version"} for message in heard)
        return {message["rerun"]: message["version"] for message in heard}

    async def ask(self) -> None:
        """Ask whether something was missed."""
        await self._socket.send_to("?")

    async def is_closed(self) -> bool:
        """Return True if the server ends it."""
        return (await self._socket.receive_output(PATIENCE))["type"] == "websocket.close"

    async def end(self) -> None:
        """Wait until the server is through with it; raise what it raised."""
        await self._socket.wait(PATIENCE)


def of(visitor: Visitor) -> str:
    """Return the signed list that stands in a page."""
    return visitor.page.one("fr-live")["data-fr-of"]


def topics(visitor: Visitor) -> dict[str, int]:
    """Return topic to version, as the page shows them."""
    return json.loads(visitor.page.one("fr-live")["data-fr-topics"])


@pytest.fixture(autouse=True)
def never_complained(monkeypatch: Any) -> None:
    """Nothing was logged yet that is logged once a minute."""
    monkeypatch.setattr(publishing, "_quiet_until", {})


@pytest.fixture
def site(settings: Any) -> Any:
    """The application for WebSockets at a site that is only reached as ``testserver``."""
    settings.ALLOWED_HOSTS = ["testserver"]
    channel_layers.backends.clear()
    yield reload(routing).websockets
    channel_layers.backends.clear()


@pytest.fixture
def hear(site: Any) -> Callable[..., Any]:
    """Return how to open a page's WebSocket; gives None if the server does not want it."""

    @asynccontextmanager
    async def hear(
        visitor: Visitor, signed: Any = None, origin: str = "http://testserver"
    ) -> AsyncIterator[Ear | None]:
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in visitor.client.cookies.items())
        headers = [(b"cookie", cookies.encode()), *([(b"origin", origin.encode())] if origin else [])]
        query = urlencode({"of": of(visitor) if signed is None else signed}, doseq=True)
        socket = WebsocketCommunicator(site, f"/formrerun/live/?{query}", headers)
        accepted, _code = await socket.connect(PATIENCE)
        try:
            yield Ear(socket) if accepted else None
        finally:
            if accepted and not socket.future.done():
                await socket.disconnect()

    return hear


@pytest.fixture
def layer(site: Any) -> Any:
    """The channel layer of this process."""
    return channel_layers["default"]


def left(layer: Any) -> tuple[Any, ...]:
    """Return what is still there: groups, channels, tasks beside the one that asks."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    return layer.groups, layer.channels, tasks
