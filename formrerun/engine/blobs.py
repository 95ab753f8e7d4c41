"""Large parts of a record, by their content."""

from __future__ import annotations

from hashlib import sha256
from typing import Protocol

#: Field data above this many bytes goes into a blob of its own, written once and shared by tabs.
BLOB_BYTES = 4096


class Blobs(Protocol):
    """Content-addressed bytes kept beside the record."""

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their sha256 in hexadecimal."""

    def get(self, digest: str) -> bytes | None:
        """Return the bytes, or None if they are gone."""


class MemoryBlobs:
    """Blobs in a dict; what the process store and the tests use."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        digest = sha256(data).hexdigest()
        self.held.setdefault(digest, data)
        return digest

    def get(self, digest: str) -> bytes | None:
        return self.held.get(digest)


def write(blobs: Blobs) -> None:
    """Write the data of a page that keeps no record: a record writes it with itself."""
    flush = getattr(blobs, "flush", None)
    if flush is not None:
        flush()
