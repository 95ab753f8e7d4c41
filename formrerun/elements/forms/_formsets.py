"""Formsets of Django's inside a form: their rows, and the buttons that add, remove and move one without submitting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import connections
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.forms.models import BaseInlineFormSet, BaseModelFormSet
from django.utils.translation import gettext as _

from formrerun.elements.forms._form_fields import FormFields
from formrerun.elements.forms._form_specs import FormSpec, Values, values_of, without_suffix
from formrerun.elements.forms._form_widgets import main_part, parts_of, unmarked
from formrerun.elements.forms._kept import hold, keep, memory, remember
from formrerun.elements.forms._merging import Merged
from formrerun.elements.forms._preview_button import preview_button
from formrerun.elements.layout.columns import columns
from formrerun.elements.layout.container import container
from formrerun.elements.typography.markdown import caption
from formrerun.engine.context import current_run
from formrerun.engine.forms import FormNode
from formrerun.engine.keys import RESERVED
from formrerun.engine.run import Run

#: Fields that the formset adds for itself: what they say is said by buttons.
_OWN = (DELETION_FIELD_NAME, ORDERING_FIELD_NAME)
#: More fields than this stand below each other.
SIDE_BY_SIDE = 4


@dataclass(frozen=True, kw_only=True)
class FormsetSpec:
    """
    A formset as it was drawn.

    Attributes
    ----------
    formset
        Its class.
    key
        The key of the form it stands in.
    prefix
        What the names of its fields begin with.
    kwargs
        What the class is called with: ``initial``, ``queryset``, ``form_kwargs``.
    drawn
        The names of the fields that the page has drawn.
    """

    formset: Any
    key: str
    prefix: str
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    drawn: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        return str(getattr(self.formset, "__name__", "formset"))

    @property
    def memory_key(self) -> str:
        """The key of what the server keeps with it."""
        return f"{RESERVED}-form-{self.key}-{self.prefix}"

    @property
    def has_rows_of_a_model(self) -> bool:
        """True if others may change its rows."""
        return isinstance(self.formset, type) and issubclass(self.formset, BaseModelFormSet)

    def make(self, parent: Any, merged: Merged | None = None) -> Any:
        """Return the formset, bound if there is data."""
        kwargs = dict(self.kwargs)
        if isinstance(self.formset, type) and issubclass(self.formset, BaseInlineFormSet):
            kwargs["instance"] = parent
        if merged is not None:
            return self.formset(merged.data, merged.files, prefix=self.prefix, **kwargs)
        return self.formset(prefix=self.prefix, **kwargs)

    def locked(self, parent: Any) -> FormsetSpec:
        """Return the spec of the same formset whose rows nobody else can change before the submission has ended."""
        rows = self.kwargs.get("queryset")
        if rows is None and self.has_rows_of_a_model:
            rows = self.formset.model._default_manager.using(parent._state.db if parent is not None else None)
        if rows is None or not connections[rows.db].in_atomic_block:
            return self
        kwargs = {**self.kwargs, "queryset": rows.select_for_update()}
        return FormsetSpec(formset=self.formset, key=self.key, prefix=self.prefix, kwargs=kwargs, drawn=self.drawn)

    def rows_of(self, formset: Any) -> dict[str, forms.BaseForm]:
        """Return the forms of the rows that are there, each by what it is called here, whatever comes before it."""
        found: dict[str, forms.BaseForm] = {}
        for place, form in enumerate(formset.initial_forms):
            row = f"i{form.instance.pk if self.has_rows_of_a_model else place}"
            form.prefix = f"{self.prefix}-{row}"
            found[row] = without_suffix(form)
        return found

    def new_row(self, formset: Any, row: str) -> forms.BaseForm:
        """Return the form of a row that is not there yet."""
        form = without_suffix(formset.empty_form)
        form.prefix = f"{self.prefix}-{row}"
        return form


# --------------------------------------------------------------------------------------------------------- drawing


def draw_rows(
    run: Run,
    node: FormNode,
    spec: FormSpec,
    rows: FormsetSpec,
    parent: Any,
    draw_row: Callable[[FormFields], Any] | None,
    add_label: str | None,
) -> Any:
    """Draw a formset where the run draws now, and return it without data."""
    formset = rows.make(parent)
    there = rows.rows_of(formset)
    now: Values = {name: value for form in there.values() for name, value in values_of(form).items()}
    extra = formset.total_form_count() - formset.initial_form_count()
    kept, met = keep(run, spec, rows.memory_key, now, rows=None, deleted=[], next=0)
    renewed = met is not None and rows.has_rows_of_a_model and met != now
    if kept["rows"] is None or renewed or (met is not None and node.clear_on_submit):
        news = [f"n{kept['next'] + count}" for count in range(extra)]
        kept = {**kept, "rows": [*there, *news], "deleted": [], "next": kept["next"] + extra}
        remember(run, rows.memory_key, **kept)
    shown = [row for row in kept["rows"] if row in there or row.startswith("n")]
    if gone := len(kept["rows"]) - len(shown):
        remember(run, rows.memory_key, rows=shown)
        caption(_("Somebody else has removed rows meanwhile: %d.") % gone)
    for place, row in enumerate(shown):
        if row in kept["deleted"]:
            _draw_deleted(run, node, rows, row, there[row])
            continue
        fields = FormFields(
            run, node, spec, there[row] if row in there else rows.new_row(formset, row), rows.memory_key, rows.drawn
        )
        fields.kept, fields.renewed = kept, renewed
        with container(border=True):
            _draw_fields(fields, draw_row)
            _draw_buttons(run, node, rows, formset, row, place, shown)
    if len(shown) - len(kept["deleted"]) < formset.max_num:
        label, key = add_label or _("Add a row"), f"{spec.key}-{rows.prefix}-add"
        preview_button(run, node, label, key, add_row, (spec.key, rows.memory_key), icon=":material/add:")
    return formset


def _draw_fields(fields: FormFields, draw_row: Callable[[FormFields], Any] | None) -> None:
    if draw_row is not None:
        draw_row(fields)
    visible = [name for name, each in fields.form.fields.items() if not each.widget.is_hidden and name not in _OWN]
    waiting = [name for name in visible if not fields.draws(name)] if draw_row is None else []
    if 1 < len(waiting) <= SIDE_BY_SIDE:
        for name, column in zip(waiting, columns(len(waiting)), strict=True):
            with column:
                fields.field(name)
    else:
        for name in waiting:
            fields.field(name)


def _draw_buttons(
    run: Run, node: FormNode, rows: FormsetSpec, formset: Any, row: str, place: int, shown: list[str]
) -> None:
    """Draw the buttons of a row: to remove it, and to move it."""
    number, key, args = place + 1, f"{rows.key}-{rows.prefix}-{row}", (rows.key, rows.memory_key, row)
    removable = formset.can_delete or row.startswith("n")
    if not removable and not formset.can_order:
        return
    with container(horizontal=True):
        if formset.can_order and place:
            preview_button(run, node, _("Row %d up") % number, f"{key}-up", move_row, (*args, -1))
        if formset.can_order and place < len(shown) - 1:
            preview_button(run, node, _("Row %d down") % number, f"{key}-down", move_row, (*args, 1))
        if removable:
            label = _("Remove row %d") % number
            preview_button(run, node, label, f"{key}-remove", remove_row, args, icon=":material/delete:")


def _draw_deleted(run: Run, node: FormNode, rows: FormsetSpec, row: str, form: forms.BaseForm) -> None:
    name = unmarked(str(getattr(form, "instance", None) or row))
    with container(border=True):
        caption(_("%s will be removed when this is saved.") % name)
        args = (rows.key, rows.memory_key, row)
        preview_button(run, node, _("Keep %s") % name, f"{rows.key}-{rows.prefix}-{row}-keep", restore_row, args)


# --------------------------------------------------------------------------------------- what the buttons call


def add_row(key: str, memory_key: str) -> None:
    """Add a row; nothing is judged."""
    run = current_run()
    hold(run, key)
    kept = memory(run, memory_key)
    if kept:
        remember(run, memory_key, rows=[*kept["rows"], f"n{kept['next']}"], next=kept["next"] + 1)


def remove_row(key: str, memory_key: str, row: str) -> None:
    """Remove a row: one that is not there yet at once, another one when the form is saved."""
    run = current_run()
    hold(run, key)
    kept = memory(run, memory_key)
    if row.startswith("n"):
        remember(run, memory_key, rows=[each for each in kept.get("rows", []) if each != row])
    elif row in kept.get("rows", []) and row not in kept["deleted"]:
        remember(run, memory_key, deleted=[*kept["deleted"], row])


def restore_row(key: str, memory_key: str, row: str) -> None:
    """Keep a row that was to be removed."""
    run = current_run()
    hold(run, key)
    remember(run, memory_key, deleted=[each for each in memory(run, memory_key).get("deleted", []) if each != row])


def move_row(key: str, memory_key: str, row: str, by: int) -> None:
    """Move a row up or down."""
    run = current_run()
    hold(run, key)
    found = list(memory(run, memory_key).get("rows", []))
    if row in found and 0 <= (place := found.index(row) + by) < len(found):
        found.remove(row)
        found.insert(place, row)
        remember(run, memory_key, rows=found)


# ------------------------------------------------------------------------------------------------------ submissions


def judged_rows(run: Run, spec: FormSpec, rows: FormsetSpec, parent: Any) -> tuple[Any, Merged, dict[str, list[str]]]:
    """
    Return the bound formset, what it was made of, and the messages by the keys of the widgets.

    How many rows there are, and which, is what the server keeps: nothing of it is posted.
    """
    kept = memory(run, rows.memory_key)
    locked = rows.locked(parent)
    unbound = locked.make(parent)
    there, first, deleted = rows.rows_of(unbound), kept.get("first", {}), kept.get("deleted", [])
    order = [row for row in kept.get("rows") or [] if row in there or row.startswith("n")]
    merged, errors, names = Merged(), dict[str, list[str]](), {}
    lost = [row for row in kept.get("rows") or [] if row not in order and row not in deleted]
    if any(_was_changed(run, spec, f"{rows.prefix}-{row}-", first, rows.drawn) for row in lost):
        text = _("Somebody else has removed a row that you have changed. Remove it here, or add it once more.")
        errors[NON_FIELD_ERRORS] = [text]
    placed = [*(row for row in order if row in there), *(row for row in order if row not in there)]
    for place, row in enumerate(placed):
        form = there[row] if row in there else rows.new_row(unbound, row)
        prefix = names[row] = (f"{rows.prefix}-{row}-", f"{rows.prefix}-{place}-")
        drawn = () if row in deleted else rows.drawn
        is_saved = rows.has_rows_of_a_model and row in there
        changed = merged.add(run, spec, form, first, drawn=drawn, is_saved=is_saved, prefix=prefix)
        if unbound.can_order and (changed or row in there):  # an order alone makes no row
            merged.data.setlist(f"{prefix[1]}{ORDERING_FIELD_NAME}", [str(order.index(row) + 1)])
        if row in deleted:
            merged.data.setlist(f"{prefix[1]}{DELETION_FIELD_NAME}", ["on"])
    for each, number in (("TOTAL", len(placed)), ("INITIAL", len([row for row in placed if row in there]))):
        merged.data.setlist(f"{rows.prefix}-{each}_FORMS", [str(number)])
    formset = locked.make(parent, merged)
    if not formset.is_valid():
        for row, form in zip(placed, formset.forms, strict=True):
            if row not in deleted:
                _add_errors(errors, spec, form, rows.drawn, names[row])
        errors.setdefault(NON_FIELD_ERRORS, []).extend(map(str, formset.non_form_errors()))
    return formset, merged, {key: texts for key, texts in errors.items() if texts}


def _was_changed(run: Run, spec: FormSpec, prefix: str, first: Values, drawn: list[str]) -> bool:
    """Return True if something was typed into the row of this prefix."""
    return any(
        run.state.peek(spec.key_of(part)) not in (value, None)
        for name, parts in first.items()
        if name.startswith(prefix) and name in drawn
        for part, value in parts.items()
    )


def _add_errors(
    errors: dict[str, list[str]], spec: FormSpec, form: forms.BaseForm, drawn: list[str], prefix: tuple[str, str]
) -> None:
    """Add the messages of a row by the keys of the widgets that they stand beside."""
    mine, theirs = prefix
    for name, raised in form.errors.items():
        texts = list(map(str, raised))
        html_name = form[name].html_name.replace(theirs, mine, 1) if name in form.fields else ""
        if html_name in drawn:
            key = spec.key_of(main_part(parts_of(form[name])).name.replace(theirs, mine, 1))
            errors.setdefault(key, []).extend(texts)
        else:
            label = f"{form[name].label}: " if name in form.fields else ""
            errors.setdefault(NON_FIELD_ERRORS, []).extend(f"{label}{text}" for text in texts)


__all__ = ["FormsetSpec", "draw_rows", "judged_rows"]
