"""The app's configuration."""

from __future__ import annotations

from django.apps import AppConfig


class RatingsConfig(AppConfig):
    """Nothing is to be said here: formrerun imports ``elements.py`` of every installed app."""

    name = "tests.ratings"
