"""Rows and querysets of Django's ORM, by primary key."""

from __future__ import annotations

import sys
from typing import Any

from formrerun.codec.values import Encode, register_rule, tagged
from formrerun.exceptions import Unstorable


def _encode_model(instance: Any) -> list[Any]:
    if instance.pk is None:
        raise Unstorable(instance, f"an unsaved {instance._meta.label}")
    return [instance._meta.label_lower, instance.pk, instance._state.db]


def _decode_model(parts: list[Any]) -> Any:
    from django.apps import apps

    label, pk, using = parts
    # A row that was deleted meanwhile reads as None, as a select box shows an empty choice.
    return apps.get_model(label)._base_manager.using(using).filter(pk=pk).first()


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
