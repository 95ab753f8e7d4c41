"""
System checks: what would go wrong later, said at start with the cure. ``docs/checks.md`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from django.apps import apps
from django.conf import settings as project
from django.core import checks as system
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections, router
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from formrerun import store
from formrerun.conf import DEFAULTS, settings
from formrerun.exceptions import FormrerunError
from formrerun.utils.urls import own_address

#: Seconds a writer on SQLite should wait for the writer before it.
SQLITE_TIMEOUT = 10

Found = Iterable[CheckMessage]


def _check(*tags: str, **options: Any) -> Callable[[Callable[[], Found]], Callable[[], Found]]:
    """Register a check that needs no arguments."""

    def decorate(function: Callable[[], Found]) -> Callable[[], Found]:
        def check(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
            return list(function())

        check.__name__ = function.__name__
        register(check, *tags, **options)
        return function

    return decorate


@_check(Tags.compatibility)
def check_settings() -> Found:
    """E001: a key of FORMRERUN that does not exist; E002: a store that does not exist; E013: no storage for uploads."""
    for key in getattr(project, "FORMRERUN", {}):
        if key not in DEFAULTS:
            close = get_close_matches(key, DEFAULTS, 1)
            yield Error(
                f'FORMRERUN["{key}"] is not a setting of formrerun.',
                hint=f'Did you mean "{close[0]}"?' if close else f"Settings are: {', '.join(sorted(DEFAULTS))}.",
                id="formrerun.E001",
            )
    name = store.backend_name()
    if name not in store.BACKENDS and ":" not in name:
        yield Error(
            f'FORMRERUN["STORE"] is "{name}", which is no store.',
            hint=f'Choose one of {", ".join(sorted(store.BACKENDS))}, or "<module>:<class>" of your own.',
            id="formrerun.E002",
        )
    if settings.UPLOADS is not None and settings.UPLOADS not in project.STORAGES:
        yield Error(
            f'FORMRERUN["UPLOADS"] is "{settings.UPLOADS}", which is no alias of STORAGES.',
            hint=f"Choose one of {', '.join(sorted(project.STORAGES))}, or None for a folder of this machine.",
            id="formrerun.E013",
        )


@_check(Tags.security)
def check_sessions() -> Found:
    """E003: sessions in cookies cannot hold what pages remember; E004: no session at all; E012: not their app."""
    if not settings.STORE and project.SESSION_ENGINE == "django.contrib.sessions.backends.signed_cookies":
        yield Error(
            "The sessions are kept in cookies, which are too small for the state of pages and cannot be locked.",
            hint='Use "django.contrib.sessions.backends.db" as SESSION_ENGINE, or set FORMRERUN["STORE"] = "db".',
            id="formrerun.E003",
        )
    if not any(name.endswith("SessionMiddleware") for name in project.MIDDLEWARE):
        yield Error(
            "There is no session middleware, so that a page cannot tell whose it is.",
            hint='Add "django.contrib.sessions.middleware.SessionMiddleware" to MIDDLEWARE.',
            id="formrerun.E004",
        )
    elif store.BY_SESSION_ENGINE.get(project.SESSION_ENGINE) == "db" and not apps.is_installed(
        "django.contrib.sessions"
    ):
        yield Error(
            f'Sessions are kept in the database by "{project.SESSION_ENGINE}", whose app is not installed.',
            hint='Add "django.contrib.sessions" to INSTALLED_APPS, below "formrerun".',
            id="formrerun.E012",
        )


@_check(Tags.urls)
def check_urls() -> Found:
    """E005: the package's own addresses are missing."""
    if not getattr(project, "ROOT_URLCONF", None):
        return
    try:
        own_address("token")
    except FormrerunError:
        yield Error(
            "The URLconf does not include formrerun.urls.",
            hint='Add path("formrerun/", include("formrerun.urls")) to urlpatterns.',
            id="formrerun.E005",
        )


