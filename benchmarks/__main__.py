"""
The whole comparison in one run, as a table of Markdown: ``python -m benchmarks``, or ``make bench`` with all others.

The same page by formrerun, by hand, and as a Streamlit script under ``runpage`` and under Streamlit, which gets an
environment of its own from PyPI. The second table has ratios to the page by hand: machines are noisy, ratios count.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from benchmarks.browser import ARGS, CHROMIUM, first_load, first_progress, submissions
from benchmarks.servers import ROOT, STREAMLIT, Served, served
from benchmarks.sizes import OPENED, SIZES

#: The page by hand comes first: the others' ratios are to it.
HAND = "by hand"
COLUMNS = (
    *(f"{fields:,} fields{' beside an unchanged 1,000 × 8 table' if table else ''}" for fields, table in SIZES),
    "first load of 1,000 fields", "first load of 3,000", "first sign of a run",
    "submissions/s, 10 clients",
)  # fmt: skip
Cell = tuple[float, ...]


@dataclass(frozen=True)
class Row:
    """
    What is compared.

    Attributes
    ----------
    name, server
        What the table calls it, and which of ``COMMANDS`` serves it.
    kind
        "hand", "fr" or "script": where its pages are.
    """

    name: str
    server: str
    kind: str

    def path(self, fields: int, table: bool = False) -> str:
        """Return the address of a form."""
        if self.kind == "script":
            return f"/?fields={fields}{'&table=1' if table else ''}"
        return f"/{self.kind}/{fields}/{'table/' if table else ''}"

    @property
    def progress(self) -> str:
        """The address of a run that says something at once."""
        return {"hand": "/hand/progress/", "fr": "/progress/5/100/", "script": "/?progress=1"}[self.kind]


ROWS = (
    Row(HAND, "daphne", "hand"),
    Row("formrerun, Daphne", "daphne", "fr"),
    Row("formrerun, uvicorn", "uvicorn", "fr"),
    Row("formrerun, `runpage`", "runpage", "script"),
    Row("Streamlit", "streamlit", "script"),
)


def has_streamlit() -> bool:
    """Make Streamlit's environment if it is not there; False, and said loudly, where that cannot be done."""
    if not STREAMLIT.exists():
        print(f"Making {STREAMLIT.parent.parent.name} ...", file=sys.stderr)
        venv.create(STREAMLIT.parent.parent, with_pip=True)
    found = subprocess.run([str(STREAMLIT), "-c", "import streamlit, websockets"], capture_output=True)
    install = [str(STREAMLIT), "-m", "pip", "install", "--quiet", "streamlit", "websockets"]
    if found.returncode == 0 or subprocess.run(install).returncode == 0:
        return True
    print("!!! STREAMLIT IS LEFT OUT: pip could not install it from PyPI. Its row is missing below.", file=sys.stderr)
    return False


def rate(row: Row, at: Served, seconds: float) -> float:
    """Return how many submissions a second ten visitors get answered."""
    if row.server == "streamlit":
        command = [str(STREAMLIT), "benchmarks/streamlit_clients.py", at.address, str(seconds)]
    else:
        page = "hand" if row.kind == "hand" else row.path(6)
        command = [sys.executable, "-m", "benchmarks.clients", ",".join(at.addresses), page, str(seconds), *at.sessions]
    return float(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout)


def measurements(options: argparse.Namespace, browser: Any) -> Iterator[Callable[[Row, Served], Cell]]:
    """Give what measures a row, one a column; an empty cell where there is nothing to compare."""
    rounds, seconds = options.rounds, options.seconds
    for fields, table in SIZES:
        few = max(4, rounds // max(1, fields // 200))
        yield lambda row, at, n=few, of=(fields, table): submissions(browser, at, row.path(*of), n)
    for fields in (1000, OPENED):
        yield lambda row, at, of=fields: (first_load(browser, at, row.path(of), max(2, rounds // 5)),)
    yield lambda row, at: (first_progress(browser, at, row.progress, max(2, rounds // 3)),)
    yield lambda row, at: (rate(row, at, seconds),)


def shown(cells: list[Cell], write: Callable[[float], str]) -> str:
    """Return the cells of a row of Markdown."""
    return " | ".join(" / ".join(map(write, cell)) or "–" for cell in cells)


def main() -> None:
    """Measure all rows and print both tables."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passes", type=int, default=3, help="how often all is measured: medians are shown")
    parser.add_argument("--rounds", type=int, default=15, help="submissions a size and pass; fewer of 1,000 fields")
    parser.add_argument("--seconds", type=float, default=4, help="how long ten clients submit, a pass")
    parser.add_argument("--only", default="", help="rows whose name has this in it, beside the page by hand")
    options = parser.parse_args()
    rows = [row for row in ROWS if row.name == HAND or options.only in row.name]
    if any(row.server == "streamlit" for row in rows) and not has_streamlit():
        rows = [row for row in rows if row.server != "streamlit"]
    made: dict[str, list[Cell]] = {row.name: [] for row in rows}
    with ExitStack() as stack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGS])
        started = {row: stack.enter_context(served(row.server)) for row in rows}
        for title, measure in zip(COLUMNS, measurements(options, browser), strict=True):
            print(f"{title} ...", file=sys.stderr)
            # In turn, several times: whatever else the machine does disturbs all alike.
            passes = [{row: measure(row, at) for row, at in started.items()} for _ in range(options.passes)]
            for row in rows:
                cells = zip(*(each[row] for each in passes), strict=True)
                made[row.name].append(tuple(map(statistics.median, cells)))
        browser.close()
    head = f"| | {' | '.join(COLUMNS)} |\n|---|{'---|' * len(COLUMNS)}"
    print("Click to new value in ms / server CPU in ms per submission; loads and signs in ms:\n")
    print(head)
    for name, cells in made.items():
        print(f"| {name} | {shown(cells, lambda value: f'{value:.1f}' if value < 10 else f'{value:.0f}')} |")
    print(f"\nAs multiples of the page {HAND}:\n\n{head}")
    for name, cells in made.items():
        if name != HAND:
            pairs = zip(cells, made[HAND], strict=True)
            ratios = [tuple(a / b for a, b in zip(mine, theirs, strict=False)) for mine, theirs in pairs]
            print(f"| {name} | {shown(ratios, lambda value: f'{value:.2f}')} |")


if __name__ == "__main__":
    main()
