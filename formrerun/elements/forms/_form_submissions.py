"""What happens when a form of Django's is submitted: its data is judged before any callback of the page runs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError

from formrerun.elements.forms._form_specs import FormSpec
from formrerun.elements.forms._form_widgets import main_part, parts_of
from formrerun.elements.forms._formsets import FormsetSpec, judged_rows
from formrerun.elements.forms._kept import hold, memory, remember
from formrerun.elements.forms._merging import Merged
from formrerun.engine.callbacks import Callback
from formrerun.engine.context import current_run
from formrerun.engine.run import Run
from formrerun.utils.django_internals import auth_tests


def submit(
    spec: FormSpec, drawn: list[str], sets: list[FormsetSpec], on_submit: Callback | None, on_click: Callback | None
) -> None:
    """
    Judge what was posted for a form; call its callbacks if it is valid.

    Parameters
    ----------
    spec
        The form.
    drawn
        The names in its data of the fields that the page has drawn: no other can be set.
    sets
        The formsets that stand in it.
    on_submit
        The form's callback; it is given the valid form first.
    on_click
        The callback of the button.

    Raises
    ------
    ValidationError
        By the keys of the widgets, if the form or its callbacks refuse the submission.
    """
    run = current_run()
    form, merged = judged(run, spec, drawn)
    errors = _by_key(spec, form, drawn, form.errors.as_data())
    form.formsets = {}  # type: ignore[attr-defined]
    kept = {spec.memory_key: merged}
    for each in sets:
        formset, kept[each.memory_key], wrong = judged_rows(run, spec, each, getattr(form, "instance", None))
        form.formsets[each.prefix] = formset  # type: ignore[attr-defined]
        for key, texts in wrong.items():
            errors.setdefault(key, []).extend(texts)
    if errors:
        raise ValidationError(errors)
    if any(found.theirs for found in kept.values()):
        hold(run, spec.key)
        for key, found in kept.items():
            remember(run, key, theirs=found.theirs)
        return
    for key, found in kept.items():
        remember(run, key, met=found.now, theirs={})
    run.drawing.submitted[spec.key] = form
    try:
        if on_submit is not None:
            _call(run, on_submit, form)
        if on_click is not None:
            _call(run, on_click)
    except ValidationError as error:
        raised = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        raise ValidationError(_by_key(spec, form, drawn, raised)) from error
    if form.errors:  # by add_error() in a callback
        raise ValidationError(_by_key(spec, form, drawn, form.errors.as_data()))
    for name in [name for name in run.field_errors if name in form.fields and run.state.ids.get(name) is None]:
        run.field_errors[spec.key_of(main_part(parts_of(form[name])).name)] = run.field_errors.pop(name)


def _call(run: Run, callback: Callback, *first: Any) -> None:
    """Call a callback; what Django's decorators around it ask is asked before, as of any callback."""
    asked = auth_tests(callback.function)
    if not all(test(getattr(run.request, "user", None)) for test in asked.tests):
        raise PermissionDenied
    asked.function(*first, *callback.args, **callback.kwargs)


def judged(run: Run, spec: FormSpec, drawn: Collection[str]) -> tuple[forms.BaseForm, Merged]:
    """Return the bound form, and what it was made of."""
    unbound, merged = spec.make(spec.instance()), Merged()
    first = memory(run, spec.memory_key).get("first", {})
    merged.add(run, spec, unbound, first, drawn=drawn, is_saved=spec.is_saved)
    return spec.make(getattr(unbound, "instance", None), merged.data, merged.files), merged


def _by_key(spec: FormSpec, form: forms.BaseForm, drawn: Collection[str], errors: Any) -> dict[str, list[str]]:
    """Return errors by the keys of the widgets that they stand beside; those of others say whose they are."""
    found: dict[str, list[str]] = {}
    for name, raised in errors.items():
        texts = ValidationError(raised).messages
        if name in form.fields and form[name].html_name in drawn and not form[name].is_hidden:
            found.setdefault(spec.key_of(main_part(parts_of(form[name])).name), []).extend(texts)
        elif name in form.fields:
            found.setdefault(NON_FIELD_ERRORS, []).extend(f"{form[name].label}: {text}" for text in texts)
        else:
            found.setdefault(name, []).extend(texts)
    return found


__all__ = ["submit"]
