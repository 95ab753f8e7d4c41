"""Django without a project's own settings: for AppTest of a plain script, for ``runpage`` and ``App``."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

TESTING_KEY = "for tests on your own machine"
#: What serving pages needs, and nothing that needs a database.
SERVING: dict[str, Any] = {
    "MIDDLEWARE": [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django_htmx.middleware.HtmxMiddleware",
    ],
    "ROOT_URLCONF": "formrerun.scripts.standalone_urls",
    # Only the secret that tells whose tab it is stands in the session.
    "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
    "FORMRERUN": {
        "STORE": "process",
        "SHOW_ERROR_DETAILS": True,
        "RERUN_KEY": True,
        "AUDIT": False,
        "LOGIN_REQUIRED": False,
    },
}


def _zone_here() -> str:
    """Return the name of the timezone of this machine, by which a script's clock goes; UTC if it has none."""
    name = os.environ.get("TZ", "") or os.path.realpath("/etc/localtime").rpartition("zoneinfo/")[2]
    try:
        return ZoneInfo(name).key
    except (ValueError, KeyError, OSError):
        return "UTC"


MINIMAL: dict[str, Any] = {
    **SERVING,
    "SECRET_KEY": TESTING_KEY,
    "INSTALLED_APPS": ["formrerun", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.staticfiles"],
    "STATIC_URL": "/static/",
    "TEMPLATES": [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}}],
    "USE_TZ": True,
    "TIME_ZONE": _zone_here(),
}


#: Cookies of several servers on one machine would overwrite each other.
COOKIES = {"SESSION_COOKIE_NAME": "runpage_session", "CSRF_COOKIE_NAME": "runpage_csrf"}


def ensure(*, serving: bool = False) -> None:
    """
    Configure and set Django up, unless a project has done or named its settings.

    Parameters
    ----------
    serving
        The script is served, and its visitors hold cookies that are signed.
    """
    import django
    from django.apps import apps
    from django.conf import settings

    if not settings.configured and not os.environ.get("DJANGO_SETTINGS_MODULE"):
        settings.configure(**MINIMAL)
    if serving and is_alone() and settings.SECRET_KEY == TESTING_KEY:
        # The state is this process's, and so may be the key.
        for name, value in {"SECRET_KEY": secrets.token_urlsafe(50), "ALLOWED_HOSTS": ["*"], **COOKIES}.items():
            setattr(settings, name, value)
    if not apps.ready:
        django.setup()


def is_alone() -> bool:
    """Return True if there is no project, or ``runpage`` has put its own settings in front of it."""
    from django.conf import settings

    return bool(SERVING["ROOT_URLCONF"] == settings.ROOT_URLCONF)


def for_runpage(allowed_hosts: Sequence[str]) -> dict[str, Any]:
    """
    Return what ``runpage`` changes in the project's settings.

    Parameters
    ----------
    allowed_hosts
        The names it may be reached by.
    """
    from django.conf import settings

    return {
        **SERVING,
        "FORMRERUN": {**getattr(settings, "FORMRERUN", {}), **SERVING["FORMRERUN"]},
        "ALLOWED_HOSTS": [*allowed_hosts],
        "ASGI_APPLICATION": "formrerun.asgi.application",
        "WSGI_APPLICATION": None,
        **COOKIES,
        "SESSION_COOKIE_SECURE": False,
        "CSRF_COOKIE_SECURE": False,
    }