@_check(Tags.templates)
def check_templates() -> Found:
    """E006: Django finds no template of ours."""
    try:
        get_template("formrerun/page.html")
    except TemplateDoesNotExist:
        yield Error(
            "No template engine finds formrerun's templates.",
            hint='Set "APP_DIRS": True in the DjangoTemplates entry of TEMPLATES.',
            id="formrerun.E006",
        )


@_check(Tags.compatibility)
def check_apps() -> Found:
    """E007: Daphne below staticfiles; W001: our clearsessions is not the one that runs; W002: an old setting."""
    installed = [config.name for config in apps.get_app_configs()]

    def stands_after(name: str, other: str) -> bool:
        return name in installed and other in installed and installed.index(name) > installed.index(other)

    if stands_after("daphne", "django.contrib.staticfiles"):
        yield Error(
            '"daphne" stands after "django.contrib.staticfiles" in INSTALLED_APPS, whose runserver then wins.',
            hint='Move "daphne" to the top.',
            id="formrerun.E007",
        )
    if stands_after("formrerun", "django.contrib.sessions"):
        yield system.Warning(
            '"formrerun" stands after "django.contrib.sessions" in INSTALLED_APPS, so that `manage.py clearsessions` '
            "does not delete expired tabs.",
            hint='Move "formrerun" above it. (Opening a tab deletes a few expired ones in any case.)',
            id="formrerun.W001",
        )
    if settings.HTMX is not None:
        yield system.Warning(
            'FORMRERUN["HTMX"] has no effect: formrerun has an htmx of its own, which stands beside any other.',
            hint="Remove it. Load the htmx of your own templates yourself, in whatever version.",
            id="formrerun.W002",
        )


@_check(Tags.compatibility)
def check_database() -> Found:
    """E009, W003, W004: where "exactly once" would not hold."""
    if store.backend_name() != "db":
        return
    alias = settings.DATABASE
    if alias not in connections:
        yield Error(
            f'FORMRERUN["DATABASE"] is "{alias}", which DATABASES does not have.',
            hint=f"Choose one of {', '.join(sorted(connections))}.",
            id="formrerun.E009",
        )
        return
    from formrerun.models import Tab

    routed = router.db_for_write(Tab)
    if routed != alias:
        yield system.Warning(
            f'A database router sends formrerun\'s tables to "{routed}", but FORMRERUN["DATABASE"] is "{alias}".',
            hint="Let the router give that alias for the app `formrerun`, or change the setting.",
            id="formrerun.W003",
        )
    connection = connections[alias]
    if connection.vendor == "sqlite":
        options = connection.settings_dict.get("OPTIONS", {})
        if options.get("timeout", 5) < SQLITE_TIMEOUT or options.get("transaction_mode", "").upper() != "IMMEDIATE":
            yield system.Warning(
                "On SQLite, people who write at the same time will see errors: a writer gives up after "
                f"{options.get('timeout', 5)} s, or fails at once where it has read before.",
                hint='Set DATABASES["default"]["OPTIONS"] = {"timeout": 20, "transaction_mode": "IMMEDIATE"}.',
                id="formrerun.W004",
            )


