"""The database connections of one thread, lent to threads that work for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

from formrerun.utils import django_internals


class SharedConnections:
    """
    The connections of the thread that makes this, with the transaction that is open in them.

    Whoever asks a database first has it until it has finished: two threads in one transaction would undo each other's
    savepoints.
    """

    def __init__(self) -> None:
        self._connections = {alias: connections[alias] for alias in connections}
        self._lock, self._owner = threading.Lock(), 0
        for connection in self._connections.values():
            connection.inc_thread_sharing()
            django_internals.add_statement_wrapper(connection, self._watch, outermost=True)

    def _watch(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self._owner != threading.get_ident():
            self._lock.acquire()
            self._owner = threading.get_ident()
        return execute(sql, params, many, context)

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Use them in this thread."""
        for alias, connection in self._connections.items():
            connections[alias] = connection
        try:
            yield
        finally:
            self.release()
            for alias in self._connections:
                del connections[alias]

    def release(self) -> None:
        """Let another thread have the database."""
        if self._owner == threading.get_ident():
            self._owner = 0
            self._lock.release()

    def close(self) -> None:
        """Lend them no more."""
        self.release()
        for connection in self._connections.values():
            django_internals.remove_statement_wrapper(connection, self._watch)
            connection.dec_thread_sharing()
