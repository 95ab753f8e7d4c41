"""
Records as values under names: what the ``cache`` and ``file`` stores have in common.

A record is one value, signed as a whole. It is written when the run's database transaction has committed, so that a
process that dies in between leaves the work done and its submission unknown: the one window in which a retry repeats
callbacks (``docs/reliability.md``).
"""

from __future__ import annotations

import json
import logging
import re
import time
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import date
from typing import Any

from django.utils import timezone

from formrerun.engine.blobs import Blobs
from formrerun.exceptions import BadSignature, Conflict, RecordTooNew, TabBusy, TabGone
from formrerun.protocol.record import Record
from formrerun.store import coding
from formrerun.store.base import Claim, WhoAsks, giving_way, gone
from formrerun.store.encoded import BINARY, EncodedClaim, EncodedStore, blob_lifetime, lifetime
from formrerun.store.locks import Deadline, away
from formrerun.store.owner import Owner, Scope

logger = logging.getLogger("formrerun.store")

#: What a name may be made of; tab ids come from outside.
NAME = re.compile(r"[0-9a-z.-]{1,128}")

#: Asks whether a lock is still ours.
Fence = Callable[[], bool]


@contextmanager
def reached() -> Iterator[None]:
    """
    Let the browser try again where the place that keeps the records cannot be reached: a cache, a disk.

    Raises
    ------
    TabBusy
        For any error: each cache has its own.
    """
    try:
        yield
    except TabBusy:
        raise
    except Exception as error:
        logger.warning("Tabs cannot be read or written now; the browser is asked to try again.", exc_info=error)
        raise away() from error


class KeyValueStore(EncodedStore):
    """A store of values under names. What reaches for them raises TabBusy if it cannot."""

    @abstractmethod
    def read(self, name: str) -> bytes | None:
        """Return a value; None if there is none or it has expired."""

    @abstractmethod
    def exists(self, name: str) -> bool:
        """Return True if there is a value, expired or not."""

    @abstractmethod
    def write(self, name: str, value: bytes, seconds: int) -> None:
        """Set a value that expires."""

    @abstractmethod
    def delete(self, name: str) -> None:
        """Delete a value, if it is there."""

    @abstractmethod
    def hold(self, name: str, deadline: Deadline) -> AbstractContextManager[Fence]:
        """
        Hold a lock among all threads and processes, and give what tells whether it still is ours.

        Raises
        ------
        TabBusy
            If another one holds it until the deadline.
        """

    # ------------------------------------------------------------------------------------------------ interface

    @contextmanager
    def open(self, owner: WhoAsks, page: str, scope: Scope = "tab") -> Iterator[Claim]:
        claim = _KeyValueClaim(self, Record(page=page, run=1, scope=scope), owner)
        with self._hold(claim):
            claim.join_common(scope)
            with self._committed(claim):
                yield claim

    @contextmanager
    def claim(self, tab: str, owner: WhoAsks, page: str, scope: Scope = "tab") -> Iterator[Claim]:
        if not NAME.fullmatch(tab):
            raise gone()
        claim = _KeyValueClaim(self, Record(id=tab, page=page, scope=scope), owner)
        with self._hold(claim, f"tab-{tab}"):
            claim.fill(self.columns(f"tab-{tab}"))
            claim.record.mark_crashed()
            claim.record.run += 1
            claim.join_common(scope)
            with self._committed(claim):
                yield claim

    @contextmanager
    def _hold(self, claim: _KeyValueClaim, *tab: str) -> Iterator[None]:
        """Lock the common state, then the tab, for the block."""
        deadline = Deadline()
        with ExitStack() as locks:
            for name in [f"shared-{claim.shared_id}", *tab] if claim.shared_id else tab:
                claim.fences.append(locks.enter_context(self.hold(name, deadline)))
            yield

    @contextmanager
    def _committed(self, claim: _KeyValueClaim) -> Iterator[None]:
        """Write the record once the run's transaction has committed."""
        with self._run(claim, None):
            # The first of the functions: one of the author's that raises must not keep the record from being written.
            claim.transaction.on_commit(claim.write_late)
            yield
        claim.write_late()  # inside a test's own transaction those functions never come

    def peek(self, tab: str, owner: WhoAsks, page: str) -> tuple[Record, Blobs] | None:
        claim = _KeyValueClaim(self, Record(id=tab, page=page), owner)
        try:
            claim.fill(self.columns(f"tab-{tab}"))
        except (TabGone, RecordTooNew):
            return None
        claim.shared_id = owner(False).shared_id(claim.record.scope)
        claim.join_common(claim.record.scope)
        return claim.record, claim.blobs

    def drop_owner(self, owner: Owner) -> None:
        if owner.key:
            for tab in self.tabs_of(owner):
                self.delete(f"tab-{tab}")
            self.delete(f"owner-{owner.key}")
            self.delete(f"shared-{owner.key}")

    def read_blob(self, digest: str) -> bytes | None:
        return self.read(f"blob-{digest}") if NAME.fullmatch(digest) else None

    def has_blob(self, digest: str, today: date) -> bool:
        return super().has_blob(digest, today) and self.exists(f"blob-{digest}")  # a cache may have dropped it

    def write_blobs(self, blobs: Mapping[str, bytes], today: date) -> None:
        later = today - timezone.now().date()
        for digest, data in blobs.items():
            self.write(f"blob-{digest}", data, blob_lifetime() + int(later.total_seconds()))

    # ---------------------------------------------------------------------------------------------------------- columns

    def columns(self, name: str) -> dict[str, Any] | None:
        """Return what :meth:`put` wrote; None if there is nothing that this project has signed."""
        signed = self.read(name) if NAME.fullmatch(name) else None
        if signed is None:
            return None
        try:
            data = coding.unsign(signed, name)
        except BadSignature:
            logger.warning("The value %.10s… is not signed with this SECRET_KEY; it is ignored.", name)
            return None
        head, _, rest = data.partition(b"\n")
        columns: dict[str, Any] = json.loads(head)
        offset = 0
        for part in BINARY:
            if part in columns:
                length = columns[part]
                columns[part] = rest[offset : offset + length]
                offset += length
        return columns

    def put(self, name: str, columns: Mapping[str, Any], seconds: int) -> None:
        """Write columns: a line of JSON that has the lengths of those that are bytes, then these bytes."""
        head = {column: len(value) if column in BINARY else value for column, value in columns.items()}
        head["expires"] = time.time() + seconds
        rest = [columns[part] for part in BINARY if part in columns]
        self.write(name, coding.sign(b"\n".join([json.dumps(head).encode(), b"".join(rest)]), name), seconds)

    def tabs_of(self, owner: Owner) -> list[str]:
        """Return the tabs of a session, those that expired since included."""
        index = self.columns(f"owner-{owner.key}")
        return list(index["tabs"]) if index is not None else []

    def enter(self, tab: str, owner: Owner) -> None:
        """Note that a tab belongs to a session, and let others give way to it."""
        name = f"owner-{owner.key}"
        index = self.columns(name)
        seconds = lifetime(True)
        if index is not None and tab in index["tabs"] and index["expires"] - time.time() > seconds // 2:
            return
        with self.hold(name, Deadline()):
            # Each with whether it was used and when it expires; what has expired is left out.
            living = {
                other: columns for other in self.tabs_of(owner) if (columns := self.columns(f"tab-{other}")) is not None
            }
            living.pop(tab, None)
            # By when somebody was there last.
            others = sorted(living, key=lambda other: living[other]["expires"] - lifetime(living[other]["used"]))
            leaving = giving_way([(other, living[other]["used"]) for other in others])
            for other in leaving:
                self.delete(f"tab-{other}")
            self.put(name, {"tabs": [*(other for other in others if other not in leaving), tab]}, seconds)


