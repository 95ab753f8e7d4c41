"""Data that is fetched when it is shown: querysets and other unbounded rows."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from formrerun.tables.cells import library_of
from formrerun.utils import django_internals

#: Rows taken from what has no end that we know of: a generator, or a query that is not collected.
MOST_UNKNOWN = 10_000


def is_queryset(value: Any) -> bool:
    from django.db.models import QuerySet

    return isinstance(value, QuerySet)


def fetched(data: Any) -> Any:
    """
    Return what a lazy object gives, anything else as it is: a query runs once, and its rows can be compared.

    A QuerySet becomes :class:`Rows`; a generator, a polars query and the like give their first 10,000 rows.
    """
    if is_queryset(data):
        return _rows_of(data)
    if library_of(data) == "polars" and type(data).__name__ == "LazyFrame":
        return data.limit(MOST_UNKNOWN).collect()
    if isinstance(data, Iterator):
        return list(itertools.islice(data, MOST_UNKNOWN))
    if callable(data) and not isinstance(data, type) and not hasattr(data, "__dataframe__"):
        import inspect

        if inspect.isgeneratorfunction(data):
            return list(itertools.islice(data(), MOST_UNKNOWN))
    return data


class Rows:
    """Rows of a query: names, a tuple a row, the label of their model, and which of the names is its primary key's."""

    __slots__ = ("key", "model", "names", "rows")

    def __init__(self, names: tuple[str, ...], rows: list[tuple[Any, ...]], model: str, key: int | None) -> None:
        self.names, self.rows, self.model, self.key = names, rows, model, key


def _rows_of(query: Any) -> Rows:
    """Return a QuerySet's rows, moments in the current time zone as Django's templates show them."""
    from django.db.models import Model

    names: tuple[str, ...]
    # A query of instances has no names of its own: it gives its model's columns and what was annotated.
    if django_internals.gives_instances(query):
        names = tuple(field.attname for field in query.model._meta.concrete_fields)
        names += django_internals.annotation_names(query)
        known = django_internals.fetched_instances(query)
        if known is not None:
            rows = [tuple(getattr(item, name) for name in names) for item in known]
        else:
            rows = list(query.values_list(*names))
    else:
        found = list(query)
        names = django_internals.value_names(query)
        if found and isinstance(found[0], Mapping):
            names = tuple(found[0])
            rows = [tuple(item.values()) for item in found]
        elif found and isinstance(found[0], tuple):
            names = tuple(getattr(found[0], "_fields", names))
            names = names if len(names) == len(found[0]) else tuple(map(str, range(len(found[0]))))
            rows = [tuple(item) for item in found]
        else:  # flat, or .dates()
            names = names if len(names) == 1 else ("value",)
            rows = [(item,) for item in found]
    shown = [tuple(map(to_local, row)) for row in rows] if any(map(_has_zone, _first_moments(rows))) else rows
    primary = query.model._meta.pk
    key = next((place for place, name in enumerate(names) if name in (primary.attname, primary.name, "pk")), None)
    rows = [tuple(str(v) if isinstance(v, Model) else v for v in row) for row in shown]
    return Rows(names, rows, query.model._meta.label, key)


def _first_moments(rows: list[tuple[Any, ...]]) -> Iterator[Any]:
    """Yield the first value of each column that is not None: enough to know what the column holds."""
    for column in range(len(rows[0]) if rows else 0):
        yield next((row[column] for row in rows if row[column] is not None), None)


def _has_zone(value: Any) -> bool:
    return isinstance(value, dt.datetime) and value.tzinfo is not None


def to_local(value: Any) -> Any:
    from django.utils import timezone

    return timezone.localtime(value).replace(tzinfo=None) if _has_zone(value) else value


__all__ = ["fetched"]
