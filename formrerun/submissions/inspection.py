"""
What happened in a submission, for its author: noted while ``DEBUG`` is on, shown below the page, kept in the process.

It looks on as the audit's trail does, and changes nothing: what cannot be read is said to be unreadable.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings as project
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from formrerun.conf import settings
from formrerun.engine.blobs import Blobs
from formrerun.engine.run import Run
from formrerun.engine.runner import End
from formrerun.engine.state import State
from formrerun.exceptions import BadSubmission
from formrerun.protocol.posted import PostData
from formrerun.protocol.record import Record
from formrerun.protocol.submission import Applied, Judged
from formrerun.store.base import Claim
from formrerun.submissions.audit import MASK, Trail, call_of, is_masked
from formrerun.submissions.written_tests import Step, written_test
from formrerun.utils import django_internals
from formrerun.utils.bounded_cache import BoundedCache

if TYPE_CHECKING:
    from formrerun.submissions.page_request import PageRequest

logger = logging.getLogger("formrerun")

#: How many runs of a tab are kept, of how many tabs, and the longest text of a value and of a statement.
RUNS, TABS, LONGEST = 20, 50, 400


def quietly(look: Callable[..., None]) -> Callable[..., None]:
    """Let a look fail without a word to the visitor: what is looked at matters more. Its own queries do not count."""

    @wraps(look)
    def looked(self: Inspection, *given: Any) -> None:
        self._looking = True
        try:
            look(self, *given)
        except Exception:
            logger.exception("What happened in a submission could not be noted.")
        finally:
            self._looking = False

    return looked


class Query(NamedTuple):
    """A statement that went to a database: in which step, its text, milliseconds."""

    step: str
    sql: str
    took: float

    @property
    def step_name(self) -> str:
        """What the step is called."""
        return str(_STEPS.get(self.step, self.step))


class Field(NamedTuple):
    """A field that was sent: its name, its value before, what was posted, its value after, and what became of that."""

    name: str
    before: str
    posted: str
    after: str
    verdict: str


class Inspection(Trail):
    """
    One run of a page, or one submission that none ran for.

    Attributes
    ----------
    why
        "opened", "submitted", "run again", or "answered from the record": a repeat.
    trigger, callbacks
        What was pressed, and what was called for it.
    fields, state
        What was sent; key, value before and after of what is another one in ``session_state``.
    steps
        Name and milliseconds of each, in their order.
    end
        How it ended: "completed", "refused: …" and so on.
    runs
        How often the page function, or a fragment in its stead, was called.
    fragments
        The fragments that ran in the page's stead.
    replays
        How often the page was drawn besides, to find what no store can hold.
    """

    def __init__(self, visit: PageRequest, posted: PostData | None) -> None:
        self.visit, self.posted = visit, posted
        self.at = time.time()
        self.why = _("opened") if posted is None else _("run again") if posted.kind == "rerun" else _("submitted")
        self.trigger, self.callbacks, self.end = "", "", ""
        self.fields: list[Field] = []
        self.state: list[tuple[str, str, str]] = []
        self.steps: list[tuple[str, float]] = []
        self.queries: list[Query] = []
        self.fragments: tuple[str, ...] = ()
        self.runs = self.replays = 0
        self.code = ""
        self._now, self._step = time.perf_counter(), "judging"
        self._looking = False
        self._judged = Judged()
        self._before: dict[str, Any] = {}
        self._sent: dict[str, tuple[str, str, str, Any]] = {}

    @property
    def total(self) -> float:
        """Milliseconds of all steps."""
        return round(sum(took for _step, took in self.steps), 1)

    @property
    def by_step(self) -> list[tuple[str, float, int]]:
        """Name, milliseconds and number of queries of each step."""
        return [
            (str(_STEPS.get(name, name)), took, sum(query.step == name for query in self.queries))
            for name, took in self.steps
        ]

    def as_dict(self) -> dict[str, Any]:
        """Return what the template shows, as plain values."""
        plain = ("why", "trigger", "callbacks", "end", "total", "runs", "replays", "state", "by_step", "code")
        return {
            **{name: getattr(self, name) for name in plain},
            "fragments": list(self.fragments),
            "fields": [field._asdict() for field in self.fields],
            "queries": [{**query._asdict(), "step_name": query.step_name} for query in self.queries],
        }

    # ------------------------------------------------------------------------------------------- what is looked at

    @contextmanager
    def refusals(self) -> Iterator[None]:
        known = connections.all(initialized_only=True)
        for connection in known:
            django_internals.add_statement_wrapper(connection, self._query)
        try:
            yield
            if not self.end and self.posted is not None:  # nothing ran
                self.why, self.end = _("answered from the record"), str(_ENDS[End.COMPLETED])
        except BadSubmission as error:
            beside = [f"{self._sent[id_][0] if id_ in self._sent else id_}: {text}" for id_, text in _errors(error)]
            self.end = "; ".join([_("refused: %s") % error, *beside])
            raise
        finally:
            for connection in known:
                django_internals.remove_statement_wrapper(connection, self._query)
            self.step("saving")
            if self.posted is not None:
                keep(self.posted.tab, self)

    def _query(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if self._looking:
            return execute(sql, params, many, context)
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = 1000 * (time.perf_counter() - began)
            self.queries.append(Query(self._step, str(sql)[: 4 * LONGEST], round(took, 2)))

    def step(self, name: str) -> None:
        now = time.perf_counter()
        self.steps.append((name, round(1000 * (now - self._now), 2)))
        self._now, self._step = now, _FOLLOWING.get(name, "")

    @quietly
    def changing(self, judged: Judged, record: Record, state: State, blobs: Blobs) -> None:
        self._judged, self._before = judged, _values(state)
        for entry, posted in judged.changes:
            before = _text(_value(state, entry, blobs))
            shown = ", ".join(posted)
            if is_masked(entry, ""):
                before, shown = MASK, MASK
            self._sent[entry.id] = (entry.key or entry.kind, before, shown[:LONGEST], entry)
        self.trigger = ", ".join(entry.key or entry.kind for entry in judged.triggers)

    @quietly
    def changed(self, judged: Judged, applied: Applied, state: State, blobs: Blobs) -> None:
        self.callbacks = ", ".join(filter(None, (call_of(entry) for entry in applied.due if entry.has_callback)))
        others, refused = {entry.id for entry in applied.changed}, set(judged.refused)
        for id_, (name, before, posted, entry) in self._sent.items():
            held = state.widgets.get(id_)
            verdict = _("new") if id_ in others else _("as before")
            if id_ in refused:
                verdict = _("not offered, ignored")
            elif held is not None and held.rev == state.run:
                again = _("shown again: the server writes it otherwise, or code has set it meanwhile")
                verdict = f"{verdict}, {again}"
            after = MASK if is_masked(entry, "") else _text(_value(state, entry, blobs))
            self.fields.append(Field(name, before, posted, after, verdict))
        self.step("judging")

    def replayed(self) -> None:
        self.replays += 1

    @quietly
    def write(self, tab: Claim, run: Run, end: End) -> None:
        self.end = str(_ENDS[end])
        if run.error is not None:
            self.end = f"{_ENDS[End.FAILED]}: {type(run.error).__name__}: {run.error}"
        self.runs, self.fragments = run.calls, tuple(run.fragments_again)
        labels = {id_: widget.label for id_, widget in run.drawing.widgets.items() if widget.key is None}
        for place, (field, id_) in enumerate(zip(self.fields, self._sent, strict=False)):
            self.fields[place] = field._replace(name=labels.get(id_) or field.name)
        masked = {entry.key for *_rest, entry in self._sent.values() if is_masked(entry, "")}
        after = _values(run.state)
        for key in dict.fromkeys((*self._before, *after)):
            pair = [_text(values[key]) if key in values else "" for values in (self._before, after)]
            if pair[0] != pair[1]:
                self.state.append((key, *([MASK, MASK] if key in masked else pair)))  # type: ignore[arg-type]
        self.code = written_test(self.visit.page, self.visit.kwargs, self._before, self._steps_of(run), run)
        if self.posted is None:
            keep(tab.record.id, self)

    def _steps_of(self, run: Run) -> list[Step]:
        """Return what a test does to send the same again."""
        state, steps = run.state, []
        for entry, _sent in self._judged.changes:
            held = state.widgets.get(entry.id)
            value = held.value if held is not None else None
            steps.append(Step(entry.kind, entry.key, entry.id, MASK if is_masked(entry, "") else value))
        return steps + [Step(entry.kind, entry.key, entry.id, None, pressed=True) for entry in self._judged.triggers]


#: What steps are called, how runs end, and what goes on after each step.
_STEPS = {
    "judging": gettext_lazy("judging"), "callbacks": gettext_lazy("callbacks"), "page": gettext_lazy("page"),
    "rendering": gettext_lazy("rendering"), "saving": gettext_lazy("saving"),
}  # fmt: skip
_ENDS = {
    End.COMPLETED: gettext_lazy("completed"), End.STOPPED: gettext_lazy("stopped by the page"),
    End.RERUN: gettext_lazy("run again by the page"), End.SWITCHED: gettext_lazy("went to another page"),
    End.HALTED: gettext_lazy("stopped by the visitor"), End.INTERRUPTED: gettext_lazy("ended for a newer one"),
    End.FAILED: gettext_lazy("failed"),
}  # fmt: skip
_FOLLOWING = {"judging": "callbacks", "callbacks": "page", "page": "rendering", "rendering": "saving"}

_kept: BoundedCache[deque[Inspection]] = BoundedCache(lambda: TABS)


def is_on() -> bool:
    """Return True if runs are inspected: by DEBUG_PANEL, or else by DEBUG."""
    chosen = settings.DEBUG_PANEL
    return bool(project.DEBUG if chosen is None else chosen)


def keep(tab: str, inspection: Inspection) -> None:
    """Keep an inspection for the page's author."""
    found = _kept.get(tab)
    if found is None:
        found = deque(maxlen=RUNS)
        _kept.put(tab, found)
    found.appendleft(inspection)


def of_tab(tab: str) -> list[Inspection]:
    """Return what this process has seen of a tab, the newest first."""
    return list(_kept.get(tab) or ())


def _errors(error: BadSubmission) -> list[tuple[str, str]]:
    return list(getattr(error, "errors", {}).items())


def _values(state: State) -> dict[str, Any]:
    """Return what session_state has; what cannot be read is left out."""
    found = {}
    for key in state.keys_now():
        try:
            found[key] = state.peek(key)
        except Exception:  # its class is gone, or its row
            continue
    return found


def _value(state: State, entry: Any, blobs: Blobs) -> Any:
    held = state.widgets.get(entry.id)
    try:
        return held.read(entry.field(blobs)) if held is not None else None
    except Exception:
        return "?"


def _text(value: Any) -> str:
    try:
        return repr(value)[:LONGEST]
    except Exception:
        return f"<{type(value).__qualname__}>"


__all__ = ["Inspection", "is_on", "of_tab"]
