"""
Widgets whose value outlives them: ``persist_state``, and ``bind="query-params"``, whose value stands in the address.

That a key is kept is noted among the user entries, under a name that authors do not see: so it goes along from page to
page with them, as the value itself does while its widget is not drawn.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from formrerun.codec import Unstorable
from formrerun.engine.keys import RESERVED
from formrerun.exceptions import Invalid, NotOffered

if TYPE_CHECKING:
    from formrerun.engine.runner import Run
    from formrerun.engine.state import State
    from formrerun.engine.widgets import Widget

logger = logging.getLogger("formrerun")

#: Beginning of the names under which it is noted how a key is kept.
_NOTE = f"{RESERVED}-kept-"
#: Beginning of those under which it is noted what the address said of a key at last; None is nothing.
_SAID = f"{RESERVED}-said-"
NEVER = object()  # nothing is noted yet
ADDRESS, PAGE, SESSION = "address", "page", "session"


def note(run: Run, key: str, bind: str | None, persist_state: str | None) -> None:
    """Note how the value of a widget's key is kept, or that it is kept no longer."""
    user, name = run.state.user, _NOTE + key
    scopes = [*([ADDRESS] if bind else []), *([persist_state or PAGE] if bind or persist_state else [])]
    if bind and ADDRESS not in user.get(name, ()):
        run.state.new_in_address.add(key)
    if scopes:
        if user.get(name) != scopes:
            user[name] = scopes
    elif name in user:
        del user[name]
        user.pop(key, None)
        user.pop(_SAID + key, None)


def _notes(user: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name.removeprefix(_NOTE): user[name] for name in user if name.startswith(_NOTE)}


def is_bound(state: State, key: str) -> bool:
    """Return True if a query parameter belongs to a widget."""
    return ADDRESS in state.user.get(_NOTE + key, ())


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
        state.user.pop(_SAID + key, None)
        if SESSION not in scopes:
            del state.user[_NOTE + key]
            state.user.pop(key, None)


def read_address(run: Run, widget: Widget) -> None:
    """
    Take a bound widget's value from the address, as if code had set it.

    At its first run, over what code has set; and when a person went back or forward, over what it has. That they did
    shows where the address is another than the last run left, though the browser has the last page there is; not where
    the default is another, which the address says by saying nothing. What the widget does not take is no value.
    """
    state, key, field = run.state, widget.key or "", widget.field
    held, texts = state.widgets.get(widget.id), run.query.get(key)
    value, shown = field.initial(), field.to_address(field.initial())
    if held is not None:
        latest = 0 < state.have == state.run - 1 and key not in state.new_in_address
        moved = latest and texts != state.user.get(_SAID + key, NEVER)
        if not moved or key in state.pending or widget.id in state.sent or held.set_by == state.run:
            return
        shown = field.to_address(held.read(field))
    elif texts is None:
        return
    if texts is not None:
        try:
            value = field.from_address([] if texts == [""] else texts)
        except (Invalid, NotOffered, Unstorable, ValueError, TypeError, IndexError):
            logger.info("The address has a value that widget %r does not take: %.80r", key, texts)
            return
    if field.to_address(value) != shown:
        state.pending[key] = value


def write_address(run: Run, widget: Widget, value: Any) -> None:
    """Let the address say a bound widget's value; the default is said by saying nothing."""
    key, field, user = widget.key or "", widget.field, run.state.user
    texts = field.to_address(value)
    if texts == field.to_address(field.initial()):
        run.query.pop(key, None)
    else:
        run.query[key] = texts or [""]
    said = run.query.get(key)
    if user.get(_SAID + key, NEVER) != said:
        user[_SAID + key] = said


__all__ = ["bound", "is_bound", "leave", "note", "read_address", "rescue", "write_address"]
