"""Large parts of a record, by their content."""

from __future__ import annotations

from hashlib import sha256
from typing import Protocol

#: Field data above this many bytes goes into a blob of its own, written once and shared by tabs.
BLOB_BYTES = 4096


class Blobs(Protocol):
    """Content-addressed bytes that stand beside the record."""

    def put(self, data: bytes, digest: str = "") -> str:
        """
        Take the bytes and return their sha256 in hexadecimal; :meth:`flush` stores them.

        Parameters
        ----------
        digest
            Theirs, if it is known: to hash data that did not change would be most of what they cost.
        """

    def get(self, digest: str) -> bytes | None:
        """Return the bytes, also those not stored yet; None if they are gone."""

    def flush(self, *, for_record: bool = True) -> None:
        """
        Store what was put.

        Parameters
        ----------
        for_record
            False for a page that shows tables and has no record whose end would be theirs: they stay for a day.
        """


class MemoryBlobs:
    """Blobs in a dict; what the process store and the tests use."""

    def __init__(self) -> None:
        self.by_digest: dict[str, bytes] = {}

    def put(self, data: bytes, digest: str = "") -> str:
        digest = digest or sha256(data).hexdigest()
        self.by_digest.setdefault(digest, data)
        return digest

    def get(self, digest: str) -> bytes | None:
        return self.by_digest.get(digest)

    def flush(self, *, for_record: bool = True) -> None:
        """Do nothing: :meth:`put` has stored what was put."""
