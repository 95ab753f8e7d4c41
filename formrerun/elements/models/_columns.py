"""The columns of a model's table: what an author names, resolved to where it comes from and how it is sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from formrerun.elements._parameters import clean_url
from formrerun.elements.models._cells import EMPTY, is_number
from formrerun.exceptions import StreamlitAPIException, StreamlitValueError
from formrerun.utils.django_internals import annotation_names, annotation_of

#: What links a column: "admin", "object", the name of a URL that takes the primary key, or a function of the row.
Link = str | Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class Column:
    """
    A column.

    Attributes
    ----------
    name
        What it is called in the state and in the address: the field's name, or the function's.
    label
        Its header.
    order
        What the database sorts by; "" if it cannot.
    read
        Gives the value of a row.
    field
        The model field that it shows, or None.
    joined
        The foreign keys that it follows, for ``select_related()``.
    link
        Gives the address that a row's cell links to.
    """

    name: str
    label: str
    order: str = ""
    read: Callable[[Any], Any]
    field: Any = None
    joined: str = ""
    empty: str = EMPTY
    link: Callable[[Any], str] | None = None

    @property
    def is_number(self) -> bool:
        """True if it is aligned to the right."""
        return is_number(self.field)


def columns_of(
    query: Any, given: Iterable[Any] | None, labels: Mapping[str, str], links: Mapping[str, Link]
) -> tuple[Column, ...]:
    """
    Return the columns of a queryset's table.

    Parameters
    ----------
    given
        Names of fields, also over foreign keys ("customer__name"), of annotations, of properties and methods; functions
        of the row. None: the model's own fields and what is annotated.

    Raises
    ------
    StreamlitAPIException
        If one is none of these, or two have the same name.
    """
    model = query.model
    if given is None:
        given = [field.name for field in model._meta.concrete_fields if not field.auto_created]
        given = [*given, *annotation_names(query)]
    found = [_column(query, one) for one in given]
    names = [column.name for column in found]
    for name in (*labels, *links):
        if name not in names:
            raise StreamlitValueError("labels and links: a name", [f"'{name}'" for name in names])
    if not found or len(set(names)) != len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        what = f"has {', '.join(twice)} twice" if twice else "has no column"
        raise StreamlitAPIException(f"The table of {model._meta.label} {what}. Give each column one name.")
    return tuple(
        replace(
            column,
            label=str(labels.get(column.name, column.label)),
            link=_link(model, links[column.name]) if column.name in links else None,
        )
        for column in found
    )


def name_of(given: Any) -> str:
    """Return what a column is called that an author gives by a name or as a function."""
    return str(getattr(given, "__name__", type(given).__name__) if callable(given) else given)


def _column(query: Any, given: Any) -> Column:
    model = query.model
    if callable(given):
        return _described(given, name_of(given), given)
    name = str(given)
    if name == "__str__":
        return Column(name=name, label=capfirst(model._meta.verbose_name), read=str)
    if name in annotation_names(query):
        annotated = getattr(annotation_of(query, name), "output_field", None)
        return Column(name=name, label=_words(name), order=name, read=lambda row: getattr(row, name), field=annotated)
    try:
        return _of_field(model, name)
    except FieldDoesNotExist:
        pass
    attribute = getattr(model, name, None)
    if isinstance(attribute, property):
        getter = attribute.fget
        return _described(getter, name, lambda row: getattr(row, name))
    if callable(attribute) and not name.startswith("_"):
        return _described(attribute, name, lambda row: getattr(row, name)())
    raise StreamlitAPIException(
        f"{model._meta.label} has no field, property or method `{name}`, and nothing of this name is annotated. Its "
        f"fields are {', '.join(field.name for field in model._meta.concrete_fields)}."
    )


def _described(function: Any, name: str, read: Callable[[Any], Any]) -> Column:
    """Return the column of a function, as ``django.contrib.admin.display`` describes it."""
    order = getattr(function, "admin_order_field", "")
    return Column(
        name=name,
        label=str(getattr(function, "short_description", None) or _words(name)),
        order=order if isinstance(order, str) else "",
        read=read,
        field=models.BooleanField() if getattr(function, "boolean", False) else None,
        empty=str(getattr(function, "empty_value_display", EMPTY)),
    )


def _words(name: str) -> str:
    return str(capfirst(name.strip("_").replace("__", " ").replace("_", " ")))


def path_of(model: Any, name: str) -> list[Any]:
    """
    Return the fields along a path such as "customer__name".

    Raises
    ------
    FieldDoesNotExist
        If there is none of them.
    """
    fields: list[Any] = []
    for part in name.split("__"):
        if model is None:
            raise FieldDoesNotExist(name)
        field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        fields.append(field)
        model = field.related_model
    return fields


def _of_field(model: Any, name: str) -> Column:
    fields = path_of(model, name)
    many = next((one for one in fields if one.many_to_many or one.one_to_many), None)
    if many is not None or any(not one.concrete for one in fields):
        raise StreamlitAPIException(
            f"`{name}` of {model._meta.label} has many values a row. Annotate what shall be shown of them, such as "
            "their count, or give a function as the column."
        )
    parts, last = name.split("__"), fields[-1]
    related = [part for part, field in zip(parts, fields, strict=True) if field.is_relation]
    label = capfirst(last.verbose_name if len(fields) == 1 else f"{fields[-2].verbose_name} {last.verbose_name}")

    def read(row: Any) -> Any:
        for part in parts:
            if row is None:
                return None
            row = getattr(row, part)
        return row

    return Column(name=name, label=label, order=name, read=read, field=last, joined="__".join(related))


# ------------------------------------------------------------------------------------------------------------- links


def _link(model: Any, given: Link) -> Callable[[Any], str]:
    if callable(given):
        return lambda row: clean_url(given(row))
    if given == "object":
        return lambda row: clean_url(row.get_absolute_url())
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change" if given == "admin" else str(given)

    def address(row: Any) -> str:
        try:
            return reverse(name, args=[row.pk])
        except NoReverseMatch:
            raise StreamlitAPIException(
                f"There is no address {name!r} for {model._meta.label}. Give the name of a URL that takes the primary "
                "key, 'object' for get_absolute_url(), a function of the row, or register the model in the admin."
            ) from None

    return address


__all__ = ["Column", "Link", "columns_of", "name_of", "path_of"]
