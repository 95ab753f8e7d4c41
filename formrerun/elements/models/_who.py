"""Who may do what with the rows of a model."""

from __future__ import annotations

from typing import Any

from formrerun.engine.permissions import Asked, permission_of
from formrerun.engine.run import Run

#: Who may do something: as ``permission=`` of buttons; None: Django's permission of the model; True, False.
May = Asked | bool


def asked_for(model: Any, kind: str, may: May) -> May:
    """Return who may, None replaced by Django's permission of the model."""
    return f"{model._meta.app_label}.{kind}_{model._meta.model_name}" if may is None else may


def is_permitted(run: Run, model: Any, kind: str, may: May) -> bool:
    """
    Return True if the visitor may do something with rows of a model.

    Parameters
    ----------
    kind
        "view", "add", "change" or "delete".
    """
    asked = asked_for(model, kind, may)
    if isinstance(asked, bool):
        return asked
    permission = permission_of(asked, kind)
    return permission is None or permission.is_held_by(getattr(run.request, "user", None))


__all__ = ["May", "asked_for", "is_permitted"]
