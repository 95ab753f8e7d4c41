"""
The recipe in ``docs/deployment.md``, followed with other paths, ports and passwords, and what people notice of it.

nginx (of Debian's ``nginx-light``) stands before four processes on PostgreSQL and Redis. What systemd does is done
here: the commands of its units are started, and stopped by the signals it sends.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import settled
from tests.browser.conftest import PATIENCE, _loop, browser  # noqa: F401
from tests.browser.test_runs import job, watch
from tests.reliability.fleet import ROOT, wait
from tests.services import database_url, free_ports, missing, postgres_database, redis_cache

RECIPE = ROOT / "docs" / "deployment"
PORTS = ["8001", "8002", "8003", "8004"]
MAIN = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{}}
http {{
    include {mime};
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include {folder}/tools.conf;
}}
"""

#: What a run that goes on shows.
STEP = re.compile(r"step \d+ of")

pytestmark = [pytest.mark.postgres, pytest.mark.browser]


def program(name: str) -> str:
    """Return where a program is; without it these tests are skipped, but not in CI."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if not found:
        missing(f"The program {name} (apt-get install nginx-light openssl curl)", FileNotFoundError(name))
    return found


class Site:
    """
    The deployed site.

    Attributes
    ----------
    address
        Where nginx answers.
    """

    def __init__(self, folder: Path, database: str, redis: dict[str, Any], ports: list[int]) -> None:
        self.folder = folder
        http, https, *self.ports = map(str, ports)
        self.address = f"https://localhost:{https}"
        #: What stands in the recipe, and what it is here.
        self.here = {
            "/etc/ssl/tools": f"{folder}/tools", "/srv/tools/.venv/bin/": f"{Path(sys.executable).parent}/",
            "/srv/tools/staticfiles": f"{folder}/static",
            "https://tools.example": self.address, "tools.example": "localhost",
            "listen 80;": f"listen {http};", "listen 443 ": f"listen {https} ",
            "postgres://tools:password@db.internal:5432/tools": database,
            "redis://cache.internal:6379/0": redis["LOCATION"], **dict(zip(PORTS, self.ports, strict=True)),
        }  # fmt: skip
        entries = dict(line.split("=", 1) for line in self.read("tools.env").splitlines() if line[:1] not in ("", "#"))
        self.environment = {
            "PATH": os.environ["PATH"], **entries, "STATIC_ROOT": f"{folder}/static",
            "DJANGO_SETTINGS_MODULE": "tests.reliability.deployed", "CACHE_PREFIX": redis["KEY_PREFIX"],
            "MEETING_REDIS": redis["LOCATION"],
        }  # fmt: skip
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def read(self, name: str) -> str:
        """Return a file of the recipe, as it is here."""
        return re.sub(
            "|".join(map(re.escape, self.here)), lambda found: self.here[found[0]], (RECIPE / name).read_text()
        )

    def command(self, unit: str, port: str = "", *, which: str = "ExecStart") -> list[str]:
        """Return what a unit of systemd starts."""
        found = re.search(rf"^{which}=(.+)$", self.read(unit), re.MULTILINE)
        assert found is not None
        return shlex.split(found[1].replace("%i", port))

    def run(self, *command: str) -> str:
        """Run a command to its end and return what it said."""
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def manage(self, *arguments: str) -> str:
        """Run a command of ``manage.py``."""
        return self.run(sys.executable, "manage.py", *arguments)

    def spawn(self, name: str, command: list[str]) -> None:
        """Start a command, its output in a file."""
        with open(self.folder / f"{name}.out", "ab") as out:
            self.running[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def start(self, *ports: str) -> None:
        """Do as ``systemctl start tools@PORT …``: it returns when the processes answer."""
        for port in ports:
            self.spawn(port, self.command("tools@.service", port))
        for port in ports:
            self.run(*self.command("tools@.service", port, which="ExecStartPost"))

    def end(self, name: str, how: signal.Signals = signal.SIGTERM) -> None:
        """Do as ``systemctl stop``."""
        process = self.running.pop(name)
        process.send_signal(how)
        process.wait()

    def deploy(self, nginx: str, openssl: str) -> None:
        """Follow the recipe."""
        self.manage("migrate", "--verbosity=0")
        self.manage("collectstatic", "--no-input", "--verbosity=0")
        self.manage("seed_demo", "--force")
        (self.folder / "tools.conf").write_text(self.read("nginx.conf"))
        user = "" if os.getuid() else "user root;"  # else its workers may not read what pytest has made
        main = MAIN.format(folder=self.folder, mime="/etc/nginx/mime.types", user=user)
        (self.folder / "nginx.conf").write_text(main)
        key, certificate = f"{self.folder}/tools.key", f"{self.folder}/tools.crt"
        request = ["req", "-x509", "-nodes", "-newkey", "rsa:2048", "-subj", "/CN=localhost", "-days", "1"]
        self.run(openssl, *request, "-keyout", key, "-out", certificate)
        self.start(*self.ports)
        self.spawn("nginx", [nginx, "-e", f"{self.folder}/nginx.log", "-c", f"{self.folder}/nginx.conf"])
        wait((self.folder / "nginx.pid").exists)  # it writes that when it listens

    def said(self) -> str:
        """Return what all of them have logged."""
        return "".join(file.read_text(errors="replace") for file in sorted(self.folder.glob("*.out")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Deploy the site."""
    programs = program("nginx"), program("openssl")
    program("curl")
    with postgres_database() as entry, redis_cache() as cache, free_ports(2 + len(PORTS)) as ports:
        site = Site(tmp_path_factory.mktemp("deployed"), database_url(entry), cache, ports)
        try:
            site.deploy(*programs)
            yield site
        finally:
            for name in [*site.running]:
                site.end(name)


