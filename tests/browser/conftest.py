"""
A browser and a server for the tests in this directory.

``live`` is the address of a Daphne process of this pytest worker's own, ``page`` a Chromium tab that has nothing to
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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.browser.visits import Visit

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
#: Milliseconds until a wait counts as a failure: long, for a busy machine is no bug.
PATIENCE = 15_000
#: The policy's violations as console errors: Chromium's own words for them do not come from every kind of document.
REPORT = (
    "addEventListener('securitypolicyviolation', e => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`))"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here, so that ``-m "not browser"`` leaves it out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Server:
    """The server of this worker: its address, and the file it logs to."""

    base: str
    log: Path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start Daphne on a port of its own and a fresh database."""
    folder = tmp_path_factory.mktemp("live")
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "TEST_SQLITE": f"{folder}/db.sqlite3",
    }  # fmt: skip
    # The port is bound before the server starts: the system chooses it, and requests wait instead of failing.
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener, open(folder / "log", "wb") as log:
        made = Server(f"http://127.0.0.1:{listener.getsockname()[1]}", folder / "log")
        command = [sys.executable, "-m", "daphne", "-v", "0", "--fd", str(listener.fileno())]
        process = subprocess.Popen(
            [*command, "tests.browser.server:application"], cwd=ROOT, env=environment, pass_fds=[listener.fileno()],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        try:
            urlopen(f"{made.base}/t/greeting/", timeout=60).close()
        except OSError as error:
            pytest.fail(f"The server does not answer ({error}).\n{made.log.read_text()[-4000:]}")
        yield made
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


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
    from playwright.sync_api import sync_playwright

    playwright = sync_playwright().start()
    loop = asyncio._get_running_loop()
    try:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        chromium.loop = loop
        yield chromium
        asyncio._set_running_loop(loop)
        chromium.close()
    finally:
        asyncio._set_running_loop(loop)
        playwright.stop()


@pytest.fixture(autouse=True)
def _loop(browser: Any) -> Iterator[None]:
    """Show Playwright's event loop to its own tests only: where one runs, Django refuses its ORM to other tests."""
    asyncio._set_running_loop(browser.loop)
    yield
    asyncio._set_running_loop(None)


def watched(context: Any) -> Callable[[], list[str]]:
    """Collect what the pages of a context complain about; return how to ask for what no test has allowed."""
    problems: list[str] = []
    allowed: list[re.Pattern[str]] = []

    def watch(page: Any) -> None:
        page.allow = lambda pattern: allowed.append(re.compile(pattern))
        page.on("console", lambda message: message.type == "error" and problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(f"{error}\n{getattr(error, 'stack', '')}"))

    context.on("page", watch)
    return lambda: [text for text in problems if not any(pattern.search(text) for pattern in allowed)]


@pytest.fixture
def new_page(server: Server, browser: Any) -> Iterator[Callable[..., Any]]:
    """Return how to open a tab in a browser profile of its own; keywords are those of Playwright's ``new_context``."""
    start = server.log.stat().st_size
    opened = []

    def open_page(**options: Any) -> Any:
        context = browser.new_context(
            base_url=server.base, viewport={"width": 900, "height": 700}, locale="en-US", timezone_id="UTC", **options
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(REPORT)
        opened.append((context, watched(context)))
        return context.new_page()

    yield open_page
    problems = []
    for context, complaints in opened:
        context.close()
        problems += complaints()
    if problems:
        with open(server.log, "rb") as lines:
            lines.seek(start)
            said = lines.read().decode(errors="replace")[-4000:]
        pytest.fail("The browser complained:\n" + "\n".join(problems) + (f"\nThe server said:\n{said}" if said else ""))


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """
    Return a tab in a fresh profile.

    The test fails on any console error, page error or violation of the policy, unless it says
    ``page.allow("a pattern of the message")``.
    """
    return new_page()


@pytest.fixture
def plain_page(new_page: Callable[..., Any]) -> Any:
    """Return a tab without JavaScript."""
    return new_page(java_script_enabled=False)


@pytest.fixture
def visit(request: pytest.FixtureRequest, live: str) -> Callable[..., Visit]:
    """Return how to open a page that stands in a test module; in ``tab``, or in ``page``."""
    return lambda view, tab=None: Visit(tab or request.getfixturevalue("page"), live, view)
