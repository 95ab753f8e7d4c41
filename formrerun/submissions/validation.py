"""What the widgets and forms of a submission ask of its values, looked at before any callback runs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from formrerun.elements.messages.exception import exception_element
from formrerun.engine import refusals, runner
from formrerun.engine.callbacks import Callback
from formrerun.engine.context import activate
from formrerun.engine.control_flow import ERRORS, Control
from formrerun.engine.run import Run
from formrerun.engine.undo import Before
from formrerun.engine.widget_state import safe_copy
from formrerun.exceptions import FormrerunError, Rejected
from formrerun.protocol.entry import Entry
from formrerun.protocol.record import Record
from formrerun.protocol.submission import Applied, Judged
from formrerun.store.base import Claim

#: The parameter of a callback that is given the values of the form.
VALUES = "values"


def validate(run: Run, tab: Claim, judged: Judged, applied: Applied) -> None:
    """
    Look at the values that were applied: of each widget, then, if nothing is wrong with these, of the whole form.

    Outside of forms only what was changed is looked at: nobody can put right there what another widget has.

    Raises
    ------
    Rejected
        If a value will not do, or if a validator fails to say so; what these have done to the state is undone.
    """
    asked = [entry for entry in judged.asked if entry.id not in applied.errors]
    asked = [entry for entry in asked if entry.form or entry.is_trigger or entry in applied.changed]
    if not asked and not applied.errors:
        return
    before = Before(run)
    tab.transaction.begin()  # what a validator writes commits with the record, or not at all
    errors = dict(applied.errors)
    run.in_callback = True
    try:
        with activate(run), tab.transaction.protected():
            for entry in asked:
                if not entry.is_trigger and (faults := _faults(run, entry)):
                    errors[entry.id] = " ".join(faults)
            for entry in asked if not errors and not run.field_errors else ():
                if entry.is_trigger:
                    _judge_form(run, tab.record, entry)
            if errors or run.field_errors:
                raise refusals.rejection(run, found=errors)
    except Rejected:
        before.restore()
        raise
    finally:
        run.in_callback = False
        run.drawing.stack = ()


def _faults(run: Run, entry: Entry) -> list[str]:
    demands = entry.demands
    assert demands is not None  # what has demands was given them by ``needed`` and ``restore``
    value = value_of(run, entry)
    faults, error = _attempt(lambda: demands.faults(safe_copy(value)))
    return faults if error is None else [_failed(run, entry, error)]


def _judge_form(run: Run, record: Record, button: Entry) -> None:
    """Let the form of a button say what it thinks of its values together."""
    assert button.demands is not None
    for judge in button.demands.validators:
        try:
            _result, error = _attempt(lambda: judge(form_values(run, record, button.form)))  # noqa: B023 (called here)
        except ValidationError as refusal:
            raise refusals.rejection(run, refusal) from refusal
        if error is not None:
            raise Rejected({}, [_failed(run, button, error)]) from error


def _attempt(judge: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    """Call a validator; return what it says, or what it has raised though it was none of its answers."""
    try:
        return judge(), None
    except ValidationError:
        raise
    except Control as control:
        name = type(control).__name__.lower().replace("switchpage", "switch_page")
        return [], FormrerunError(
            f"`st.{name}()` was called by a validator. It says whether a value will do, by a `ValidationError` or by "
            f"none; call `st.{name}()` in a callback."
        )
    except ERRORS as error:
        return [], error


def _failed(run: Run, entry: Entry, error: BaseException) -> str:
    """Return what is said of a value that a validator could not judge: nothing is changed, as if it would not do."""
    runner.note_error(run, error)
    shown = exception_element(run, error)
    said = _("This could not be checked, and nothing was changed.")
    return f"{said} {shown.type}: {shown.message} ({shown.where})" if shown.details else said


def value_of(run: Run, entry: Entry) -> Any:
    """Return the value that a widget has by now: what was submitted, or what it had."""
    field = entry.field(run.environment.blobs)
    state = run.state.widgets.get(entry.id)
    if state is not None:
        return state.read(field)
    return field.initial() if field is not None else None


def form_values(run: Run, record: Record, form: str) -> dict[str, Any]:
    """Return the values of a form's widgets that have a key, by that."""
    entries = [entry for entry in record.manifest.entries() if entry.form == form and not entry.last]
    return {
        entry.key: safe_copy(value_of(run, entry))
        for entry in entries
        if entry.key is not None and not entry.is_trigger
    }


def with_values(callback: Callback, run: Run, record: Record, entry: Entry) -> Callback:
    """Return a callback that is given the values of its form, if it is a button's and has a parameter ``values``."""
    if not (entry.form and entry.is_trigger):
        return callback
    try:
        signature = inspect.signature(callback.function)
        is_given = VALUES in signature.bind_partial(*callback.args, **callback.kwargs).arguments
    except (TypeError, ValueError):  # it has no signature, or another one: calling it says so
        return callback
    if VALUES not in signature.parameters or is_given:
        return callback
    kwargs = {**callback.kwargs, VALUES: form_values(run, record, entry.form)}
    return replace(callback, kwargs=kwargs)


__all__ = ["form_values", "validate", "value_of", "with_values"]
