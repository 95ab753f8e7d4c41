"""What was posted for a form and what its row has by now, together: the data that Django's form is bound to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from formrerun.elements.forms._form_specs import FormSpec, Values, put
from formrerun.elements.forms._form_widgets import Part, parts_of
from formrerun.engine.run import Run
from formrerun.engine.widget_state import UNSET


@dataclass(kw_only=True)
class Merged:
    """
    The data of a form, or of all rows of a formset.

    Attributes
    ----------
    data, files
        What Django's form is given.
    now
        What its row has.
    theirs
        Of that what somebody else has changed as well as this person.
    """

    data: MultiValueDict[str, Any] = field(default_factory=MultiValueDict)
    files: MultiValueDict[str, Any] = field(default_factory=MultiValueDict)
    now: Values = field(default_factory=dict)
    theirs: Values = field(default_factory=dict)

    def add(
        self,
        run: Run,
        spec: FormSpec,
        form: forms.BaseForm,
        first: Mapping[str, dict[str, Any]],
        *,
        drawn: Collection[str],
        is_saved: bool,
        prefix: tuple[str, str] = ("", ""),
    ) -> bool:
        """
        Add the fields of an unbound form; return True if something was changed here.

        Parameters
        ----------
        first
            What its fields held when they were drawn.
        drawn
            The names of those that the page has drawn: all others have what the row has.
        is_saved
            Others may have changed the row meanwhile. What was not changed here is what it has now.
        prefix
            What its names begin with, and what they begin with in the data.
        """
        changed = False
        for name, field_ in form.fields.items():
            bound, parts = form[name], parts_of(form[name])
            html_name = bound.html_name
            now = self.now[html_name] = {part.name: part.first for part in parts}
            was, mine = first.get(html_name, now), now
            if html_name in drawn and not field_.disabled:
                mine = {part.name: posted(run, spec, part, was.get(part.name)) for part in parts}
                if is_saved and mine == was:
                    mine = now
            changed = changed or mine != now
            for part in parts:
                put(self.data, self.files, part, mine.get(part.name), part.name.replace(*prefix, 1))
            if field_.show_hidden_initial:
                self.data.setlist(bound.html_initial_name.replace(*prefix, 1), _initial_texts(bound))
            # Django's field says what is the same: to store a text may have taken away its spaces.
            if (
                is_saved
                and mine is not now
                and now not in (was, mine)
                and all(_is_another(bound, parts, values) for values in (was, mine))
            ):
                self.theirs[html_name] = now
        return changed


def posted(run: Run, spec: FormSpec, part: Part, was: Any) -> Any:
    """Return the value of a control; what it was at first where no file was chosen."""
    found = run.state.peek(spec.key_of(part.name))
    return was if found is UNSET or (not found and part.takes_files) else found


def _is_another(bound: forms.BoundField, parts: list[Part], values: Mapping[str, Any]) -> bool:
    """Return True if Django's field takes the values of its controls for something else than what the row has."""
    if isinstance(bound.field, forms.FileField):
        return True  # what is not sent is not read, whatever was there
    data: MultiValueDict[str, Any] = MultiValueDict()
    for part in parts:
        put(data, MultiValueDict(), part, values.get(part.name), part.name)
    return bound.field.has_changed(
        bound.initial, bound.field.widget.value_from_datadict(data, MultiValueDict(), bound.html_name)
    )


def _initial_texts(bound: forms.BoundField) -> list[str]:
    shown = bound.field.hidden_widget().format_value(bound.initial)
    return [str(each) for each in shown] if isinstance(shown, (list, tuple)) else ["" if shown is None else str(shown)]


__all__ = ["Merged", "posted"]
