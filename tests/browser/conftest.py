"""
A browser and a server for the tests in this directory.

``live`` is the address of a Daphne process of this pytest worker's own (with FLEET=4, of a proxy before four of them,
which are restarted one after the other all the time), ``page`` a Chromium tab that has nothing to
complain about, ``plain_page`` one without JavaScript; ``tests.browser.settled(page)`` waits until everything that was
sent is answered.
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from threading import Event
from typing import Any
from urllib.request import urlopen

import pytest

from tests.browser.visits import Visit
from tests.reliability.fleet import Fleet
from tests.services import database_url, postgres_database, redis_cache

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # One renderer for all tabs: starting another costs more than most tests.
    "--renderer-process-limit=1", "--process-per-site", "--disable-site-isolation-trials",
    # A camera and a microphone that every page may use which the policy lets.
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
]  # fmt: skip
DAPHNE = ("-m", "daphne", "-v", "0", "--fd", "{fd}", "tests.browser.server:application")
#: Milliseconds until a wait counts as a failure: long, for a busy machine is no bug.
PATIENCE = 15_000
#: What depends most on which process answers: sent, sent again, merged, told to others.
FAIR = {"test_forms", "test_live", "test_over_the_page", "test_retry", "test_sending", "test_truth"}
#: Seconds from one restart to the next, with FLEET.
RESTART_EVERY = 2.0
#: What Chromium says of a connection that ended with its process: what the page does then is what the tests look at.
ENDED = r"net::ERR_(EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_\w+)|WebSocket connection to"
#: The policy's violations as console errors: Chromium's own words for them do not come from every kind of document.
REPORT = (
    "addEventListener('securitypolicyviolation', e => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`))"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here, so that ``-m "not browser"`` leaves it out, and what FLEET=4 must not leave out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if item.path.stem in FAIR:
                item.add_marker(pytest.mark.fleet)


class Server:
    """
    A process with a database of its own: Daphne, if nothing is said.

    The port stays bound while no process runs: requests wait for the next one instead of failing.

    Attributes
    ----------
    base, log, environment
        Its address, the file it logs to, and what other processes need to work on the same site.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "log"
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.base = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "TEST_SQLITE": f"{folder}/db.sqlite3",
        }  # fmt: skip

    def start(self, command: Sequence[str] = DAPHNE) -> None:
        """Start the process and wait until it answers; a command has "{fd}" where the number of the socket stands."""
        command = [part.format(fd=self.listener.fileno()) for part in command]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env={**os.environ, **self.environment},
                pass_fds=[self.listener.fileno()], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            urlopen(f"{self.base}/t/greeting/", timeout=60).close()
        except OSError as error:
            pytest.fail(f"The server does not answer ({error}).\n{self.log.read_text()[-4000:]}")

    def stop(self) -> None:
        """Ask the process to end; what it answers just then it may still answer."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the process where it stands."""
        self.process.kill()
        self.process.wait()


def serving(folder: Path, command: Sequence[str] = DAPHNE) -> Iterator[Server]:
    """Start a server; stop it in the end."""
    server = Server(folder)
    with server.listener:
        try:
            server.start(command)
            yield server
        finally:
            server.stop()


class Deployment:
    """
    Several processes behind a proxy, on PostgreSQL and Redis, restarted one after the other for as long as it lasts.

    Attributes
    ----------
    base, log, environment
        As of :class:`Server`.
    """

    def __init__(self, folder: Path, count: int, database: str, redis: dict[str, str]) -> None:
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings", "DATABASE_URL": database,
            "REDIS_URL": redis["LOCATION"], "CACHE_PREFIX": redis["KEY_PREFIX"], "MEETING_REDIS": redis["LOCATION"],
        }  # fmt: skip
        self.fleet = Fleet(folder, database, count, site="tests.browser.server", again=True, **self.environment)
        self.base, self.log = self.fleet.address, self.fleet.log
        self._over = Event()
        self._restarts = ThreadPoolExecutor(1)
        self._restarting = self._restarts.submit(self._restart, count)

    def _restart(self, count: int) -> None:
        for process in cycle(range(count)):
            if self._over.wait(RESTART_EVERY):
                return
            self.fleet.restart(process, drain=True)  # a page that is opened twice would be noted twice

    def close(self) -> None:
        """End everything; fail if a process did not come back."""
        self._over.set()
        try:
            self._restarting.result()
        finally:
            self._restarts.shutdown()
            self.fleet.close()


def deployed(folder: Path, count: int) -> Iterator[Deployment]:
    """Start several processes on databases of their own; stop them in the end."""
    with postgres_database() as entry, redis_cache() as cache:
        deployment = Deployment(folder, count, database_url(entry), cache)
        try:
            yield deployment
        finally:
            deployment.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server | Deployment]:
    """Return the server of this worker."""
    folder, count = tmp_path_factory.mktemp("live"), int(os.environ.get("FLEET", 0))
    yield from deployed(folder, count) if count else serving(folder)


