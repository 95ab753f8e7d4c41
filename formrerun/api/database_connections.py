"""``connection``: Django's databases, and others by SQLAlchemy, by Streamlit's names."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib import import_module
from types import TracebackType
from typing import Any, Generic, TypeVar
from uuid import uuid4

from formrerun.api.caching import cache_data, cache_resource
from formrerun.api.secret_settings import secrets
from formrerun.exceptions import FormrerunError, StreamlitAPIException, StreamlitValueError

__all__ = ["BaseConnection", "SQLConnection", "connection"]

#: What says where a database of SQLAlchemy's is; everything else goes to ``create_engine``.
PARAMETERS = frozenset({
    "alias", "database", "dialect", "driver", "host", "password", "port", "query", "type", "url", "username",
})  # fmt: skip
RawConnectionT = TypeVar("RawConnectionT")
#: Texts and names in quotes and casts, which stay; or the name of a parameter.
_PART = re.compile(r"('(?:[^']|'')*'|\"[^\"]*\"|::)|:([A-Za-z_]\w*)|(%)")


class BaseConnection(Generic[RawConnectionT]):
    """
    A connection to something; a class of one's own says in ``_connect`` how it is made.

    Parameters
    ----------
    connection_name
        Its name, and that of its part of ``secrets["connections"]``.
    **kwargs
        What ``_connect`` takes.
    """

    def __init__(self, connection_name: str, **kwargs: Any) -> None:
        self._connection_name, self._kwargs = connection_name, kwargs
        self._connection_instance_id = uuid4()
        self._raw_instance: RawConnectionT | None = self._connect(**kwargs)

    def _connect(self, **kwargs: Any) -> RawConnectionT:
        """Return what is connected to. Mandatory."""
        raise NotImplementedError

    @classmethod
    def scope(cls) -> str:
        """Return "global", or "session" for a connection for each visitor."""
        return "global"

    @property
    def _secrets(self) -> Mapping[str, Any]:
        found = secrets.get("connections") if secrets.load_if_toml_exists() else None
        return dict((found or {}).get(self._connection_name, {}))

    @property
    def _instance(self) -> RawConnectionT:
        if self._raw_instance is None:
            self._raw_instance = self._connect(**self._kwargs)
        return self._raw_instance

    def reset(self) -> None:
        """Connect again when it is used next."""
        self._raw_instance = None

    def close(self) -> None:
        """Called when the connection is dropped from the cache."""


class _Database:
    """One of Django's databases, as an engine."""

    def __init__(self, alias: str) -> None:
        self.alias = alias

    @property
    def connection(self) -> Any:
        from django.db import connections

        return connections[self.alias]

    def execute(self, sql: Any, params: Any = None) -> Result:
        text, given = str(sql), dict(params) if isinstance(params, Mapping) else params
        with self.connection.cursor() as cursor:
            if isinstance(given, dict):
                text = _PART.sub(_placeholder, text)
            cursor.execute(text, given)
            columns = [column[0] for column in cursor.description or ()]
            return Result(columns, cursor.fetchall() if columns else [], cursor.rowcount)


def _placeholder(found: re.Match[str]) -> str:
    kept, name, percent = found.groups()
    return kept.replace("%", "%%") if kept else f"%({name})s" if name else "%%" if percent else ""


class Result(list[Any]):
    """The rows of a query, with the names of SQLAlchemy's for the usual ways to read them."""

    def __init__(self, columns: list[str], rows: list[Any], rowcount: int) -> None:
        super().__init__(rows)
        self.columns, self.rowcount = columns, rowcount

    def fetchall(self) -> list[Any]:
        """Return all rows."""
        return list(self)

    def fetchone(self) -> Any:
        """Return the first row, or None."""
        return self[0] if self else None

    def scalar(self) -> Any:
        """Return the first column of the first row, or None."""
        return self[0][0] if self else None

    def mappings(self) -> list[dict[str, Any]]:
        """Return the rows as dicts."""
        return [dict(zip(self.columns, row, strict=True)) for row in self]


