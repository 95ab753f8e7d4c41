"""
A file of 2 GB over HTTP: ``python -m benchmarks.upload``.

Chromium chooses a file of zeros, its script sends it to Daphne in parts, and the page reads all of it. Then a plain
form brings it as one body: to uvicorn, for Daphne holds such a body in memory, twelve times over, before we see it.
Measured is by how much the memory of the server's process grows. The file is chosen where less is taken, too, and what
the field says is printed.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

from benchmarks.browser import ARGS, CHROMIUM, new_context
from benchmarks.servers import served

MEGABYTE = 1024 * 1024


def resident(pid: int) -> int:
    """Return the bytes that a process has in memory now."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024  # type: ignore[index]


@contextmanager
def growth(pid: int) -> Iterator[dict[str, float]]:
    """Note the seconds that the block takes, and by how many megabytes the process is larger at most."""
    before, ended, most = resident(pid), Event(), [0]

    def watch() -> None:
        while not ended.wait(0.02):
            most[0] = max(most[0], resident(pid))

    watcher = Thread(target=watch)
    watcher.start()
    begun, made = time.monotonic(), dict[str, float]()
    try:
        yield made
    finally:
        ended.set()
        watcher.join()
        made |= {"seconds": time.monotonic() - begun, "MB": (max(most[0], resident(pid)) - before) / MEGABYTE}


def by_script(page: Any, address: str, file: Path) -> None:
    """Choose a file in the page and wait until that has read all of it."""
    page.goto(f"{address}/upload/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text(f"Read: {file.stat().st_size} bytes").wait_for(timeout=1_800_000)


def by_form(address: str, session: str, file: Path) -> None:
    """Send a file as a browser without JavaScript does, in one body."""
    server = http.client.HTTPConnection(urlsplit(address).netloc)
    cookie = {"Cookie": f"sessionid={session}"}
    server.request("GET", "/upload/", headers=cookie)
    opened = server.getresponse()
    token = re.search(r"csrftoken=(\w+)", opened.headers["Set-Cookie"])[1]  # type: ignore[index]
    html = opened.read().decode()
    field = re.search(r'<input[^>]*type="file"[^>]*\bname="(fr-\w+)"', html)[1]  # type: ignore[index]
    hidden = re.findall(r'<input type="hidden"[^>]*name="(\w+)" value="([^"]*)"', html)
    head = f'--part\r\nContent-Disposition: form-data; name="{field}"; filename="a.bin"\r\n\r\n'.encode()
    rest = [f'\r\n--part\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in hidden]
    tail = ("".join(rest) + "\r\n--part--\r\n").encode()
    server.putrequest("POST", "/upload/")
    for name, value in {
        "Cookie": f"sessionid={session}; csrftoken={token}", "Content-Type": "multipart/form-data; boundary=part",
        "Content-Length": str(len(head) + file.stat().st_size + len(tail)), "Origin": address,
    }.items():  # fmt: skip
        server.putheader(name, value)
    server.endheaders(head)
    with file.open("rb") as content:
        while part := content.read(MEGABYTE):
            server.send(part)
    server.send(tail)
    answer = server.getresponse()
    body = answer.read().decode()
    assert answer.status in (200, 302, 303), body[:2000]
    server.request("GET", answer.headers["Location"], headers=cookie)
    assert f"Read: {file.stat().st_size} bytes" in server.getresponse().read().decode()


def refused(page: Any, address: str, file: Path) -> str:
    """Choose a file that is too large and return what the field says."""
    page.goto(f"{address}/upload/small/")
    page.locator("input[type=file]").set_input_files(file)
    said = page.locator(".stFileUploader [role=alert]:visible").first
    said.wait_for()
    return str(said.inner_text())


def main() -> None:
    """Measure both ways and print what they took."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=2048)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.environ["BENCH_UPLOADS"] = f"{folder}/kept"
        file, small = Path(folder, "a.bin"), Path(folder, "small.bin")
        small.write_bytes(bytes(8 * MEGABYTE))
        with file.open("wb") as sparse:
            sparse.truncate(options.megabytes * MEGABYTE)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGS])
        with served("daphne") as at:
            page = new_context(browser, at).new_page()
            by_script(page, at.address, small)  # what is loaded at the first one
            with growth(at.pids[0]) as script:
                by_script(page, at.address, file)
            said = refused(page, at.address, file)
        with served("uvicorn") as at:
            by_form(at.address, at.sessions[0], small)
            with growth(at.pids[0]) as form:
                by_form(at.address, at.sessions[0], file)
        browser.close()
    for name, made in (("in parts to Daphne", script), ("as one form to uvicorn", form)):
        print(f"{options.megabytes} MB {name}: {made['seconds']:.0f} s, memory grows by {made['MB']:.0f} MB")
    print(f"where less is taken: {said}")


if __name__ == "__main__":
    main()
