"""A widget's way into a run: its identity, its value, its callback."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _

from formrerun.engine import persistence, query_binding
from formrerun.engine.callbacks import Callback, calling
from formrerun.engine.keys import PAGE_FORM, identity, to_key
from formrerun.engine.previews import pending_value
from formrerun.engine.widget_state import UNSET, WidgetState, safe_copy
from formrerun.exceptions import (
    CachedWidgetWarning,
    StreamlitAPIException,
    StreamlitDuplicateElementId,
    StreamlitInvalidFormCallbackError,
    StreamlitMissingRequiredParameterError,
    StreamlitValueAssignmentNotAllowedError,
    StreamlitValueError,
)

if TYPE_CHECKING:
    from formrerun.engine.run import Run
    from formrerun.engine.run_parts import Drawing, Place
    from formrerun.engine.state import State
    from formrerun.engine.widgets import Widget


logger = logging.getLogger("formrerun")


OnChange = Callable[..., Any] | Literal["rerun", "ignore"] | None


_warned_default = False


def on_change_mode(
    on_change: OnChange, *, parameter: str = "on_change", modes: Collection[str] = ("rerun", "ignore")
) -> Callable[..., Any] | None:
    """
    Return the callback of an ``on_change`` parameter, or None.

    Raises
    ------
    StreamlitValueError
        If it is neither a mode nor callable.
    """
    if on_change is None or callable(on_change):
        return on_change
    if isinstance(on_change, str) and on_change in modes:
        return None
    if not modes and on_change in ("rerun", "ignore"):
        raise StreamlitAPIException(
            f'`{parameter}="{on_change}"` is not supported on this widget. Pass a callback, or omit `{parameter}`.'
        )
    raise StreamlitValueError(parameter, [*(f"'{mode}'" for mode in modes), "a callback function"])


@dataclass(slots=True)
class Declared:
    """What :func:`declare` settled for a widget: the variables every widget has."""

    id: str
    key: str | None
    form: str
    form_id: str
    ignore: bool
    callback: Callback | None

    def as_kwargs(self) -> dict[str, Any]:
        """Return them as keyword arguments of a :class:`Widget`."""
        return {
            "id": self.id,
            "key": self.key,
            "form": self.form,
            "form_id": self.form_id,
            "ignore": self.ignore,
            "callback": self.callback,
        }


def declare(
    run: Run,
    kind: str,
    key: str | int | None,
    params: Mapping[str, Any],
    *,
    resets: Collection[str] = (),
    on_change: OnChange = None,
    parameter: str = "on_change",
    modes: Collection[str] = ("rerun", "ignore"),
    args: Any = None,
    kwargs: Any = None,
    writable: bool = True,
    default_given: bool = False,
    submits: bool = False,
    bind: str | None = None,
    persist_state: str | None = None,
) -> Declared:
    """
    Check what holds for every widget and give it its identity.

    Parameters
    ----------
    run
        The run it is drawn in.
    kind, key, params, resets
        See :func:`keys.identity`.
    on_change, parameter, modes, args, kwargs
        The callback, the name of its parameter, the words it may be, and what it is called with.
    writable
        False if session_state may not be assigned for it.
    default_given
        True if the author gave a default that differs from the neutral one.
    submits
        True for a form's submit button: the one widget of a form that may have a callback.

    Raises
    ------
    StreamlitAPIException
        If the key is taken or may not be assigned, or the callback may not stand in a form (semantics 3.1, 3.4, 4.1).
    """
    name = to_key(key)
    callback = checked_callback(run, on_change, parameter=parameter, modes=modes, submits=submits)
    drawing = run.drawing
    form = drawing.form_here()
    if bind is not None or persist_state is not None:
        _check_keeping(name, bind, persist_state)
    id_ = identity(kind, name, run.page, form, drawing.draws_into().root, params, resets)
    admit(run, kind, id_, name, writable=writable, default_given=default_given, bind=bind, persist_state=persist_state)
    call = calling(callback, args, kwargs) if callback is not None else None
    return Declared(id_, name, form, form_element(drawing, form), on_change == "ignore", call)


def checked_callback(
    run: Run,
    on_change: OnChange,
    *,
    parameter: str = "on_change",
    modes: Collection[str] = ("rerun", "ignore"),
    submits: bool = False,
) -> Callable[..., Any] | None:
    """Return the callback of an ``on_change`` parameter, or None; raise an API error if it may not stand in a form."""
    callback = on_change_mode(on_change, parameter=parameter, modes=modes)
    if callback is not None and not submits and not run.is_bare and run.drawing.form_here():
        raise StreamlitInvalidFormCallbackError
    return callback


def admit(
    run: Run,
    kind: str,
    id_: str,
    key: str | None,
    *,
    writable: bool,
    default_given: bool,
    bind: str | None = None,
    persist_state: str | None = None,
) -> None:
    """
    Let a widget with this identity and key into a run: the part of :func:`declare` that depends on what is there.

    Raises
    ------
    StreamlitAPIException
        If the key is taken or may not be assigned, or another widget has the same identity.
    """
    state, is_bare = run.state, run.is_bare
    if run.recorders and run.in_cached_function:
        run.draw_exception(CachedWidgetWarning())
    if key is not None and not is_bare:
        if key in state.pending:
            if not writable:
                raise StreamlitValueAssignmentNotAllowedError(key)
            if default_given:
                _warn_default(key)
        run.claim_key(key)
        if bind or persist_state or persistence.KEPT_PREFIX + key in state.user:
            query_binding.note(run, key, bind, persist_state)
    if id_ in state.drawn_ids:
        raise StreamlitDuplicateElementId(kind)
    state.drawn_ids.add(id_)


def form_element(drawing: Drawing, form: str) -> str:
    """Return the HTML id of the form element that the controls of a form, or of none (""), name."""
    return drawing.forms[form].dom_id if form in drawing.forms else PAGE_FORM


def register(run: Run, widget: Widget) -> Any:
    """
    Draw a widget and return its value: that of the first of :data:`SOURCES` that has one.

    If it is not valid for the parameters of this run, the widget falls back to its default.
    """
    state, field, id_, key = run.state, widget.field, widget.id, widget.key
    drawing, here = run.drawing, run.drawing.here
    widget.fragment = here.fragment
    if key is not None:  # not before: until here the key still names the widget's state under another identity
        state.ids[key] = id_
        if key in run.field_errors:
            widget.error = run.field_errors.pop(key)
        if key == run.focus:
            widget.focus = state.run
    form = drawing.forms.get(widget.form)
    widget.redraws = form is not None and (form.live is True or key in (form.live or ()))
    if id_ in run.refused:
        widget.error = run.refused[id_]
    if field.trigger:
        return _register_trigger(run, widget, here)
    if widget.disabled and id_ in state.before:
        state.revert_sent(id_)
    is_bound = key is not None and persistence.is_bound(state.user, key)
    if is_bound:
        query_binding.read_address(run, widget)
    for source in SOURCES:
        if (entry := source(state, widget)) is not None:
            break
    assert entry is not None  # every widget has a default
    value = entry.read(field)
    valid = field.revalidate(value)
    # What code has written is returned as it is, in the run that reads it first.
    if field.has_shapes and source is not _from_assignment and source is not _from_user_entry:
        valid = field.reshaped(valid)
    if valid is not value:
        value, entry = valid, _reset(state, widget, valid)
    widget.state = entry
    if run.preview is not None and widget.form == run.preview.form:
        value = pending_value(run.preview, widget, value)
    if is_bound:
        query_binding.write_address(run, widget, value)
    _enter(run, widget, here)
    return safe_copy(value)


def _register_trigger(run: Run, widget: Widget, here: Place) -> bool:
    """Draw a button and return whether it caused this run."""
    state, id_ = run.state, widget.id
    _enter(run, widget, here)
    state.trigger_ids.add(id_)
    if widget.disabled:
        state.triggers.discard(id_)
    elif id_ in state.triggers:
        run.saw_trigger(id_)
        return True
    return False


def _enter(run: Run, widget: Widget, here: Place) -> None:
    run.add(widget, here)
    run.drawing.widgets[widget.id] = widget


# ------------------------------------------------------------------------------- where a widget's value comes from


def _from_assignment(state: State, widget: Widget) -> WidgetState | None:
    """What code has written to ``session_state`` under its key in this submission."""
    key, field = widget.key, widget.field
    if key is None or key not in state.pending:
        return None
    value = field.coerce(state.pending[key])
    field.check_bounds(value)
    del state.pending[key]
    state.assigned.add(widget.id)
    entry = state.widgets.get(widget.id)
    if entry is not None and key in state.quiet:
        return entry
    return _assign(state, widget, value)


def _from_widget_state(state: State, widget: Widget) -> WidgetState | None:
    """What was sent for it, or what it was after the last run."""
    entry, field = state.widgets.get(widget.id), widget.field
    if entry is None:
        return None
    if not field.stores_posted:
        if widget.id in state.assigned:  # in a run that did not draw it
            entry.value = field.coerce(entry.read(field))
        return entry
    if entry.stored is UNSET:  # assigned while the widget was not drawn
        entry.value = field.coerce(entry.read(None))
        entry.stored = field.to_stored(entry.value)
        return entry
    if widget.id in state.before and (judge := state.field_of(widget.id)) is not None:
        field.learn(judge, entry.stored)
    if not field.is_offered(entry.stored) and not _restore(state, widget, entry):
        return _reset(state, widget, field.from_stored(entry.stored))
    entry.value = field.from_stored(entry.stored)
    return entry


def _restore(state: State, widget: Widget, entry: WidgetState) -> bool:
    """Find an option again by its value as the last run knew it; say so at the field if it does not exist any more."""
    before = state.field_of(widget.id)
    if before is None or not before.stores_posted:
        return False
    if before.gone(entry.stored):
        widget.error = _("What was chosen here does not exist any more.")
        return False
    if entry.value is UNSET and not before.is_offered(entry.stored):
        return False
    stored = widget.field.restored(entry.stored, entry.read(before))
    if stored is not None:
        entry.stored = stored
    return stored is not None


def _from_user_entry(state: State, widget: Widget) -> WidgetState | None:
    """What ``session_state`` has under its key from before it was drawn."""
    key = widget.key
    if key is None or key not in state.user:
        return None
    value = widget.field.coerce(state.user[key])
    state.assigned.add(widget.id)
    return _begin(state, widget, value)


def _from_default(state: State, widget: Widget) -> WidgetState:
    """Its default."""
    return _begin(state, widget, widget.field.initial())


#: Where the value of a widget comes from. Their order is the rule: the first that has one counts.
SOURCES: tuple[Callable[[State, Widget], WidgetState | None], ...] = (
    _from_assignment,
    _from_widget_state,
    _from_user_entry,
    _from_default,
)


def _begin(state: State, widget: Widget, value: Any) -> WidgetState:
    """Give a widget its first value."""
    entry = state.widgets[widget.id] = WidgetState(value, UNSET, state.run)
    if widget.field.stores_posted:
        entry.stored = widget.field.to_stored(value)
    return entry


def _assign(state: State, widget: Widget, value: Any) -> WidgetState:
    """Set a widget's value as code does: the browser shows it."""
    entry = state.assign(widget.id, value)
    if widget.field.stores_posted:
        entry.stored = widget.field.to_stored(value)
    return entry


