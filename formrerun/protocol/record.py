"""A tab's record: all that is kept of one browser tab's conversation with one page."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Literal

from formrerun.engine.shared_state import SharedState
from formrerun.engine.state import State
from formrerun.protocol.manifest import Manifest

#: Submission ids a record remembers.
OUTCOMES = 32
#: How a submission stands whose page runs outside of a transaction, while it runs and if it never came to its end.
STARTED, CRASHED = "started", "crashed"


@dataclass(kw_only=True)
class PageSnapshot:
    """
    The last page a tab was given.

    Attributes
    ----------
    run
        The run that drew it.
    hashes
        The tree of (id, digest, children) that the browser has then; None if it is not known.
    parts
        The HTML of the root's inside, in parts, or what returns them: texts, tuples of texts, a blob's name in a dict.
    head
        Title, URL and the like that belong to the page but stand outside its root.
    """

    run: int = 0
    hashes: Any = None
    parts: list[Any] | Callable[[], list[Any]] = field(default_factory=list)
    head: dict[str, Any] = field(default_factory=dict)

    @property
    def html(self) -> list[Any]:
        """The parts; read from the store only when a repeat or a redirect needs the page again."""
        if callable(self.parts):
            self.parts = self.parts()
        return self.parts


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
    left_over
        What a run that ended early left to the next one: forms to be cleared, and, of an older release, buttons that it
        had not seen.
    scope
        Whose state it is: "tab", or what the tabs of a "session" or of a "user" have in common.
    seen
        The last run of that common state that this tab has seen.
    shared
        That common state, while a run has it; a page whose state is its tab's has none.
    """

    id: str = field(default_factory=lambda: secrets.token_hex(16))
    birth: str = field(default_factory=lambda: secrets.token_hex(2))
    page: str = ""
    run: int = 0
    completed: int = 0
    state: State = field(default_factory=State)
    manifest: Manifest = field(default_factory=Manifest)
    snapshot: PageSnapshot = field(default_factory=PageSnapshot)
    outcomes: list[tuple[str, int, str]] = field(default_factory=list)
    seqs: dict[str, int] = field(default_factory=dict)
    used: bool = False
    last_triggers: list[str] = field(default_factory=list)
    left_over: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    scope: Literal["tab", "session", "user"] = "tab"
    seen: int = 0
    shared: SharedState | None = None

    @property
    def page_token(self) -> str:
        """``<birth>-<run>`` of the page the record last gave out."""
        return f"{self.birth}-{self.snapshot.run}"

    def outcome(self, fingerprint: str) -> tuple[int, str] | None:
        """Return run and status of a submission that was done already, or None."""
        for id_, run, status in self.outcomes:
            if id_ == fingerprint:
                return run, status
        return None

    def note(self, fingerprint: str, status: str) -> None:
        """Remember a submission as done by the current run."""
        before = [outcome for outcome in self.outcomes if outcome[0] != fingerprint]
        self.outcomes = [*before, (fingerprint, self.run, status)][-OUTCOMES:]

    def mark_crashed(self) -> None:
        """Whoever claims the tab knows that nobody else runs it: what was STARTED and has not ended never will."""
        if STARTED in map(itemgetter(2), self.outcomes):
            self.outcomes = [(id_, run, CRASHED if status == STARTED else status) for id_, run, status in self.outcomes]
