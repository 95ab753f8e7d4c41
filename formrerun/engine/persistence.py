"""
Widgets whose value outlives them: ``persist_state``, and ``bind="query-params"``, whose value stands in the address.

That a key is kept is noted among the user entries, under a name that authors do not see: so it goes along from page to
page with them, as the value itself does while its widget is not drawn.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, MutableMapping
from typing import Any

from formrerun.engine.keys import RESERVED

logger = logging.getLogger("formrerun")

#: Beginning of the names under which it is noted how a key is kept.
KEPT_PREFIX = f"{RESERVED}-kept-"
#: Beginning of those under which it is noted what the address said of a key at last; None is nothing.
SAID_PREFIX = f"{RESERVED}-said-"
NEVER = object()  # nothing is noted yet
ADDRESS, PAGE, SESSION = "address", "page", "session"
ELSEWHERE = "elsewhere"  # in the address of another page, whose widget has the value again when it is drawn


def kept_keys(user: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the keys whose value outlives their widget, with how each is kept."""
    return {name.removeprefix(KEPT_PREFIX): user[name] for name in user if name.startswith(KEPT_PREFIX)}


def is_bound(user: Mapping[str, Any], key: str) -> bool:
    """Return True if a query parameter belongs to a widget."""
    name = KEPT_PREFIX + key
    return name in user and ADDRESS in user[name]  # few are: a look is cheaper than a default


def bound(user: Mapping[str, Any]) -> list[str]:
    """Return the query parameters that belong to widgets."""
    return [key for key, scopes in kept_keys(user).items() if ADDRESS in scopes]


def leave(user: MutableMapping[str, Any]) -> None:
    """
    Before a change of page, and after ``State.rescue``: what is kept for the session goes along, and what is bound.

    Of the other page's address a bound widget has nothing.
    """
    for key, scopes in kept_keys(user).items():
        user.pop(SAID_PREFIX + key, None)
        kept = [ELSEWHERE if scope == ADDRESS else scope for scope in scopes if scope != PAGE]
        if kept:
            user[KEPT_PREFIX + key] = kept
        else:
            del user[KEPT_PREFIX + key]
            user.pop(key, None)


__all__ = ["bound", "is_bound", "kept_keys", "leave"]