def _reset(state: State, widget: Widget, value: Any) -> WidgetState:
    """Set a widget's value because the one it had is not valid any more: the browser shows it, but no code set it."""
    entry = _assign(state, widget, value)
    entry.set_by = 0
    return entry


# ------------------------------------------------------------------------------------------------- what is checked


def _check_keeping(key: str | None, bind: Any, persist_state: Any) -> None:
    if bind not in (None, "query-params"):
        raise StreamlitValueError("bind", ["'query-params'", "None"])
    if persist_state not in (None, "page", "session"):
        raise StreamlitValueError("persist_state", ["'page'", "'session'", "None"])
    if key is None and bind is not None:
        raise StreamlitMissingRequiredParameterError(
            "key",
            detail="When using bind='query-params', the widget must have a unique 'key' parameter specified. This "
            "'key' will be used as the name of the query parameter.",
        )
    if key is None and persist_state is not None:
        raise StreamlitMissingRequiredParameterError(
            "key",
            detail="When using persist_state, the widget must have a unique 'key' parameter specified so its value can "
            "be preserved across reruns and page switches.",
        )


def _warn_default(key: str) -> None:
    global _warned_default
    if not _warned_default:
        _warned_default = True
        logger.warning(
            'The widget with key "%s" was created with a default value but also had its value set via the Session '
            "State API.",
            key,
        )


__all__ = ["Declared", "admit", "checked_callback", "declare", "form_element", "on_change_mode", "register"]
