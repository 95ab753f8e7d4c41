"""What a callback may change in the state, as it was before: to go back to if the callback fails."""

from __future__ import annotations

from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING, Any

from formrerun.codec.lazy_mapping import LazyMap

if TYPE_CHECKING:
    from formrerun.engine.run import Run

#: What is put back where it was changed in place. Of other objects only which one it is, for nobody knows their inside.
MAPPINGS = (dict, OrderedDict, defaultdict)
CONTAINERS = frozenset([*MAPPINGS, list, set, deque, bytearray])


class Before:
    """
    A run's state and query parameters at one moment.

    Parameters
    ----------
    run
        The run; nothing of it is decoded for this.
    """

    def __init__(self, run: Run) -> None:
        state = self._state = run.state
        self._run, self._asked = run, (set(run.cleared), run.focus)
        self._query, self._query_before = run.query, {name: list(values) for name, values in run.query.items()}
        self._user = copy(state.user)
        self._widgets = {id_: widget_state.copy() for id_, widget_state in state.widgets.items()}
        self._ids, self._pending = dict(state.ids), dict(state.pending)
        self._quiet, self._assigned = set(state.quiet), set(state.assigned)
        held = self._user.decoded() if isinstance(self._user, LazyMap) else list(self._user.values())
        held += [*self._pending.values(), *(widget_state.value for widget_state in self._widgets.values())]
        self._containers = _containers(held)

    def restore(self) -> None:
        """Let it be like that again. What others share, as the tabs of a session do, stays the same object."""
        state = self._state
        self._run.cleared, self._run.focus = self._asked
        for container, held in self._containers:
            _refill(container, held)
        if isinstance(state.user, LazyMap) and isinstance(self._user, LazyMap):
            state.user.become(self._user)
        else:
            _refill(state.user, self._user)
        state.widgets, state.ids, state.pending = self._widgets, self._ids, self._pending
        state.quiet, state.assigned = self._quiet, self._assigned
        _refill(self._query, self._query_before)


def _containers(values: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Return every container in these values with a copy of what it holds."""
    found: dict[int, tuple[Any, Any]] = {}
    waiting = [value for value in values if type(value) in CONTAINERS]
    while waiting:
        container = waiting.pop()
        if id(container) in found:
            continue
        found[id(container)] = container, copy(container)
        inside = container.values() if isinstance(container, dict) else container
        waiting += [value for value in inside if type(value) in CONTAINERS]
    return list(found.values())


def _refill(container: Any, held: Any) -> None:
    container.clear()
    if isinstance(container, (list, deque, bytearray)):
        container.extend(held)
    else:
        container.update(held)


__all__ = ["Before"]
