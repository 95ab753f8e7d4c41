"""The interface of a store: ``open`` a fresh tab, ``claim`` one that exists; a claim is loaded, used and saved."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.engine.blobs import Blobs
from formrerun.engine.shared_state import SharedState
from formrerun.engine.state import State
from formrerun.exceptions import TabGone
from formrerun.protocol.record import Record
from formrerun.store.owner import Owner, Scope
from formrerun.store.transactions import RunTransaction

logger = logging.getLogger("formrerun.store")


#: Gives the owner; called with True when a record is about to be written, for it may then create a session.
WhoAsks = Callable[[bool], Owner]


def gone() -> TabGone:
    """Return the error that says that a tab is unknown, expired or somebody else's, and not which of these."""
    return TabGone(_("This tab is not known any more."))


def giving_way(others: Sequence[tuple[str, bool]]) -> list[str]:
    """
    Return which tabs of a session give way to another one, above TABS_PER_SESSION.

    Half of them, those that somebody was at last, are safe: a page that was just opened is about to be used, however
    many others were used before it. Of the rest those go first that were never used, the longest idle before others.

    Parameters
    ----------
    others
        The session's other tabs, the longest idle first: each with whether it was ever used.
    """
    bound = max(int(settings.TABS_PER_SESSION), 1)
    surplus = max(len(others) + 1 - bound, 0)
    idle = others[: max(len(others) - bound // 2, surplus)]
    return [tab for tab, used in sorted(idle, key=lambda other: other[1])][:surplus]


class Claim(ABC):
    """
    A tab's record, loaded for one run, which saves it.

    Attributes
    ----------
    record
        The record; ``record.run`` is the number of this run.
    blobs
        Where large parts of it stand.
    transaction
        The database transaction of the run: what the run does commits together with the record.
    """

    record: Record
    blobs: Blobs
    transaction: RunTransaction

    def encode(self, failed: Callable[[str, Any, BaseException], None]) -> None:
        """
        Turn the state into what is stored, before the page is rendered.

        Parameters
        ----------
        failed
            Called with key, value and error for every entry that cannot be stored.
        """
        shared = self.record.shared
        if shared is not None:
            shared.publish(self.record.state)
            self.record.seen = shared.run

    @contextmanager
    def saved_outside_transaction(self) -> Iterator[None]:
        """
        Save, and run the block outside of any transaction: ``@page(atomic=False)``.

        The tab stays claimed meanwhile. If the process dies in the block, the next claim finds the submission that was
        noted as STARTED, and calls it CRASHED.
        """
        self.save()
        with self.transaction.outside_transaction():
            yield

    @abstractmethod
    def stored_state(self) -> State:
        """Return the tab's own state as it was before this run."""

    @abstractmethod
    def stored_shared(self) -> SharedState | None:
        """Return likewise what the tab has in common with others; None if that is nothing."""

    @abstractmethod
    def save(self, *, last: bool = False) -> None:
        """
        Write the record.

        Parameters
        ----------
        last
            True if the run writes nothing after it: on SQLite it may then be one statement that commits by itself.

        Raises
        ------
        Conflict
            If another process claimed the tab meanwhile.
        """


class _Detached(Claim):
    """A record that was read without a lock; the run that draws it leaves no trace."""

    def __init__(self, record: Record, blobs: Blobs) -> None:
        self.record, self.blobs = record, blobs

    def stored_state(self) -> State:
        return self.record.state.copy()

    def stored_shared(self) -> SharedState | None:
        return self.record.shared.copy() if self.record.shared is not None else None

    def save(self, *, last: bool = False) -> None:
        raise RuntimeError("A detached record cannot be saved: another run may have changed the tab since it was read.")


class Store(ABC):
    """
    Where records live.

    Attributes
    ----------
    check
        Raises if a session_state value cannot be kept; None if any object can.
    by_reference
        True if values, callbacks and options are kept as they are, in this process.
    """

    check: Callable[[str, Any], None] | None = None
    by_reference = False

    @abstractmethod
    def open(self, owner: WhoAsks, page: str, scope: Scope = "tab") -> AbstractContextManager[Claim]:
        """
        Begin a fresh tab.

        Parameters
        ----------
        owner
            Gives the owner.
        page
            The page's name.
        scope
            With whom the tab shares its state: ``Page.state``.
        """

    @abstractmethod
    def claim(self, tab: str, owner: WhoAsks, page: str, scope: Scope = "tab") -> AbstractContextManager[Claim]:
        """
        Lock and load a tab for one submission. Where state is shared, that is locked first, then the tab (decision 21).

        Raises
        ------
        TabGone
            If it is unknown, expired or another owner's.
        TabBusy
            If the submission before it does not end within LOCK_TIMEOUT.
        RecordTooNew
            If a newer release wrote it.
        """

    @abstractmethod
    def peek(self, tab: str, owner: WhoAsks, page: str) -> tuple[Record, Blobs] | None:
        """
        Return a record for reading, without claiming it; None where :meth:`claim` would raise TabGone.

        Parameters
        ----------
        tab, owner
            Which tab, and who asks.
        page
            The page it must be bound to; "" for any.
        """

    @contextmanager
    def detached(self, record: Record, blobs: Blobs) -> Iterator[Claim]:
        """
        Draw what :meth:`peek` gave, in a transaction as every run has, but without claiming the tab or saving it.

        Parameters
        ----------
        record, blobs
            As :meth:`peek` returned them.
        """
        with self._run(_Detached(record, blobs), None) as claim:
            yield claim

    @abstractmethod
    def drop_owner(self, owner: Owner) -> None:
        """Delete every tab of a session, as logging out does."""

    def purge(self) -> int:
        """Delete what has expired and return how many tabs that were."""
        return 0

    def living(self, tabs: Collection[str]) -> set[str] | None:
        """Return which of these tabs there are; None for a backend that cannot say it without asking for each."""
        return None

    @abstractmethod
    def data(self, digest: str) -> bytes | None:
        """Return content-addressed data (a table's rows, a map's points), or None."""

    @contextmanager
    def _run(self, claim: Claim, on_begin: Callable[[], None] | None) -> Iterator[Claim]:
        claim.transaction = RunTransaction(settings.DATABASE, on_begin)
        with claim.transaction:
            yield claim
