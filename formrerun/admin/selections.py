"""What was selected in a change list, on the way to a page: in the address, or in the session if it is too much."""

from __future__ import annotations

from collections.abc import Iterable
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from formrerun.engine.context import running
from formrerun.utils.urls import LONGEST_QUERY

#: The parameters of the address: primary keys, or the name under which the session has them.
KEYS, NAME = "pk", "selection"
#: Where the session has them, and how many selections it keeps.
KEPT, MOST = "formrerun.selections", 5


def query_of(request: Any, keys: Iterable[Any]) -> str:
    """Return the query of an address that says what was selected."""
    found = [str(key) for key in keys]
    query = urlencode([(KEYS, key) for key in found])
    if len(query) <= LONGEST_QUERY:
        return query
    name = token_hex(8)
    kept = list(request.session.get(KEPT, {}).items())[-MOST + 1 :]
    request.session[KEPT] = {**dict(kept), name: found}
    return urlencode({NAME: name})


def selected(request: Any, model_admin: Any) -> QuerySet[Any]:
    """Return what was selected, as far as the user may see it in the change list."""
    run = running()
    query = run.query if run is not None else {}
    keys = query.get(KEYS, [])
    for name in query.get(NAME, []):
        keys = [*keys, *request.session.get(KEPT, {}).get(name, [])]
    field, valid = model_admin.model._meta.pk, []
    for key in keys:
        try:
            valid.append(field.to_python(key))
        except Exception:  # made by hand
            continue
    found: QuerySet[Any] = model_admin.get_queryset(request).filter(pk__in=valid)
    return found


__all__ = ["query_of", "selected"]
