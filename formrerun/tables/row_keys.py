"""What names the rows of a table wherever they stand: their primary keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any


class RowKeys:
    """
    The primary keys of a table's rows, in their order.

    Attributes
    ----------
    model
        The label of the rows' model, as "shop.order".
    plain
        The keys as JSON has them: numbers and texts.
    """

    def __init__(self, model: str, plain: Sequence[Any]) -> None:
        self.model, self.plain = model, plain

    @classmethod
    def of(cls, model: str, keys: Sequence[Any]) -> RowKeys:
        """Return the keys of rows as they came from the database."""
        return cls(model, [key if type(key) is int else str(key) for key in keys])

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where the rows of a key stand: several if a query joins them in more than once."""
        found: dict[str, list[int]] = {}
        for place, key in enumerate(self.plain):
            found.setdefault(str(key), []).append(place)
        return found

    def python(self, text: str) -> Any:
        """Return a key as the model has it."""
        from django.apps import apps

        return apps.get_model(self.model)._meta.pk.to_python(text)


__all__ = ["RowKeys"]
