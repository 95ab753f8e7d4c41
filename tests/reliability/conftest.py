"""Databases of their own for the tests here, and the fleets that use them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reliability.fleet import Fleet
from tests.services import database_url, mysql_database, postgres_database, redis_cache


class Database:
    """A database that the processes use and the test looks into."""

    def __init__(self, url: str, connect: Callable[[], Any]) -> None:
        self.url, self._connect = url, connect

    @property
    def name(self) -> str:
        """Its name at its server, or its file."""
        return self.url.rpartition("/")[2]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a statement on a connection of its own and return what it gives."""
        connection = self._connect()
        try:
            cursor = connection.cursor()
            cursor.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.commit()
            connection.close()

    def written(self) -> list[tuple[str, str]]:
        """Return what the pages wrote: place and token."""
        return self.rows("SELECT place, token FROM reliability_row ORDER BY id")


@pytest.fixture
def postgresql() -> Iterator[Database]:
    """Create a database."""
    with postgres_database() as entry:
        import psycopg

        url = database_url(entry)
        yield Database(url, lambda: psycopg.connect(url))


@pytest.fixture
def mariadb() -> Iterator[Database]:
    """Create a database."""
    with mysql_database() as entry:
        import pymysql

        told = {"host": entry["HOST"], "port": int(entry["PORT"]), "user": entry["USER"], "password": entry["PASSWORD"]}
        yield Database(database_url(entry), lambda: pymysql.connect(**told, database=entry["NAME"]))


@pytest.fixture
def elsewhere(postgresql: Database) -> Iterator[Any]:
    """Connect to the same server, but not to the database of the test."""
    import psycopg

    with psycopg.connect(f"{postgresql.url.rpartition('/')[0]}/postgres", autocommit=True) as connection:
        yield connection


@pytest.fixture
def sqlite(tmp_path: Path) -> Database:
    """Name a file for the database."""
    file = tmp_path / "database.sqlite3"
    return Database(f"sqlite:///{file}", lambda: sqlite3.connect(file, timeout=20))


SERVERS = [
    pytest.param("postgresql", marks=pytest.mark.postgres),
    pytest.param("mariadb", marks=pytest.mark.mariadb),
]


@pytest.fixture(params=SERVERS)
def shared(request: pytest.FixtureRequest) -> Database:
    """Run the test once on each kind of database that has a server."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=[*SERVERS, "sqlite"])
def database(request: pytest.FixtureRequest) -> Database:
    """Run the test once on each kind of database."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def redis() -> Iterator[dict[str, str]]:
    """Return the environment of processes that share a cache."""
    with redis_cache() as entry:
        yield {"REDIS_URL": entry["LOCATION"], "CACHE_PREFIX": entry["KEY_PREFIX"]}


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Fleet]]:
    """Return how to start a fleet; all are ended after the test."""
    running = []

    def start_fleet(database: Database, count: int = 2, **environment: str) -> Fleet:
        folder = tmp_path / f"fleet{len(running)}"
        folder.mkdir()
        running.append(Fleet(folder, database.url, count, **environment))
        return running[-1]

    yield start_fleet
    for fleet in running:
        fleet.close()


@pytest.fixture
def fleet(start: Callable[..., Fleet], database: Database) -> Fleet:
    """Two processes on a database, once on each kind."""
    return start(database)


@pytest.fixture
def outside(request: pytest.FixtureRequest, start: Callable[..., Fleet], database: Database) -> Fleet:
    """Two processes that keep sessions and tabs elsewhere: in Redis beside a server, in files beside SQLite."""
    if database.url.startswith("sqlite"):
        return start(database, SESSIONS="file")
    return start(database, SESSIONS="cache", **request.getfixturevalue("redis"))
