"""
Charts that change: ``python -m benchmarks.charts``.

From the press of a button until the line of a chart of 200 points is another one, in Chromium, beside a page written by
hand that posts, keeps its step in the session, and gives the rows that are answered to vega-embed. Both draw the same
spec with the same files as SVG; they are measured in turn.
"""

from __future__ import annotations

import argparse
import os
import statistics
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

#: Presses the button and waits until the line is drawn anew: milliseconds.
PRESS = """
async button => {
  const line = () => document.querySelector('.mark-line path')?.getAttribute('d');
  const before = line();
  const begun = performance.now();
  const drawn = new Promise(done => {
    const observer = new MutationObserver(() => {
      const now = line();
      if (!now || now === before) return;
      observer.disconnect();
      done(performance.now() - begun);
    });
    observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['d'] });
  });
  document.querySelector(button).click();
  return await drawn;
}
"""


def changing(rounds: int) -> dict[str, float]:
    """Return the median time from a press to another line, in milliseconds, of both pages."""
    from playwright.sync_api import sync_playwright

    from benchmarks.browser import ARGS, CHROMIUM, new_context
    from benchmarks.servers import served

    times: dict[str, list[float]] = {"by hand": [], "formrerun": []}
    buttons = {"by hand": "#next", "formrerun": ".stButton button"}
    with served() as at, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGS])
        pages: dict[str, Any] = {}
        for name, path in (("by hand", "/chart/hand/"), ("formrerun", "/chart/fr/")):
            pages[name] = new_context(browser, at).new_page()
            pages[name].set_viewport_size({"width": 1000, "height": 700})
            pages[name].goto(at.address + path)
            pages[name].locator(".mark-line path").wait_for()
        for step in range(rounds + 3):
            for name, page in pages.items():
                spent = page.evaluate(PRESS, buttons[name])
                page.wait_for_load_state("networkidle")
                if step >= 3:
                    times[name].append(spent)
        browser.close()
    return {name: statistics.median(found) for name, found in times.items()}


def main() -> None:
    """Measure both pages and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    made = changing(options.rounds)
    print("200 points, click to drawn, ms:")
    for name, took in made.items():
        print(f"{name:>24} {took:8.1f} {took / made['by hand']:6.2f}")


if __name__ == "__main__":
    main()
