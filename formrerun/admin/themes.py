"""Which app's templates draw the admin: links look different in each."""

from __future__ import annotations

from django.apps import apps

#: Apps whose templates stand before the admin's own.
KNOWN = ("unfold", "jazzmin")


def theme() -> str:
    """Return the app; "" for the admin's own templates."""
    return next(filter(apps.is_installed, KNOWN), "")


__all__ = ["theme"]
