"""The demo shop."""

from __future__ import annotations

from django.apps import AppConfig


class ShopConfig(AppConfig):
    """Orders and refunds: the models of the demo's internal tool."""

    name = "project.shop"
    label = "shop"
    default_auto_field = "django.db.models.BigAutoField"
