"""Widgets of Django's as our inputs: which of ours stands for which of Django's, and what it shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import field as held
from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import ChoiceWidget, Input
from django.utils.translation import gettext_lazy as _

from formrerun.elements._uploads import files_field, most_megabytes
from formrerun.elements.forms._own_inputs import CheckboxGroup, HiddenInput, RawNumberInput
from formrerun.elements.forms._raw_fields import RawChoice, RawChoices, RawMoment, RawNumber, RawText, RawTexts
from formrerun.elements.forms._row_fields import RawRow, RawRows, rows_of
from formrerun.elements.forms._template_widgets import (
    TemplateInput,
    TemplatePart,
    Upload,
    is_foreign,
    media_of,
    rendered,
)
from formrerun.elements.inputs._select import on_first_page
from formrerun.elements.inputs.checkbox import Checkbox
from formrerun.elements.inputs.date_input import DateInput
from formrerun.elements.inputs.datetime_input import DatetimeInput
from formrerun.elements.inputs.file_uploader import FileUploader
from formrerun.elements.inputs.multiselect import Multiselect
from formrerun.elements.inputs.radio import Radio
from formrerun.elements.inputs.selectbox import Selectbox
from formrerun.elements.inputs.text_area import TextArea
from formrerun.elements.inputs.text_input import TextInput
from formrerun.elements.inputs.time_input import TimeInput
from formrerun.engine.fields import BoolField, Field
from formrerun.engine.widgets import Widget

#: What Django shows for no choice unless an author says something else.
DASHES = "---------"
#: What Markdown would read as more than itself.
_MARKDOWN = re.compile(r"([\\`*_\[\]():<>#~$^|!&{}])")


@dataclass(frozen=True, eq=False, kw_only=True)
class Part:
    """
    One control of a field; most fields have one, a ``MultiWidget`` has several.

    Attributes
    ----------
    name
        Its name in the data of the form.
    widget, field
        Django's widget, and the field whose it is.
    value
        What Django would show in it.
    label
        What it is called beside the field's own label; "" for the only one.
    attrs
        Attributes of the HTML that Django would write.
    body, root, rendered_as, texts
        Of a widget of another package: its HTML, the name of the part that draws it, its own name in the HTML, and what
        this one posts.
    """

    name: str
    widget: forms.Widget
    field: forms.Field
    value: Any
    label: Any = ""
    attrs: dict[str, Any]
    body: str = ""
    root: str = ""
    rendered_as: str = ""
    texts: list[str] = held(default_factory=list)

    @property
    def is_inside(self) -> bool:
        """True if another part draws it."""
        return self.root not in ("", self.name)

    @property
    def takes_files(self) -> bool:
        """True if what stands for it takes files; a template around such a control does not."""
        return isinstance(self.widget, forms.FileInput) and (not self.root or isinstance(self.widget, Upload))

    @cached_property
    def control(self) -> Control:
        """What stands for it."""
        made = control_of(self)
        made.required = bool(self.attrs.get("required")) and not self.field.disabled
        return made

    @property
    def first(self) -> Any:
        """The value that its control has at first, or the name of the file that is there."""
        if self.takes_files:
            return str(self.value or "")
        return self.control.field.initial()


@dataclass(kw_only=True)
class Control:
    """
    One of our inputs: its kind, class and field.

    Attributes
    ----------
    required
        Whether that is shown; Django judges it.
    more
        Gives the variables of its template; who only reads what was posted does not ask, for options may be rows. Its
        "field" is the one to draw, where that knows more.
    """

    kind: str
    widget: type[Widget]
    field: Field[Any]
    required: bool = False
    more: Callable[[], dict[str, Any]] = dict

    @cached_property
    def variables(self) -> dict[str, Any]:
        """The variables of its template."""
        return {"required": self.required, **self.more()}


def parts_of(bound: BoundField) -> list[Part]:
    """Return the controls of a field of a form, each with what it shows."""
    attrs = {**bound.field.widget.attrs, **bound.build_widget_attrs({}, bound.field.widget)}
    # Django leaves the attribute out where HTML has none: at lists without an empty option, and at boxes.
    if isinstance(bound.field.widget, ChoiceWidget):
        attrs["required"] = bound.field.required and bound.form.use_required_attribute
    return list(_parts(bound.html_name, bound.field.widget, bound.field, bound.value(), attrs))


def main_part(parts: list[Part]) -> Part:
    """Return the control that a field's messages stand beside."""
    return next(part for part in parts if not part.is_inside)


