"""Every store on everything it can stand on; ``backend`` gives a test one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from formrerun import store
from formrerun.models import Blob, Shared, Tab
from formrerun.store import Owner, Store
from tests.services import database, mysql_database, postgres_database, redis_cache

BACKENDS = [
    "db on SQLite", "db on PostgreSQL", "db on MariaDB", "cache on LocMem", "cache on Redis", "file", "process",
]  # fmt: skip


@dataclass
class Backend:
    """
    A store under test.

    Attributes
    ----------
    name
        One of BACKENDS.
    settings
        What another process needs to see the same store: FORMRERUN, DATABASES, CACHES.
    """

    name: str
    settings: dict[str, Any]
    owner: Owner = field(default_factory=lambda: Owner("k" * 64))

    @property
    def store(self) -> Store:
        """The store the settings choose."""
        return store.default()

    @property
    def is_encoded(self) -> bool:
        """True if records outlive the process."""
        return self.name != "process"

    def is_on(self, *names: str) -> bool:
        """Return True if the name has one of these in it."""
        return any(name in self.name for name in names)

    def who(self, create: bool = False) -> Owner:
        """Return who asks."""
        return self.owner

    def open(self, **user: Any) -> str:
        """Open a tab of page "p" with these entries in session_state; return its id."""
        with self.store.open(self.who, "p") as claim:
            claim.record.state.user.update(user)
            return save(claim)

    def read(self, tab: str, owner: Owner | None = None) -> dict[str, Any] | None:
        """Return what a tab's session_state holds; None if it is gone."""
        found = self.store.peek(tab, lambda create: owner or self.owner, "p")
        return dict(found[0].state.user) if found is not None else None


def save(claim: Any) -> str:
    """Save a claim as a run does; return the tab's id."""
    claim.encode(refuse)
    claim.save()
    return claim.record.id


def refuse(key: str, value: Any, error: BaseException) -> None:
    """Fail for an entry that cannot be stored."""
    raise error


@pytest.fixture(scope="session")
def postgres_entry(django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    with postgres_database() as entry:
        with django_db_blocker.unblock(), database("made", entry):
            call_command("migrate", "formrerun", database="made", verbosity=0)
        yield entry


@pytest.fixture(scope="session")
def mysql_entry(django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    with mysql_database() as entry:
        with django_db_blocker.unblock(), database("made", entry):
            call_command("migrate", "formrerun", database="made", verbosity=0)
        yield entry


@pytest.fixture
def redis_entry() -> Iterator[dict[str, Any]]:
    with redis_cache() as entry:
        yield entry


@pytest.fixture(params=BACKENDS)
def backend(request: Any, settings: Any, tmp_path: Any, django_db_blocker: Any) -> Iterator[Backend]:
    """A store with a database of its own, in which authors' rows stand too."""
    name = request.param
    entry: dict[str, Any] = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "db.sqlite3"),
        "OPTIONS": {**settings.DATABASES["default"].get("OPTIONS", {})},
    }
    if "PostgreSQL" in name:
        entry = request.getfixturevalue("postgres_entry")
    elif "MariaDB" in name:
        entry = request.getfixturevalue("mysql_entry")
    caches: dict[str, Any] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    if "Redis" in name:
        caches = {"default": request.getfixturevalue("redis_entry")}
    settings.CACHES = caches
    ours = {"STORE": name.partition(" ")[0], "DATABASE": "own", "FILE_STORE_PATH": str(tmp_path / "files")}
    settings.FORMRERUN = ours
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(database("own", entry))
        if "SQLite" in name:
            call_command("migrate", "formrerun", database="own", verbosity=0)
        yield Backend(name, {"FORMRERUN": ours, "DATABASES": {"default": entry, "own": entry}, "CACHES": caches})
        if name in ("db on PostgreSQL", "db on MariaDB"):
            for model in (Tab, Shared, Blob):
                model.objects.using("own").all().delete()
        connection.close()
