"""
What differs from database to database: how a row is locked and loaded, and what the errors of a server mean.

PostgreSQL locks, numbers and loads in one ``UPDATE … RETURNING``. MySQL and MariaDB have none: there a locking read
loads, and the number is written when the record is saved. SQLite has no locks on rows (``transactions.py``).

The functions take a thread's connection and not its alias: to look one up takes longer than most of them do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import DatabaseError, Error, OperationalError

from formrerun.conf import settings
from formrerun.exceptions import StateTooLarge
from formrerun.store.locks import Deadline, busy

T = TypeVar("T")

#: PostgreSQL's codes (SQLSTATE): a wait that took longer than ``lock_timeout``; a deadlock; a failed serialization.
LOCK_NOT_AVAILABLE, DEADLOCK, SERIALIZATION = "55P03", "40P01", "40001"
#: MySQL's and MariaDB's codes: a wait that took too long, or that NOWAIT refused; that of MySQL alone for NOWAIT.
LOCK_WAIT, NO_WAIT = 1205, 3572
#: A deadlock; a row that has changed since the transaction's snapshot (``innodb_snapshot_isolation``). With either the
#: server has rolled back the whole transaction, and not the statement only.
MYSQL_DEADLOCK, CHANGED = 1213, 1020
#: What MySQL's drivers write with a backslash, and the bytes of a statement beside the data.
ESCAPED, AROUND = b"\0\n\r\x1a\"'\\", 65_536

_joined: dict[tuple[str, tuple[str, ...], str], str] = {}  # by what the database is, the names, and what is between
_packets: dict[str, int] = {}  # by alias; a server that is given another limit is restarted


def binary(connection: Any, value: Any) -> Any:
    """Return bytes as the database's driver takes them, anything else as it is."""
    if not isinstance(value, bytes):
        return value
    # MySQL's drivers know nothing of memoryview, in which psycopg and sqlite3 tell bytes from text.
    return value if connection.vendor == "mysql" else memoryview(value)


def quoted(connection: Any, names: Sequence[str]) -> list[str]:
    """Return names of columns as this database quotes them; some, as "user", are words of SQL."""
    return list(map(connection.ops.quote_name, names))


def joined_names(connection: Any, names: tuple[str, ...], between: str = ", ") -> str:
    """Return names of columns, quoted, as a statement names them; of one kind of statement there are few."""
    of = (connection.vendor, names, between)
    if (known := _joined.get(of)) is None:
        known = _joined[of] = between.join(quoted(connection, names))
    return known


def upsert(connection: Any, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], update: str) -> None:
    """Insert rows in one statement; of those that are there, by the first column, write one column anew."""
    key, *_rest = names = quoted(connection, columns)
    (set_,) = quoted(connection, [update])
    if connection.vendor == "mysql":
        conflict = f"ON DUPLICATE KEY UPDATE {set_} = VALUES({set_})"
    else:
        conflict = f"ON CONFLICT ({key}) DO UPDATE SET {set_} = EXCLUDED.{set_}"
    one = f"({', '.join(['%s'] * len(names))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES {', '.join([one] * len(rows))} {conflict}",
            [binary(connection, value) for row in rows for value in row],
        )


def counts_while_locking(connection: Any) -> bool:
    """Return True if :func:`lock_row` writes the number of the run; else it is written with the record."""
    return bool(connection.vendor == "postgresql")


