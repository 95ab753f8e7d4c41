"""Widgets whose value stands in the page's address: ``bind="query-params"``."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from formrerun.codec import Unstorable
from formrerun.engine.persistence import ADDRESS, KEPT_PREFIX, NEVER, PAGE, SAID_PREFIX
from formrerun.exceptions import Invalid, NotOffered
from formrerun.utils.urls import has_room

if TYPE_CHECKING:
    from formrerun.engine.run import Run
    from formrerun.engine.widgets import Widget


logger = logging.getLogger("formrerun")


def note(run: Run, key: str, bind: str | None, persist_state: str | None) -> None:
    """Note how the value of a widget's key is kept, or that it is kept no longer."""
    user, name = run.state.user, KEPT_PREFIX + key
    scopes = [*([ADDRESS] if bind else []), *([persist_state or PAGE] if bind or persist_state else [])]
    if bind and ADDRESS not in user.get(name, ()):
        run.state.new_in_address.add(key)
    if scopes:
        if user.get(name) != scopes:
            user[name] = scopes
    elif name in user:
        del user[name]
        user.pop(key, None)
        user.pop(SAID_PREFIX + key, None)


def read_address(run: Run, widget: Widget) -> None:
    """
    Take a bound widget's value from the address, as if code had set it.

    At its first run, over what code has set; and when a person went back or forward, over what it has. That they did
    the browser says, or it shows where the address is another than the last run left, though the browser has the last
    page there is; not where the default is another, which the address says by saying nothing. What the widget does not
    take is no value.
    """
    state, key, field = run.state, widget.key or "", widget.field
    widget_state, texts = state.widgets.get(widget.id), run.query.get(key)
    value, shown = field.initial(), field.to_query(field.initial())
    if widget_state is not None:
        may_have_moved = state.moved or 0 < state.seen_run == state.run - 1
        moved = may_have_moved and key not in state.new_in_address and texts != state.user.get(SAID_PREFIX + key, NEVER)
        if not moved or key in state.pending or widget.id in state.sent or widget_state.set_by == state.run:
            return
        shown = field.to_query(widget_state.read(field))
    elif texts is None:
        return
    if texts is not None:
        try:
            value = field.from_query([] if texts == [""] else texts)
        except (Invalid, NotOffered, Unstorable, ValueError, TypeError, IndexError):
            logger.info("The address has a value that widget %r does not take: %.80r", key, texts)
            return
        if not _will_do(widget, value):
            return
    if field.to_query(value) != shown:
        state.pending[key] = value


def _will_do(widget: Widget, value: Any) -> bool:
    """Return True if a value of the address is what is asked of the widget's."""
    try:
        faults = widget.demands.faults(value) if widget.demands is not None else []
    except Exception:
        logger.exception("A validator of widget %r has failed on a value of the address.", widget.key)
        return False
    if faults:
        logger.info("The address has a value that widget %r does not take: %s", widget.key, " ".join(faults))
    return not faults


def write_address(run: Run, widget: Widget, value: Any) -> None:
    """Let the address say a bound widget's value; the default, and what is too long, is said by saying nothing."""
    key, field, user = widget.key or "", widget.field, run.state.user
    texts = field.to_query(value)
    if texts != field.to_query(field.initial()) and has_room(run.query, key, texts or [""]):
        run.query[key] = texts or [""]
    else:
        run.query.pop(key, None)
    said = run.query.get(key)
    if user.get(SAID_PREFIX + key, NEVER) != said:
        user[SAID_PREFIX + key] = said


__all__ = ["note", "read_address", "write_address"]
