"""Tests that need a real browser, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright import sync_api as playwright


def settled(page: Any) -> None:
    """Wait until everything that was sent is answered and shown."""
    page.wait_for_load_state()  # a page that is still loading has no script yet, and says that nothing runs
    # What unfolds says so in a task of its own, and what a change sends it sends in the next one, so that changes of one
    # moment go together: let both pass.
    page.evaluate("() => new Promise(done => setTimeout(() => setTimeout(done)))")
    try:
        page.wait_for_selector("#fr-app[data-test-script-state=notRunning]")
    except playwright.TimeoutError:
        said = page.get_by_test_id("stStatusWidget").all_inner_texts()
        raise AssertionError(f"{page.url} still waits for an answer, and says {said}.") from None


def listen(locator: Any) -> Callable[[str], None]:
    """Note every text an element shows from now on; the returned function waits until one of them has this in it."""
    locator.evaluate("""el => {
      window.texts = [el.textContent];
      new MutationObserver(() => texts.push(el.textContent)).observe(el, { subtree: true, childList: true, characterData: true });
    }""")
    return lambda text: locator.page.wait_for_function("wanted => texts.some(text => text.includes(wanted))", arg=text)


def press(page: Any, name: str) -> None:
    """Press a button, and wait until that is answered and shown."""
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def field(page: Any, label: str) -> Any:
    """Return the field with this label."""
    return page.get_by_label(label, exact=True)
