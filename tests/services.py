"""
PostgreSQL, MariaDB and Redis for tests: the real ones, each test process with a throw-away part of its own.

Where they are is said by the environment (POSTGRES_HOST, POSTGRES_PORT, POSTGRES_USER, POSTGRES_PASSWORD; the same for
MYSQL_…; REDIS_HOST, REDIS_PORT); the default is this machine. Where one is missing, its tests are skipped and say so;
with REQUIRE_SERVICES=1, as in CI, they fail.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from typing import Any, NoReturn
from urllib.parse import quote

import pytest
from django.db import connections

#: Seconds until a service counts as missing that says neither yes nor no: long, for a busy machine is no bug.
PATIENCE = 30
MARK = f"formrerun_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


def missing(what: str, error: Exception) -> NoReturn:
    """Skip the test, or fail it where every service has to be there."""
    text = f"{what} CANNOT BE REACHED, its tests do not run: {str(error).strip()}"
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(text, pytrace=False)
    pytest.skip(text)


def module(name: str) -> Any:
    """Return the client of a service."""
    try:
        return import_module(name)
    except ImportError as error:
        missing(f"The Python package {name}", error)


@contextmanager
def postgres_database() -> Iterator[dict[str, Any]]:
    """Create an empty database, give its entry for DATABASES, and drop it at the end."""
    host, port = os.environ.get("POSTGRES_HOST", "127.0.0.1"), os.environ.get("POSTGRES_PORT", "5432")
    user, password = os.environ.get("POSTGRES_USER", "postgres"), os.environ.get("POSTGRES_PASSWORD", "")
    psycopg = module("psycopg")
    try:
        admin = psycopg.connect(
            host=host, port=port, user=user, password=password, dbname="postgres", autocommit=True,
            connect_timeout=PATIENCE,
        )  # fmt: skip
    except psycopg.OperationalError as error:
        missing(f"PostgreSQL at {host}:{port}", error)
    name = f"{MARK}_{secrets.token_hex(4)}"  # several may be in use at a time
    with admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {
                "ENGINE": "django.db.backends.postgresql", "NAME": name, "USER": user, "PASSWORD": password,
                "HOST": host, "PORT": port,
            }  # fmt: skip
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def mysql_database(**options: Any) -> Iterator[dict[str, Any]]:
    """Do the same at MariaDB, or at MySQL; ``options`` are OPTIONS of the entry."""
    host, port = os.environ.get("MYSQL_HOST", "127.0.0.1"), os.environ.get("MYSQL_PORT", "3306")
    user, password = os.environ.get("MYSQL_USER", "root"), os.environ.get("MYSQL_PASSWORD", "")
    pymysql = module("pymysql")
    try:
        admin = pymysql.connect(
            host=host, port=int(port), user=user, password=password, autocommit=True, connect_timeout=PATIENCE
        )
    except pymysql.err.OperationalError as error:
        missing(f"MariaDB at {host}:{port}", error)
    name = f"{MARK}_{secrets.token_hex(4)}"
    with admin, admin.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
        try:
            yield {
                "ENGINE": "django.db.backends.mysql", "NAME": name, "USER": user, "PASSWORD": password, "HOST": host,
                "PORT": port, "OPTIONS": {"charset": "utf8mb4", **options},
            }  # fmt: skip
        finally:
            # A process that was killed may still have a transaction there, for which DROP would wait.
            cursor.execute("SELECT id FROM information_schema.processlist WHERE db = %s", [name])
            for (connection,) in cursor.fetchall():
                with suppress(pymysql.MySQLError):  # it has ended by itself
                    cursor.execute(f"KILL {connection}")
            cursor.execute(f"DROP DATABASE `{name}`")


@contextmanager
def free_ports(count: int) -> Iterator[list[int]]:
    """Give ports that nobody listens at, and that nobody else is given: they stay bound, which lets others listen."""
    with ExitStack() as stack:
        ports = []
        for _ in range(count):
            held = stack.enter_context(socket.socket())
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            held.bind(("127.0.0.1", 0))
            ports.append(held.getsockname()[1])
        yield ports


def database_url(entry: dict[str, Any]) -> str:
    """Return the DATABASE_URL of an entry for DATABASES."""
    who = ":".join(quote(entry[part]) for part in ("USER", "PASSWORD") if entry[part])
    scheme = "mysql" if entry["ENGINE"].endswith("mysql") else "postgres"
    return f"{scheme}://{who}@{entry['HOST']}:{entry['PORT']}/{entry['NAME']}"


@contextmanager
def redis_cache() -> Iterator[dict[str, Any]]:
    """Give an entry for CACHES with keys of its own, which are deleted at the end."""
    host, port = os.environ.get("REDIS_HOST", "127.0.0.1"), os.environ.get("REDIS_PORT", "6379")
    redis = module("redis")
    client = redis.Redis(host=host, port=int(port), socket_connect_timeout=PATIENCE)
    try:
        client.ping()
    except redis.ConnectionError as error:
        missing(f"Redis at {host}:{port}", error)
    mark = f"{MARK}_{secrets.token_hex(4)}"
    with client:
        yield {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://{host}:{port}/0",
            "KEY_PREFIX": mark,
        }
        for key in client.scan_iter(f"{mark}:*"):
            client.delete(key)


@contextmanager
def database(alias: str, entry: dict[str, Any]) -> Iterator[str]:
    """Let Django have one more database for a while."""
    before = connections.settings.pop(alias, None)
    connections.settings[alias] = connections.configure_settings({"default": entry})["default"]
    forget(alias)
    try:
        yield alias
    finally:
        forget(alias)
        del connections.settings[alias]
        if before is not None:
            connections.settings[alias] = before


def forget(alias: str) -> None:
    """Close this thread's connection of an alias, if there is one."""
    if hasattr(connections._connections, alias):
        connections[alias].close()
        del connections[alias]
