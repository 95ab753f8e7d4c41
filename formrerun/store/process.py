"""
Records in this process's memory: any Python object may live in session_state, as in Streamlit.

For ``manage.py runpage`` and AppTest. Nothing survives a restart, and every process has its own tabs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from formrerun.conf import settings
from formrerun.core.bounded import BoundedCache
from formrerun.core.manifest import Blobs, MemoryBlobs
from formrerun.core.record import Record
from formrerun.exceptions import TabBusy, TabGone
from formrerun.store.base import Claim, Store, WhoAsks
from formrerun.store.owner import Owner


class _Kept:
    """A record with its owner and its lock."""

    __slots__ = ("lock", "owner", "page", "record")

    def __init__(self, record: Record, owner: Owner) -> None:
        self.record, self.owner, self.lock = record, owner, RLock()


class _ProcessClaim(Claim):
    def __init__(self, store: ProcessStore, kept: _Kept | None, owner: WhoAsks, page: str) -> None:
        self._store, self._kept, self._owner = store, kept, owner
        self.record = kept.record if kept is not None else Record(page=page)
        self.blobs: Blobs = store.blobs
        self.record.run += 1

    def save(self) -> None:
        if self._kept is None:
            self._kept = _Kept(self.record, self._owner(True))
        self._store.tabs.put(self.record.id, self._kept)


class ProcessStore(Store):
    """Keep the last PROCESS_TABS records, least recently used first out."""

    by_reference = True

    def __init__(self) -> None:
        self.tabs: BoundedCache[_Kept] = BoundedCache(lambda: settings.PROCESS_TABS)
        self.blobs = _BoundedBlobs()

    @contextmanager
    def open(self, owner: WhoAsks, page: str) -> Iterator[Claim]:
        with self._run(_ProcessClaim(self, None, owner, page), None) as claim:
            yield claim

    @contextmanager
    def claim(self, tab: str, owner: WhoAsks, page: str) -> Iterator[Claim]:
        kept = self._find(tab, owner, page)
        if kept is None:
            raise TabGone("This tab is not known any more.")
        if not kept.lock.acquire(timeout=settings.LOCK_TIMEOUT):
            raise TabBusy("The submission before this one is still running.")
        try:
            with self._run(_ProcessClaim(self, kept, owner, page), None) as claim:
                yield claim
        finally:
            kept.lock.release()

    def peek(self, tab: str, owner: WhoAsks, page: str) -> tuple[Record, Blobs] | None:
        kept = self._find(tab, owner, page)
        return (kept.record, self.blobs) if kept is not None else None

    def drop_owner(self, owner: Owner) -> None:
        for tab, kept in list(self.tabs._held.items()):
            if owner.key and kept.owner.key == owner.key:
                self.tabs.pop(tab)

    def data(self, digest: str) -> bytes | None:
        return self.blobs.get(digest)

    def _find(self, tab: str, owner: WhoAsks, page: str) -> _Kept | None:
        kept = self.tabs.get(tab)
        if kept is None or page not in ("", kept.record.page) or not owner(False).owns(kept.owner.key, kept.owner.user):
            return None
        return kept


class _BoundedBlobs(MemoryBlobs):
    """Blobs of all tabs of the process, bounded in bytes."""

    def __init__(self) -> None:
        self._held: BoundedCache[bytes] = BoundedCache(lambda: 100_000, lambda: settings.DATA_CACHE_BYTES, len)

    def put(self, data: bytes) -> str:
        from hashlib import sha256

        digest = sha256(data).hexdigest()
        self._held.put(digest, data)
        return digest

    def get(self, digest: str) -> bytes | None:
        return self._held.get(digest)
