"""The app's configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    """The app; it listens to the signals of models and to logouts."""

    name = "formrerun.live"
    label = "formrerun_live"
    verbose_name = _("Live updates of pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from formrerun.live import checks, publishing  # noqa: F401

        publishing.listen()
