"""What the stores that outlive a process have in common: a claim over columns of bytes, and blobs by their digest."""

from __future__ import annotations

import logging
from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar
from weakref import WeakMethod

from django.conf import settings as project
from django.utils import timezone
from django.utils.translation import gettext as _

from formrerun import codec
from formrerun.conf import settings
from formrerun.engine.shared_state import SharedState
from formrerun.engine.state import State
from formrerun.exceptions import BadSignature, RecordTooNew, TabGone
from formrerun.protocol.record import Record
from formrerun.store import coding, page_html
from formrerun.store.base import Claim, Store, WhoAsks, gone
from formrerun.store.owner import Owner
from formrerun.utils.bounded_cache import BoundedCache

logger = logging.getLogger("formrerun.store")

T = TypeVar("T")

#: The parts of a record, as they are stored.
COLUMNS = (
    "owner", "user", "page", "birth", "format", "run", "completed", "used", "meta", "state", "manifest", "hashes",
    "html",
)  # fmt: skip
#: Those of them that are bytes.
BINARY = ("state", "manifest", "hashes", "html")
#: Those of them that are signed one by one.
SIGNED = ("state", "manifest")


def lifetime(used: bool) -> int:
    """Return how long a record lives from now, in seconds."""
    if not used:
        return int(settings.TAB_AGE_UNUSED)
    return int(settings.TAB_AGE if settings.TAB_AGE is not None else project.SESSION_COOKIE_AGE)


def blob_lifetime() -> int:
    """Return how long blobs live from the day they are used, in seconds: longer than any record that names them."""
    return lifetime(True) + int(timedelta(days=2).total_seconds())


class EncodedStore(Store):
    """A store of bytes."""

    check = staticmethod(codec.check)

    def __init__(self) -> None:
        # Digests this process wrote or touched, with the day: what is known to stand there today is not written again.
        self.known: BoundedCache[date] = BoundedCache(lambda: 10_000)
        self.loaded: BoundedCache[bytes] = BoundedCache(lambda: 10_000, lambda: settings.DATA_CACHE_BYTES, len)

    @abstractmethod
    def read_blob(self, digest: str) -> bytes | None:
        """Return the bytes of a blob, or None."""

    def has_blob(self, digest: str, today: date) -> bool:
        """Return True if a blob is there and was touched today, as far as this process knows."""
        return (self.known.get(digest) or date.min) >= today

    def missing(self, digests: Collection[str]) -> set[str]:
        """Return which of these blobs a purge has deleted; the others stay until the transaction has ended."""
        return set()

    @abstractmethod
    def write_blobs(self, blobs: Mapping[str, bytes], today: date) -> None:
        """Write blobs, or touch those that are there."""

    def data(self, digest: str) -> bytes | None:
        return StoredBlobs(self).get(digest)


