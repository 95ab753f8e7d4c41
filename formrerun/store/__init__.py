"""
Where a tab's record lives: one interface, one backend a file.

``store.default()`` picks the backend that fits the project's sessions; see ``docs/architecture.md``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from formrerun.conf import settings
from formrerun.store.base import Claim, Store
from formrerun.store.owner import Owner

BACKENDS = {
    "db": "formrerun.store.database:DatabaseStore",
    "cache": "formrerun.store.cache:CacheStore",
    "file": "formrerun.store.file:FileStore",
    "process": "formrerun.store.process:ProcessStore",
}

#: Which backend follows which session engine.
BY_SESSION_ENGINE = {
    "django.contrib.sessions.backends.db": "db",
    "django.contrib.sessions.backends.cached_db": "db",
    "django.contrib.sessions.backends.cache": "cache",
    "django.contrib.sessions.backends.file": "file",
}


def backend_name() -> str:
    """Return which backend the settings choose: STORE, else the one that follows SESSION_ENGINE."""
    if settings.STORE:
        return str(settings.STORE)
    from django.conf import settings as project

    return BY_SESSION_ENGINE.get(project.SESSION_ENGINE, "db")


def default() -> Store:
    """Return the store the settings choose."""
    return make(backend_name())


@cache
def make(name: str) -> Store:
    """Return the store of a backend; one object a process."""
    module, _, cls = BACKENDS.get(name, name).partition(":")
    store: Store = getattr(import_module(module), cls)()
    return store


__all__ = ["Claim", "Owner", "Store", "backend_name", "default", "make"]
