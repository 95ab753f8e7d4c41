"""What a person waits for, in Chromium: submissions, the first load of a page, and the first sign of a run."""

from __future__ import annotations

import os
import re
import statistics
from typing import Any

from benchmarks.servers import Served

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGS = ("--no-sandbox", "--disable-gpu")
FIELD = "[name=f0], .st-key-f0 input"
BUTTON = "#save, .stFormSubmitButton button"
#: Rounds that do not count.
WARM = 3

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
#: Notes when the page is loaded and its last element, the button, stands there: milliseconds since it was asked for.
LOADED = """
window.benchLoaded = new Promise(done => {
  const look = () => {
    if (document.readyState !== 'complete' || !document.querySelector('#save, .stFormSubmitButton button')) return;
    observer.disconnect();
    done(performance.now());
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
  addEventListener('load', () => setTimeout(look));
});
"""
#: Presses the button and gives how many milliseconds old the first text that a run has said is when it is there.
START = """
async button => {
  const text = () => document.querySelector('.stProgress, #progress')?.textContent ?? '';
  const before = text();
  const seen = new Promise(done => {
    const observer = new MutationObserver(() => {
      const said = text() !== before && /@(\\d+)/.exec(text());
      if (said) { observer.disconnect(); done(Date.now() - said[1]); }
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  button.click();
  return await seen;
}
"""
#: What is said last.
LAST = re.compile("5 @|all done")


def new_context(browser: Any, served: Served) -> Any:
    """Return a fresh profile of who is logged in."""
    context = browser.new_context()
    context.set_default_timeout(120_000)
    context.add_cookies([{"name": "sessionid", "value": served.sessions[0], "url": served.address}])
    return context


def submissions(browser: Any, served: Served, path: str, rounds: int) -> tuple[float, float]:
    """Submit a page; return the median from press to new value and the server's mean CPU time, in milliseconds."""
    context = new_context(browser, served)
    page = context.new_page()
    page.goto(served.address + path, wait_until="networkidle")
    field = page.locator(FIELD).first
    times = []
    for step in range(rounds + WARM):
        if step == WARM:
            begun = served.cpu()
        field.fill(f"text {step}")
        times.append(page.evaluate(PRESS, [BUTTON, f"text {step}"]))
        page.locator("[data-test-script-state=running]").wait_for(state="detached")
    spent = served.cpu() - begun
    context.close()
    return statistics.median(times[WARM:]), 1000 * spent / rounds


def first_load(browser: Any, served: Served, path: str, rounds: int) -> float:
    """Open a page in one tab after the other, scripts and styles cached; return the median in milliseconds."""
    context = new_context(browser, served)
    context.add_init_script(LOADED)
    times = []
    for _ in range(rounds + 1):
        page = context.new_page()
        page.goto(served.address + path)
        times.append(page.evaluate("benchLoaded"))
        page.close()
    context.close()
    return statistics.median(times[1:])


def first_progress(browser: Any, served: Served, path: str, rounds: int) -> float:
    """Start a run that says something at once; return the median age of that when it is seen, in milliseconds."""
    context = new_context(browser, served)
    page = context.new_page()
    page.goto(served.address + path, wait_until="networkidle")
    ages = []
    for _ in range(rounds + WARM):
        button = page.locator("#start, .stButton button")
        ages.append(button.evaluate(START))
        page.locator(".stProgress, #progress").filter(has_text=LAST).wait_for()
        page.locator("[data-test-script-state=running]").wait_for(state="detached")
    context.close()
    return statistics.median(ages[WARM:])
