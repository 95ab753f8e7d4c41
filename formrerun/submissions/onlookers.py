"""Who looks on while a submission goes through: the audit, where it is on, and the inspection, while DEBUG is on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from formrerun.engine.blobs import Blobs
from formrerun.engine.run import Run
from formrerun.engine.runner import End
from formrerun.engine.state import State
from formrerun.protocol.posted import PostData
from formrerun.protocol.record import Record
from formrerun.protocol.submission import Applied, Judged
from formrerun.store.base import Claim
from formrerun.submissions import audit, inspection
from formrerun.submissions.audit import NO_TRAIL, Trail

if TYPE_CHECKING:
    from formrerun.submissions.page_request import PageRequest


def trail_of(visit: PageRequest, posted: PostData | None) -> Trail:
    """Return who looks on; NO_TRAIL if nobody does."""
    written = NO_TRAIL
    if posted is not None:
        written = audit.trail_of(visit.request, visit.page.name, visit.home, posted)
    if not inspection.is_on() or (posted is not None and posted.kind == "refresh"):
        return written
    inspected = visit.request.formrerun_inspection = inspection.Inspection(visit, posted)  # type: ignore[attr-defined]
    return inspected if written is NO_TRAIL else _Both(written, inspected)


class _Both(Trail):
    def __init__(self, *trails: Trail) -> None:
        self.trails = trails

    @contextmanager
    def refusals(self) -> Iterator[None]:
        with ExitStack() as all_of_them:
            for trail in self.trails:
                all_of_them.enter_context(trail.refusals())
            yield

    def changing(self, judged: Judged, record: Record, state: State, blobs: Blobs) -> None:
        for trail in self.trails:
            trail.changing(judged, record, state, blobs)

    def changed(self, judged: Judged, applied: Applied, state: State, blobs: Blobs) -> None:
        for trail in self.trails:
            trail.changed(judged, applied, state, blobs)

    def replayed(self) -> None:
        for trail in self.trails:
            trail.replayed()

    def step(self, name: str) -> None:
        for trail in self.trails:
            trail.step(name)

    def begun(self, tab: Claim) -> None:
        for trail in self.trails:
            trail.begun(tab)

    def write(self, tab: Claim, run: Run, end: End) -> None:
        for trail in self.trails:
            trail.write(tab, run, end)


__all__ = ["trail_of"]
