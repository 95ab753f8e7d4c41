"""The app's configuration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormrerunConfig(AppConfig):
    """Register the elements, the checks and what logging out deletes."""

    name = "formrerun"
    verbose_name = _("Rerun-style forms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.apps import apps
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured

        if not apps.is_installed("django.contrib.auth") and not settings.MIDDLEWARE:
            # Said here and not by a check: what comes after it would be the errors of what does not find them.
            raise ImproperlyConfigured(
                "formrerun cannot tell whose a page is: add django.contrib.sessions (and django.contrib.auth and "
                "django.contrib.contenttypes for logins) to INSTALLED_APPS, and their middleware to MIDDLEWARE."
            )
        from django.contrib.auth.signals import user_logged_out
        from django.utils.module_loading import autodiscover_modules

        from formrerun import checks, elements  # noqa: F401

        # Other apps add elements of their own in <app>/elements.py and pages in <app>/pages.py.
        autodiscover_modules("elements", "pages")
        user_logged_out.connect(_forget_tabs, dispatch_uid="formrerun.logout")


def _forget_tabs(sender: Any, request: Any, **kwargs: Any) -> None:
    """Logging out is final: the session's tabs go with it (expiry, in contrast, can be resumed)."""
    from formrerun import store

    if request is not None and getattr(request, "session", None) is not None:
        for owner in store.Owner.of(request).each():
            store.default().drop_owner(owner)
