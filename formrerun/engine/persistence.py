"""
Widgets whose value outlives them: ``persist_state``, and ``bind="query-params"``, whose value stands in the address.

That a key is kept is noted among the user entries, under a name that authors do not see: so it goes along from page to
page with them, as the value itself does while its widget is not drawn.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from formrerun.engine.keys import RESERVED

if TYPE_CHECKING:
    from formrerun.engine.state import State

logger = logging.getLogger("formrerun")

#: Beginning of the names under which it is noted how a key is kept.
KEPT_PREFIX = f"{RESERVED}-kept-"
#: Beginning of those under which it is noted what the address said of a key at last; None is nothing.
SAID_PREFIX = f"{RESERVED}-said-"
NEVER = object()  # nothing is noted yet
ADDRESS, PAGE, SESSION = "address", "page", "session"


def _notes(user: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name.removeprefix(KEPT_PREFIX): user[name] for name in user if name.startswith(KEPT_PREFIX)}


def is_bound(state: State, key: str) -> bool:
    """Return True if a query parameter belongs to a widget."""
    return ADDRESS in state.user.get(KEPT_PREFIX + key, ())


def bound(state: State) -> list[str]:
    """Return the query parameters that belong to widgets."""
    return [key for key, scopes in _notes(state.user).items() if ADDRESS in scopes]


def rescue(state: State, drawn: set[str]) -> None:
    """Keep the values of widgets that are about to be forgotten, under their keys."""
    for key in _notes(state.user):
        id_ = state.ids.get(key)
        held = state.widgets.get(id_) if id_ is not None and id_ not in drawn else None
        if held is not None and id_ is not None:
            state.user[key] = held.read(state.field_of(id_))


def leave(state: State) -> None:
    """Before a change of page: only what is kept for the session goes along."""
    rescue(state, set())
    for key, scopes in _notes(state.user).items():
        state.user.pop(SAID_PREFIX + key, None)
        if SESSION not in scopes:
            del state.user[KEPT_PREFIX + key]
            state.user.pop(key, None)


__all__ = ["bound", "is_bound", "leave", "rescue"]
