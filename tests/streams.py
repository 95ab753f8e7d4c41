"""
What a stream says, and what a browser makes of it, without one.

``Guest`` opens a page that stands in a test module (see ``tests.browser.visits``) at a real server; its ``watch`` gives
the answer to a submission while it comes. ``Screen`` applies the messages as ``formrerun.js`` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

from django.utils.datastructures import CaseInsensitiveMapping

from tests.reliability.fleet import Browser, Person
from tests.visitor import VOID, Node, Visitor, parse


@dataclass
class Message:
    """One message of a stream: what is said about it, and its HTML."""

    head: dict[str, Any]
    html: str

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the answer that the last message is."""
        return CaseInsensitiveMapping(self.head["last"]["headers"])


class Stream:
    """
    The answer to a submission while it comes.

    Attributes
    ----------
    beats
        How many comments came so far.
    """

    def __init__(self, connection: HTTPConnection) -> None:
        self.connection, self.beats = connection, 0
        self._coming = self._read()

    @cached_property
    def response(self) -> HTTPResponse:
        """The response; it is waited for."""
        return self.connection.getresponse()

    @property
    def status(self) -> int:
        """Its status."""
        return self.response.status

    @property
    def type(self) -> str:
        """Its content type; only "text/event-stream" has messages."""
        return self.response.headers["Content-Type"]

    def __iter__(self) -> Iterator[Message]:
        """Yield the messages as they come."""
        return self._coming

    def _read(self) -> Iterator[Message]:
        head = None
        for is_head, data in self._events():
            if is_head:
                head = json.loads(data)
            else:
                assert head is not None, "HTML without a head"
                yield Message(head, data)
                head = None
        self.close()

    def _events(self) -> Iterator[tuple[bool, str]]:
        named, lines = False, []
        while line := self.response.readline():
            text = line.decode().removesuffix("\n")
            if text.startswith(":"):
                self.beats += 1
            elif text.startswith("event: "):
                assert text == "event: fr"
                named = True
            elif text.startswith("data: "):
                lines.append(text.removeprefix("data: "))
            elif lines:
                yield named, "\n".join(lines)
                named, lines = False, []

    def until(self, text: str) -> list[Message]:
        """Return the messages up to the one that says this."""
        seen = []
        for message in self:
            seen.append(message)
            if text in message.html:
                return seen
        raise AssertionError(f"{text!r} was never shown, but {[message.html[-300:] for message in seen]}")

    def end(self) -> Message:
        """
        Return the last message; of an answer without a stream, what it would be there.

        Its HTML is that of all messages that still came: what a picture has shown the last one leaves out.
        """
        if self.type == "text/event-stream":
            messages = [*self]
            return Message(messages[-1].head, "".join(message.html for message in messages))
        head = {"status": self.status, "headers": dict(self.response.headers)}
        return Message({"last": head}, self.response.read().decode())

    def close(self) -> None:
        """Go away."""
        if "response" in self.__dict__:
            self.response.close()
        self.connection.close()