class Session:
    """
    A transaction: what is not committed when its block ends is undone.

    In a page it is part of the page's own, and is there for good when that commits.
    """

    def __init__(self, database: _Database) -> None:
        self._database, self._atomic = database, None  # type: Any, Any

    def __enter__(self) -> Session:
        from django.db import transaction

        self._atomic = transaction.atomic(using=self._database.alias)
        self._atomic.__enter__()
        return self

    def execute(self, sql: Any, params: Any = None) -> Result:
        """Execute SQL: a text, or a ``text()`` of SQLAlchemy's, with parameters such as ``:name``."""
        return self._database.execute(sql, params)  # type: ignore[no-any-return]

    def commit(self) -> None:
        """Keep what was done."""
        self._atomic.__exit__(None, None, None)
        self.__enter__()

    def rollback(self) -> None:
        """Undo what was done since the last commit."""
        self.__exit__(None, None, None)
        self.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from django.db import transaction

        transaction.set_rollback(True, using=self._database.alias)
        self._atomic.__exit__(kind, error, trace)


class SQLConnection(BaseConnection[Any]):
    """
    A database: one of Django's by its alias, or another one by SQLAlchemy, as the secrets say.

    ``connection("sql")`` without secrets is Django's default one.
    """

    def _connect(self, autocommit: bool = False, **kwargs: Any) -> Any:
        from django.db import connections

        told = self._secrets
        given = {**told, **kwargs}
        if given.get("url") or given.get("dialect"):
            options = {name: value for name, value in kwargs.items() if name not in PARAMETERS}
            return _engine(given, {**told.get("create_engine_kwargs", {}), **options}, autocommit)
        alias = str(given.get("alias", self._connection_name))
        if alias not in connections and alias == "sql":
            alias = "default"
        if alias not in connections or connections[alias].vendor == "unknown":  # there is no project
            raise _refused(
                self._connection_name, self._connection_name,
                "Missing SQL DB connection configuration. Did you forget to set this in `secrets.toml` or as kwargs to "
                f"`st.connection`? Django's databases are: {', '.join(connections)}.",
            )  # fmt: skip
        return _Database(alias)

    def query(
        self,
        sql: str,
        *,
        show_spinner: bool | str = "Running `sql.query(...)`.",
        ttl: float | timedelta | None = None,
        index_col: str | list[str] | None = None,
        chunksize: int | None = None,
        params: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Return a query's rows as a DataFrame, remembered for ``ttl`` seconds; parameters are written ``:name``."""
        _needed("pandas")
        given = dict(index_col=index_col, chunksize=chunksize, params=params, **kwargs)
        name = f"{self._connection_name}_{ttl}".replace(".", "_")
        if chunksize is not None:
            return self._read_again(sql, **given)
        if name not in _queries:

            def query(_connection: SQLConnection, instance: str, sql: str, **given: Any) -> Any:
                return _connection._read_again(sql, **given)

            query.__qualname__ = f"query_{name}"
            _queries[name] = cache_data(ttl=ttl, show_spinner=show_spinner)(query)
        return _queries[name](self, str(self._connection_instance_id), sql, **given)

    def _read_again(self, sql: str, **given: Any) -> Any:
        """Read, and once more over a new connection if the old one was lost, as those in a pool may be."""
        if isinstance(self._instance, _Database):
            return _read(self._instance, sql, **given)
        try:
            return _read(self._instance, sql, **given)
        except Exception as error:  # pandas has its own errors around those of SQLAlchemy
            if not _has_lost_its_connection(error):
                raise
        self.reset()
        return _read(self._instance, sql, **given)

    def connect(self) -> Any:
        """Return SQLAlchemy's connection, or Django's."""
        raw = self._instance
        return raw.connection if isinstance(raw, _Database) else raw.connect()

    @property
    def engine(self) -> Any:
        """SQLAlchemy's engine, or what stands for Django's database."""
        return self._instance

    @property
    def driver(self) -> str:
        """The name of its driver."""
        raw = self._instance
        return str(raw.connection.vendor if isinstance(raw, _Database) else raw.driver)

    @property
    def session(self) -> Any:
        """A transaction: ``with conn.session as session: session.execute(…); session.commit()``."""
        raw = self._instance
        return Session(raw) if isinstance(raw, _Database) else _needed("sqlalchemy.orm").Session(raw)


_queries: dict[str, Callable[..., Any]] = {}


def _read(raw: Any, sql: str, **given: Any) -> Any:
    pandas = _needed("pandas")
    if not isinstance(raw, _Database):
        with raw.connect() as opened:
            return pandas.read_sql_query(_needed("sqlalchemy").text(sql), opened, **given)
    found = raw.execute(sql, given["params"])
    frame = pandas.DataFrame(list(found), columns=found.columns)
    frame = frame if given["index_col"] is None else frame.set_index(given["index_col"])
    size = given["chunksize"]
    return frame if size is None else (frame[at : at + size] for at in range(0, len(frame), size))


def _has_lost_its_connection(error: BaseException | None) -> bool:
    while error is not None:
        if getattr(error, "connection_invalidated", False):
            return True
        error = error.__cause__ or error.__context__
    return False


def _needed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        package = name.partition(".")[0]
        raise FormrerunError(f"`st.connection` needs {package} for this: `pip install {package}`.") from None


def _engine(given: Mapping[str, Any], options: Mapping[str, Any], autocommit: bool) -> Any:
    sqlalchemy = _needed("sqlalchemy")
    if given.get("url"):
        url = sqlalchemy.engine.make_url(given["url"])
    else:
        where = {name: given[name] for name in ("username", "password", "host", "database", "query") if name in given}
        if "port" in given:
            where["port"] = int(given["port"])
        driver = f"+{given['driver']}" if given.get("driver") else ""
        url = sqlalchemy.engine.URL.create(given["dialect"] + driver, **where)
    engine = sqlalchemy.create_engine(url, **options)
    return engine.execution_options(isolation_level="AUTOCOMMIT") if autocommit else engine


class _TTLNotSpecified:
    def __repr__(self) -> str:
        return "<unset>"


def connection(
    name: str,
    type: Any = None,
    max_entries: int | None = None,
    ttl: Any = _TTLNotSpecified(),  # noqa: B008
    **kwargs: Any,
) -> Any:
    """
    Return a connection, the same one every time: to a database of Django's by its alias, or as the secrets say.

    Parameters
    ----------
    name
        "sql" for Django's default database, an alias in ``DATABASES``, or a name in ``secrets["connections"]``.
    type
        "sql", a class below ``BaseConnection``, or its dotted name; by default what the secrets say, else "sql".
    max_entries, ttl
        How many are kept, and for how long, as of ``cache_resource``.
    **kwargs
        What the connection takes.

    Raises
    ------
    StreamlitAPIException
        If there is no such database or class.
    """
    cls = _class_of(name, type)
    scope = cls.scope()
    if scope not in ("global", "session"):
        raise StreamlitValueError("scope", ["'global'", "'session'"])
    kept = None if isinstance(ttl, _TTLNotSpecified) else ttl
    made = (scope, kept, max_entries)
    if made not in _makers:

        def make(_cls: Any, path: str, name: str, **kwargs: Any) -> Any:
            return _cls(connection_name=name, **kwargs)

        make.__qualname__ = f"connection_{scope}_{kept}_{max_entries}".replace(".", "_")
        _makers[made] = cache_resource(
            ttl=kept, max_entries=max_entries, scope=scope, show_spinner=False, on_release=lambda each: each.close()
        )(make)
    return _makers[made](cls, f"{cls.__module__}.{cls.__qualname__}", name, **kwargs)


_makers: dict[Any, Callable[..., Any]] = {}


def _class_of(name: str, type: Any) -> Any:
    if type is None and secrets.load_if_toml_exists():
        type = secrets.get("connections", {}).get(name, {}).get("type")
    found = SQLConnection if type in (None, "sql") else type
    if isinstance(found, str):
        module, _dot, called = found.rpartition(".")
        if not module:
            raise _refused(name, found, f"Invalid connection '{found}'. Supported connection classes: 'sql'.")
        found = getattr(import_module(module), called)
    if not inspect.isclass(found) or not issubclass(found, BaseConnection):
        raise _refused(name, found, f"{found} is not a subclass of BaseConnection!")
    return found


def _refused(name: str, kind: Any, message: str) -> StreamlitAPIException:
    """Return the error of a connection that there is not; of one to Snowflake it says what to use."""
    if "snowflake" in str(kind).lower():
        message = (
            "`st.connection` has no class for Snowflake. Use SQLAlchemy's dialect: `pip install snowflake-sqlalchemy`, "
            f'and in `secrets.toml` under `[connections.{name}]` `type = "sql"` and '
            '`url = "snowflake://user:password@account/database/schema?warehouse=..."`.'
        )
    return StreamlitAPIException(message)
