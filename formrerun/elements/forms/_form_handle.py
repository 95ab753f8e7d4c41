"""The handle of a form of Django's: what lays it out, and says what became of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements.forms import _form_submissions as submissions
from formrerun.elements.forms._conflicts import draw_conflict
from formrerun.elements.forms._form_specs import FormSpec, first_values, values_of
from formrerun.elements.forms._form_widgets import Part, main_part, parts_of, unmarked
from formrerun.elements.forms._kept import keep
from formrerun.elements.forms._template_widgets import TemplateInput
from formrerun.elements.layout.columns import columns
from formrerun.elements.typography.markdown import caption
from formrerun.engine.forms import FormNode
from formrerun.engine.handles import DeltaGenerator
from formrerun.engine.run import Run
from formrerun.engine.tree import Container, LabelVisibility, Target, Width
from formrerun.exceptions import FormNotSubmitted, UnknownFormField


class DjangoForm(DeltaGenerator):
    """
    The handle of a form of Django's: ``with form:`` to lay it out, and what became of it.

    Attributes
    ----------
    form
        The form of Django's: the valid one in the run that its submission causes, else one without data.
    drawn
        The names of the fields that are drawn.
    """

    __slots__ = ("_kept", "_node", "_parts", "_renewed", "_run", "_spec", "_unbound", "drawn", "form")

    def __init__(self, run: Run, node: FormNode, spec: FormSpec, instance: Any) -> None:
        super().__init__(node, run.drawing.roots)
        self._run, self._node, self._spec = run, node, spec
        self._unbound = spec.make(instance)
        self.form: forms.BaseForm = run.drawing.submitted.get(spec.key, self._unbound)
        self.drawn: list[str] = []
        self._parts = {name: parts_of(self._unbound[name]) for name in self._unbound.fields}
        self._kept, self._renewed = keep(run, spec, {name: first_values(each) for name, each in self._parts.items()})

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
        if name not in self._unbound.fields:
            raise UnknownFormField(name, type(self._unbound).__name__, list(self._unbound.fields))
        if self._run.drawing.form_here() == self._spec.key:
            self.draw(name, label, help, label_visibility, width)
        else:  # the page stands outside of the form
            with self._run.drawing.into(self._node):
                self.draw(name, label, help, label_visibility, width)

    def draw(
        self,
        name: str,
        label: str | None = None,
        help: str | None = None,
        label_visibility: LabelVisibility = "visible",
        width: Width = "stretch",
    ) -> None:
        """Draw a field where the run draws now."""
        bound = self._unbound[name]
        parts, text = self._parts[name], label if label is not None else _label(bound)
        note = help if help is not None else " ".join(strip_tags(str(bound.help_text)).split()) or None
        if not text:
            text, label_visibility = name, "collapsed"
        self.drawn.append(name)
        for part, place in zip(parts, self._places(parts), strict=True):
            common = InputParameters(
                f"{text} – {part.label}" if part.label else text, self._spec.key_of(part.name),
                note if part is main_part(parts) else None, disabled=bound.field.disabled,
                label_visibility=label_visibility, width=width,
            )  # fmt: skip
            with self._run.drawing.into(place):
                self._draw_part(name, part, common)
        if name in self._kept["theirs"]:
            draw_conflict(self._run, self._node, self._spec, name, parts, self._kept)

    def _places(self, parts: list[Part]) -> list[Target]:
        """Return where the controls of a field go: several side by side, a box that clears a file below."""
        here = self._run.drawing.draws_into()
        aside = Container(form=self._spec.key, fragment=self._run.drawing.fragment)
        shown = [part for part in parts if not part.is_inside and not part.widget.is_hidden]
        row = [part for part in shown if not isinstance(part.widget, forms.CheckboxInput)]
        made = iter([column._target for column in columns(len(row))] if len(row) > 1 else [here] * len(row))
        return [aside if part.is_inside else next(made) if part in row else here for part in parts]

    def _draw_part(self, name: str, part: Part, common: InputParameters) -> None:
        control, run, key = part.control, self._run, str(common.key)
        if isinstance(part.widget, forms.ClearableFileInput) and part.first:
            caption(_current(part))
        if self._renewed:
            self._show_saved(part, key)
        variables = control.variables
        if control.widget is TemplateInput:
            inside = [each for each in self._parts[name] if each.is_inside and each.root == part.name]
            drawn = [run.drawing.widgets[run.state.ids[self._spec.key_of(each.name)]] for each in inside]
            variables["others"] = {each.name: widget for each, widget in zip(inside, drawn, strict=True)}
        draw_input(
            control.kind, control.widget, control.field, common, identity={"about": self._spec.about},
            resets=("about",), **variables,
        )  # fmt: skip
        if self._renewed:  # what was typed since the submission stays
            run.drawing.widgets[run.state.ids[key]].state.soft = True

    def _show_saved(self, part: Part, key: str) -> None:
        """Let a field show what the row has now that its form was saved."""
        state = self._run.state
        if isinstance(part.widget, forms.FileInput):
            state.widgets.pop(state.ids.get(key, ""), None)
        elif state.peek(key) != part.first:
            state.pending[key] = part.first

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
    def errors(self) -> Any:
        """What Django has to say against the form."""
        return self.form.errors

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
        Save the ``ModelForm`` in the page, under ``if form.is_submitted:``, instead of in a callback.

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
            submissions.remember(self._run, self._spec.memory_key, first=values_of(self._spec.make(saved)))
        return saved


def _label(bound: BoundField) -> str:
    """Return the label of a field with its suffix, which none has unless the form says so."""
    suffix = bound.field.label_suffix if bound.field.label_suffix is not None else bound.form.label_suffix
    text = str(bound.label or "")
    return f"{text}{suffix}" if suffix and text and text[-1] not in ":?.!" else text


def _current(part: Part) -> str:
    """Return the line that says which file is there."""
    name = unmarked(part.first.rsplit("/", 1)[-1])
    try:
        address = str(part.value.url)
    except (AttributeError, ValueError, NotImplementedError):
        address = ""
    return _("Currently: %s") % (f"[{name}](<{address}>)" if address else name)


__all__ = ["DjangoForm"]
