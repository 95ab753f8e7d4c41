"""Rows and querysets of Django's ORM, by primary key."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from formrerun.codec.values import Encode, register_bulk, register_rule, tagged
from formrerun.exceptions import Unstorable


def _encode_model(instance: Any) -> list[Any]:
    if instance.pk is None:
        raise Unstorable(instance, f"an unsaved {instance._meta.label}")
    return [instance._meta.label_lower, instance.pk, instance._state.db]


def fetch_rows(label: str, using: str | None, keys: Iterable[Any]) -> dict[Any, Any]:
    """Return the instances of a model by their keys, in one query; those that are gone are missing."""
    from django.apps import apps

    found: dict[Any, Any] = apps.get_model(label)._base_manager.using(using).in_bulk(list(keys))
    return found


def _decode_model(parts: list[Any]) -> Any:
    label, pk, using = parts
    # A row that was deleted meanwhile reads as None, as a select box shows an empty choice.
    return fetch_rows(label, using, [pk]).get(pk)


def _decode_models(many: list[list[Any]]) -> list[Any]:
    """Return the rows of a list, in one query a model."""
    kinds: dict[tuple[str, str | None], list[Any]] = {}
    for label, pk, using in many:
        kinds.setdefault((label, using), []).append(pk)
    found = {(*kind, pk): row for kind, keys in kinds.items() for pk, row in fetch_rows(*kind, keys).items()}
    return [found.get((label, using, pk)) for label, pk, using in many]


def _decode_queryset(parts: list[Any]) -> Any:
    from django.apps import apps

    label, pks, using = parts
    return apps.get_model(label)._default_manager.using(using).filter(pk__in=pks)


_model = tagged("model", _encode_model, _decode_model)
_queryset = tagged(
    "queryset", lambda v: [v.model._meta.label_lower, list(v.values_list("pk", flat=True)), v.db], _decode_queryset
)


def _rule(kind: type) -> tuple[str, Encode] | None:
    if "django.db.models" not in sys.modules:  # then this is none of its classes
        return None
    from django.db.models import Model, QuerySet

    if issubclass(kind, Model):
        return _model
    return _queryset if issubclass(kind, QuerySet) else None


register_rule(_rule)
register_bulk("model", _decode_models)
