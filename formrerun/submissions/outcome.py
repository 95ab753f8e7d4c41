"""What one request came to, before it is a response."""

from __future__ import annotations

from dataclasses import dataclass

from formrerun.engine.blobs import Blobs
from formrerun.engine.run import Run
from formrerun.engine.runner import End
from formrerun.protocol.record import PageSnapshot, Record
from formrerun.rendering.pieces import Piece


@dataclass(kw_only=True)
class Outcome:
    """
    What one request came to.

    Attributes
    ----------
    record
        The tab's record after it.
    run, page
        The run and its page; None if a repeat was answered from the record.
    before
        The page the record gave out before.
    blobs
        Where large parts of the record stand.
    stored
        False if nothing was kept: a page without widgets, or a visitor who only looks.
    end
        How the run ended.
    triggers
        The buttons that were True in the last pass.
    finished
        True if a part of it that wrote something had ended well before that: a fragment, or a pass.
    """

    record: Record
    run: Run | None = None
    page: Piece | None = None
    before: PageSnapshot | None = None
    blobs: Blobs
    stored: bool = False
    end: End = End.COMPLETED
    triggers: frozenset[str] = frozenset()
    finished: bool = False
