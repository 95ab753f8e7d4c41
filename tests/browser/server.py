"""The test site on a fresh database, with its static files: what Daphne serves to the browser tests."""

from __future__ import annotations

import os

from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.management import call_command
from django.test import Client

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from project.asgi import application as site

application = ASGIStaticFilesHandler(site)
call_command("migrate", verbosity=0)


def prepare() -> None:
    """Import what the first request of each process would import."""
    Client().get("/t/greeting/")
