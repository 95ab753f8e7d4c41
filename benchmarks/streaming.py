"""
What it costs to show a run while it goes on: ``python -m benchmarks.streaming``.

A page moves a progress bar: 20 times in two seconds, and 10,000 times as fast as it can. Each text tells when the page
said it, so Chromium knows how old it is when it stands in the document. The same runs without a stream, answered once,
stand beside. CPU is user and system time of the Daphne process for the whole submission, and per update.
"""

from __future__ import annotations

import argparse
import statistics
from typing import Any

from benchmarks.browser import ARGS, CHROMIUM
from benchmarks.servers import Served, served

#: Updates, and milliseconds between two of them.
RUNS = [(20, 100), (10_000, 0)]

#: Notes how many milliseconds old each text is when it appears.
WATCH = """
() => {
  window.delays = [];
  let last = '';
  new MutationObserver(() => {
    const text = document.querySelector('.fr-progress-text')?.textContent ?? '';
    if (text === last || !text.includes('@')) return;
    last = text;
    delays.push(Date.now() - +text.split('@')[1]);
  }).observe(document.getElementById('fr-root'), { childList: true, subtree: true, characterData: true });
}
"""


def press(page: Any) -> list[float]:
    """Press the button, wait for the end of the run, and return the delays of what was seen."""
    page.evaluate(WATCH)
    page.locator(".stButton button").click()
    page.get_by_text("all done").wait_for(timeout=120_000)
    page.wait_for_selector("#fr-app[data-test-script-state=notRunning]")
    delays: list[float] = page.evaluate("delays")
    return delays


def measure(browser: Any, at: Served, path: str, rounds: int, *, streams: bool) -> dict[str, float]:
    """Run a page as often as asked."""
    delays: list[list[float]] = []
    spent = []
    for _ in range(rounds + 1):
        page = browser.new_page()
        if not streams:
            page.route(
                f"**{path}", lambda route: route.continue_(headers={**route.request.headers, "accept": "text/html"})
            )
        page.goto(at.address + path)
        begun = at.cpu()
        delays.append(press(page))
        spent.append(at.cpu() - begun)
        page.close()
    seen = [delay for each in delays[1:] for delay in each]
    return {
        "shown": statistics.mean(map(len, delays[1:])),
        "first": statistics.median(each[0] for each in delays[1:] if each),
        "median": statistics.median(seen),
        "worst": max(seen),
        "jitter": statistics.pstdev(seen),
        "cpu": 1000 * statistics.mean(spent[1:]),
    }


def main() -> None:
    """Measure and print a table."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(
        f"{'updates':>14} {'answer':>9} {'shown':>7} {'first ms':>9} {'median ms':>10} {'worst ms':>9} "
        f"{'jitter ms':>10} {'CPU ms':>8} {'per update':>11}"
    )
    with served() as at, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGS])
        for updates, pause in RUNS:
            path = f"/progress/{updates}/{pause}/"
            label = f"{updates} in {updates * pause / 1000:g} s" if pause else f"{updates} at once"
            for streams in (True, False):
                made = measure(browser, at, path, options.rounds, streams=streams)
                print(
                    f"{label:>14} {'stream' if streams else 'once':>9} {made['shown']:7.1f} {made['first']:9.0f} "
                    f"{made['median']:10.0f} {made['worst']:9.0f} {made['jitter']:10.1f} {made['cpu']:8.0f} "
                    f"{made['cpu'] / updates:11.3f}"
                )
        browser.close()


if __name__ == "__main__":
    main()
