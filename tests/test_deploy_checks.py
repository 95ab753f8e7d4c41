"""``manage.py check --deploy``: each setting under which a promise does not hold is said, with the cure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as project
from django.core import checks
from django.core.checks.registry import registry
from django.db import connections

from formrerun.checks import check_mysql
from formrerun.models import Interrupt
from formrerun.store import file
from formrerun.web.checks import check_open_pages
from tests.services import database, mysql_database

REDIS = "django.core.cache.backends.redis.RedisCache"
POSTGRES = {"ENGINE": "django.db.backends.postgresql", "NAME": "never connected to"}
MARIADB = {"ENGINE": "django.db.backends.mysql", "NAME": "never connected to"}


@pytest.fixture
def well(settings: Any) -> Iterator[Any]:
    """Settings of a deployment on several processes that has nothing to warn about."""
    settings.CACHES = {"default": {"BACKEND": REDIS, "LOCATION": "redis://cache"}}
    settings.FORMRERUN = {"DATABASE": "main", "LOGIN_REQUIRED": True}
    settings.DATABASE_ROUTERS = [Main()]
    with database("main", POSTGRES):
        default = connections.settings.pop("default")
        yield settings
        connections.settings["default"] = default


class Main:
    """Everything stands in one database."""

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "main"


class SessionsElsewhere(Main):
    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default" if model.__name__ == "Session" else "main"


def found() -> dict[str, checks.CheckMessage]:
    """Return what `check --deploy` says of formrerun, by id."""
    ours = [check for check in registry.get_checks(True) if check.__module__.startswith("formrerun.")]
    return {message.id: message for check in ours for message in check(app_configs=None)}


def cache(name: str) -> dict[str, Any]:
    return {"default": {"BACKEND": f"django.core.cache.backends.{name}"}}


def test_a_good_deployment_hears_nothing(well):
    assert set(found()) <= {"formrerun.live.W002"}


@pytest.mark.parametrize(
    ("change", "id_", "hint"),
    [
        ({"FORMRERUN": {"STORE": "process"}}, "W005", 'Use "db"'),
        ({"CACHES": cache("locmem.LocMemCache"), "FORMRERUN": {"STORE": "cache"}}, "W006", "Use Redis"),
        (
            {"CACHES": cache("locmem.LocMemCache"), "SESSION_ENGINE": "django.contrib.sessions.backends.cached_db"},
            "W006",
            "Use Redis",
        ),
        ({"CACHES": cache("dummy.DummyCache"), "FORMRERUN": {"STORE": "cache"}}, "E010", "Use Redis"),
        ({"CACHES": cache("filebased.FileBasedCache"), "FORMRERUN": {"STORE": "cache"}}, "W007", "noeviction"),
        ({"CACHES": cache("memcached.PyMemcacheCache"), "FORMRERUN": {"STORE": "cache"}}, "W007", "noeviction"),
        ({"SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies"}, "E003", "SESSION_ENGINE"),
        ({"DATABASE_ROUTERS": [SessionsElsewhere()]}, "W011", "the database of the sessions"),
        ({"FORMRERUN": {"STORE": "file"}}, "W013", "FILE_STORE_PATH"),
        ({"FORMRERUN": {"STORE": "file"}}, "W014", "database sessions"),
        ({"SESSION_ENGINE": "django.contrib.sessions.backends.cache"}, "W014", "database sessions"),
        ({"ASGI_APPLICATION": None}, "I001", "gthread"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) == 4 else "",
)
def test_what_does_not_hold_is_said_with_the_cure(well, change, id_, hint):
    for name, value in change.items():
        setattr(well, name, {"DATABASE": "main", **value} if name == "FORMRERUN" else value)
    message = found()[f"formrerun.{id_}"]
    assert hint in message.hint
    assert message.level == {"E": checks.ERROR, "W": checks.WARNING, "I": checks.INFO}[id_[0]]


@pytest.mark.parametrize(
    ("entry", "id_", "text"),
    [
        ({"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}, "W008", "one writer at a time"),
        ({**POSTGRES, "OPTIONS": {"isolation_level": 4}}, "W010", "READ COMMITTED"),
        ({**MARIADB, "OPTIONS": {"isolation_level": "serializable"}}, "W010", "READ COMMITTED"),
        ({**POSTGRES, "OPTIONS": {"pool": {"max_size": 4}}}, "W012", "has 4 connections"),
        ({**POSTGRES, "OPTIONS": {"pool": True}}, "W012", "has 4 connections"),
    ],
    ids=["W008", "W010", "W010 on MariaDB", "W012", "W012 by default"],
)
def test_what_a_database_cannot_do_is_said(well, entry, id_, text):
    with database("main", entry):
        assert text in found()[f"formrerun.{id_}"].msg
    with database("main", POSTGRES):
        assert f"formrerun.{id_}" not in found()


@pytest.mark.parametrize("level", ["read committed", "repeatable read", None])
def test_mariadb_hears_nothing(well, level):
    with database("main", {**MARIADB, "OPTIONS": {"isolation_level": level}}):
        assert set(found()) <= {"formrerun.live.W002"}


@pytest.mark.mariadb
@pytest.mark.parametrize("engine", ["InnoDB", "MyISAM"])
def test_tables_without_transactions_are_said(well, django_db_blocker, engine):
    with mysql_database() as entry, django_db_blocker.unblock(), database("main", entry):
        with connections["main"].schema_editor() as editor:
            editor.create_model(Interrupt)
            editor.execute(f"ALTER TABLE formrerun_wish ENGINE={engine}")
        said = check_mysql(None, databases=["main"])
        assert [message.id for message in said] == ([] if engine == "InnoDB" else ["formrerun.E011"])
        assert check_mysql(None, databases=["other"]) == []
    assert all("keeps formrerun_wish in MyISAM" in message.msg for message in said)


def test_a_pool_with_room_is_fine(well):
    with database("main", {**POSTGRES, "OPTIONS": {"pool": {"min_size": 2, "max_size": 16}}}):
        assert "formrerun.W012" not in found()


def test_a_second_database_is_no_part_of_the_transaction(well):
    with database("other", POSTGRES):
        assert "to other is not part" in found()["formrerun.W011"].msg
    with database("replica", {**POSTGRES, "TEST": {"MIRROR": "main"}}):
        assert "formrerun.W011" not in found()


def test_a_system_without_locks_for_files_is_said(well, monkeypatch, tmp_path):
    well.FORMRERUN = {"STORE": "file", "FILE_STORE_PATH": str(tmp_path), "DATABASE": "main"}
    assert "formrerun.W013" not in found()
    monkeypatch.setattr(file, "HAS_LOCKS", False)
    assert "flock" in found()["formrerun.W013"].msg


def test_the_demo_site_on_one_machine_hears_what_it_is():
    assert project.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    assert {"formrerun.W006", "formrerun.W008"} <= set(found())


def test_the_demo_s_pages_are_open_on_purpose(settings):
    settings.ROOT_URLCONF = "project.urls"
    assert check_open_pages(None) == []
