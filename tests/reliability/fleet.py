"""
The processes of a site, the proxy in front of them, and a person who uses it over HTTP.

``Fleet`` starts and kills processes, ``Proxy`` gives every request to the next one, ``Browser`` keeps cookies and sends
a request again until it is answered, and ``Person`` fills in and presses what a page offers, as ``formrerun.js`` sends
it.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPMessage
from itertools import cycle, islice
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

from tests.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
#: Seconds until an answer counts as never coming: long, for a busy machine is no bug.
PATIENCE = 60
#: Seconds that a process has for the submissions it has got, once it gets no new ones.
DRAIN = 1.0
#: What the head of a request says that opens a WebSocket.
SOCKET = re.compile(rb"(?i)\r\nupgrade: *websocket")
#: Statuses that ask for the same request again; the script does the same.
AGAIN = (429, 502, 503, 504)


def wait(condition: Callable[[], Any]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "It never came to that."
        time.sleep(0.02)


class Proxy:
    """
    Give each request, and each WebSocket, to the next process, whoever sent it; one that does not listen is skipped.

    Parameters
    ----------
    ports
        Where the processes listen.
    again
        Whether a request that a process did not begin to answer goes to the next one, as nginx does it with
        ``proxy_next_upstream error non_idempotent``; otherwise the connection ends.
    """

    def __init__(self, ports: list[int], again: bool = False) -> None:
        self._ports, self._count, self._again = cycle(ports), len(ports), again
        self._leaving: set[int] = set()
        self._opening: Counter[int] = Counter()
        self._busy: Counter[int] = Counter()
        self._begun = Event()
        # Its event loop is the thread's own: that of the test may be Playwright's.
        self._thread = Thread(target=asyncio.run, args=[self._run()], daemon=True)
        self._thread.start()
        self._begun.wait()

    def leave(self, port: int) -> None:
        """
        Give a process no new requests, and wait until it has answered those it has: for submissions a moment, for what
        is sent again of them runs once; for pages that are opened as long as it takes.
        """
        asyncio.run_coroutine_threadsafe(self._drain(port), self._loop).result()

    async def _drain(self, port: int) -> None:
        self._leaving.add(port)
        end = time.monotonic() + DRAIN
        while self._opening[port] or (self._busy[port] and time.monotonic() < end):
            await asyncio.sleep(0.01)

    def back(self, port: int) -> None:
        """Give a process requests again."""
        self._leaving.discard(port)

    def _next(self) -> int:
        return next((port for port in islice(self._ports, self._count) if port not in self._leaving), 0)

    def close(self) -> None:
        """End everything that goes on."""
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    async def _run(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=256)
        self.port: int = server.sockets[0].getsockname()[1]
        self._begun.set()
        await self._end.wait()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened, asked, busy = [writer], Counter[int](), self._busy
        try:
            request = await self._request(reader)
            is_socket = SOCKET.search(request)
            busy = self._opening if request.startswith(b"GET ") else self._busy
            # Whoever goes first ends both sides, as nginx does; what the person sends later belongs to a WebSocket.
            later: asyncio.Future[bytes] = asyncio.ensure_future(reader.read(65536))
            ends: list[asyncio.Future[Any]] = [later]
            try:
                for _attempt in range(self._count):
                    try:
                        port = self._next()
                        if not is_socket:  # they last for as long as somebody looks
                            asked[port] += 1
                            busy[port] += 1
                        answers, upstream = await asyncio.open_connection("127.0.0.1", port)
                        opened.append(upstream)
                        upstream.write(request)
                        first = asyncio.ensure_future(answers.read(65536))
                        ends.append(first)
                        await asyncio.wait([later, first], return_when=asyncio.FIRST_COMPLETED)
                        if not first.done() or first.result() or not self._again:
                            break
                    except OSError:
                        continue
                else:
                    writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    return
                if not first.done():
                    return
                writer.write(first.result())
                ends.append(asyncio.ensure_future(self._relay(answers, writer)))
                ends.append(asyncio.ensure_future(self._send_on(later, reader, upstream)))
                await asyncio.wait(ends[-2:], return_when=asyncio.FIRST_COMPLETED)
            finally:
                for each in ends:
                    each.cancel()
                await asyncio.gather(*ends, return_exceptions=True)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # one of them is gone, or the test is over: the other sees its connection end
        finally:
            busy -= asked
            for each in opened:
                each.close()
                with suppress(OSError):
                    await each.wait_closed()

    @staticmethod
    async def _request(reader: asyncio.StreamReader) -> bytes:
        """Return a whole request, changed to be the only one of its connection."""
        head = await reader.readuntil(b"\r\n\r\n")
        if SOCKET.search(head):
            return head
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        body = await reader.readexactly(int(length[1]) if length else 0)
        return re.sub(rb"(?i)\r\nconnection: [^\r]*", b"", head)[:-2] + b"Connection: close\r\n\r\n" + body

    @classmethod
    async def _send_on(
        cls, later: asyncio.Future[bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if data := await later:
            writer.write(data)
            await cls._relay(reader, writer)

    @staticmethod
    async def _relay(answers: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await answers.read(65536):
            writer.write(data)
            await writer.drain()


class Fleet:
    """
    Several processes of a site behind a proxy.

    Parameters
    ----------
    folder
        For the log, and for what kills a process at a place.
    database
        A ``DATABASE_URL``.
    count
        How many processes.
    site
        A module with ``application`` and ``prepare()``; the one in ``site.py`` if nothing is said.
    again
        Whether the proxy sends what a process did not begin to answer to the next one.
    environment
        More environment variables.
    """

    def __init__(
        self,
        folder: Path,
        database: str,
        count: int = 2,
        *,
        site: str = "tests.reliability.asgi",
        again: bool = False,
        **environment: str,
    ) -> None:
        self.folder, self.log = folder, folder / "log"
        with open(self.log, "wb") as log:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.reliability.server", str(count), site],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                env={
                    **os.environ, "DATABASE_URL": database, "TEST_SQLITE": database.removeprefix("sqlite:///"),
                    "DJANGO_SETTINGS_MODULE": "tests.reliability.settings", "RELIABILITY_FOLDER": str(folder),
                    "SECURE_COOKIES": "0", **environment,
                },
            )  # fmt: skip
        assert self._server.stdout is not None
        try:
            self.ports: list[int] = json.loads(self._server.stdout.readline())
        except ValueError:
            self._server.communicate()
            raise RuntimeError(f"The site did not start.\n{self.said()}") from None
        self._proxy = Proxy(self.ports, again)
        self.address = f"http://127.0.0.1:{self._proxy.port}"

    def browser(self, process: int | None = None) -> Browser:
        """Return a browser without cookies; at one process, or at the proxy."""
        return Browser(self._proxy.port if process is None else self.ports[process])

    def person(self, path: str, **options: Any) -> Person:
        """Open a page in a browser of its own."""
        return Person(path, self.browser(options.pop("process", None)), **options)

    def kill(self, process: int, how: signal.Signals = signal.SIGKILL) -> None:
        """End a process; it is started again at once."""
        assert self._server.stdin is not None
        self._server.stdin.write(f"{process} {int(how)}\n".encode())
        self._server.stdin.flush()

    def restart(self, process: int, *, drain: bool = False) -> None:
        """
        End a process as a deployment does, and wait until its successor listens.

        Parameters
        ----------
        drain
            Whether the proxy gives it nothing new before that, and a moment for what it has.
        """
        ended = f"Process {process} "
        if drain:
            self._proxy.leave(self.ports[process])
        before = self.said().count(ended)
        self.kill(process, signal.SIGTERM)
        try:
            wait(lambda: self.said().count(ended) > before)
        except AssertionError:
            self.kill(process, signal.SIGUSR1)  # it logs where its threads stand
            time.sleep(1)
            raise
        wait(lambda: self.listens(process))
        self._proxy.back(self.ports[process])

    def listens(self, process: int) -> bool:
        """Return True if a process takes connections."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.ports[process])) == 0

    def die_at(self, place: str) -> None:
        """Let the first process that comes to a place die there."""
        (self.folder / place).touch()

    def go_on(self) -> None:
        """Let the bodies end that take their time."""
        (self.folder / "go on").touch()

    def has(self, name: str) -> bool:
        """Return True if a file of this name stands in the folder, which the pages leave as marks."""
        return (self.folder / name).exists()

    def said(self) -> str:
        """Return what the processes have logged."""
        return self.log.read_text(errors="replace")

    def close(self) -> None:
        """End all processes."""
        self._proxy.close()
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.stdout.close()
        self._server.wait()