def _parts(
    name: str, widget: forms.Widget, field: forms.Field, value: Any, attrs: dict[str, Any], label: Any = ""
) -> Iterator[Part]:
    if is_foreign(widget) and (found := rendered(name, widget, value, attrs)) is not None:
        html, posted, files = found
        # What draws it comes last. Where it has a file under its own name, another one is its in the form's data.
        root = f"{name}-html" if name in files else name
        for each, own in files.items():
            upload = Upload("multiple" in own)
            yield Part(name=each, widget=upload, field=field, value=None, label=label, attrs=own, root=root)
        for each in sorted({root, *posted} - {*files}, key=lambda each: each == root):
            yield Part(
                name=each, widget=widget, field=field, value=value, label=label, attrs=attrs, body=html, root=root,
                rendered_as=name, texts=posted.get(each, []),
            )  # fmt: skip
    elif isinstance(widget, forms.MultiWidget):
        values = [*(value if isinstance(value, (list, tuple)) else widget.decompress(value) or ())]
        values += [None] * (len(widget.widgets) - len(values))
        fields = getattr(field, "fields", [])
        suffixes: list[str] = widget.widgets_names  # type: ignore[attr-defined]
        for place, inner in enumerate(widget.widgets):
            own = fields[place] if len(fields) == len(widget.widgets) else field
            yield from _parts(
                f"{name}{suffixes[place]}", inner, own, own.prepare_value(values[place]),
                {**attrs, **inner.attrs}, own.label if own is not field and own.label else _name_of(inner),
            )  # fmt: skip
    elif isinstance(widget, forms.SelectDateWidget):
        shown = widget.format_value(value)
        years = [("", _("Year")), *((year, str(year)) for year in widget.years)]
        months = [("", _("Month")), *widget.months.items()]
        days = [("", _("Day")), *((day, str(day)) for day in range(1, 32))]
        for suffix, choices in (("year", years), ("month", months), ("day", days)):
            yield Part(
                name=f"{name}_{suffix}", widget=forms.Select(choices=choices), field=field, value=shown[suffix],
                label=choices[0][1], attrs=attrs,
            )  # fmt: skip
    else:
        yield Part(name=name, widget=widget, field=field, value=value, label=label, attrs=attrs)
        if isinstance(widget, forms.ClearableFileInput) and value and not field.required:
            yield Part(
                name=widget.clear_checkbox_name(name), widget=forms.CheckboxInput(), field=field, value=False,
                label=widget.clear_checkbox_label, attrs={},
            )  # fmt: skip


def _name_of(widget: forms.Widget) -> Any:
    """Return what a part of a field is called that has no label."""
    if isinstance(widget, forms.DateInput):
        return _("Date")
    return _("Time") if isinstance(widget, forms.TimeInput) else ""


# ------------------------------------------------------------------------------------------ which of ours it is


def _foreign(part: Part) -> Control:
    texts = RawTexts(default=part.texts)
    if isinstance(part.widget, Upload):
        return _files(part)
    if part.is_inside:
        return Control(kind="template_part", widget=TemplatePart, field=texts)

    def more() -> dict[str, Any]:
        scripts, styles = media_of(part.widget.media)
        return {
            "name": part.rendered_as, "body": part.body, "scripts": scripts, "styles": styles, "foreign": part.widget,
            "initial": part.value, "attrs": part.attrs,
        }  # fmt: skip

    return Control(kind="template_input", widget=TemplateInput, field=texts, more=more)


