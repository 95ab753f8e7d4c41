"""
One run, one database transaction, begun as late as the database needs.

PostgreSQL begins at the start: the claim's UPDATE is the first statement. SQLite has one writer for the whole file, so
there the transaction begins just before the first callback or before the first write, and a page that only reads
blocks nobody (decision 2).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections, transaction

logger = logging.getLogger("formrerun.store")

#: Statements that SQLite may run outside the transaction.
READS = ("SELECT", "PRAGMA", "EXPLAIN")
#: How long SQLite's write lock may be held before the log says so, in seconds.
SLOW_WRITE = 2.0


class DeadTransaction(DatabaseError):
    """The page left the transaction in a failed state, as a caught IntegrityError does on PostgreSQL."""


class RunTransaction:
    """
    The transaction of one run.

    Parameters
    ----------
    alias
        The database.
    claim
        Called as the transaction's first statement; None if the record is not in this database.
    """

    def __init__(self, alias: str, claim: Callable[[], None] | None = None) -> None:
        self.alias, self._claim = alias, claim
        self.begun = False
        self.wrote = False
        self._atomic: transaction.Atomic | None = None
        self._lazy = False
        self._beginning = False
        self._body: str | None = None
        self._in_body = False
        self._open_blocks = 0
        self._after: list[Callable[[], None]] = []
        self._began_at = 0.0

    @property
    def connection(self) -> Any:
        """The connection of this thread."""
        return connections[self.alias]

    @property
    def usable(self) -> bool:
        """True if there is a database to speak of."""
        return self._atomic is not None

    def __enter__(self) -> RunTransaction:
        connection = self.connection
        self._lazy = connection.vendor == "sqlite" and not connection.in_atomic_block
        atomic = transaction.atomic(using=self.alias)
        try:
            if self._lazy:
                # The block is entered for Django (hooks, nested savepoints) while BEGIN itself waits.
                connection._start_transaction_under_autocommit = lambda: None
                try:
                    atomic.__enter__()
                finally:
                    del connection._start_transaction_under_autocommit
            else:
                atomic.__enter__()
        except (ImproperlyConfigured, RuntimeError):
            # No database configured, or a test that forbids it: the page runs without one.
            if self._claim is not None:
                raise
            return self
        self._atomic = atomic
        connection.execute_wrappers.append(self._watch)
        try:
            if not self._lazy:
                self.begin()
        except BaseException as error:
            self.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        atomic, self._atomic = self._atomic, None
        if atomic is None:
            if error is None:
                for function in self._after:
                    function()
            return
        self.connection.execute_wrappers.remove(self._watch)
        atomic.__exit__(kind, error, trace)
        if self._lazy and self._began_at and time.monotonic() - self._began_at > SLOW_WRITE:
            logger.warning(
                "A run held SQLite's write lock for %.1f s; nobody else could write. Use @page(atomic=False) for pages "
                "that write and then work on.",
                time.monotonic() - self._began_at,
            )

    def on_commit(self, function: Callable[[], None]) -> None:
        """Call a function when the run has committed; never if it did not."""
        if self._atomic is None:
            self._after.append(function)
        else:
            transaction.on_commit(function, using=self.alias)

    def begin(self, *, claim: bool = True) -> None:
        """
        Begin now: what comes next must be in one transaction with the claim.

        Parameters
        ----------
        claim
            False if the caller's next statement claims the record itself.
        """
        if self.begun or self._atomic is None:
            return
        self.begun = self._beginning = True
        try:
            if self._lazy:
                with self.connection.cursor() as cursor:
                    cursor.execute("BEGIN IMMEDIATE")
                self._began_at = time.monotonic()
            if claim and self._claim is not None:
                self._claim()
        finally:
            self._beginning = False

    def _watch(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """See every statement of the run: the first one that writes begins the transaction."""
        if not self._beginning:
            word = str(sql).lstrip()[:8].upper()
            if not word.startswith(READS):
                self.wrote = self.wrote or not word.startswith(("SAVEPOIN", "RELEASE", "ROLLBACK"))
                if not self.begun:
                    self.begin()
                    if self._in_body:
                        self._beginning = True
                        try:
                            self._body = self.connection.savepoint()
                        finally:
                            self._beginning = False
        return execute(sql, params, many, context)

    @contextmanager
    def protected(self, *, late: bool = False) -> Iterator[None]:
        """
        Roll the block's writes back if it raises, and leave the rest of the transaction as it is.

        Parameters
        ----------
        late
            Do not begin for its sake: a block that writes nothing needs no savepoint.

        Raises
        ------
        DeadTransaction
            If the block ended well but left the transaction unusable; its writes are rolled back.
        """
        if self._atomic is None:
            yield
            return
        connection = self.connection
        if not (late and not self.begun):
            self.begin()
            self._body = self._quietly(connection.savepoint)
        self._in_body = True
        self._open_blocks = len(connection.savepoint_ids)
        try:
            yield
        except BaseException:
            self._rollback_body()
            raise
        else:
            if connection.needs_rollback:
                self._rollback_body()
                raise DeadTransaction("The page marked its transaction for rollback; what it wrote was undone.")
            if self._body is not None:
                try:
                    self._quietly(lambda: connection.savepoint_commit(self._body))
                except DatabaseError as error:
                    self._rollback_body()
                    raise DeadTransaction(
                        "A database error was caught, but the transaction had failed with it; what the page wrote was "
                        "undone. Put the statement that may fail into `with transaction.atomic():`."
                    ) from error
        finally:
            self._in_body, self._body = False, None

    @property
    def in_authors_block(self) -> bool:
        """True while the author's own ``atomic()`` is open: leaving it by an exception would undo it silently."""
        return self._in_body and len(self.connection.savepoint_ids) > self._open_blocks

    def _quietly(self, statement: Callable[[], Any]) -> Any:
        self._beginning = True
        try:
            return statement()
        finally:
            self._beginning = False

    def _rollback_body(self) -> None:
        connection = self.connection
        if self._body is not None:
            self._quietly(lambda: connection.savepoint_rollback(self._body))
        connection.needs_rollback = False
