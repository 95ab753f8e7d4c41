"""Tests that need a real browser, and what they share."""

from __future__ import annotations

from typing import Any

from playwright import sync_api as playwright


def settled(page: Any) -> None:
    """Wait until everything that was sent is answered and shown."""
    # What a change sends it sends in the next task, so that changes of one moment go together: let that one pass.
    page.evaluate("() => new Promise(done => setTimeout(done))")
    try:
        page.wait_for_selector("#fr-app[data-test-script-state=notRunning]")
    except playwright.TimeoutError:
        said = page.get_by_test_id("stStatusWidget").all_inner_texts()
        raise AssertionError(f"{page.url} still waits for an answer, and says {said}.") from None


def press(page: Any, name: str) -> None:
    """Press a button, and wait until that is answered and shown."""
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def field(page: Any, label: str) -> Any:
    """Return the field with this label."""
    return page.get_by_label(label, exact=True)