def select(
    connection: Any, what: str, table: str, where: str, values: Sequence[Any], shown: Sequence[Any] = (), end: str = ""
) -> tuple[Any, ...] | None:
    """Return the one row; ``shown`` are the parameters of ``what``, ``values`` those of ``where``."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {what} FROM {table} WHERE {where} {end}".rstrip(), [*shown, *values])
        return cursor.fetchone()  # type: ignore[no-any-return]


def lock_row(
    connection: Any, what: str, table: str, number: str, where: str, values: Sequence[Any], shown: Sequence[Any] = ()
) -> tuple[Any, ...] | None:
    """
    Lock a row and load it, in one statement; see :func:`counts_while_locking`.

    Parameters
    ----------
    what, table, where
        The columns, the table and the condition.
    number
        The column that counts runs.
    values, shown
        The parameters of ``where`` and of ``what``.

    Raises
    ------
    TabBusy
        If another process has it locked for LOCK_TIMEOUT.
    """
    if counts_while_locking(connection):
        return _count_up(connection, what, table, number, where, values, shown)
    # A locking read gives what is committed now, under REPEATABLE READ too, and leaves the moment of the transaction's
    # snapshot to the page. NOWAIT, for the server's own timeout is whole seconds of all that the connection waits for.
    has_nowait = connection.features.has_select_for_update_nowait
    end, deadline, attempt = connection.ops.for_update_sql(nowait=has_nowait), Deadline(), 0
    while True:
        try:
            return select(connection, what, table, where, values, shown, end)
        except OperationalError as error:
            if _code(error) not in (LOCK_WAIT, NO_WAIT):
                raise
            attempt = min(attempt + 1, 2)  # pauses stay short: nobody queues, so whoever asks first has it
            if not deadline.pause(attempt):
                raise busy() from error


def _count_up(
    connection: Any, what: str, table: str, number: str, where: str, values: Sequence[Any], shown: Sequence[Any]
) -> tuple[Any, ...] | None:
    # The timeout holds from here to the end of the transaction, for what the page waits for too.
    limit, wait = "FROM (SELECT set_config('lock_timeout', %s, true)) AS waits", str(int(settings.LOCK_TIMEOUT * 1000))
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                f"UPDATE {table} SET {number} = {number} + 1 {limit} WHERE {where} RETURNING {what}",
                [wait, *values, *shown],
            )
        except OperationalError as error:
            if _code(error) != LOCK_NOT_AVAILABLE:
                raise
            raise busy() from error
        return cursor.fetchone()  # type: ignore[no-any-return]


# -------------------------------------------------------------------------------------------------------------- sizes


def largest_statement(connection: Any) -> int | None:
    """Return how many bytes a statement may have with its data: ``max_allowed_packet`` on MySQL, elsewhere None."""
    if connection.vendor != "mysql":
        return None
    if connection.alias not in _packets:
        with connection.cursor() as cursor:
            cursor.execute("SELECT @@max_allowed_packet")
            _packets[connection.alias] = int(cursor.fetchone()[0])
    return _packets[connection.alias] - AROUND


def size_of(connection: Any, *data: bytes) -> int:
    """
    Return how long bytes are in a statement; 0 where that has no limit.

    Raises
    ------
    StateTooLarge
        If no statement can carry them. The server would end the connection, as if it were away.
    """
    limit = largest_statement(connection)
    if limit is None:
        return 0
    size = sum(len(each) + sum(map(each.count, ESCAPED)) for each in data)
    if size > limit:
        raise StateTooLarge(size, limit)
    return size


def fitting(connection: Any, rows: Iterable[T], data_of: Callable[[T], bytes]) -> Iterator[list[T]]:
    """
    Give rows in parts that one statement can carry each; see :func:`size_of`.

    Parameters
    ----------
    data_of
        Returns what is long of a row.
    """
    part: list[T] = []
    size = 0
    for row in rows:
        needed = size_of(connection, data_of(row))
        if needed and size + needed > (largest_statement(connection) or 0):
            yield part
            part, size = [], 0
        part.append(row)
        size += needed
    if part:
        yield part


# ------------------------------------------------------------------------------------------------------------- errors


def _code(error: BaseException) -> Any:
    """Return what a server's error is called there: a number on MySQL, an SQLSTATE on PostgreSQL."""
    number = next(iter(error.args), None)
    return number if isinstance(number, int) else getattr(error.__cause__, "sqlstate", None)


def lost_transaction(error: Error) -> bool:
    """Return True if the server has rolled back the whole transaction with the statement: MySQL's deadlocks."""
    return _code(error) in (MYSQL_DEADLOCK, CHANGED)


def may_go_well(error: BaseException) -> bool:
    """Return True if the same transaction may go well when it is tried again: it met others, and did no wrong."""
    again = (LOCK_NOT_AVAILABLE, DEADLOCK, SERIALIZATION, LOCK_WAIT, NO_WAIT, MYSQL_DEADLOCK, CHANGED)
    return isinstance(error, DatabaseError) and _code(error) in again


__all__ = [
    "binary",
    "counts_while_locking",
    "fitting",
    "largest_statement",
    "lock_row",
    "lost_transaction",
    "may_go_well",
    "quoted",
    "select",
    "size_of",
    "upsert",
]
