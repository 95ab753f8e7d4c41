"""
Records in our own table, beside database sessions.

Not through SessionStore: its keys, its cache and its last-write-wins dict lose updates (decision 3). Claim, load and
number are one statement on PostgreSQL; on SQLite the claim is the first write (decision 2).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from hashlib import sha256
from threading import RLock
from typing import Any
from weakref import WeakValueDictionary

from django.conf import settings as project
from django.db import connections
from django.utils import timezone

from formrerun.conf import settings
from formrerun.core import codec
from formrerun.core.bounded import BoundedCache
from formrerun.core.manifest import Blobs
from formrerun.core.record import Record
from formrerun.core.state import State
from formrerun.exceptions import RecordTooNew, TabBusy, TabGone
from formrerun.store import coding
from formrerun.store.base import Claim, Conflict, Store, WhoAsks
from formrerun.store.owner import Owner
from formrerun.store.transactions import RunTransaction

logger = logging.getLogger("formrerun.store")

COLUMNS = (
    "owner",
    "user",
    "page",
    "birth",
    "format",
    "run",
    "completed",
    "used",
    "meta",
    "state",
    "manifest",
    "hashes",
    "html",
)
#: Expired rows deleted at each opening of a tab, so that the table stays small without a timer.
PURGE = 100
GONE = "This tab is not known any more."


class _Lock:
    """A lock that a WeakValueDictionary can hold."""

    __slots__ = ("__weakref__", "lock")

    def __init__(self) -> None:
        self.lock = RLock()


class DatabaseStore(Store):
    """The ``db`` store."""

    check = staticmethod(codec.check)

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, _Lock] = WeakValueDictionary()
        # Digests this process wrote or touched, with the day: no query for what is known to stand there today.
        self.known: BoundedCache[date] = BoundedCache(lambda: 10_000)
        self.loaded: BoundedCache[bytes] = BoundedCache(lambda: 10_000, lambda: settings.DATA_CACHE_BYTES, len)

    @property
    def alias(self) -> str:
        """The database the records stand in."""
        return str(settings.DATABASE)

    @contextmanager
    def open(self, owner: WhoAsks, page: str) -> Iterator[Claim]:
        with self._run(_DatabaseClaim(self, Record(page=page, run=1), owner), None) as claim:
            yield claim

    @contextmanager
    def claim(self, tab: str, owner: WhoAsks, page: str) -> Iterator[Claim]:
        lock = self._locks.setdefault(tab, _Lock())
        if not lock.lock.acquire(timeout=settings.LOCK_TIMEOUT):
            raise TabBusy("The submission before this one is still running.")
        try:
            claim = _DatabaseClaim(self, Record(id=tab, page=page), owner)
            if connections[self.alias].vendor == "sqlite":
                claim.load(self._select(tab))
                claim.record.run += 1
                claim._late = True
                with self._run(claim, claim.claim_late):
                    yield claim
            else:
                with self._run(claim, lambda: claim.load(self._claim(tab))):
                    yield claim
        finally:
            lock.lock.release()

    def peek(self, tab: str, owner: WhoAsks, page: str) -> tuple[Record, Blobs] | None:
        claim = _DatabaseClaim(self, Record(id=tab, page=page), owner)
        try:
            claim.load(self._select(tab))
        except (TabGone, RecordTooNew):
            return None
        return claim.record, claim.blobs

    def drop_owner(self, owner: Owner) -> None:
        from formrerun.models import Shared, Tab

        if owner.key:
            Tab.objects.using(self.alias).filter(owner=owner.key).delete()
            Shared.objects.using(self.alias).filter(id=owner.key).delete()

    def purge(self) -> int:
        from formrerun.models import Blob, Shared, Tab

        now = timezone.now()
        count, _ = Tab.objects.using(self.alias).filter(expires__lt=now).delete()
        Shared.objects.using(self.alias).filter(expires__lt=now).delete()
        # A blob is touched on every day it is used; no living tab can still name one older than a tab may get.
        Blob.objects.using(self.alias).filter(used__lt=now.date() - timedelta(seconds=_age(True), days=2)).delete()
        return count

    def data(self, digest: str) -> bytes | None:
        return DatabaseBlobs(self).get(digest)

    # ---------------------------------------------------------------------------------------------- statements

    def _select(self, tab: str) -> tuple[Any, ...] | None:
        with connections[self.alias].cursor() as cursor:
            cursor.execute(
                f"SELECT {_columns()} FROM formrerun_tab WHERE id = %s AND expires > %s", [tab, _now(cursor)]
            )
            return cursor.fetchone()  # type: ignore[no-any-return]

    def _claim(self, tab: str) -> tuple[Any, ...] | None:
        """Lock, number and load in one statement; two where the database has no RETURNING."""
        with connections[self.alias].cursor() as cursor:
            update = "UPDATE formrerun_tab SET run = run + 1 WHERE id = %s AND expires > %s AND format <= %s"
            arguments = [tab, _now(cursor), coding.FORMAT]
            if cursor.db.vendor == "postgresql":
                cursor.execute(f"{update} RETURNING {_columns()}", arguments)
                found = cursor.fetchone()
                return found if found is not None else self._select(tab)
            cursor.execute(update, arguments)
        return self._select(tab)


def _columns() -> str:
    return ", ".join(f'"{name}"' for name in COLUMNS)


def _now(cursor: Any) -> Any:
    return cursor.db.ops.adapt_datetimefield_value(timezone.now())


def _age(used: bool) -> int:
    """Return how long a tab lives from now, in seconds."""
    if not used:
        return int(settings.TAB_AGE_UNUSED)
    return int(settings.TAB_AGE if settings.TAB_AGE is not None else project.SESSION_COOKIE_AGE)


class DatabaseBlobs:
    """Blobs in their table; what a run puts is written when its record is saved."""

    def __init__(self, store: DatabaseStore) -> None:
        self._store = store
        self._new: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        digest = sha256(data).hexdigest()
        self._new[digest] = data
        return digest

    def get(self, digest: str) -> bytes | None:
        data = self._new.get(digest) or self._store.loaded.get(digest)
        if data is None:
            from formrerun.models import Blob

            found = Blob.objects.using(self._store.alias).filter(digest=digest).values_list("data", flat=True).first()
            if found is None:
                return None
            data = bytes(found)
            self._store.loaded.put(digest, data)
        return data

    def flush(self) -> None:
        """Write what is new and touch what was last touched on another day."""
        today = timezone.now().date()
        new = {digest: data for digest, data in self._new.items() if self._store.known.get(digest) != today}
        self._new.clear()
        if not new:
            return
        from formrerun.models import Blob

        rows = [Blob(digest=digest, data=data, used=today) for digest, data in new.items()]
        Blob.objects.using(self._store.alias).bulk_create(
            rows, update_conflicts=True, unique_fields=["digest"], update_fields=["used"]
        )
        for digest, data in new.items():
            self._store.known.put(digest, today)
            self._store.loaded.put(digest, data)


class _DatabaseClaim(Claim):
    def __init__(self, store: DatabaseStore, record: Record, owner: WhoAsks) -> None:
        self._store, self.record, self._owner = store, record, owner
        self.blobs: Blobs = DatabaseBlobs(store)
        record.state.check = store.check
        self._held: dict[str, Any] = {}  # the columns as loaded
        self._saved = False
        self._late = False
        self.transaction = RunTransaction(store.alias)

    def load(self, row: tuple[Any, ...] | None) -> None:
        """Fill the record from its row."""
        if row is None:
            raise TabGone(GONE)
        held = dict(zip(COLUMNS, row, strict=True))
        record = self.record
        if not self._owner(False).owns(held["owner"], held["user"]) or record.page not in ("", held["page"]):
            raise TabGone(GONE)
        record.page = held["page"]
        if held["format"] > coding.FORMAT:
            raise RecordTooNew("A newer release is taking over; your input is kept and will be sent again.")
        for name in ("state", "manifest", "hashes", "html"):
            held[name] = bytes(held[name])
        self._held, self._saved = held, True
        record.birth, record.run, record.completed = held["birth"], held["run"], held["completed"]
        record.used = bool(held["used"])
        coding.load_meta(record, held["meta"])
        try:
            record.state = coding.load_state(self._unsign("state"), self._store.check)
            record.manifest = coding.load_manifest(self._unsign("manifest"))
        except coding.BadSignature:
            logger.warning("The record of tab %s… is not signed with this SECRET_KEY; it starts afresh.", record.id[:6])
            raise TabGone(GONE) from None
        coding.load_html(record.view, held["html"])
        coding.load_hashes(record.view, held["hashes"])

    def _unsign(self, name: str) -> bytes:
        return coding.unsign(self._held[name], f"{name}.{self.record.id}")

    def claim_late(self) -> None:
        """SQLite: the first write of the run takes the tab, if nobody else took it since it was read."""
        with connections[self._store.alias].cursor() as cursor:
            cursor.execute(
                "UPDATE formrerun_tab SET run = %s WHERE id = %s AND run = %s",
                [self.record.run, self.record.id, self.record.run - 1],
            )
            if cursor.rowcount != 1:
                raise Conflict

    def stored_state(self) -> State:
        return coding.load_state(self._unsign("state"), self._store.check)

    def encode(self, failed: coding.Failed) -> None:
        self._state = coding.dump_state(self.record.state, failed)

    def save(self) -> None:
        record, store = self.record, self._store
        owner = self._owner(True)
        columns: dict[str, Any] = {
            "owner": owner.key,
            "user": owner.user,
            "completed": record.completed,
            "used": record.used,
            "meta": coding.dump_meta(record),
            "state": coding.sign(self._state, f"state.{record.id}"),
            "manifest": coding.sign(coding.dump_manifest(record.manifest, self.blobs), f"manifest.{record.id}"),
            "hashes": coding.dump_hashes(record.view),
            "html": coding.dump_html(record.view),
        }
        self.blobs.flush()  # type: ignore[attr-defined]
        expires = timezone.now() + timedelta(seconds=_age(record.used))
        if not self._saved:
            self._insert(columns, expires)
            return
        changed = {name: value for name, value in columns.items() if self._held.get(name) != value}
        # Claiming and saving are one statement for a run that has written nothing before.
        claims = not self.transaction.begun and self._late
        if claims:
            self.transaction.begin(claim=False)
        held_run = record.run - 1 if claims else record.run
        connection = connections[store.alias]
        with connection.cursor() as cursor:
            adapt = connection.ops.adapt_datetimefield_value
            assignments = ", ".join(f'"{name}" = %s' for name in ("run", "expires", *changed))
            values = [record.run, adapt(expires), *map(_binary, changed.values())]
            cursor.execute(
                f"UPDATE formrerun_tab SET {assignments} WHERE id = %s AND run = %s", [*values, record.id, held_run]
            )
            if cursor.rowcount != 1:
                raise Conflict

    def _insert(self, columns: dict[str, Any], expires: Any) -> None:
        from formrerun.models import Tab

        tabs = Tab.objects.using(self._store.alias)
        record = self.record
        Tab(
            id=record.id, page=record.page, birth=record.birth, format=coding.FORMAT, run=record.run, expires=expires,
            **columns,
        ).save(using=self._store.alias, force_insert=True)  # fmt: skip
        expired = tabs.filter(expires__lt=timezone.now()).values("pk")[:PURGE]
        tabs.filter(pk__in=list(expired.values_list("pk", flat=True))).delete()
        mine = tabs.filter(owner=columns["owner"]).exclude(pk=record.id).order_by("-used", "-expires")
        surplus = list(mine.values_list("pk", flat=True)[max(settings.TABS_PER_SESSION - 1, 0) :][:PURGE])
        if surplus:
            tabs.filter(pk__in=surplus).delete()


def _binary(value: Any) -> Any:
    return memoryview(value) if isinstance(value, bytes) else value
