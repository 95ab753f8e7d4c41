"""The demo's shared board."""

from __future__ import annotations

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """Cards in three columns, and the page where everybody moves them."""

    name = "project.board"
    label = "board"
    default_auto_field = "django.db.models.BigAutoField"
