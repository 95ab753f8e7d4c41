"""
Records in our own table, beside database sessions.

Not through SessionStore: its keys, its cache and its last-write-wins dict lose updates (decision 3). Claim and load are
one statement on databases that lock rows (``dialects.py``); on SQLite the claim is the first write (decision 2).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date, datetime, timedelta
from math import ceil
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connections
from django.utils import timezone

from formrerun.conf import settings
from formrerun.engine.blobs import Blobs
from formrerun.exceptions import Conflict, RecordTooNew, TabGone
from formrerun.protocol.record import Record
from formrerun.store import coding, dialects
from formrerun.store.base import Claim, WhoAsks, giving_way
from formrerun.store.encoded import BINARY, COLUMNS, EncodedClaim, EncodedStore, lifetime
from formrerun.store.locks import Deadline, Heartbeat, KeyedLocks, busy
from formrerun.store.owner import Owner, Scope
from formrerun.store.sweeping import PART, in_parts, sweep

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: Expired rows deleted at each opening of a tab, so that the table stays small without a timer.
PURGE = 100
#: Seconds after which nobody asks for an interrupt any more.
OLD_INTERRUPT = 3600
SHARED_COLUMNS = "state, format, expires > %s, expires <= %s, version"  # as they are; alive; soon to be renewed
#: Seconds that a run outside of a transaction has its record for itself, from its last sign of life.
LEASE = 30


class DatabaseStore(EncodedStore):
    """The ``db`` store."""

    def __init__(self) -> None:
        super().__init__()
        self.locks = KeyedLocks()
        self.heart = Heartbeat(LEASE / 3)

    @property
    def alias(self) -> str:
        """The database the records stand in."""
        return str(settings.DATABASE)

    @property
    def connection(self) -> Any:
        """The connection of this thread."""
        return connections[self.alias]

    def open(self, owner: WhoAsks, page: str, scope: Scope = "tab") -> AbstractContextManager[Claim]:
        return self._hold(_DatabaseClaim(self, Record(page=page, run=1, scope=scope), owner))

    def claim(self, tab: str, owner: WhoAsks, page: str, scope: Scope = "tab") -> AbstractContextManager[Claim]:
        return self._hold(_DatabaseClaim(self, Record(id=tab, page=page, scope=scope), owner, exists=True))

    @contextmanager
    def _hold(self, claim: _DatabaseClaim) -> Iterator[Claim]:
        """Lock the common state, then the tab: among threads here, among processes by the transaction of the block."""
        deadline = Deadline()
        with ExitStack() as locks:
            for name in claim.names:
                locks.enter_context(self.locks.hold(name, deadline))
            first: Callable[[], None] | None = claim.lock_and_load
            if claim.is_late or not claim.names:
                claim.read()
                first = claim.lock_before_write if claim.names else None
            with self._run(claim, first):
                yield claim

    def peek(self, tab: str, owner: WhoAsks, page: str) -> tuple[Record, Blobs] | None:
        claim = _DatabaseClaim(self, Record(id=tab, page=page), owner, exists=True)
        try:
            claim.peek()
        except (TabGone, RecordTooNew):
            return None
        return claim.record, claim.blobs

    def drop_owner(self, owner: Owner) -> None:
        from formrerun.models import Shared, Tab

        if owner.key:  # in the order of the locks, so that no run waits for this while this waits for it
            Shared.objects.using(self.alias).filter(id=owner.key).delete()
            Tab.objects.using(self.alias).filter(owner=owner.key).delete()

    def living(self, tabs: Collection[str]) -> set[str]:
        from formrerun.models import Tab

        known = Tab.objects.using(self.alias)
        return {pk for some in in_parts(tabs) for pk in known.filter(pk__in=some).values_list("pk", flat=True)}

    def purge(self) -> int:
        from formrerun.models import Interrupt

        count = self.delete_expired()
        # Whoever writes one down looks for no others: they count for a minute, and there is one row a tab at most.
        Interrupt.objects.using(self.alias).filter(at__lt=time.time() - OLD_INTERRUPT).delete()
        sweep(self.alias)
        self.known.clear()
        self.loaded.clear()
        return count

    def delete_expired(self) -> int:
        """Delete what has expired, a part at a time, and return how many tabs that were."""
        from formrerun.models import Shared, Tab

        now, tabs, common = timezone.now(), Tab.objects.using(self.alias), Shared.objects.using(self.alias)
        for part in _expired(common, now):
            common.filter(pk__in=part, expires__lt=now).delete()
        return sum(tabs.filter(pk__in=part, expires__lt=now).delete()[0] for part in _expired(tabs, now))

    def missing(self, digests: Collection[str]) -> set[str]:
        from formrerun.models import Blob

        if not digests:
            return set()
        rows = Blob.objects.using(self.alias).filter(pk__in=list(digests)).order_by("pk").select_for_update()
        return set(digests) - set(rows.values_list("pk", flat=True))

    def read_blob(self, digest: str) -> bytes | None:
        from formrerun.models import Blob

        found = Blob.objects.using(self.alias).filter(digest=digest).values_list("data", flat=True).first()
        return bytes(found) if found is not None else None

    def write_blobs(self, blobs: Mapping[str, bytes], today: date) -> None:
        connection = self.connection
        day = connection.ops.adapt_datefield_value(today)
        # In one order everywhere: two runs that write the same ones wait for each other, and not in a circle.
        rows = [(digest, blobs[digest], day) for digest in sorted(blobs)]
        for some in dialects.fitting(connection, rows, itemgetter(1)):
            for part in in_parts(some, 300):  # SQLite takes 999 parameters
                dialects.upsert(connection, "formrerun_blob", ("digest", "data", "used"), part, update="used")


def _expired(rows: QuerySet[Any], now: datetime) -> Iterator[list[str]]:
    """Give the keys of expired rows, a part at a time; whoever is given them deletes them before the next."""
    while part := list(rows.filter(expires__lt=now).order_by("expires").values_list("pk", flat=True)[:PART]):
        yield part


class _DatabaseClaim(EncodedClaim):
    """
    A claim on rows.

    Parameters
    ----------
    exists
        False for a fresh tab.
    """

    _store: DatabaseStore

    def __init__(self, store: DatabaseStore, record: Record, owner: WhoAsks, *, exists: bool = False) -> None:
        super().__init__(store, record, owner)
        self._store, self._exists = store, exists
        self._connection = store.connection  # looked up once: a claim is one thread's
        self._numbered = self._shared_numbered = False  # True once the row has this run's number
        self._shared_exists = False

    @property
    def is_late(self) -> bool:
        """True for SQLite, whose one writer blocks all others: there a run claims when it first writes."""
        return bool(self._connection.vendor == "sqlite")

    @property
    def most_state(self) -> int:
        # Each byte may take two in the statement, and the page is written with it.
        statement = dialects.largest_statement(self._connection)
        return min(super().most_state, statement // 3) if statement is not None else super().most_state

    @property
    def names(self) -> list[str]:
        """The locks that this claim needs, in the order in which they are taken."""
        names = [f"shared.{self.shared_id}"] if self.shared_id else []
        return [*names, self.record.id] if self._exists else names

    # -------------------------------------------------------------------------------------------------- loading

    def lock_and_load(self) -> None:
        """Lock and load the rows, with the first statements of the transaction: the common state's, then the tab's."""
        connection, scope, shared = self._connection, self.record.scope, None
        self._numbered = self._shared_numbered = dialects.counts_while_locking(connection)
        step = 0 if self._numbered else 1
        if self.shared_id:
            shared = dialects.lock_row(
                connection, SHARED_COLUMNS, "formrerun_shared", "version", "id = %s", *self._shared_values()
            )
        if self._exists:
            where = "id = %s AND expires > %s AND format <= %s"
            values = [self.record.id, self._now(), coding.FORMAT]
            row = dialects.lock_row(connection, self._columns, "formrerun_tab", "run", where, values)
            self._fill(row if row is not None else self._select())
            self._check_lease()
            self.record.run += step
        self._join(scope, shared, step)
        if self.shared_id and shared is None:
            self._put_shared(b"")  # now, while nothing has happened that would have to happen again

    def read(self) -> None:
        """Load without a lock: :meth:`lock_before_write` or :meth:`save` finds out if another run has come first."""
        scope = self.record.scope
        shared = self._select_shared()
        if self._exists:
            self._fill(self._select())
            self._check_lease()
            self.record.run += 1
        self._join(scope, shared, 1)

    def lock_before_write(self) -> None:
        """
        Write this run's number into the rows that :meth:`read` has loaded: on SQLite, before the run's first write.

        Raises
        ------
        Conflict
            If another run has done so since they were read.
        """
        if self.shared_id:
            self._put_shared(self._shared_loaded)
        if self._exists:
            with self._connection.cursor() as cursor:
                run = self.record.run
                cursor.execute(
                    "UPDATE formrerun_tab SET run = %s WHERE id = %s AND run = %s", [run, self.record.id, run - 1]
                )
                if cursor.rowcount != 1:
                    raise Conflict
        self._numbered = True

    @property
    def _columns(self) -> str:
        return dialects.joined_names(self._connection, COLUMNS)

    def peek(self) -> None:
        """Load for reading."""
        self._fill(self._select())
        self.shared_id = self._owner(False).shared_id(self.record.scope)
        self._join(self.record.scope, self._select_shared(), 1)

    def _fill(self, row: tuple[Any, ...] | None) -> None:
        self.fill(dict(zip(COLUMNS, row, strict=True)) if row is not None else None)

    def _check_lease(self) -> None:
        """Raise TabBusy if a run outside of a transaction is alive; else what one has left open has crashed."""
        left = self.leased_until - time.time()
        if left > 0:
            # The browser tries so many times and no more. A run that is alive shows it by the next beat of its heart;
            # one that has not done so has died, and the end of its lease is worth waiting for in one go.
            beat = LEASE - LEASE / 3
            raise busy(ceil(left - beat if left > beat else left) + 1)
        self.record.mark_crashed()

    def _join(self, scope: Scope, shared: tuple[Any, ...] | None, step: int) -> None:
        """Join what tabs share, if this page's do; the number of this run is ``step`` above the row's."""
        self.record.scope = scope
        if scope == "tab":
            return
        self._shared_exists = shared is not None
        state, format, lives, renew, version = shared if shared is not None else (b"", coding.FORMAT, True, True, 0)
        self.join(state if lives else b"", format, max(version + step, 1), renew=bool(renew))

    def _select(self) -> tuple[Any, ...] | None:
        values = [self.record.id, self._now()]
        return dialects.select(self._connection, self._columns, "formrerun_tab", "id = %s AND expires > %s", values)

    def _select_shared(self) -> tuple[Any, ...] | None:
        if not self.shared_id:
            return None
        return dialects.select(self._connection, SHARED_COLUMNS, "formrerun_shared", "id = %s", *self._shared_values())

    def _shared_values(self) -> tuple[list[Any], list[Any]]:
        """Return the parameters of the condition, and those of SHARED_COLUMNS."""
        now = timezone.now()
        return [self.shared_id], [self._adapted(now), self._adapted(now + timedelta(seconds=lifetime(True) // 2))]

    def _now(self) -> Any:
        return self._adapted(timezone.now())

    def _adapted(self, moment: Any) -> Any:
        return self._connection.ops.adapt_datetimefield_value(moment)

    # --------------------------------------------------------------------------------------------------- saving

    @contextmanager
    def saved_outside_transaction(self) -> Iterator[None]:
        # No lock outlives a transaction: a lease keeps other processes out, for as long as this one is alive.
        self.lease = time.time() + LEASE
        self.save()
        self.lease = 0.0
        with self._store.heart.beats(self._renew), self.transaction.outside_transaction():
            yield

    def _renew(self) -> None:
        """Write that this process is alive."""
        from formrerun.models import Tab

        meta = coding.dump_meta(self.record, time.time() + LEASE)
        Tab.objects.using(self._store.alias).filter(pk=self.record.id, run=self.record.run).update(meta=meta)

    def save(self, *, last: bool = False) -> None:
        from formrerun.models import Tab

        record, store = self.record, self._store
        owner = self._owner(True)
        if self.logged_out(owner):
            Tab.objects.using(store.alias).filter(pk=record.id).delete()
            return
        shared = self.changed_shared(owner)
        columns = self.columns(owner)
        dialects.size_of(self._connection, *(columns[name] for name in BINARY))  # or it raises
        expires = timezone.now() + timedelta(seconds=lifetime(record.used))
        # Claiming and saving are one statement for a run that has written nothing before.
        if last and self._loaded and shared is None and self.blobs.is_flushed and self.transaction.may_be_one_statement:
            with self.transaction.one_statement():
                self._update(columns, expires)
            return
        self.transaction.begin(claim=False)
        if shared is not None:
            self._put_shared(shared)
        self.blobs.flush()
        if self._loaded:
            self._update(columns, expires)
        else:
            self._insert(columns, expires)

    def _update(self, columns: dict[str, Any], expires: Any) -> None:
        record, connection = self.record, self._connection
        changed = {name: value for name, value in columns.items() if self._as_stored.get(name) != value}
        with connection.cursor() as cursor:
            assignments = dialects.joined_names(connection, ("run", "expires", *changed), " = %s, ")
            values = [record.run, self._adapted(expires), *(dialects.binary(connection, v) for v in changed.values())]
            cursor.execute(
                f"UPDATE formrerun_tab SET {assignments} = %s WHERE id = %s AND run = %s",
                [*values, record.id, record.run if self._numbered else record.run - 1],
            )
            if cursor.rowcount != 1:
                raise Conflict
        self._numbered = True
        self._as_stored, self._html = {**self._as_stored, **changed}, None

    def _put_shared(self, signed: bytes) -> None:
        """Write the common state, if it is still the one that was loaded."""
        from formrerun.models import Shared

        rows = Shared.objects.using(self._store.alias)
        run = self._shared_run
        columns = {
            "state": signed,
            "format": coding.FORMAT,
            "version": run,
            "expires": timezone.now() + timedelta(seconds=lifetime(True)),
        }
        if self._shared_exists:
            version = run if self._shared_numbered else run - 1
            if not rows.filter(pk=self.shared_id, version=version).update(**columns):
                raise Conflict
            self._shared_numbered = True
            return
        try:
            rows.bulk_create([Shared(id=self.shared_id, **columns)])
        except IntegrityError as error:
            raise Conflict from error
        self._shared_exists = self._shared_numbered = True

    def _insert(self, columns: dict[str, Any], expires: Any) -> None:
        from formrerun.models import Tab

        tabs = Tab.objects.using(self._store.alias)
        record = self.record
        Tab(id=record.id, run=record.run, expires=expires, **columns).save(using=self._store.alias, force_insert=True)
        self._delete_idle(list(tabs.filter(expires__lt=timezone.now()).values_list("pk", flat=True)[:PURGE]))
        mine = tabs.filter(owner=columns["owner"]).exclude(pk=record.id).values_list("pk", "used", "expires")
        # By when somebody was there last.
        others = sorted(mine, key=lambda row: row[2] - timedelta(seconds=lifetime(row[1])))
        self._delete_idle(giving_way([(pk, used) for pk, used, _expires in others])[:PURGE])

    def _delete_idle(self, ids: list[str]) -> None:
        """Delete tabs, but none that a run has locked: nobody waits here, for others may wait for this run."""
        from formrerun.models import Tab

        if not ids:
            return
        tabs = Tab.objects.using(self._store.alias).filter(pk__in=ids)
        skips = self._connection.features.has_select_for_update_skip_locked
        tabs.filter(pk__in=list(tabs.select_for_update(skip_locked=skips).values_list("pk", flat=True))).delete()