class Guest(Person):
    """
    A person at a page that stands in a test module.

    Parameters
    ----------
    base
        The server's address.
    view
        The page.
    language
        What the browser asks for.
    """

    def __init__(self, base: str, view: Any, *, client: Browser | None = None, language: str = "en") -> None:
        self.base, self.token, self.language = base, uuid4().hex[:12], language
        self.streams: list[Stream] = []
        super().__init__(f"/tb/live/{view.page.name}/{self.token}/", client or Browser(urlsplit(base).port or 0))

    def control(self, gate: str = "", **wish: Any) -> list[dict[str, Any]]:
        """Hold or free runs at a gate of the page; return what they noted."""
        address = f"{self.base}/tb/control/{self.token}{gate}/"
        with urlopen(Request(address, json.dumps(wish).encode() if wish else None)) as answer:
            noted: list[dict[str, Any]] = json.load(answer)
            return noted

    def hold(self, gate: str = "") -> None:
        """Let runs wait at a gate."""
        self.control(gate, hold=True)

    def free(self, gate: str = "") -> None:
        """Let them go on."""
        self.control(gate, hold=False)

    def watch(self, body: dict[str, Any] | str) -> Stream:
        """Send a submission, or press a button, and look on while it is answered."""
        made = self.prepare(body) if isinstance(body, str) else body
        headers = {
            "Content-Type": "application/json", "Accept": "text/html, text/event-stream", "FR-Tab": self.tab,
            "FR-Kind": made["kind"], "FR-Id": made["id"],
            "Accept-Language": self.language, **self._token,
        }  # fmt: skip
        self.streams.append(Stream(self.client.send("POST", self._action(), json.dumps(made).encode(), headers)))
        return self.streams[-1]

    def leave(self) -> None:
        """Close every connection."""
        for stream in self.streams:
            stream.close()

    def stop(self, submission: str, at: Browser | None = None) -> int:
        """Press Stop while a submission is answered, perhaps at another process; return the status of that answer."""
        body = {"v": 1, "tab": self.tab, "id": submission, "kind": "stop"}
        headers = {"Content-Type": "application/json", "FR-Kind": "stop", **self._token}
        return (at or self.client).ask("POST", self._action(), json.dumps(body).encode(), headers).status_code

    def screen(self) -> Screen:
        """Return what the browser shows now."""
        return Screen(self.page.one(id="fr-root"))

    def stored(self) -> Node:
        """Return the page's root as the server keeps it."""
        return Visitor(f"{self.url}?fr={self.tab}.1", self.client).page.one(id="fr-root")  # type: ignore[arg-type]


@dataclass
class Screen:
    """
    The page's root in a browser.

    Attributes
    ----------
    stale
        The ids of what is shown faded.
    """

    root: Node
    stale: list[str] = field(default_factory=list)

    def apply(self, message: Message) -> Screen:
        """Do with a message what the script does."""
        assert not message.head.get("last") or message.head["last"]["status"] == 200
        fresh, known = parse(message.html), {node["id"]: node for node in self.root.walk() if "id" in node}
        loose = []
        for node in fresh.children:
            if isinstance(node, str):
                assert not node.strip(), f"Text without an element: {node!r}"
            elif node.tag != "hx-partial":
                loose.append(node)
            elif node["hx-swap"] == "outerMorph":
                old = known[node["hx-target"].removeprefix("#")]
                assert old.parent is not None
                place = old.parent.children.index(old)
                [new] = [_whole(child, known) for child in node.children if isinstance(child, Node)]
                old.parent.children[place], new.parent = new, old.parent
        loose = [node for node in loose if node.tag != "title"]
        if loose:
            self.root.children = [_whole(node, known) for node in loose]
            for node in self.root.children:
                node.parent = self.root
        self.stale = message.head.get("stale", [])
        return self

    def follow(self, messages: Iterable[Message]) -> Message:
        """Apply messages, each of which is the difference to the one before; return the last one."""
        for message in messages:
            self.apply(message)
        return message

    @property
    def html(self) -> str:
        """What is shown, to compare."""
        return html_of(self.root)

    @property
    def text(self) -> str:
        """What the page's body says."""
        return self.root.one(id="fr-m-root").text


def read_until(response: HTTPResponse, text: bytes) -> bytes:
    """Return what has come of a response when this has."""
    come = b""
    while text not in come:
        data = response.read1()
        assert data, f"{text!r} never came: {come!r}"
        come += data
    return come


def _whole(node: Node, known: dict[str, Node]) -> Node:
    """Return new markup with what the browser has already in the place of what says so."""
    if "data-fr-same" in node:
        return known.get(node["id"], node)
    for place, child in enumerate(node.children):
        if isinstance(child, Node):
            node.children[place] = child = _whole(child, known)
            child.parent = node
    return node


def html_of(node: Node) -> str:
    """Return an element as HTML, the same for the same elements."""
    attrs = "".join(f' {name}="{value}"' for name, value in sorted(node.attrs.items()))
    if node.tag in VOID:
        return f"<{node.tag}{attrs}>"
    inside = "".join(child if isinstance(child, str) else html_of(child) for child in node.children)
    return f"<{node.tag}{attrs}>{inside}</{node.tag}>"


__all__ = ["Guest", "Message", "Screen", "Stream", "html_of", "read_until"]