@_check(Tags.caches, deploy=True)
def check_deployment() -> Found:
    """W005, W006: stores that only one process sees; W007, E010: caches that cannot hold or lock records."""
    name = store.backend_name()
    if name == "process":
        yield system.Warning(
            'FORMRERUN["STORE"] is "process": nothing survives a restart, and every process has its own tabs.',
            hint='Use "db" with database sessions.',
            id="formrerun.W005",
        )
    kept = {"fr.cache_data keeps its values": settings.CACHE}
    if name == "cache":
        kept["Tabs are kept"] = settings.CACHE
    if project.SESSION_ENGINE.endswith(("backends.cache", "backends.cached_db")):
        kept["Sessions are kept"] = project.SESSION_CACHE_ALIAS
    for what, alias in kept.items():
        if _cache_is(alias, "LocMemCache"):
            yield system.Warning(
                f'{what} in the cache "{alias}", which is in the memory of each process.',
                hint="Use Redis, Memcached or the database cache when there is more than one process.",
                id="formrerun.W006",
            )
    if name != "cache":
        return
    if _cache_is(settings.CACHE, "DummyCache"):
        yield Error(
            f'Tabs are kept in the cache "{settings.CACHE}", which keeps nothing.',
            hint="Use Redis, or database sessions.",
            id="formrerun.E010",
        )
    elif _cache_is(settings.CACHE, "FileBasedCache", "DatabaseCache", "PyMemcacheCache", "PyLibMCCache"):
        yield system.Warning(
            f'Tabs are kept in the cache "{settings.CACHE}", which drops what it has no room for'
            + (", and whose add() is no lock." if _cache_is(settings.CACHE, "FileBasedCache") else "."),
            hint="Use Redis with an eviction policy that spares keys (noeviction), or database sessions.",
            id="formrerun.W007",
        )


def _cache_is(alias: str, *names: str) -> bool:
    return str(project.CACHES.get(alias, {}).get("BACKEND", "")).endswith(names)


@_check(Tags.compatibility, deploy=True)
def check_database_deployment() -> Found:
    """W008 to W012: databases on which "exactly once" holds for less than one may think."""
    name = store.backend_name()
    if name != "db" or settings.DATABASE not in connections:
        return
    alias = settings.DATABASE
    connection = connections[alias]
    options = connection.settings_dict.get("OPTIONS", {})
    if connection.vendor == "sqlite":
        yield system.Warning(
            "The records stand in SQLite, which has one writer at a time and no other machine can reach; a submission "
            "in another process waits for a page that runs instead of interrupting it.",
            hint="Use PostgreSQL when there is more than one process, or run one.",
            id="formrerun.W008",
        )
    elif connection.vendor not in ("postgresql", "mysql"):
        yield system.Warning(
            f'The records stand in the database "{alias}" ({connection.vendor}); formrerun\'s locks are tested on '
            "PostgreSQL, MariaDB and SQLite.",
            hint="Use PostgreSQL or MariaDB.",
            id="formrerun.W009",
        )
    level = str(options.get("isolation_level") or "READ COMMITTED").rpartition(".")[2].upper().replace("_", " ")
    if level not in ("2", "READ COMMITTED", *(["REPEATABLE READ"] if connection.vendor == "mysql" else [])):
        yield system.Warning(
            f'The database "{alias}" has another isolation level than READ COMMITTED: of two submissions of one tab '
            "the second fails where it would wait, and is sent again.",
            hint="Remove isolation_level from its OPTIONS.",
            id="formrerun.W010",
        )
    yield from _check_several_databases(alias)
    pool = options.get("pool")
    room = pool.get("max_size") if isinstance(pool, dict) else 4 if pool is True else None
    if room is not None and room < settings.RUN_THREADS:
        yield system.Warning(
            f"Up to {settings.RUN_THREADS} pages of a process run at the same time, but the pool of the database "
            f'"{alias}" has {room} connections.',
            hint='Set "max_size" of its pool to RUN_THREADS, or FORMRERUN["RUN_THREADS"] to what the pool has.',
            id="formrerun.W012",
        )


