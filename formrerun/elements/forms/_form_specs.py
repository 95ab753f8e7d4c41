"""What a form of Django's is made of, as the manifest holds it: any process can make it again when it is submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import connections, models
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from formrerun.elements.forms._form_widgets import Part, parts_of
from formrerun.engine.keys import RESERVED

#: What Django puts behind labels; its translation is Django's own.
DJANGOS_SUFFIX = ":"
#: The name of a field in the form's data to the values of its controls, by their names.
Values = dict[str, dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class FormSpec:
    """
    A form as it was drawn.

    Attributes
    ----------
    form
        Its class.
    key
        Its key in the page; the keys of its widgets begin with it.
    prefix, initial, kwargs
        What the class is called with.
    model, using, pk, values
        The row that it is about: of which model and database, which one; or what an unsaved one holds.
    """

    form: Any
    key: str
    prefix: str | None = None
    initial: Mapping[str, Any] = field(default_factory=dict)
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    model: str = ""
    using: str | None = None
    pk: Any = None
    values: Mapping[str, Any] | None = None

    def __repr__(self) -> str:
        """Say which form it is, for the audit: what its row holds is for nobody there."""
        return f"{getattr(self.form, '__name__', 'form')}({f'{self.model} {self.pk}' if self.is_saved else self.model})"

    @classmethod
    def of(cls, form: Any, instance: models.Model | None, **rest: Any) -> FormSpec:
        """Return the spec of a form about a row."""
        if instance is None:
            return cls(form=form, **rest)
        meta, state = instance._meta, instance._state
        if state.adding:
            loaded = instance.__dict__
            values = {each.attname: loaded[each.attname] for each in meta.concrete_fields if each.attname in loaded}
            return cls(form=form, model=meta.label_lower, using=state.db, values=values, **rest)
        return cls(form=form, model=meta.label_lower, using=state.db, pk=instance.pk, **rest)

    @property
    def is_saved(self) -> bool:
        """True if the form is about a row that others may change, too."""
        return self.pk is not None

    @property
    def about(self) -> str:
        """What tells the row of this form from others: each has fields of its own."""
        return f"{self.using or ''}/{self.model}/{self.pk}" if self.is_saved else ""

    @property
    def memory_key(self) -> str:
        """The key of what the server keeps with the form."""
        return f"{RESERVED}-form-{self.key}"

    def key_of(self, name: str) -> str:
        """Return the key of a control by its name in the form's data."""
        return f"{self.key}-{name}"

    def instance(self) -> models.Model | None:
        """
        Return the row as it is now; nobody else can change it before the submission has ended.

        Raises
        ------
        ValidationError
            If it is gone.
        """
        from django.apps import apps

        if not self.model:
            return None
        model = apps.get_model(self.model)
        if self.values is not None:
            return model(**self.values)  # type: ignore[no-any-return]
        rows = model._base_manager.using(self.using)
        if connections[rows.db].in_atomic_block:
            rows = rows.select_for_update()
        found: models.Model | None = rows.filter(pk=self.pk).first()
        if found is None:
            raise ValidationError(_("What this form is about does not exist any more."))
        return found

    def make(
        self,
        instance: models.Model | None,
        data: MultiValueDict[str, Any] | None = None,
        files: MultiValueDict[str, Any] | None = None,
    ) -> forms.BaseForm:
        """Return the form, bound if there is data."""
        about = {} if instance is None else {"instance": instance}
        kwargs = {**self.kwargs, **about}
        if self.initial:
            kwargs["initial"] = dict(self.initial)
        if self.prefix is not None:
            kwargs["prefix"] = self.prefix
        made: forms.BaseForm = self.form(data, files, **kwargs) if data is not None else self.form(**kwargs)
        return made if "label_suffix" in self.kwargs else without_suffix(made)


def without_suffix(form: forms.BaseForm) -> forms.BaseForm:
    """Return a form whose labels have no colon behind them, unless it has another sign of its own."""
    if form.label_suffix == gettext(DJANGOS_SUFFIX):
        form.label_suffix = ""
    return form


def values_of(form: forms.BaseForm) -> Values:
    """Return what the controls of an unbound form show."""
    return {form[name].html_name: {part.name: part.first for part in parts_of(form[name])} for name in form.fields}


def put(data: MultiValueDict[str, Any], files: MultiValueDict[str, Any], part: Part, value: Any, name: str) -> None:
    """Put a control's value under a name into the data of a form, as Django's widget reads it there."""
    if part.takes_files:
        if value and not isinstance(value, str):  # a text is the name of the file that is there
            files.setlist(name, value if isinstance(value, list) else [value])
    elif value is True:
        data.setlist(name, ["on"])
    elif isinstance(value, list):
        if value:  # a name of which nothing is posted is not there
            data.setlist(name, value)
    elif value is not False:
        data.setlist(name, [_readable(part, value)])


def _readable(part: Part, value: Any) -> Any:
    """Return what Django's field reads: a text as from a browser, or the very date where its formats take none."""
    if value is None or isinstance(value, str):
        return value or ""
    text = str(value)
    try:
        part.field.to_python(text)
    except ValidationError:
        return value
    return text


__all__ = ["FormSpec", "Values", "put", "values_of", "without_suffix"]
