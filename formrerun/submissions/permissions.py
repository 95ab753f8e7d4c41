"""What of a submission its visitor may do: asked when it comes, whatever the page has shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied

from formrerun.engine.blobs import Blobs
from formrerun.engine.callbacks import Callback
from formrerun.engine.fields import Trigger
from formrerun.engine.fragments import enclosing
from formrerun.engine.run import Run
from formrerun.exceptions import NotPermitted
from formrerun.protocol.record import Record
from formrerun.protocol.submission import Judged
from formrerun.submissions import unstorable
from formrerun.utils.django_internals import auth_tests


def permitted(judged: Judged, user: Any, record: Record, blobs: Blobs, replay: Callable[[bool], Run]) -> Judged:
    """
    Return a submission without what was changed in fragments that its visitor may not use any more.

    Parameters
    ----------
    user
        The visitor; None where nobody says who that is.
    replay
        See :func:`formrerun.submissions.unstorable.restore`.

    Raises
    ------
    NotPermitted
        If the button that was pressed is not for this visitor.
    """
    for trigger in judged.triggers:
        field = trigger.field(blobs)
        if not isinstance(field, Trigger) or (field.permission is not None and not field.permission.is_held_by(user)):
            raise NotPermitted
    known = record.manifest.fragments
    closed = {id_ for id_, entry in known.items() if entry.is_guarded and not _may_use(record, id_, user, replay)}
    if not closed:
        return judged
    if any(closed.intersection(enclosing(trigger.fragment, known)) for trigger in judged.triggers):
        raise NotPermitted
    lost = {entry.id for entry, _posted in judged.changes if closed.intersection(enclosing(entry.fragment, known))}
    return replace(
        judged,
        changes=[(entry, posted) for entry, posted in judged.changes if entry.id not in lost],
        asked=[entry for entry in judged.asked if entry.id not in lost],
        refused=[*judged.refused, *lost],
    )


def _may_use(record: Record, fragment: str, user: Any, replay: Callable[[bool], Run]) -> bool:
    call = unstorable.function_of(record, fragment)
    if call is not None:
        return bool(call.function.may_be_used(user))  # type: ignore[attr-defined]
    # No import finds the function: it is drawn for those who may use it.
    return any(fragment in replay(pressed).drawing.fragments for pressed in (False, True))


def asked_first(callback: Callback, user: Any) -> Callable[[], None]:
    """Return a callback without Django's decorators of permissions, which are asked before it is called."""
    asked = auth_tests(callback.function)
    if not asked.tests:
        return callback

    def checked() -> None:
        if not all(test(user) for test in asked.tests):
            raise PermissionDenied
        asked.function(*callback.args, **callback.kwargs)

    return checked


__all__ = ["asked_first", "permitted"]
