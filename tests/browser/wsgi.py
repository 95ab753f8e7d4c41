"""The test site on a fresh database, for servers that do not speak ASGI."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.browser.settings")

from django.core.management import call_command

from project.wsgi import application

call_command("migrate", verbosity=0)

__all__ = ["application"]
