"""
Records in this process's memory: any Python object may live in session_state, as in Streamlit.

For ``manage.py runpage`` and AppTest. Nothing survives a restart, and every process has its own tabs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields, replace
from hashlib import sha256

from formrerun.conf import settings
from formrerun.engine.blobs import Blobs
from formrerun.engine.shared_state import SharedState
from formrerun.engine.state import State
from formrerun.exceptions import BadSubmission
from formrerun.protocol.record import Record
from formrerun.store.base import Claim, Store, WhoAsks, giving_way, gone
from formrerun.store.locks import Deadline, KeyedLocks
from formrerun.store.owner import Owner, Scope
from formrerun.utils.bounded_cache import BoundedCache


class StoredTab:
    """
    A record with its owner; None until it is saved.

    Attributes
    ----------
    before
        While a run has the record: what it was before.
    """

    __slots__ = ("before", "owner", "record")

    def __init__(self, record: Record, owner: Owner | None = None) -> None:
        self.record, self.owner = record, owner
        self.before: Record | None = None


class _ProcessClaim(Claim):
    """A claim on a record in memory: what its run changes is changed in the store, and what was stored is a copy."""

    def __init__(self, store: ProcessStore, stored: StoredTab, owner: WhoAsks, shared_id: str) -> None:
        self._store, self._tab, self._owner, self._shared_id = store, stored, owner, shared_id
        self.record = record = stored.record
        self.blobs: Blobs = store.blobs
        record.mark_crashed()
        before = stored.before = _copy(record)
        record.run += 1
        self._stored = before.state
        if record.scope == "tab" and record.shared is not None:
            record.state, record.shared = self._stored.copy(), None  # the page has left the common state
        elif record.scope != "tab":
            self._shared = store.shared.get(shared_id) or SharedState(run=0)
            self._shared_stored = self._shared.copy()
            self._shared.run += 1
            self._shared.join(record.state, record.page, record.seen)
            record.shared = self._shared

    def undo(self) -> None:
        """Let the record be what was stored before: the run was refused."""
        for one in fields(self.record):
            setattr(self.record, one.name, getattr(self._tab.before, one.name))
        if self.record.scope != "tab" and self._store.shared.get(self._shared_id) is self._shared:
            self._store.shared.put(self._shared_id, self._shared_stored)

    def stored_state(self) -> State:
        return self._stored.copy()

    def stored_shared(self) -> SharedState | None:
        return self._shared_stored.copy() if self.record.scope != "tab" else None

    def save(self, *, last: bool = False) -> None:
        stored, owner = self._tab, self._owner(True)
        if stored.owner is None:
            self._store.make_room(owner)
        elif not owner.owns(stored.owner.key, stored.owner.user):
            self._store.tabs.pop(self.record.id)  # this run, or another one meanwhile, has logged out
            return
        stored.owner = owner
        self._store.tabs.put(self.record.id, stored)
        if self.record.scope != "tab":
            self._store.shared.put(self._shared_id or owner.shared_id(self.record.scope), self._shared)


def _copy(record: Record) -> Record:
    """Return a record that can be read while a run changes the one in the store; the values are the same objects."""
    shared = record.shared.copy() if record.shared is not None else None
    return replace(
        record, state=record.state.copy(), snapshot=replace(record.snapshot), outcomes=[*record.outcomes],
        seqs={**record.seqs}, shared=shared,
    )  # fmt: skip


class ProcessStore(Store):
    """Keep the last PROCESS_TABS records, least recently used first out."""

    by_reference = True

    def __init__(self) -> None:
        self.tabs: BoundedCache[StoredTab] = BoundedCache(lambda: settings.PROCESS_TABS)
        self.shared: BoundedCache[SharedState] = BoundedCache(lambda: settings.PROCESS_TABS)
        self.blobs = _BoundedBlobs()
        self.locks = KeyedLocks()

    @contextmanager
    def open(self, owner: WhoAsks, page: str, scope: Scope = "tab") -> Iterator[Claim]:
        with self._hold(owner, scope) as shared_id:
            stored = StoredTab(Record(page=page, scope=scope))
            try:
                with self._run(_ProcessClaim(self, stored, owner, shared_id), None) as claim:
                    yield claim
            finally:
                stored.before = None

    @contextmanager
    def claim(self, tab: str, owner: WhoAsks, page: str, scope: Scope = "tab") -> Iterator[Claim]:
        if self._find(tab, owner, page) is None:
            raise gone()
        with self._hold(owner, scope, tab) as shared_id:
            stored = self._find(tab, owner, page)
            if stored is None:
                raise gone()
            stored.record.scope = scope
            try:
                claim = _ProcessClaim(self, stored, owner, shared_id)
                with self._run(claim, None):
                    try:
                        yield claim
                    except BadSubmission:
                        claim.undo()
                        raise
            finally:
                stored.before = None

    @contextmanager
    def _hold(self, owner: WhoAsks, scope: Scope, *tab: str) -> Iterator[str]:
        """Lock the common state, then the tab, for the block; give the common state's name."""
        shared_id, deadline = owner(False).shared_id(scope), Deadline()
        with ExitStack() as locks:
            for name in [f"shared.{shared_id}", *tab] if shared_id else tab:
                locks.enter_context(self.locks.hold(name, deadline))
            yield shared_id

    def peek(self, tab: str, owner: WhoAsks, page: str) -> tuple[Record, Blobs] | None:
        stored = self._find(tab, owner, page)
        return (_copy(stored.before or stored.record), self.blobs) if stored is not None else None

    def drop_owner(self, owner: Owner) -> None:
        if owner.key:
            for tab, _used in self._tabs_of(owner):
                stored = self.tabs.pop(tab)
                if stored is not None:
                    stored.owner = Owner()  # a run of it that is going on keeps nothing
            self.shared.pop(owner.key)

    def make_room(self, owner: Owner) -> None:
        """Let a session have another tab; see :func:`giving_way`."""
        for tab in giving_way(self._tabs_of(owner) if owner.key else []):
            self.tabs.pop(tab)

    def data(self, digest: str) -> bytes | None:
        return self.blobs.get(digest)

    def _tabs_of(self, owner: Owner) -> list[tuple[str, bool]]:
        """Return the tabs of a session in the order in which somebody was last there, each with whether it was used."""
        return [
            (stored.record.id, stored.record.used)
            for _, stored in self.tabs.items()
            if stored.owner is not None and stored.owner.key == owner.key
        ]

    def _find(self, tab: str, owner: WhoAsks, page: str) -> StoredTab | None:
        stored = self.tabs.get(tab)
        if stored is None or stored.owner is None or page not in ("", stored.record.page):
            return None
        return stored if owner(False).owns(stored.owner.key, stored.owner.user) else None


class _BoundedBlobs:
    """Blobs of all tabs of the process, bounded in bytes."""

    def __init__(self) -> None:
        self.by_digest: BoundedCache[bytes] = BoundedCache(lambda: 100_000, lambda: settings.DATA_CACHE_BYTES, len)

    def put(self, data: bytes, digest: str = "") -> str:
        """Store the bytes and return their digest."""
        digest = digest or sha256(data).hexdigest()
        self.by_digest.put(digest, data)
        return digest

    def get(self, digest: str) -> bytes | None:
        """Return the bytes; None if they had to give way."""
        return self.by_digest.get(digest)

    def flush(self, *, for_record: bool = True) -> None:
        """Do nothing: :meth:`put` has stored what was put."""
