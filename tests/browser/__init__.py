"""Tests that need a real browser, and what they share."""

from __future__ import annotations

from typing import Any


def settled(page: Any) -> None:
    """Wait until everything that was sent is answered and shown."""
    # What a change sends it sends in the next task, so that changes of one moment go together: let that one pass.
    page.evaluate("() => new Promise(done => setTimeout(done))")
    page.wait_for_selector("#fr-app[data-test-script-state=notRunning]")


def press(page: Any, name: str) -> None:
    """Press a button, and wait until that is answered and shown."""
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def field(page: Any, label: str) -> Any:
    """Return the field with this label."""
    return page.get_by_label(label, exact=True)