class _KeyValueClaim(EncodedClaim):
    """A claim on values: :meth:`save` prepares the writing, which follows the commit."""

    _store: KeyValueStore

    def __init__(self, store: KeyValueStore, record: Record, owner: WhoAsks) -> None:
        super().__init__(store, record, owner)
        self._store = store
        self.fences: list[Fence] = []
        self._due: Callable[[], None] | None = None

    def join_common(self, scope: Scope) -> None:
        """Join what tabs share, if this page's do."""
        self.record.scope = scope
        if scope == "tab":
            return
        found = self._store.columns(f"shared-{self.shared_id}") if self.shared_id else None
        stored = found or {"state": b"", "format": coding.FORMAT, "version": 0, "expires": 0}
        renew = stored["expires"] - time.time() < lifetime(True) // 2
        self.join(stored["state"], stored["format"], stored["version"] + 1, renew=renew)

    def save(self, *, last: bool = False) -> None:
        owner, name = self._owner(True), f"tab-{self.record.id}"
        if self.logged_out(owner):
            self._due = lambda: self._store.delete(name)
            return
        # A pause longer than the lock lives, or a logout meanwhile: nothing has been committed yet.
        if not self._is_ours() or (self._loaded and not self._store.exists(name)):
            raise Conflict
        shared = self.changed_shared(owner)
        columns = {**self.columns(owner), "run": self.record.run}
        self.blobs.flush()

        def write() -> None:
            if not self._is_ours():
                logger.error(
                    "The lock of tab %s… was lost while its run was committed; the run's state is dropped and its "
                    "submission may run again.",
                    self.record.id[:6],
                )
                return
            if shared is not None:
                common = {"state": shared, "format": coding.FORMAT, "version": self._shared_run}
                self._store.put(f"shared-{self.shared_id}", common, lifetime(True))
            self._store.put(name, columns, lifetime(self.record.used))
            with suppress(TabBusy):  # what is done is done; the next save tries it again
                self._store.enter(self.record.id, owner)

        self._due = write

    @contextmanager
    def saved_outside_transaction(self) -> Iterator[None]:
        self.save()
        with self.transaction.outside_transaction():
            self.write()
            yield
        self.transaction.on_commit(self.write_late)

    def write(self) -> None:
        """Do what :meth:`save` has prepared; nothing if that is done already."""
        due, self._due = self._due, None
        if due is not None:
            due()

    def write_late(self) -> None:
        """
        Write after the commit; an error is logged.

        What the run did in the database is committed, so the author's own on_commit functions must be called.
        """
        try:
            self.write()
        except Exception:
            logger.exception(
                "A run of tab %s… is committed, but its state could not be saved: the tab has that of the run before.",
                self.record.id[:6],
            )

    def _is_ours(self) -> bool:
        return all(fence() for fence in self.fences)
