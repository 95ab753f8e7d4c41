"""
One run, one database transaction, begun as late as the database needs.

Databases that lock rows begin at the start: the claim is the first statement. SQLite has one writer for the whole
file, so there the transaction begins just before the first callback or before the first write, and a page that only
reads blocks nobody (decision 2). Where the record is not in the database, the first statement begins it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, Error, OperationalError, connections, transaction

from formrerun.exceptions import Conflict, ConnectionLost, DeadTransaction, WriteLocked
from formrerun.store import dialects
from formrerun.utils import django_internals

logger = logging.getLogger("formrerun.store")

#: Statements that SQLite may run outside the transaction.
READS = ("SELECT", "PRAGMA", "EXPLAIN")
#: Statements that write nothing themselves.
MARKS = ("SAVEPOIN", "RELEASE", "ROLLBACK")
#: The text of DeadTransaction.
CAUGHT = (
    "A database error was caught, but the transaction had failed with it (or the page asked for a rollback); what the "
    "page wrote was undone. Put the statement that may fail into `with transaction.atomic():`."
)
#: How long SQLite's write lock may be held before the log says so, in seconds.
SLOW_WRITE = 2.0


@contextmanager
def _locked_out() -> Iterator[None]:
    """Say it by WriteLocked if somebody else writes for so long that the block cannot."""
    try:
        yield
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        raise WriteLocked from error


class RunTransaction:
    """
    The transaction of one run.

    Parameters
    ----------
    alias
        The database.
    claim
        Locks the record, first thing in the transaction; None if no record of this database has to be locked.

    Attributes
    ----------
    wrote, finished
        True if the body has written something, and if a part of it that did has ended well.
    """

    def __init__(self, alias: str, claim: Callable[[], None] | None = None) -> None:
        self.alias, self._claim = alias, claim
        self.connection = connections[alias]  # of this thread, whose the run is
        self.begun = False
        self.wrote = False
        self.finished = False
        self._atomic: transaction.Atomic | None = None
        self._explicit = False  # BEGIN waits: until then SQLite reads in autocommit
        self._unwatched = 0  # blocks of `_by_ourselves` that are open
        self._in_body = False
        self._savepoint: str | None = None  # what the block in `protected` is rolled back to
        self._hooks = 0  # on_commit functions that were there before that block
        self._open_blocks = 0
        self._after: list[Callable[[], None]] = []
        self._committed = False
        self._began_at = 0.0

    @property
    def has_database(self) -> bool:
        """False if there is none, or none that can be reached: the run goes on without."""
        return self._atomic is not None

    def __enter__(self) -> RunTransaction:
        connection = self.connection
        self._explicit = connection.vendor == "sqlite" and not connection.in_atomic_block
        atomic = transaction.atomic(using=self.alias)
        try:
            if self._explicit:
                # The block is entered for Django (hooks, nested savepoints) while BEGIN itself waits.
                django_internals.enter_without_begin(atomic, connection)
            else:
                atomic.__enter__()
        except (ImproperlyConfigured, OperationalError, RuntimeError, AssertionError):
            # No database configured or reached, or a test that forbids it: the page runs without one.
            if self._claim is not None:
                raise
            return self
        self._atomic = atomic
        self._committed = False
        transaction.on_commit(self._note_commit, using=self.alias)
        django_internals.add_statement_wrapper(connection, self._watch)
        try:
            if self._claim is not None and not self._explicit:
                self.begin()
        except BaseException as error:
            self.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        atomic, self._atomic = self._atomic, None
        self._claim = None  # it refers to what holds this: without the cycle a run's memory is free at once
        if atomic is None:
            if error is None:
                for function in self._after:
                    function()
            return
        connection = self.connection
        django_internals.remove_statement_wrapper(connection, self._watch)
        before = connection.connection
        try:
            atomic.__exit__(kind, error, trace)
        except Exception as failure:
            if not self._committed:
                error = failure
            else:
                # The submission is stored: answered as a failure, it would be sent once more as a new one.
                logger.exception(
                    "A function that the page gave to transaction.on_commit() failed; what the page did is stored."
                )
        if isinstance(error, Error) and connection.connection is not before:  # Django has made a new one
            raise ConnectionLost from error
        if error is not None and kind is None:
            raise error
        if self._began_at and time.monotonic() - self._began_at > SLOW_WRITE:
            logger.warning(
                "A run held SQLite's write lock for %.1f s; nobody else could write. Let pages write last, or keep the "
                "records in PostgreSQL.",
                time.monotonic() - self._began_at,
            )

    @contextmanager
    def outside_transaction(self) -> Iterator[None]:
        """
        Commit now, run the block outside of any transaction, and begin another one for what comes after it.

        Each statement of the block commits by itself, and nothing of it is undone if it raises.
        """
        if self._atomic is None:
            yield
            return
        self.__exit__(None, None, None)
        connection = self.connection
        django_internals.add_statement_wrapper(connection, self._watch)  # what the block writes counts all the same
        self.wrote = False
        try:
            yield
        finally:
            django_internals.remove_statement_wrapper(connection, self._watch)
        connection.close_if_unusable_or_obsolete()  # the block may have taken longer than a connection lives
        self.begun = False
        self.__enter__()

    def _note_commit(self) -> None:
        self._committed = True

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

        Raises
        ------
        WriteLocked
            If SQLite's write lock cannot be had within the connection's timeout.
        """
        if self.begun or self._atomic is None:
            return
        with self._by_ourselves():
            if self._explicit:
                self._begin_immediate()
            self.begun = True
            if claim and self._claim is not None:
                self._claim()

    @property
    def may_be_one_statement(self) -> bool:
        """True on SQLite while nothing is written: a statement commits by itself there, as all or nothing."""
        return self._explicit and self._atomic is not None and not self.begun

    @contextmanager
    def one_statement(self) -> Iterator[None]:
        """
        Send the only statement that the run writes, which claims the record itself: no BEGIN, and no COMMIT after it.

        Raises
        ------
        WriteLocked
            See :meth:`begin`.
        """
        self._claim = None
        with self._by_ourselves(), _locked_out():
            yield

    def _begin_immediate(self) -> None:
        with _locked_out(), self.connection.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
        self._began_at = time.monotonic()

    def _watch(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """
        Look at each statement of the run: whether it writes, and whether the transaction must begin before it.

        Any statement begins it; on SQLite only one that may write.
        """
        if not self._unwatched:
            word = str(sql).lstrip()[:8].upper()
            reads = word.startswith(READS)
            self.wrote = self.wrote or not (reads or word.startswith(MARKS))
            if self._atomic is not None and not self.begun and not (reads and self._explicit):
                self.begin()
                if self._in_body:
                    self._savepoint = self._create_savepoint()
        try:
            return execute(sql, params, many, context)
        except Error as error:
            if self._atomic is None or not dialects.lost_transaction(error):
                raise
            # The claim and all that was written went with it, which an author who catches the error cannot know.
            logger.warning("The database has undone a run, which begins again: %s", error)
            raise Conflict from error

    @contextmanager
    def protected(self, *, late: bool = False) -> Iterator[None]:
        """
        Roll the block's writes back if it raises, and leave the rest of the transaction as it is.

        Parameters
        ----------
        late
            Create the savepoint only when a statement of the block begins the transaction: a block that needs none,
            as one that only reads on SQLite, has no savepoint either.

        Raises
        ------
        DeadTransaction
            If the block ended well but left the transaction unusable; its writes are rolled back.
        WriteLocked
            If it met others: a lock that it did not get in time, a deadlock.
        """
        if self._atomic is None:
            self._in_body, self._open_blocks = True, django_internals.open_blocks()
            try:
                yield
            finally:
                self._in_body = False
            return
        connection = self.connection
        self._hooks = len(django_internals.commit_hooks(connection))
        if self.begun or not late:
            self.begin()
            self._savepoint = self._create_savepoint()
        self._in_body = True
        self._open_blocks = django_internals.open_blocks()
        try:
            yield
        except BaseException as error:
            self._roll_back()
            if dialects.may_go_well(error):
                logger.warning("A run could not get a lock; the browser is asked to try again.", exc_info=error)
                raise WriteLocked from error
            raise
        else:
            if connection.needs_rollback:
                self._roll_back()
                raise DeadTransaction(CAUGHT)
            if self._savepoint is not None:
                try:
                    with self._by_ourselves():
                        connection.savepoint_commit(self._savepoint)
                except DatabaseError as error:
                    self._roll_back()
                    raise DeadTransaction(CAUGHT) from error
            self.finished = self.finished or self.wrote
        finally:
            self._in_body, self._savepoint = False, None

    def begin_body(self) -> None:
        """From here on ``wrote`` and ``finished`` speak of the page's body: what callbacks wrote stays in any case."""
        self.wrote = self.finished = False

    @property
    def in_authors_block(self) -> bool:
        """True while an ``atomic()`` of the author's is open: leaving it by an exception would undo it silently."""
        return self._in_body and django_internals.open_blocks() > self._open_blocks

    def _create_savepoint(self) -> Any:
        with self._by_ourselves():
            return self.connection.savepoint()

    def _roll_back(self) -> None:
        """Undo what the block wrote, and what it wanted to happen after the commit."""
        connection = self.connection
        django_internals.drop_commit_hooks(connection, self._hooks)
        connection.needs_rollback = False
        if self._savepoint is not None:
            try:
                with self._by_ourselves():
                    connection.savepoint_rollback(self._savepoint)
            except Error:
                # The connection is lost; the whole run is rolled back with it, and the first error is the one to see.
                connection.needs_rollback = True

    @contextmanager
    def _by_ourselves(self) -> Iterator[None]:
        """Send statements that are not the page's: they begin nothing, and do not count as written by it."""
        self._unwatched += 1
        try:
            yield
        finally:
            self._unwatched -= 1
