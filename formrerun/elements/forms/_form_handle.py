"""The handle of a form of Django's: what lays it out, and says what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from formrerun.elements.forms._batch import Form
from formrerun.elements.forms._form_fields import FormFields, in_form
from formrerun.elements.forms._form_specs import FormSpec, values_of
from formrerun.elements.forms._formsets import FormsetSpec, draw_rows
from formrerun.elements.forms._kept import keep, remember
from formrerun.engine.forms import FormNode
from formrerun.engine.run import Run
from formrerun.engine.tree import LabelVisibility, Width
from formrerun.exceptions import FormNotSubmitted, StreamlitDuplicateElementKey


class DjangoForm(Form):
    """
    The handle of a form of Django's: ``with form:`` to lay it out, and what became of it.

    Attributes
    ----------
    form
        The form of Django's: the valid one in the run that its submission causes, else one without data.
    fields, sets
        What the page draws of it: its fields, and the formsets in it.
    """

    __slots__ = ("_node", "_run", "_spec", "fields", "form", "sets")

    def __init__(self, run: Run, node: FormNode, spec: FormSpec, instance: Any) -> None:
        super().__init__(run, node)
        self._run, self._node, self._spec = run, node, spec
        unbound = spec.make(instance)
        self.form: forms.BaseForm = run.drawing.submitted.get(spec.key, unbound)
        self.sets: list[FormsetSpec] = []
        self.fields = FormFields(run, node, spec, unbound, spec.memory_key, [])
        now = values_of(unbound)
        self.fields.kept, met = keep(run, spec, spec.memory_key, now)
        self.fields.renewed = met is not None and spec.is_saved and met != now

    # --------------------------------------------------------------------------------------------------- drawing

    def field(
        self,
        name: str,
        *,
        label: str | None = None,
        help: str | None = None,
        label_visibility: LabelVisibility = "visible",
        width: Width = "stretch",
    ) -> None:
        """
        Draw a field of the form, with the label, help text and widget that the form gives it.

        Parameters
        ----------
        name
            Its name in the form.
        label, help
            Another label or help text than the form's own.

        Raises
        ------
        UnknownFormField
            If the form has no such field.
        """
        self.fields.field(name, label=label, help=help, label_visibility=label_visibility, width=width)

    def formset(
        self,
        formset_class: Callable[..., Any],
        *,
        prefix: str | None = None,
        queryset: Any = None,
        initial: Any = None,
        form_kwargs: Mapping[str, Any] | None = None,
        row: Callable[[FormFields], Any] | None = None,
        add_label: str | None = None,
    ) -> Any:
        """
        Draw a formset in the form: its rows, with buttons to add, remove and move one.

        The buttons submit nothing and keep what is typed. The formset is judged with the form, and ``on_submit`` finds
        it in ``form.formsets`` under its prefix.

        Parameters
        ----------
        formset_class
            What one of Django's factories gives. An inline formset is about the form's ``instance``.
        prefix
            What its names begin with; by default the one that Django gives it.
        queryset, initial, form_kwargs
            What the class is called with.
        row
            Draws a row: called with what has ``field(name)``, as the form has. By default fields stand side by side.
        add_label
            What stands on the button that adds a row.

        Returns
        -------
        BaseFormSet
            The formset of Django's: the valid one in the run that its submission causes, else one without data.

        Raises
        ------
        StreamlitDuplicateElementKey
            If another formset of this form has the prefix.
        """
        named = prefix if prefix is not None else str(formset_class.get_default_prefix())  # type: ignore[attr-defined]
        given = {"queryset": queryset, "initial": initial, "form_kwargs": dict(form_kwargs) if form_kwargs else None}
        spec = FormsetSpec(
            formset=formset_class, key=self._spec.key, prefix=named,
            kwargs={name: value for name, value in given.items() if value is not None},
        )  # fmt: skip
        if any(each.prefix == named for each in self.sets):
            raise StreamlitDuplicateElementKey(f"{self._spec.key}-{named}")
        self.sets.append(spec)
        parent = getattr(self.fields.form, "instance", None)
        with in_form(self._run, self._node):
            formset = draw_rows(self._run, self._node, self._spec, spec, parent, row, add_label)
        return getattr(self.form, "formsets", {}).get(named, formset)

    # ------------------------------------------------------------------------------------------- what became of it

    @property
    def is_submitted(self) -> bool:
        """True in the run that a valid submission causes."""
        return self._spec.key in self._run.drawing.submitted

    @property
    def cleaned_data(self) -> dict[str, Any]:
        """What Django made of what was submitted; empty in other runs."""
        return dict(self.form.cleaned_data) if self.is_submitted else {}

    @property
    def instance(self) -> Any:
        """The row of a ``ModelForm``; None for another form."""
        return getattr(self.form, "instance", None)

    @property
    def changed_data(self) -> list[str]:
        """The names of the fields that were changed in what was submitted."""
        return list(self.form.changed_data) if self.is_submitted else []

    def has_changed(self) -> bool:
        """Return True if something was changed in what was submitted."""
        return bool(self.changed_data)

    def save(self, commit: bool = True) -> Any:
        """
        Save the ``ModelForm`` in the page, under ``if form.is_submitted:``, instead of in a callback; and its formsets.

        Raises
        ------
        FormNotSubmitted
            In a run that its submission has not caused.
        """
        if not self.is_submitted:
            raise FormNotSubmitted(self._spec.key)
        form: Any = self.form
        saved = form.save(commit=commit)
        if commit and self._spec.is_saved:
            remember(self._run, self._spec.memory_key, first=values_of(self._spec.make(saved)))
        for each in self.sets if commit else ():
            form.formsets[each.prefix].save()
            remember(self._run, each.memory_key, met={})  # the next run shows what is there then
        return saved


__all__ = ["DjangoForm"]
