"""What happens when a form of Django's is submitted: its data is judged before any callback of the page runs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.utils.datastructures import MultiValueDict

from formrerun.elements.forms._form_specs import FormSpec, Values, put, values_of
from formrerun.elements.forms._form_widgets import Part, main_part, parts_of
from formrerun.engine.callbacks import Callback
from formrerun.engine.context import current_run
from formrerun.engine.run import Run
from formrerun.engine.widget_state import UNSET
from formrerun.utils.django_internals import auth_tests


def submit(spec: FormSpec, drawn: list[str], on_submit: Callback | None, on_click: Callback | None) -> None:
    """
    Judge what was posted for a form; call its callbacks if it is valid.

    Parameters
    ----------
    spec
        The form.
    drawn
        The names of the fields that the page has drawn: no other can be set.
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
    form, now, theirs = judged(run, spec, drawn)
    if form.errors:
        raise _by_key(spec, form, drawn, form.errors.as_data())
    if theirs:
        hold(run, spec.key)
        remember(run, spec.memory_key, theirs=theirs)
        return
    run.drawing.submitted[spec.key] = form
    remember(run, spec.memory_key, met=now, theirs={})
    try:
        if on_submit is not None:
            _call(run, on_submit, form)
        if on_click is not None:
            _call(run, on_click)
    except ValidationError as error:
        raised = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        raise _by_key(spec, form, drawn, raised) from error
    if form.errors:  # by add_error() in a callback
        raise _by_key(spec, form, drawn, form.errors.as_data())
    for name in [name for name in run.field_errors if name in form.fields and run.state.ids.get(name) is None]:
        run.field_errors[spec.key_of(main_part(parts_of(form[name])).name)] = run.field_errors.pop(name)


def _call(run: Run, callback: Callback, *first: Any) -> None:
    """Call a callback; what Django's decorators around it ask is asked before, as of any callback."""
    asked = auth_tests(callback.function)
    if not all(test(getattr(run.request, "user", None)) for test in asked.tests):
        raise PermissionDenied
    asked.function(*first, *callback.args, **callback.kwargs)


def judged(run: Run, spec: FormSpec, drawn: Collection[str]) -> tuple[forms.BaseForm, Values, Values]:
    """
    Return the bound form, what its row has now, and of that what was changed by somebody else as well as here.

    What was not changed here is what the row has now: the changes of others to other fields stay.
    """
    kept = memory(run, spec.memory_key)
    unbound = spec.make(spec.instance())
    now, first, theirs = values_of(unbound), kept.get("first", {}), {}
    data: MultiValueDict[str, Any] = MultiValueDict()
    files: MultiValueDict[str, Any] = MultiValueDict()
    for name, field in unbound.fields.items():
        bound = unbound[name]
        parts, was = parts_of(bound), first.get(name, now[name])
        mine = now[name]
        if name in drawn and not field.disabled:
            mine = {part.name: _posted(run, spec, part, was.get(part.name)) for part in parts}
            if spec.is_saved and mine == was:
                mine = now[name]
            elif spec.is_saved and now[name] not in (was, mine):
                theirs[name] = now[name]
        for part in parts:
            put(data, files, part, mine.get(part.name))
        if field.show_hidden_initial:
            data.setlist(bound.html_initial_name, _initial_texts(bound))
        read = field.widget.value_from_datadict(data, files, bound.html_name)
        if name in theirs and not field.has_changed(unbound.get_initial_for_field(field, name), read):
            del theirs[name]
    return spec.make(unbound.instance if hasattr(unbound, "instance") else None, data, files), now, theirs


def _posted(run: Run, spec: FormSpec, part: Part, was: Any) -> Any:
    """Return the value of a control; what it was at first where no file was chosen."""
    found = run.state.peek(spec.key_of(part.name))
    return was if found is UNSET or (not found and isinstance(part.widget, forms.FileInput)) else found


def _initial_texts(bound: forms.BoundField) -> list[str]:
    shown = bound.field.hidden_widget().format_value(bound.initial)
    return [str(each) for each in shown] if isinstance(shown, (list, tuple)) else ["" if shown is None else str(shown)]


def _by_key(spec: FormSpec, form: forms.BaseForm, drawn: Collection[str], errors: Any) -> ValidationError:
    """Return errors by the keys of the widgets that they stand beside; those of others say whose they are."""
    found: dict[str, list[str]] = {}
    for name, raised in errors.items():
        texts = ValidationError(raised).messages
        if name in form.fields and name in drawn and not form[name].is_hidden:
            found.setdefault(spec.key_of(main_part(parts_of(form[name])).name), []).extend(texts)
        elif name in form.fields:
            found.setdefault(NON_FIELD_ERRORS, []).extend(f"{form[name].label}: {text}" for text in texts)
        else:
            found.setdefault(name, []).extend(texts)
    return ValidationError(found)


# ------------------------------------------------------------------------------------- what the server keeps of it


def memory(run: Run, key: str) -> dict[str, Any]:
    """Return what the server keeps with a form: what its fields held at first, and what somebody else made of them."""
    found = run.state.peek(key)
    return found if isinstance(found, dict) else {}


def remember(run: Run, key: str, **news: Any) -> None:
    """Change what the server keeps with a form."""
    id_ = run.state.ids.get(key)
    if id_ is not None:
        run.state.assign(id_, {**memory(run, key), **news})


def hold(run: Run, key: str) -> None:
    """Take what was posted of a form without submitting it: no button of it was pressed, and nothing is cleared."""
    run.state.triggers.clear()
    run.state.kept_forms |= {key}


def choose(spec: FormSpec, name: str, which: str) -> None:
    """
    Settle a field that somebody else has changed as well.

    Parameters
    ----------
    which
        "mine", "theirs" or "original".
    """
    run = current_run()
    hold(run, spec.key)
    kept = memory(run, spec.memory_key)
    theirs = kept.get("theirs", {}).get(name)
    if theirs is None:
        return
    for part, value in {"theirs": theirs, "original": kept["first"].get(name, {})}.get(which, {}).items():
        key = spec.key_of(part)
        id_ = run.state.ids.get(key)
        if id_ is not None:
            run.state.assign(id_, None if _is_file(run, id_) else value)
    others = {each: value for each, value in kept["theirs"].items() if each != name}
    remember(run, spec.memory_key, first={**kept["first"], name: theirs}, theirs=others)


def _is_file(run: Run, id_: str) -> bool:
    field = run.state.field_of(id_)
    return field is not None and field.tag == "files"


__all__ = ["choose", "hold", "memory", "remember", "submit"]