class StoredBlobs:
    """
    Blobs of an :class:`EncodedStore`; what a run puts is written when its record is saved.

    Parameters
    ----------
    named
        Tells whether the record, as it is stored, names a blob, which therefore is there.
    parts
        Gives the blobs that its page names: parts of that are among them, and what these name is there as well.
    """

    def __init__(
        self,
        store: EncodedStore,
        named: Callable[[str], bool] = lambda digest: False,
        parts: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self._store, self._named, self._parts = store, named, parts
        self._new: dict[str, bytes] = {}

    def put(self, data: bytes, digest: str = "") -> str:
        """Keep the bytes and return their digest."""
        digest = digest or sha256(data).hexdigest()
        self._new[digest] = data
        return digest

    def get(self, digest: str) -> bytes | None:
        """Return the bytes; None if they are gone, or not what was put there."""
        data = self._new.get(digest) or self._store.loaded.get(digest)
        if data is None:
            data = self._store.read_blob(digest)
            if data is None or sha256(data).hexdigest() != digest:
                return None
            self._store.loaded.put(digest, data)
        return data

    @property
    def is_flushed(self) -> bool:
        """True if :meth:`flush` has nothing to look at."""
        return not self._new

    def flush(self, *, for_record: bool = True) -> None:
        """Write what is new, what a purge has deleted, and touch what was last touched on another day."""
        store, day = self._store, timezone.now().date() + timedelta(days=0 if for_record else 1)
        known = {digest for digest in self._new if store.has_blob(digest, day)}
        known -= store.missing(self._unnamed(known))
        new = {digest: data for digest, data in self._new.items() if digest not in known}
        self._new.clear()
        if not new:
            return
        store.write_blobs(new, day)
        for digest, data in new.items():
            store.known.put(digest, day)
            store.loaded.put(digest, data)

    def _unnamed(self, digests: set[str]) -> set[str]:
        """Return which blobs the stored record does not name, as a purge counts, as far as this process knows it."""
        unnamed = {digest for digest in digests if not self._named(digest)}
        if unnamed:
            unnamed = self._named_by_none(unnamed, digests - unnamed)  # parts that are in the page again
        if unnamed:
            unnamed = self._named_by_none(unnamed, self._parts())  # those that were: they take longer to find
        return unnamed

    def _named_by_none(self, digests: set[str], parts: Collection[str]) -> set[str]:
        """Return which blobs none of these names, as far as they are parts of pages, and no packed data."""
        pages = [part for part in map(self._store.loaded.get, parts) if part is not None and part.startswith(b"<")]
        return {digest for digest in digests if not any(coding.is_named(digest, page) for page in pages)}


class EncodedClaim(Claim):
    """
    A claim over columns.

    Parameters
    ----------
    store
        The store.
    record
        The record, empty but for id, page and scope.
    owner
        Gives who asks.
    """

    blobs: StoredBlobs

    def __init__(self, store: EncodedStore, record: Record, owner: WhoAsks) -> None:
        # No circle: what a submission used is free as soon as it is answered.
        self.record, self.blobs = record, StoredBlobs(store, _weakly(self._named, False), _weakly(self._parts, ()))
        self._owner = owner
        self._check = store.check
        self._html: bytes | None = None  # the stored HTML, once somebody has asked which blobs it names
        self._loaded: dict[str, Any] = {}  # the columns as read, upgraded to FORMAT; empty for a fresh tab
        self._as_stored: dict[str, Any] = {}  # the same before they were upgraded
        self._shared_loaded = b""  # the common state as read, signed
        self._renew_shared = False
        self.shared_id = owner(False).shared_id(record.scope) if record.scope != "tab" else ""
        self._state = self._shared = b""
        self.lease = self.leased_until = 0.0  # of this run, and of one that another process may be in
        record.state.check = store.check

    # -------------------------------------------------------------------------------------------------- loading

    def fill(self, columns: dict[str, Any] | None) -> None:
        """
        Fill the record.

        Raises
        ------
        TabGone
            If there is none, it is another owner's or another page's, or nobody can read it any more.
        RecordTooNew
            If a newer release wrote it.
        """
        record = self.record
        if (
            columns is None
            or not self._owner(False).owns(columns["owner"], columns["user"])
            or record.page not in ("", columns["page"])
        ):
            raise gone()
        for name in BINARY:
            columns[name] = bytes(columns[name])
        current = _current(columns, f"The record of tab {record.id[:6]}…")
        if current is None:
            raise gone()
        self._loaded, self._as_stored = current, columns
        record.page, record.birth = current["page"], current["birth"]
        record.run, record.completed, record.used = current["run"], current["completed"], bool(current["used"])
        try:
            state, manifest = (self._unsigned(name) for name in SIGNED)
            self.leased_until = coding.load_meta(record, current["meta"])
            record.state = coding.load_state(state, self._check)
            record.manifest = coding.load_manifest(manifest)
            coding.load_hashes(record.snapshot, current["hashes"])
        except BadSignature:
            logger.warning("The record of tab %s… is not signed with this SECRET_KEY; it starts afresh.", record.id[:6])
            raise gone() from None
        except coding.DAMAGE:
            raise _damaged(record.id) from None
        page_html.load_html(record.snapshot, current["html"], partial(_damaged, record.id))

    def join(self, signed: bytes, format: int, run: int, *, renew: bool = False) -> None:
        """
        Give the record what its tabs have in common.

        Parameters
        ----------
        signed
            As it is stored; b"" if there is nothing yet.
        format, run
            Of what is stored, and of this run.
        renew
            It expires soon: write it even if it does not change.
        """
        current = _current({"state": signed, "format": format}, "What the tabs of a session have in common")
        self._shared_loaded = bytes(current["state"]) if current is not None else b""
        self._shared_run, self._renew_shared = run, renew
        self.record.shared = self._load_shared()
        self.record.shared.join(self.record.state, self.record.page, self.record.seen)

    def _load_shared(self) -> SharedState:
        if self._shared_loaded:
            try:
                data = coding.unsign(self._shared_loaded, f"shared.{self.shared_id}")
                return coding.load_shared(data, self._shared_run)
            except BadSignature:
                logger.warning("What the tabs of a session have in common is not signed with this SECRET_KEY.")
            except coding.DAMAGE:
                logger.warning("What the tabs of a session have in common was damaged; it starts afresh.")
        return coding.load_shared(b"", self._shared_run)

    @property
    def most_state(self) -> int:
        """The largest state of a tab, in bytes."""
        return int(settings.MAX_STATE_BYTES)

    def stored_state(self) -> State:
        return coding.load_state(self._unsigned("state"), self._check) if self._loaded else State(self._check)

    def stored_shared(self) -> SharedState | None:
        return self._load_shared() if self.record.shared is not None else None

    def _named(self, digest: str) -> bool:
        """Return True if the record names a blob as it is stored: while it lives no purge takes that away."""
        stored = self._as_stored
        if not stored:
            return False
        if digest.encode() in stored["manifest"]:
            return True
        return coding.is_named(digest, self._stored_html())

    def _parts(self) -> set[str]:
        return coding.names_in(self._stored_html())

    def _stored_html(self) -> bytes:
        if self._html is None:
            self._html = page_html.unpacked_html(self._as_stored["html"]) if self._as_stored else b""
        return self._html

    def _unsigned(self, name: str) -> bytes:
        return coding.unsign(self._loaded[name], f"{name}.{self.record.id}")

    def _signed(self, name: str, data: bytes) -> bytes:
        """Return a part with its signature: the one that it was loaded with, if it is what it was."""
        if self._loaded and not project.SECRET_KEY_FALLBACKS:  # else an old key may have made that
            loaded: bytes = self._loaded[name]
            if len(loaded) == coding.SIGNATURE + len(data) and loaded.endswith(data):
                return loaded
        return coding.sign(data, f"{name}.{self.record.id}")

    # --------------------------------------------------------------------------------------------------- saving

    def encode(self, failed: coding.Failed) -> None:
        super().encode(failed)
        shared = self.record.shared
        most = self.most_state
        self._state = coding.dump_state(self.record.state, failed, most, with_user=shared is None)
        if shared is not None:
            self._shared = coding.dump_shared(shared, failed, most)

    def columns(self, owner: Owner) -> dict[str, Any]:
        """Return the columns as they are to be stored, all but ``run``."""
        record = self.record
        return {
            "owner": owner.key,
            "user": owner.user,
            "page": record.page,
            "birth": record.birth,
            "format": coding.FORMAT,
            "completed": record.completed,
            "used": record.used,
            "meta": coding.dump_meta(record, self.lease),
            "state": self._signed("state", self._state),
            "manifest": self._signed("manifest", coding.dump_manifest(record.manifest, self.blobs)),
            "hashes": coding.dump_hashes(record.snapshot),
            "html": page_html.dump_html(record.snapshot),
        }

    def changed_shared(self, owner: Owner) -> bytes | None:
        """
        Return the common state as it is to be stored, None if it did not change.

        Call it before :meth:`columns`: it says of which run the tab has seen the common state, which they store.
        """
        if self.record.shared is None:
            return None
        self.shared_id = self.shared_id or owner.shared_id(self.record.scope)
        signed = coding.sign(self._shared, f"shared.{self.shared_id}")
        if signed != self._shared_loaded or self._renew_shared:
            return signed
        self.record.seen = self._shared_run - 1  # the number goes to the next run
        return None

    def logged_out(self, owner: Owner) -> bool:
        """Return True if the run has ended the session that the record belongs to, which ends the record too."""
        return bool(self._loaded) and not owner.owns(self._loaded["owner"], self._loaded["user"])


def _weakly(method: Callable[..., T], default: T) -> Callable[..., T]:
    """Return a function that calls a method without holding its object; once that is gone it gives the default."""
    known = WeakMethod(method)

    def ask(*args: Any) -> T:
        found = known()
        return default if found is None else found(*args)

    return ask


def _damaged(tab: str) -> TabGone:
    """Return what is raised for a tab of which not all can be read; the browser is told, and opens another one."""
    logger.warning("The record of tab %s… was damaged; it starts afresh.", tab[:6])
    return gone()


def _current(columns: dict[str, Any], what: str) -> dict[str, Any] | None:
    """
    Return columns in this release's format; None if they are too old for it (decision 25).

    Raises
    ------
    RecordTooNew
        If a newer release wrote them: this process leaves them alone.
    """
    while columns["format"] < coding.FORMAT:
        upgrade = coding.UPGRADES.get(columns["format"])
        if upgrade is None:
            logger.warning("%s has format %s, which this release cannot read.", what, columns["format"])
            return None
        columns = upgrade(columns)
    if columns["format"] > coding.FORMAT:
        raise RecordTooNew(_("A newer release is taking over; your input is kept and will be sent again."))
    return columns
