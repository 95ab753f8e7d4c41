"""What elements ask of the ``AppTest`` that they were found in."""

from __future__ import annotations

from typing import Any, Protocol


class AppTestError(Exception):
    """A test does what no person at a browser could do."""


class Driver(Protocol):
    """
    An ``AppTest``, as far as its elements know it.

    Attributes
    ----------
    _staged
        Widget id to what the test has set and no run has taken yet.
    _delivered
        The buttons that were True in the last run.
    _record
        The tab's record after the last run; None before the first.
    _run
        The last run.
    _written, _deleted
        What the test has set in ``session_state`` and no run has taken yet.
    """

    _staged: dict[str, Any]
    _delivered: set[str]
    _record: Any
    _run: Any
    _written: dict[str, Any]
    _deleted: set[str]

    def run(self, *, timeout: float | None = None) -> Any:
        """Run the page with what was staged; gives the ``AppTest``."""

    def _preview(self, form: Any) -> None: ...

    def _value_of(self, widget_id: str) -> Any: ...