@dataclass
class Answer:
    """An HTTP response, read to its end."""

    status_code: int
    headers: HTTPMessage
    content: bytes

    def __getitem__(self, name: str) -> str:
        return self.headers[name]

    def __contains__(self, name: str) -> bool:
        return name in self.headers

    def get(self, name: str, default: str = "") -> str:
        """Return a header."""
        return self.headers.get(name, default)

    @property
    def text(self) -> str:
        """The body."""
        return self.content.decode()


@dataclass
class Browser:
    """
    Cookies, and requests that are sent again until they are answered.

    Attributes
    ----------
    retries
        How often a request had to be sent again so far.
    """

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    retries: int = 0

    def get(self, url: str, follow: bool = False) -> Answer:
        """Load a page."""
        answer = self.request("GET", url)
        if follow and answer.status_code in (302, 303):
            return self.get(answer["Location"], follow=True)
        return answer

    def post(self, url: str, data: str, content_type: str, headers: dict[str, str] | None = None) -> Answer:
        """Send a body."""
        return self.request("POST", url, data.encode(), {"Content-Type": content_type, **(headers or {})})

    def request(
        self, method: str, url: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Ask until there is an answer."""
        end, random = time.monotonic() + PATIENCE, Random()
        while True:
            try:
                answer = self.ask(method, url, body, headers)
                if answer.status_code not in AGAIN:
                    return answer
                why: Any = answer.status_code
            except (OSError, HTTPException) as error:
                why = error
            assert time.monotonic() < end, f"{method} {url} was never answered: {why!r}"
            self.retries += 1
            time.sleep(random.uniform(0.02, 0.1))  # as the script, only sooner

    def login(self, name: str) -> None:
        """Log in, as in another tab."""
        self.get("/login/")
        form = urlencode({"username": name, "password": name, "csrfmiddlewaretoken": self.cookies["csrftoken"]})
        answer = self.post("/login/", form, "application/x-www-form-urlencoded")
        assert answer.status_code == 302, answer.text

    def logout(self) -> None:
        """Log out, as in another tab."""
        form = urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"]})
        self.post("/logout/", form, "application/x-www-form-urlencoded")

    def ask(self, method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        """Send a request once."""
        connection = self.send(method, url, body, headers)
        try:
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def send(self, method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None) -> HTTPConnection:
        """Send a request and leave it to the caller whether to wait for the answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, url, body or None, {"Cookie": cookies, "Connection": "close", **(headers or {})})
        return connection