def _hidden(part: Part) -> Control:
    if isinstance(part.widget, forms.MultipleHiddenInput):
        texts: Field[Any] = RawChoices(default=[str(each) for each in part.value or ()])
        return Control(kind="hidden_input", widget=HiddenInput, field=texts)
    field = RawText(default=_text(part.widget.format_value(part.value)), lines=True)
    return Control(kind="hidden_input", widget=HiddenInput, field=field)


def _flag(part: Part) -> Control:
    checked = bool(part.widget.check_test(part.value))  # type: ignore[attr-defined]
    return Control(kind="checkbox", widget=Checkbox, field=BoolField(default=checked))


def _chosen(part: Part) -> list[str]:
    """Return what stands for the options that are chosen."""
    shown = part.widget.format_value(part.value)
    return [str(each) for each in (shown if isinstance(shown, (list, tuple)) else [_text(shown)])]


def _options(part: Part) -> tuple[dict[str, Any], bool, str]:
    """Return the options' values and labels, whether nothing may be chosen, and what that says."""
    widget: Any = part.widget
    found, empty, prompt = [], False, ""
    for group, options, _index in widget.optgroups(part.name, _chosen(part)):
        for option in options:
            value, label = str(option["value"]), str(option["label"])
            if value == "":
                empty, prompt = True, label
            else:
                found.append((value, f"{group} – {label}" if group else label))
    return {"wires": tuple(value for value, _ in found), "options": tuple(label for _, label in found)}, empty, prompt


def _select(part: Part) -> Control:
    chosen, several = _chosen(part), isinstance(part.widget, forms.SelectMultiple)

    def more() -> dict[str, Any]:
        rows = rows_of(part.field, part.widget)
        if rows is None:
            variables, empty, prompt = _options(part)
        else:
            label = getattr(part.field, "empty_label", None)
            field = RawRows(default=chosen, options=rows) if several else RawRow(default=_last(chosen), options=rows)
            variables, empty, prompt = {**on_first_page(rows), "field": field}, label is not None, str(label or "")
        if several:
            return variables
        return {**variables, "empty": empty, "placeholder": None if prompt in ("", DASHES) else prompt}

    if several:
        return Control(kind="multiselect", widget=Multiselect, field=RawChoices(default=chosen), more=more)
    return Control(kind="selectbox", widget=Selectbox, field=RawChoice(default=_last(chosen)), more=more)


def _radios(part: Part) -> Control:
    def more() -> dict[str, Any]:
        variables, empty, prompt = _options(part)
        if empty:
            variables = {"wires": ("", *variables["wires"]), "options": (prompt, *variables["options"])}
        return {**variables, "options": tuple(map(unmarked, variables["options"]))}

    if part.widget.allow_multiple_selected:  # type: ignore[attr-defined]
        field = RawChoices(default=_chosen(part))
        return Control(kind="checkbox_group", widget=CheckboxGroup, field=field, more=more)
    return Control(kind="radio", widget=Radio, field=RawChoice(default=_last(_chosen(part))), more=more)


def unmarked(text: str) -> str:
    """Return a text of which Markdown makes nothing else."""
    return _MARKDOWN.sub(r"\\\1", text)


def _last(chosen: list[str]) -> str:
    return chosen[-1] if chosen else ""


def _files(part: Part) -> Control:
    most, several = most_megabytes(), bool(getattr(part.widget, "allow_multiple_selected", False))
    accepted = tuple(filter(None, (each.strip() for each in str(part.attrs.get("accept", "")).split(","))))
    field = files_field(several=several, most=most)
    variables = {"multiple_files": several, "max_upload_size_mb": most, "type": accepted}
    return Control(kind="file_uploader", widget=FileUploader, field=field, more=lambda: variables)


