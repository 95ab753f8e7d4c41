"""Django without a project: for AppTest of a plain script, and for looking at one."""

from __future__ import annotations

import os

MINIMAL = {
    "SECRET_KEY": "for tests and for your own machine",
    "DEBUG": True,
    "ALLOWED_HOSTS": ["*"],
    "INSTALLED_APPS": ["formrerun", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.staticfiles"],
    "MIDDLEWARE": [],
    "ROOT_URLCONF": "formrerun.standalone_urls",
    "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
    "STATIC_URL": "/static/",
    "TEMPLATES": [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}}],
    "USE_TZ": True,
    "FORMRERUN": {"STORE": "process", "SHOW_ERROR_DETAILS": True},
}


def ensure() -> None:
    """Configure and set Django up, unless a project has done or named its settings."""
    import django
    from django.apps import apps
    from django.conf import settings

    if not settings.configured and not os.environ.get("DJANGO_SETTINGS_MODULE"):
        settings.configure(**MINIMAL)
    if not apps.ready:
        django.setup()
