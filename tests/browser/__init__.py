"""Tests that need a real browser, and what they share."""

from __future__ import annotations

from typing import Any


def settled(page: Any) -> None:
    """Wait until everything that was sent is answered and shown."""
    # What a change sends it sends in the next task, so that changes of one moment go together: let that one pass.
    page.evaluate("() => new Promise(done => setTimeout(done))")
    page.wait_for_selector("#fr-app[data-test-script-state=notRunning]")