class Person(Visitor):
    """
    A tab whose submissions are composed and sent as ``formrerun.js`` does it.

    Unlike :class:`Visitor`, who reads the whole page after every submission, this one keeps the page that was opened
    and follows the marks of the answers; :meth:`look` reads the page as it is now.
    """

    def __init__(self, url: str, client: Browser) -> None:
        super().__init__(url, client, script=True)  # type: ignore[arg-type]

    def _show(self, response: Any) -> Person:
        super()._show(response)
        self._mark = self.app["data-fr-mark"]
        return self

    @property
    def mark(self) -> str:
        """``<birth>-<run>`` of the page that the last answer brought."""
        return self._mark

    def send(self, body: Any, **headers: Any) -> Any:
        """Post a submission until it is answered."""
        answer = self.post_patiently(body)
        assert answer.status_code == 200, f"{answer.status_code}: {answer.content[:500]!r}"
        # A run that a newer submission has ended brings no page.
        if int(answer.get("FR-Run").partition("-")[2] or 0) > int(self._mark.partition("-")[2]):
            self._mark = answer["FR-Run"]
        self.dirty.clear()
        return answer

    def post_patiently(self, body: Any) -> Answer:
        """Post a submission until it is answered, whatever the answer says."""
        return self.client.post(self._action(), json.dumps(body), "application/json", self._token)

    @property
    def _token(self) -> dict[str, str]:
        return {"X-CSRFToken": self.app["data-fr-csrf"]}

    def prepare(self, label: str) -> dict[str, Any]:
        """Return the submission that pressing a button would send."""
        button = self.button(label)
        return self.compose(button["form"], button["value"])

    def send_at_once(self, *bodies: Any) -> list[Any]:
        """Post submissions at the same time, each on a connection of its own."""
        with ThreadPoolExecutor(len(bodies)) as pool:
            return list(pool.map(self.send, bodies))

    def ask(self, body: Any) -> Answer:
        """Post a submission once and return the answer, whatever it says."""
        headers = {"Content-Type": "application/json", **self._token}
        return self.client.ask("POST", self._action(), json.dumps(body).encode(), headers)

    def vanish(self, body: Any, until: Callable[[], Any] = lambda: True) -> None:
        """Post a submission and close the connection without waiting for the answer; when something is so."""
        headers = {"Content-Type": "application/json", **self._token}
        connection = self.client.send("POST", self._action(), json.dumps(body).encode(), headers)
        wait(until)
        connection.close()

    def renew_token(self) -> None:
        """Ask for the CSRF token that is valid now, as the script does after a 403."""
        self.app.attrs["data-fr-csrf"] = self.client.get(self.app["data-fr-token-url"]).text

    def look(self) -> str:
        """Return what the stored page says now."""
        return Visitor(f"{self.url}{'&' if '?' in self.url else '?'}fr={self.tab}.1", self.client).text
