"""
Server CPU, bytes and queries of one submission, in this process: ``python -m benchmarks.in_process``.

Both pages answer through Django's whole stack (middleware, sessions, authentication), in turn, so that a noisy
machine disturbs them alike; medians are given, and their ratio is what counts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client

from benchmarks.pages import kind
from benchmarks.sizes import SIZES
from formrerun.protocol.names import PROTOCOL

CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


@dataclass
class Measured:
    """What one page was measured to take."""

    cpu: list[float] = field(default_factory=list)  # seconds
    sizes: list[int] = field(default_factory=list)  # bytes
    packed: list[int] = field(default_factory=list)  # bytes, gzip 6
    queries: int = 0

    def row(self) -> tuple[float, int, int, int]:
        """Return median milliseconds, bytes, compressed bytes, queries."""
        return (
            1000 * statistics.median(self.cpu), int(statistics.median(self.sizes)),
            int(statistics.median(self.packed)), self.queries,
        )  # fmt: skip


class Counter:
    """Counts queries, those that only control the transaction left out."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.lstrip().upper().startswith(CONTROL):
            self.count += 1
        return execute(sql, *rest)


def values(fields: int, step: int) -> dict[str, Any]:
    """Return what is submitted: all fields, of which the first changes."""
    made: dict[str, Any] = {}
    for place in range(fields):
        of = kind(place)
        made[f"f{place}"] = {"text": f"text {step if place == 0 else place}", "number": str(place % 50), "check": None,
                             "choice": "Bern"}[of]  # fmt: skip
    return made


class ByHand:
    """A browser with the page written by hand."""

    def __init__(self, client: Client, fields: int, table: bool) -> None:
        self.client, self.fields = client, fields
        self.url = f"/hand/{fields}/{'table/' if table else ''}"
        client.get(self.url)

    def request(self, step: int) -> Callable[[], Any]:
        """Return the request of one submission, ready to be sent."""
        data = {name: value for name, value in values(self.fields, step).items() if value is not None}
        body = urlencode(data)  # by the browser: it is no work of the server's
        kind = "application/x-www-form-urlencoded"
        return lambda: self.client.post(self.url, body, content_type=kind, headers={"HX-Request": "true"})

    def answered(self, response: Any) -> None:
        """Nothing: the server keeps it all in the session."""


class Formrerun:
    """A browser with formrerun's page; it sends what the script sends."""

    def __init__(self, client: Client, fields: int, table: bool, url: str = "") -> None:
        self.client, self.fields = client, fields
        self.url = url or f"/fr/{fields}/{'table/' if table else ''}"
        html = client.get(self.url).content.decode()
        self.tab = re.search(r'data-fr-tab="(\w+)"', html).group(1)  # type: ignore[union-attr]
        self.mark = re.search(r'data-fr-mark="([\w-]+)"', html).group(1)  # type: ignore[union-attr]
        self.form = re.search(r'<form id="(fr-form-\w+)"', html).group(1)  # type: ignore[union-attr]
        self.trigger = re.search(r'<button type="submit" name="_fr_trigger" value="([\w-]+)"', html).group(1)  # type: ignore[union-attr]
        keyed = re.findall(r'st-key-(f\d+)".*?name="(fr-\w+)"', html)
        self.names = dict(keyed)
        assert len(self.names) == fields, (len(self.names), fields)

    def request(self, step: int) -> Callable[[], Any]:
        """Return the request of one submission, ready to be sent."""
        fields = {
            self.names[name]: [] if value is None else [value] for name, value in values(self.fields, step).items()
        }
        body = json.dumps(
            {"tab": self.tab, "id": f"{step:032x}", "have": self.mark, "form": self.form, "trigger": self.trigger,
             "fields": fields, "seqs": {}, "v": PROTOCOL}
        )  # fmt: skip
        return lambda: self.client.post(self.url, body, content_type="application/json")

    def answered(self, response: Any) -> None:
        """Take the mark of the page that was answered."""
        assert response.status_code == 200, response.content[:500]
        self.mark = response["FR-Run"]


def measure(fields: int, table: bool, rounds: int) -> dict[str, Measured]:
    """Submit both pages in turn and return what each took."""
    made: dict[str, Measured] = {}
    browsers: dict[str, Any] = {}
    for name, cls in (("by hand", ByHand), ("formrerun", Formrerun)):
        client = Client()
        client.force_login(get_user_model().objects.get(username="bench"))
        browsers[name], made[name] = cls(client, fields, table), Measured()
    for step in range(1, rounds + 4):
        for name, browser in browsers.items():
            send = browser.request(step)
            counter = Counter()
            begun = time.thread_time()
            if step == 1:
                with connection.execute_wrapper(counter):
                    response = send()
                made[name].queries = counter.count
            else:
                response = send()
            spent = time.thread_time() - begun
            assert response.status_code == 200, response.content[:300]
            assert f"text {step}" in response.content.decode(), name
            browser.answered(response)
            if step > 3:  # warm
                made[name].cpu.append(spent)
                made[name].sizes.append(len(response.content))
                made[name].packed.append(len(gzip.compress(response.content, 6)))
    return made


def main() -> None:
    """Measure every size and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--only", type=int, help="only this many fields")
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    get_user_model().objects.get_or_create(username="bench")
    print(f"{'fields':>14} {'page':>10} {'CPU ms':>8} {'ratio':>6} {'bytes':>9} {'gzip':>7} {'queries':>7}")
    for fields, table in SIZES:
        if options.only and fields != options.only:
            continue
        made = measure(fields, table, max(8, options.rounds // max(1, fields // 100)))
        base = statistics.median(made["by hand"].cpu)
        for name, measured in made.items():
            cpu, size, packed, queries = measured.row()
            label = f"{fields}{' + table' if table else ''}"
            print(f"{label:>14} {name:>10} {cpu:8.2f} {cpu / 1000 / base:6.2f} {size:9} {packed:7} {queries:7}")


if __name__ == "__main__":
    main()