@pytest.fixture(scope="session")
def live(server: Server) -> str:
    """Return the address of this worker's server."""
    return server.base


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return Chromium; without one the tests are skipped, but not where CI=true says that they must run."""
    if not Path(CHROMIUM).exists():
        text = f"NO BROWSER TESTS: there is no Chromium at {CHROMIUM}. Install it, or name it in $CHROMIUM."
        if os.environ.get("CI") == "true":
            pytest.fail(text)
        pytest.skip(text)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    playwright = sync_playwright().start()
    loop = asyncio._get_running_loop()
    try:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        chromium.loop = loop
        asyncio._set_running_loop(None)
        yield chromium
        asyncio._set_running_loop(loop)
        chromium.close()
    finally:
        asyncio._set_running_loop(loop)
        playwright.stop()


@contextmanager
def driven(browser: Any) -> Iterator[None]:
    """Show Playwright's event loop to its own tests only: where one runs, Django refuses its ORM to other tests."""
    asyncio._set_running_loop(browser.loop)
    try:
        yield
    finally:
        asyncio._set_running_loop(None)


@pytest.fixture(autouse=True)
def _loop(browser: Any) -> Iterator[None]:
    with driven(browser):
        yield


class Profile:
    """
    A browser profile, and what its pages complain about.

    Attributes
    ----------
    problems, allowed
        Console errors, page errors and violations of the policy; patterns of those that the test expects.
    """

    def __init__(self, server: Server, browser: Any, **options: Any) -> None:
        self.server, self.problems, self.allowed = server, [], []
        self.always = [re.compile(ENDED)] if isinstance(server, Deployment) else []
        self.viewport = options.setdefault("viewport", {"width": 900, "height": 700})
        self.context = browser.new_context(
            **{"base_url": server.base, "locale": "en-US", "timezone_id": "UTC", **options}
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(REPORT)
        self.context.on("page", self.watch)
        self.page = self.context.new_page()

    def watch(self, page: Any) -> None:
        """Collect what a tab complains about."""
        page.allow = lambda pattern: self.allowed.append(re.compile(pattern))
        page.on("console", lambda message: message.type == "error" and self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(f"{error}\n{getattr(error, 'stack', '')}"))

    def clean(self) -> None:
        """Make the profile as good as new: one tab, an empty document, nothing stored."""
        for page in self.context.pages:
            if page is not self.page:
                page.close()
        self.page.unroute_all(behavior="ignoreErrors")
        # Left first: a page that is left keeps its drafts. Then from a document of the same origin, that is by the process
        # which has kept them: what the browser itself deletes may be written again by what was still on its way.
        self.page.goto("about:blank")
        empty, body = f"{self.server.base}/empty", '<link rel="icon" href="data:,">'  # nothing to ask the server for
        self.page.route(empty, lambda route: route.fulfill(body=body, content_type="text/html"))
        self.page.goto(empty)
        self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.unroute(empty)
        self.page.goto("about:blank")
        self.context.clear_cookies()
        self.page.emulate_media(color_scheme="light")
        if self.page.viewport_size != self.viewport:
            self.page.set_viewport_size(self.viewport)

    def check(self, start: int) -> None:
        """Fail if there was a complaint that no test has allowed; ``start`` is where the server's log began."""
        allowed = [*self.allowed, *self.always]
        problems = [text for text in self.problems if not any(pattern.search(text) for pattern in allowed)]
        self.problems.clear()
        self.allowed.clear()
        if problems:
            with open(self.server.log, "rb") as lines:
                lines.seek(start)
                said = lines.read().decode(errors="replace")[-4000:]
            pytest.fail("The browser complained:\n" + "\n".join(problems) + (said and f"\nThe server said:\n{said}"))


@pytest.fixture(scope="session")
def shared_profile(server: Server, browser: Any) -> Profile:
    """Return the profile of ``page``: a new one for every test costs a second of the processor's time."""
    asyncio._set_running_loop(browser.loop)  # this may come before _loop
    return Profile(server, browser)


@pytest.fixture
def page(server: Server, shared_profile: Profile) -> Iterator[Any]:
    """
    Return a tab as in a fresh profile; every test gets the same one, cleaned.

    The test fails on any console error, page error or violation of the policy, unless it says
    ``page.allow("a pattern of the message")``. One that changes the tab for good, as by an init script or a clock of
    its own, takes ``new_page()`` instead.
    """
    start = server.log.stat().st_size
    yield shared_profile.page
    shared_profile.clean()
    shared_profile.check(start)


@pytest.fixture
def new_page(server: Server, browser: Any) -> Iterator[Callable[..., Any]]:
    """Return how to open a tab in a browser profile of its own; keywords are those of Playwright's ``new_context``."""
    start = server.log.stat().st_size
    opened = []

    def open_page(**options: Any) -> Any:
        opened.append(Profile(server, browser, **options))
        return opened[-1].page

    yield open_page
    for profile in opened:
        profile.context.close()
    for profile in opened:
        profile.check(start)


@pytest.fixture
def plain_page(new_page: Callable[..., Any]) -> Any:
    """Return a tab without JavaScript."""
    return new_page(java_script_enabled=False)


@pytest.fixture
def visit(request: pytest.FixtureRequest, live: str) -> Callable[..., Visit]:
    """Return how to open a page that stands in a test module; in ``tab``, or in ``page``."""
    return lambda view, tab=None, **options: Visit(tab or request.getfixturevalue("page"), live, view, **options)
