"""What a model's table and editor are given: a queryset of rows."""

from __future__ import annotations

from typing import Any

from django.db.models import Manager, Model, QuerySet

from formrerun.exceptions import StreamlitAPIException
from formrerun.utils.django_internals import gives_instances, is_sliced


def rows_of(given: Any, command: str) -> Any:
    """
    Return a queryset of rows.

    Raises
    ------
    StreamlitAPIException
        If it gives no rows of a model, is sliced, or its rows have no single primary key.
    """
    if isinstance(given, type) and issubclass(given, Model):
        given = given._default_manager
    query = given.all() if isinstance(given, (QuerySet, Manager)) else None
    if query is None or not gives_instances(query):
        raise StreamlitAPIException(
            f"`{command}` takes a QuerySet of rows, a manager or a model. Of anything else, and of values(), draw a "
            "`dataframe` or a `data_editor`."
        )
    if is_sliced(query):
        raise StreamlitAPIException(
            f"A sliced QuerySet cannot be filtered or sorted, as `{command}` does it. Filter it."
        )
    if len(getattr(query.model._meta, "pk_fields", [None])) > 1:
        raise StreamlitAPIException(
            f"The rows of {query.model._meta.label} have a primary key of several fields, by which `{command}` cannot "
            "name them. Draw a `dataframe`."
        )
    return query


__all__ = ["rows_of"]
