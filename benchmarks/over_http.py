"""
The same pages over HTTP, served by Daphne and used in Chromium: ``python -m benchmarks.over_http``.

Measured are the server's CPU per submission (user and system time of the Daphne process), the time from the press of
the button until the new value stands in the page, and what the first load of a page takes, compressed as a web server
in front would.
"""

from __future__ import annotations

import argparse
import gzip
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from benchmarks.sizes import SIZES

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
TICKS = os.sysconf("SC_CLK_TCK")

#: Presses the button and waits until the page shows the new value: milliseconds.
PRESS = """
async ([button, text]) => {
  const shows = () => [...document.querySelectorAll('#first, .stMarkdown')].some(el => el.textContent.includes(text));
  const begun = performance.now();
  const seen = new Promise(done => {
    const observer = new MutationObserver(() => {
      if (shows()) { observer.disconnect(); done(performance.now() - begun); }
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  document.querySelector(button).click();
  return await seen;
}
"""


@contextmanager
def served() -> Iterator[tuple[str, int, str]]:
    """Start Daphne on a fresh database; give its address, its process id and the key of a logged-in session."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ, "BENCH_SQLITE": f"{folder}/db.sqlite3", "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        }  # fmt: skip
        prepare = [sys.executable, "-m", "benchmarks.prepare"]
        session = subprocess.run(prepare, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
        with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            daphne = [sys.executable, "-m", "daphne", "-v", "0", "--fd", str(listener.fileno())]
            process = subprocess.Popen(
                [*daphne, "benchmarks.server:application"], env=environment, cwd=ROOT, pass_fds=[listener.fileno()],
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
        try:
            urlopen(f"{address}/static/formrerun/formrerun.js", timeout=30).close()
            yield address, process.pid, session.stdout.strip()
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def cpu(pid: int) -> float:
    """Return the CPU time a process has used so far, in seconds."""
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / TICKS


def visit(browser: Any, address: str, pid: int, session: str, path: str, rounds: int) -> dict[str, float]:
    """Open a page, submit it as often as asked, and return what it took."""
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    loaded: list[Any] = []
    page.on("response", lambda response: loaded.append(response))
    page.goto(address + path, wait_until="networkidle")
    requests, size = len(loaded), sum(len(gzip.compress(response.body(), 6)) for response in loaded)
    field = page.locator("[name=f0], .st-key-f0 input").first
    button = "#save, .stFormSubmitButton button"
    times = []
    for step in range(rounds + 3):
        if step == 3:
            begun = cpu(pid)
        field.fill(f"text {step}")
        times.append(page.evaluate(PRESS, [button, f"text {step}"]))
        page.locator("[data-test-script-state=running]").wait_for(state="detached")
    spent = cpu(pid) - begun
    context.close()
    return {"ms": statistics.median(times[3:]), "cpu": 1000 * spent / rounds, "requests": requests, "kB": size / 1000}


def main() -> None:
    """Measure every size and print a table."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    print(f"{'fields':>14} {'page':>10} {'click→DOM ms':>13} {'server CPU ms':>14} {'first load':>22}")
    with served() as (address, pid, session), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for fields, table in SIZES:
            for name, place in (("by hand", "hand"), ("formrerun", "fr")):
                path = f"/{place}/{fields}/{'table/' if table else ''}"
                made = visit(browser, address, pid, session, path, options.rounds)
                label = f"{fields}{' + table' if table else ''}"
                first = f"{made['requests']} requests, {made['kB']:.0f} kB"
                print(f"{label:>14} {name:>10} {made['ms']:13.1f} {made['cpu']:14.1f} {first:>22}")
        browser.close()


if __name__ == "__main__":
    main()
