"""Fields of many rows: their options stay in the database, where the page looks for them as somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.forms.widgets import ChoiceWidget

from formrerun.elements.forms._raw_fields import RawChoice, RawChoices
from formrerun.elements.inputs._options import Options
from formrerun.elements.inputs._query_options import read_select_options
from formrerun.elements.inputs._stored_options import pack_options, unpack_options
from formrerun.engine.fields import OptionPage


class _Searched:
    """What both have: a page asks them for options, which a process may not know that has not drawn it."""

    options: Options
    default: Any

    def search(self, text: str, mode: str, start: int, size: int) -> OptionPage:
        """Return a page of the options that a text finds."""
        return self.options.search(text, mode, start, size)

    def named(self, texts: list[str]) -> OptionPage:
        """Return the options that these texts mean."""
        return self.options.named(texts)

    @property
    def is_partial(self) -> bool:
        return self.options.is_partial

    @property
    def has_labels(self) -> bool:
        """False if the labels are known only to a process that has drawn the page."""
        return self.options.has_labels

    def readable(self, posted: list[str]) -> str:
        return ", ".join(label for _text, label in self.options.named([text for text in posted if text]).options)

    def pack(self) -> list[Any]:
        return [self.default, pack_options(self.options)]

    @classmethod
    def unpack(cls, packed: list[Any]) -> Any:
        return cls(default=packed[0], options=unpack_options(packed[1]))  # type: ignore[call-arg]


@dataclass(frozen=True, kw_only=True)
class RawRow(_Searched, RawChoice):
    """What stands for one row of many."""

    tag = "form.row"

    options: Options


@dataclass(frozen=True, kw_only=True)
class RawRows(_Searched, RawChoices):
    """What stands for several rows of many."""

    tag = "form.rows"

    options: Options


def rows_of(field: forms.Field, widget: Any) -> Options | None:
    """Return the options of a field of rows, if they are as Django has them and too many for a page."""
    if not isinstance(field, forms.ModelChoiceField) or field.to_field_name is not None or field.queryset is None:
        return None
    if type(widget.choices) is not ModelChoiceIterator or type(widget).create_option is not ChoiceWidget.create_option:
        return None
    plain = type(field).label_from_instance is forms.ModelChoiceField.label_from_instance
    found = read_select_options(field.queryset.all(), str if plain else field.label_from_instance, None)
    return found if found.remote else None


__all__ = ["RawRow", "RawRows", "rows_of"]
