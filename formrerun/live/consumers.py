"""One open page's WebSocket: it hears which topics were refreshed, and nothing else."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from formrerun.live import publishing, topics
from formrerun.protocol.names import SIGNED_PARAMETER
from formrerun.store import Owner

#: Seconds between two answers to a browser; what it asks in between is not answered.
PAUSE = 0.5


class RefreshConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """
    Send ``{"rerun": topic, "version": n}``: for every topic when the connection is made, so that a browser that missed
    something finds out, and then for each refresh.

    A message from the browser, whatever it says, asks for all versions again. The middleware around this has checked
    the origin and loaded the session; a connection with a list of topics that was not signed for this session is
    closed.
    """

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one connection; where the channel layer or the database is away, log that and close it."""
        try:
            await super().__call__(scope, receive, send)
        except Exception as error:
            publishing.complain("A WebSocket had to be closed; its browser asks until it can open another.", error)
            with suppress(Exception):  # it may be closed already
                await send({"type": "websocket.close"})

    async def connect(self) -> None:
        """Join the groups, then send the versions; in this order no refresh between the two is missed."""
        publishing.serving = asyncio.get_running_loop()
        self.asked = 0.0
        owner_key, names = await database_sync_to_async(self.admitted)()
        if names is None or self.channel_layer is None:
            await self.close()
            return
        self.names = names
        # The base class leaves the groups in ``self.groups`` when the connection ends.
        self.groups = [topics.group_of(name) for name in (*names, f"owner:{owner_key}")]
        try:
            async with publishing.room():
                for group in self.groups:
                    await self.channel_layer.group_add(group, self.channel_name)
            await self.accept()
            await self.say_versions()
        except BaseException:
            for group in self.groups:
                await self.channel_layer.group_discard(group, self.channel_name)
            raise

    async def websocket_disconnect(self, message: Mapping[str, Any]) -> None:
        """Leave the groups."""
        async with publishing.room():
            await super().websocket_disconnect(message)

    def admitted(self) -> tuple[str, list[str] | None]:
        """Return the session's key, and the topics that it may hear of; None if it may not connect. Makes queries."""
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        cookies = self.scope.get("cookies", {})
        owner = Owner.of(SimpleNamespace(session=self.scope["session"], user=self.scope["user"], COOKIES=cookies))
        return owner.key, topics.read(query.get(SIGNED_PARAMETER, []), owner.keys)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Send all versions, if that was not done just now: the browser asks whether it missed something."""
        if time.monotonic() - self.asked >= PAUSE:
            await self.say_versions()

    async def say_versions(self) -> None:
        """Send the version of each topic."""
        self.asked = time.monotonic()
        await self.say((await database_sync_to_async(topics.versions)(self.names)).items())

    async def say(self, found: Iterable[tuple[str, int]]) -> None:
        """Send one message for each pair of topic and version."""
        for topic, version in found:
            await self.send(json.dumps({"rerun": topic, "version": version}))

    async def wish_rerun(self, event: Mapping[str, Any]) -> None:
        """A topic was refreshed; the name is how Channels spells the type ``wish.rerun``."""
        await self.say([(event["topic"], event["version"])])

    async def wish_end(self, event: Mapping[str, Any]) -> None:
        """The session was logged out; the name is how Channels spells the type ``wish.end``."""
        await self.close()
