"""A tab's record: all that is kept of one browser tab's conversation with one page."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from formrerun.core.manifest import Manifest
from formrerun.core.state import State

#: Submission ids a record remembers.
OUTCOMES = 32


@dataclass(kw_only=True)
class View:
    """
    The last page a tab was given.

    Attributes
    ----------
    run
        The run that drew it.
    hashes
        The tree of (id, digest, children) that the browser has then; None if it is not known.
    html
        The HTML of the root's inside, in parts; a dict names a blob.
    head
        Title, URL and the like that belong to the page but stand outside its root.
    """

    run: int = 0
    hashes: Any = None
    html: list[Any] = field(default_factory=list)
    head: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class Record:
    """
    What the store loads, locks and saves.

    Attributes
    ----------
    id
        128 random bits in hexadecimal; knowing it gives nothing without being its owner.
    birth
        Four random characters that tell this record from another one under the same URL (decision 12).
    page
        The page's name.
    run
        The number of the last claimed run.
    completed
        The number of the last run that came to its end.
    outcomes
        The last submissions: effective id, run, status.
    seqs
        The last sequence number applied, by widget id.
    used
        True once a submission came: the tab then lives as long as the session.
    last_triggers
        The triggers that were True in the last run; a replay needs them.
    """

    id: str = field(default_factory=lambda: secrets.token_hex(16))
    birth: str = field(default_factory=lambda: secrets.token_hex(2))
    page: str = ""
    run: int = 0
    completed: int = 0
    state: State = field(default_factory=State)
    manifest: Manifest = field(default_factory=Manifest)
    view: View = field(default_factory=View)
    outcomes: list[tuple[str, int, str]] = field(default_factory=list)
    seqs: dict[str, int] = field(default_factory=dict)
    used: bool = False
    last_triggers: list[str] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """``<birth>-<run>`` of the page the record last gave out."""
        return f"{self.birth}-{self.view.run}"

    def outcome(self, effective_id: str) -> tuple[int, str] | None:
        """Return run and status of a submission that was done already, or None."""
        for id_, run, status in self.outcomes:
            if id_ == effective_id:
                return run, status
        return None

    def note(self, effective_id: str, status: str) -> None:
        """Remember a submission as done by the current run."""
        self.outcomes = [*self.outcomes, (effective_id, self.run, status)][-OUTCOMES:]