@register(Tags.database)
def check_mysql(app_configs: Any, databases: Iterable[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """E011, W015: what a server of MySQL or MariaDB must have; asked by `migrate` and by `check --database`."""
    alias = settings.DATABASE
    if alias not in (databases or ()) or store.backend_name() != "db" or connections[alias].vendor != "mysql":
        return []
    found: list[CheckMessage] = []
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT @@default_storage_engine, @@innodb_rollback_on_timeout")
        engine, undoes_all = cursor.fetchone()
        cursor.execute(
            "SELECT table_name, engine FROM information_schema.tables"
            " WHERE table_schema = DATABASE() AND table_name LIKE 'formrerun%%' AND engine <> 'InnoDB'", []
        )  # fmt: skip
        others = dict(cursor.fetchall()) or ({} if engine == "InnoDB" else {"default_storage_engine": engine})
    if others:
        found.append(
            Error(
                f'The database "{alias}" keeps {", ".join(sorted(others))} in '
                f"{', '.join(sorted(set(others.values())))}, which has no transactions: a submission could happen in "
                "part, or twice.",
                hint="ALTER TABLE … ENGINE=InnoDB, and default_storage_engine=InnoDB in the server's settings.",
                id="formrerun.E011",
            )
        )
    if undoes_all:
        found.append(
            system.Warning(
                f'The server of the database "{alias}" has innodb_rollback_on_timeout on: a page that catches the '
                "error of a lock it waited for too long goes on without its own.",
                hint="Turn it off, or let no page catch such an error.",
                id="formrerun.W015",
            )
        )
    return found


def _check_several_databases(alias: str) -> Found:
    """W011: a submission is one transaction, and that is in one database."""
    others = [name for name, held in connections.settings.items() if name != alias and not _mirrors(held)]
    if others:
        yield system.Warning(
            f"What pages write to {', '.join(sorted(others))} is not part of a submission's transaction, which is in "
            f'the database "{alias}".',
            hint="Keep what callbacks write in that database, or make those writes harmless when they are repeated.",
            id="formrerun.W011",
        )
    if apps.is_installed("django.contrib.sessions") and project.SESSION_ENGINE.endswith(("backends.db", "cached_db")):
        from django.contrib.sessions.models import Session

        if router.db_for_write(Session) != alias:
            yield system.Warning(
                f'Sessions stand in the database "{router.db_for_write(Session)}" and tabs in "{alias}": a login or '
                "logout in a callback is not undone with it.",
                hint='Let FORMRERUN["DATABASE"] be the database of the sessions.',
                id="formrerun.W011",
            )


def _mirrors(held: dict[str, Any]) -> bool:
    return bool(held.get("TEST", {}).get("MIRROR"))


@_check(Tags.compatibility, deploy=True)
def check_window() -> Found:
    """W014: stores that are written after the commit."""
    if store.backend_name() in ("cache", "file"):
        yield system.Warning(
            "Tabs are kept outside of the database: a process that dies between the commit of a submission and the "
            "saving of its tab lets the browser's retry run it once more.",
            hint='Use database sessions, or set FORMRERUN["STORE"] = "db", for "exactly once" without exception.',
            id="formrerun.W014",
        )


@_check(Tags.compatibility, deploy=True)
def check_streaming() -> Found:
    """I001: under WSGI it depends on the server whether long runs are shown while they go on."""
    if not getattr(project, "ASGI_APPLICATION", None):
        yield system.Info(
            "There is no ASGI_APPLICATION: long runs are shown while they go on where the WSGI server has threads, "
            "and answer once where it has none.",
            hint="gunicorn needs --worker-class gthread --threads 8, uWSGI threads = 8, mod_wsgi threads=8; waitress "
            "and runserver have them.",
            id="formrerun.I001",
        )


@_check(Tags.files, deploy=True)
def check_files() -> Found:
    """W013: files that a restart of the machine deletes, or that processes cannot lock."""
    if store.backend_name() != "file":
        return
    from formrerun.store import file

    if not settings.FILE_STORE_PATH and not project.SESSION_FILE_PATH:
        yield system.Warning(
            "Tabs are kept in the system's temporary folder, which a restart of the machine may empty.",
            hint='Set FORMRERUN["FILE_STORE_PATH"] to a folder that stays.',
            id="formrerun.W013",
        )
    if not file.HAS_LOCKS:
        yield system.Warning(
            "This system has no flock, so that two processes may change one tab at the same time.",
            hint="Use database sessions, or one process.",
            id="formrerun.W013",
        )
