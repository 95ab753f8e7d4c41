"""The fields of one form of Django's, as a page draws them."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements.forms._conflicts import draw_conflict
from formrerun.elements.forms._form_specs import FormSpec
from formrerun.elements.forms._form_widgets import Part, main_part, parts_of, unmarked
from formrerun.elements.forms._template_widgets import TemplateInput
from formrerun.elements.layout.columns import columns
from formrerun.elements.typography.markdown import caption
from formrerun.engine.forms import FormNode
from formrerun.engine.handles import DeltaGenerator
from formrerun.engine.run import Run
from formrerun.engine.tree import Container, LabelVisibility, Target, Width
from formrerun.exceptions import UnknownFormField


class FormFields:
    """
    The fields of a form, or of one row of a formset.

    Parameters
    ----------
    run, node, spec
        The run, the form that they stand in, and what that is made of.
    form
        The form of Django's, without data.
    memory_key
        The key of what the server keeps with it.
    drawn
        Where the names are noted that are drawn.

    Attributes
    ----------
    form
        The form of Django's.
    parts
        The controls of each field.
    kept, renewed
        What the server keeps, and whether the row was saved since a submission was found valid; see ``keep``.
    """

    def __init__(
        self, run: Run, node: FormNode, spec: FormSpec, form: forms.BaseForm, memory_key: str, drawn: list[str]
    ) -> None:
        self.run, self.node, self.spec, self.form = run, node, spec, form
        self.memory_key, self.drawn = memory_key, drawn
        self.parts = {name: parts_of(form[name]) for name in form.fields}
        self.kept: dict[str, Any] = {"theirs": {}, "first": {}}
        self.renewed = False

    def field(
        self,
        name: str,
        *,
        label: str | None = None,
        help: str | None = None,
        label_visibility: LabelVisibility = "visible",
        width: Width = "stretch",
    ) -> None:
        """Draw a field of the form; see :meth:`DjangoForm.field`."""
        if name not in self.form.fields:
            raise UnknownFormField(name, type(self.form).__name__, list(self.form.fields))
        drawing, bound = self.run.drawing, self.form[name]
        parts, text = self.parts[name], label if label is not None else _label(bound)
        note = help if help is not None else " ".join(strip_tags(str(bound.help_text)).split()) or None
        if not text:
            text, label_visibility = name, "collapsed"
        with in_form(self.run, self.node):
            for part, place in zip(parts, self._places(parts), strict=True):
                common = InputParameters(
                    f"{text} – {part.label}" if part.label else text, self.spec.key_of(part.name),
                    note if part is main_part(parts) else None, disabled=bound.field.disabled,
                    label_visibility="collapsed" if part.is_inside else label_visibility, width=width,
                )  # fmt: skip
                with drawing.into(place):
                    self._draw_part(name, part, common)
            if bound.html_name in self.kept["theirs"]:
                draw_conflict(self.run, self.node, self.spec, self.memory_key, bound.html_name, parts, self.kept)
        self.drawn.append(bound.html_name)

    def draws(self, name: str) -> bool:
        """Return True if a field is drawn."""
        return self.form[name].html_name in self.drawn

    def _places(self, parts: list[Part]) -> list[Target]:
        """Return where the controls of a field go: several side by side, a box that clears a file below."""
        here = self.run.drawing.draws_into()
        aside = Container(form=self.spec.key, fragment=self.run.drawing.fragment)
        shown = [part for part in parts if not part.is_inside and not part.widget.is_hidden]
        row = [part for part in shown if not isinstance(part.widget, forms.CheckboxInput)]
        made = iter([column._target for column in columns(len(row))] if len(row) > 1 else [here] * len(row))
        return [aside if part.is_inside else next(made) if part in row else here for part in parts]

    def _draw_part(self, name: str, part: Part, common: InputParameters) -> None:
        control, run, key = part.control, self.run, str(common.key)
        if isinstance(part.widget, forms.ClearableFileInput) and part.takes_files and part.first:
            caption(_current(part))
        if self.renewed:
            self._show_saved(part, key)
        variables = dict(control.variables)
        field = variables.pop("field", control.field)
        if control.widget is TemplateInput:
            inside = [each for each in self.parts[name] if each.is_inside and each.root == part.name]
            drawn = [run.drawing.widgets[run.state.ids[self.spec.key_of(each.name)]] for each in inside]
            variables["others"] = {each.name: widget for each, widget in zip(inside, drawn, strict=True)}
        draw_input(
            control.kind, control.widget, field, common, identity={"about": self.spec.about},
            resets=("about",), **variables,
        )  # fmt: skip
        if self.renewed:  # what was typed since the submission stays
            run.drawing.widgets[run.state.ids[key]].state.soft = True

    def _show_saved(self, part: Part, key: str) -> None:
        """Let a field show what the row has now that its form was saved."""
        state = self.run.state
        if part.takes_files:
            state.widgets.pop(state.ids.get(key, ""), None)
        elif state.has(key) and state.peek(key) != part.first:
            state.pending[key] = part.first


def in_form(run: Run, node: FormNode) -> AbstractContextManager[Any]:
    """Draw in a block where the page draws now if that is in a form, else in the form; ``with`` blocks inside count."""
    drawing = run.drawing
    return nullcontext() if drawing.form_here() == node.form_key else DeltaGenerator(node, drawing.roots)


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
    except (AttributeError, ValueError, NotImplementedError):  # no file, or a storage that has no addresses
        address = ""
    return _("Currently: %s") % (f"[{name}](<{address}>)" if address else name)


__all__ = ["FormFields", "in_form"]