def _moment(of: str) -> Callable[[Part], Control]:
    kind, widget, low, high = {
        "date": ("date_input", DateInput, "0001-01-01", "9999-12-31"),
        "time": ("time_input", TimeInput, "", ""),
        "datetime": ("datetime_input", DatetimeInput, "0001-01-01T00:00", "9999-12-31T23:59"),
    }[of]

    def control(part: Part) -> Control:
        field = RawMoment(of=of, default=part.value)
        found = field.initial()
        variables: dict[str, Any] = {"clearable": not part.field.required}
        if low:
            variables |= {"low": low, "high": high}
        if of != "date":  # a control without seconds takes none
            variables["step"] = 1 if getattr(found, "second", 0) else 60
        return Control(kind=kind, widget=widget, field=field, more=lambda: variables)

    return control


def _number(part: Part) -> Control:
    integer = isinstance(part.field, forms.IntegerField) and not isinstance(part.field, forms.FloatField)
    integer = integer and not isinstance(part.field, forms.DecimalField)
    field = RawNumber(integer=integer, default=part.value)
    variables = {
        "min_value": _float(part.attrs.get("min")), "max_value": _float(part.attrs.get("max")),
        "step": _step(part.attrs.get("step"), integer), "integer": integer,
        "placeholder": part.attrs.get("placeholder"),
    }  # fmt: skip
    return Control(kind="number_input", widget=RawNumberInput, field=field, more=lambda: variables)


def _float(value: Any) -> int | float | None:
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return int(found) if found.is_integer() and abs(found) < 2**53 else found


def _step(value: Any, integer: bool) -> int | float:
    return _float(value) or (1 if integer else 0.01)


def _area(part: Part) -> Control:
    shown = part.widget.format_value(part.value)
    return Control(
        kind="text_area", widget=TextArea, field=RawText(default=_text(shown), lines=True), more=lambda: _typing(part)
    )


def _line(part: Part) -> Control:
    widget: Any = part.widget
    # A password is not shown again, as in Django.
    shown = None if isinstance(widget, forms.PasswordInput) and not widget.render_value else part.value
    variables = _typing(part) | {
        "type": widget.input_type, "autocomplete": str(part.attrs.get("autocomplete", "")),
    }  # fmt: skip
    field = RawText(default=_text(widget.format_value(shown)), secret=isinstance(widget, forms.PasswordInput))
    return Control(kind="text_input", widget=TextInput, field=field, more=lambda: variables)


def _typing(part: Part) -> dict[str, Any]:
    return {
        "max_chars": int(part.attrs["maxlength"]) if str(part.attrs.get("maxlength", "")).isdecimal() else None,
        "placeholder": part.attrs.get("placeholder"),
    }  # fmt: skip


def _text(value: Any) -> str:
    return "" if value is None else str(value)


#: Django's widgets, each before those that it derives from, and what stands for it.
CONTROLS: tuple[tuple[type[forms.Widget], Callable[[Part], Control]], ...] = (
    (forms.CheckboxInput, _flag),
    (forms.RadioSelect, _radios),  # CheckboxSelectMultiple derives from it
    (forms.Select, _select),
    (forms.Textarea, _area),
    (forms.FileInput, _files),
    (forms.DateTimeInput, _moment("datetime")),
    (forms.DateInput, _moment("date")),
    (forms.TimeInput, _moment("time")),
    (forms.NumberInput, _number),
    (Input, _line),
)


def control_of(part: Part) -> Control:
    """Return which of our inputs stands for a control of Django's."""
    if part.root:
        return _foreign(part)
    if part.widget.is_hidden:
        return _hidden(part)
    return next(make for kind, make in CONTROLS if isinstance(part.widget, kind))(part)


__all__ = ["Control", "Part", "control_of", "main_part", "parts_of", "unmarked"]
