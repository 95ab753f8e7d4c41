"""Which rows of a queryset stand on a page: their order, how many there are, where the page begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, OrderBy

from formrerun.utils.django_internals import ordering_of

#: Rows are counted up to here; what is beyond is "more than", for counting a million rows takes longer than showing 50.
COUNTED = 10_000
#: And a page begins at most here, for a database goes through all rows before it. Who looks for one further down
#: searches, filters, or sorts the other way.
DEEPEST = 100_000
#: How many pages after the one that is shown can be gone to.
AHEAD = 10


@dataclass(frozen=True)
class Count:
    """
    How many rows there are.

    Attributes
    ----------
    rows
        How many were counted.
    more
        True if there are more than that.
    """

    rows: int
    more: bool = False

    def pages(self, size: int) -> int:
        """Return how many pages can be gone to."""
        return max(1, self.rows // size if self.more else -(-self.rows // size))


def count_of(query: Any, page: int, size: int) -> Count:
    """Count the rows of a queryset in one query, as far as a page and those after it need it."""
    most = min(max(COUNTED, (page + AHEAD) * size), DEEPEST + size)
    # Without what is annotated, unless it is filtered by: a subquery for each row that is only counted.
    found = query.order_by().values("pk")[: most + 1].count()
    return Count(min(found, most), found > most)


def ordered(query: Any, by: str) -> Any:
    """
    Return a queryset in an order in which no two rows are equal, so that each row stands on one page.

    Parameters
    ----------
    by
        What to sort by, "-" in front for descending; "" for the queryset's own order.
    """
    keys = (by,) if by else ordering_of(query)
    fields = query.model._meta
    if any(_is_unique(fields, key) for key in keys):
        return query.order_by(*keys)
    # In the direction of the last one: then an index of it is read from one of its ends.
    return query.order_by(*keys, "-pk" if keys and _descends(keys[-1]) else "pk")


def _descends(key: Any) -> bool:
    return key.startswith("-") if isinstance(key, str) else isinstance(key, OrderBy) and key.descending


def _is_unique(model: Any, key: Any) -> bool:
    if isinstance(key, OrderBy):
        key = key.expression
    name = str(getattr(key, "name", "?")) if isinstance(key, F) else key if isinstance(key, str) else "?"
    name = name.lstrip("-+")
    if name == "pk":
        return True
    found = next((field for field in model.concrete_fields if field.name == name and not field.is_relation), None)
    return found is not None and found.unique and not found.null


__all__ = ["Count", "count_of", "ordered"]