@pytest.fixture
def come(site: Site, browser: Any) -> Iterator[Callable[[str], Any]]:  # noqa: F811
    """Return how somebody opens a page in a browser of their own."""
    contexts = []

    def open_page(path: str) -> Any:
        context = browser.new_context(base_url=site.address, ignore_https_errors=True, locale="en-US")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def press(page: Any, label: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=label).click()


def test_nothing_is_left_to_warn_of(site: Site) -> None:
    assert "no issues" in site.manage("check", "--deploy", "--fail-level", "WARNING")


def test_login_and_a_form(site: Site, come: Callable[[str], Any]) -> None:
    """The login page comes first and leads back; styles and scripts come from nginx."""
    page = come("/refunds/")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill("demo")
    press(page, "Log in")
    expect(page.get_by_role("heading", name="Refund an order")).to_be_visible()
    [cookie] = [each for each in page.context.cookies() if each["name"] == "sessionid"]
    assert cookie["secure"]

    greeting = come("/t/greeting/")
    greeting.get_by_label("Name").fill("Ann")
    press(greeting, "Greet")
    expect(greeting.get_by_text("name='Ann'")).to_be_visible()


def test_progress_is_seen_while_it_is_made(come: Callable[[str], Any]) -> None:
    """Two steps, and after each the run waits until it was seen: nginx keeps nothing back."""
    watch(come("/"))


def test_a_run_is_stopped_through_another_process(come: Callable[[str], Any]) -> None:
    """The process that runs is the busiest, so nginx gives the wish to another one."""
    page = come("/tr/endless/")
    press(page, "Start")
    page.get_by_text(STEP).wait_for()
    press(page, "Stop")
    expect(page.get_by_text("Stopped.")).to_be_visible()
    settled(page)
    expect(page.get_by_text("done", exact=True)).to_have_count(0)


def test_what_one_changes_another_sees(come: Callable[[str], Any]) -> None:
    """Over WebSockets, from whichever process to whichever."""
    ann, bob = come("/board/"), come("/board/")
    for page in (ann, bob):
        page.wait_for_selector("#fr-app[data-fr-hears=socket]")
    ann.get_by_label("What is to be done?").fill("Buy milk")
    press(ann, "Put it on the board")
    expect(bob.get_by_text("Buy milk")).to_be_visible()


def test_a_process_that_dies_is_not_missed(site: Site, come: Callable[[str], Any]) -> None:
    """Whatever comes next goes to the others; when it is back, nginx finds it by itself."""
    page = come("/t/greeting/")
    site.end(site.ports[0], signal.SIGKILL)
    for count in range(1, 6):
        press(page, "Greet")
        expect(page.get_by_text(f"count={count}")).to_be_visible()
        settled(page)
    site.start(site.ports[0])


def test_a_submission_survives_the_death_of_every_process(site: Site, come: Callable[[str], Any]) -> None:
    """All are killed in the middle of a run; systemd starts them again, and the script sends again: it is done once."""
    page = come(f"/tb/live/{job.page.name}/killed/")
    gate = "/tb/control/killed-first/"
    page.request.post(gate, data={"hold": True})
    page.get_by_label("Name").fill("Ann")
    press(page, "Start")
    expect(page.get_by_text("first step", exact=True)).to_be_visible()
    for port in site.ports:
        site.end(port, signal.SIGKILL)
    site.start(*site.ports)
    page.request.post(gate, data={"hold": False})
    # The longer the processes take to start, the longer the script waits; it tries at once when the browser is online.
    page.wait_for_function(
        "() => { dispatchEvent(new Event('online')); return document.body.innerText.includes('after the second'); }"
    )
    settled(page)
    expect(page.get_by_text("runs 1", exact=True)).to_be_visible()
    assert page.get_by_label("Name").input_value() == "Ann"


def test_a_rolling_restart_loses_nothing(site: Site, come: Callable[[str], Any]) -> None:
    """The loop of the recipe, while somebody works."""
    page = come("/t/greeting/")
    for count, port in enumerate(site.ports, 1):
        site.end(port)
        press(page, "Greet")
        expect(page.get_by_text(f"count={count}")).to_be_visible()
        settled(page)
        site.start(port)


def test_the_timer_cleans_up(site: Site) -> None:
    """Its command runs."""
    site.run(*site.command("tools-clearsessions.service"))


def test_nothing_has_failed(site: Site) -> None:
    """Nothing of what the tests above did shows as an error in the logs."""
    assert "Internal Server Error" not in site.said()
