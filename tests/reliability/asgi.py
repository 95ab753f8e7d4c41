"""What Daphne serves."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application
from django.test import Client

application = ASGIStaticFilesHandler(get_asgi_application())


def prepare() -> None:
    """Make what the tests need, and import what the first request of each process would import."""
    for name in ("ann", "bob"):
        get_user_model().objects.create_user(name, password=name)
    Client().get("/till/?who=0")
