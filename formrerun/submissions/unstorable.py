"""
Callbacks and options that cannot be stored: lambdas, closures, objects of classes that no import finds.

The process that drew the page keeps them. Another process, or this one after a restart, finds them by *one replay*: it
runs the page once more with the state the tab has, throws everything away but the callbacks, and uses one only if it
is the function that was drawn (decisions 15 and 20).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.engine import callbacks
from formrerun.engine.callbacks import Callback
from formrerun.engine.demands import Demands
from formrerun.engine.fields import Field
from formrerun.engine.run import Run
from formrerun.exceptions import TriggerGone
from formrerun.protocol.entry import Entry
from formrerun.protocol.record import Record
from formrerun.utils.bounded_cache import BoundedCache

logger = logging.getLogger("formrerun.submission")

#: Widget id to its field, its callback and its demands.
Remembered = dict[str, tuple[Field[Any] | None, Callback | None, Demands | None]]

#: See :func:`formrerun.submissions.dry_runs.replays`.
Replays = Callable[[list[Entry]], Iterable[Run]]

NOTHING = (None, None, None)

_remembered: BoundedCache[Remembered] = BoundedCache(lambda: settings.LIVE_TABS)


def remember(record: Record, run: Run) -> None:
    """Remember what of a page could not be stored; called when its manifest has been packed."""
    found_here: Remembered = {}
    for entry in record.manifest.entries():
        if entry.kept is not None:  # all of it can be
            continue
        widget = run.drawing.widgets.get(entry.id)
        if widget is not None and (entry.process_only or widget.field.is_partial):
            found_here[entry.id] = (widget.field, widget.callback, widget.demands)
    before = _remembered.get(record.id) or {}
    for id_, fragment in record.manifest.fragments.items():
        if fragment.process_only:
            found_here[id_] = (None, fragment.call, None) if fragment.call is not None else before.get(id_, NOTHING)
    if run.fragment_scope is not None:  # the rest of the page is as it was
        found_here = {**before, **found_here}
    if found_here:
        _remembered.put(record.id, found_here)


def function_of(record: Record, fragment: str) -> Callback | None:
    """Return how to call a fragment of the page again, or None if this process cannot know it."""
    entry = record.manifest.fragments[fragment]
    if entry.process_only and entry.call is None:
        entry.call = (_remembered.get(record.id) or {}).get(fragment, NOTHING)[1]
    return entry.function()


def forget() -> None:
    """Drop everything remembered, as a restart does."""
    _remembered.clear()


def restore(record: Record, wanted: Iterable[Entry], replays: Replays) -> None:
    """
    Give entries back what could not be stored.

    Parameters
    ----------
    record
        The tab's record.
    wanted
        The entries a submission needs.
    replays
        Runs the page once more, rolled back, in each of the ways in which it may draw these entries; called only if
        this process does not have them.

    Raises
    ------
    TriggerGone
        If the page as it is now has another function at that place: it is not run.
    """
    missing = [entry for entry in wanted if entry.process_only and not _complete(entry)]
    if not missing:
        return
    remembered = _remembered.get(record.id) or {}
    if any(not _fill_in(entry, remembered) for entry in missing):
        names = ", ".join(repr(entry.key or entry.kind) for entry in missing)
        logger.warning(
            "Page %s runs once more to find what no other process can know: the callback, validators or options of %s. "
            "Make the callback a function at module level, validators too, and the options values the codec knows.",
            record.page,
            names,
        )
        for run in replays(missing):
            drawn = run.drawing.widgets
            found: Remembered = {id_: (each.field, each.callback, each.demands) for id_, each in drawn.items()}
            if all(_fill_in(entry, found) for entry in missing):
                break
        else:
            raise TriggerGone(_("The page has changed meanwhile. Your input is still in the fields; send it again."))


def drawn_field(record: Record, entry: Entry, replays: Replays) -> Field[Any] | None:
    """
    Return the field of an entry as the page has drawn it, with what is not stored of it; None if it is not drawn now.

    Parameters
    ----------
    replays
        See :func:`restore`.
    """
    field = (_remembered.get(record.id) or {}).get(entry.id, NOTHING)[0]
    if field is not None:
        return field
    drawn = (run.drawing.widgets.get(entry.id) for run in replays([entry]))
    return next((widget.field for widget in drawn if widget is not None), None)


def _complete(entry: Entry) -> bool:
    needs_callback = entry.packed_callback is not None and entry.packed_callback[0] == "live"
    knows_demands = entry.demands is not None or not entry.has_demands
    return entry._field is not None and not (needs_callback and entry.callback is None) and knows_demands


def _fill_in(entry: Entry, remembered: Remembered) -> bool:
    known = remembered.get(entry.id)
    if known is None:
        return False
    field, callback, asked = known
    wants = entry.packed_callback
    if wants is not None and wants[0] == "live":
        if callback is None or callbacks.fingerprint(callback.function) != wants[1]:
            return False
        entry.callback = callback
    if entry.has_demands and entry.demands is None:  # what the page asks now is what counts
        entry.demands = asked or Demands()
    if entry._field is None and not entry.is_trigger:
        entry._field = field
    return True
