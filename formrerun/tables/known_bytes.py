"""
Digests of large data: what is the same as the last time is compared, which is forty times faster than to hash it.

That an object is the same one says nothing, for it may have been changed in place: all of its bytes are looked at.
"""

from __future__ import annotations

from hashlib import blake2b

from formrerun.conf import settings
from formrerun.utils.bounded_cache import BoundedCache

#: Less than this is hashed as fast as it is looked up.
SMALL = 16 * 1024
#: How many places are looked at, and how many bytes at each, to find what to compare with.
PLACES, LENGTH = 16, 16

#: Some of the bytes → all of them, with their digest. What is large leaves room for others.
_known: BoundedCache[tuple[bytes | bytearray, bytes]] = BoundedCache(
    lambda: 1_000, lambda: settings.DATA_CACHE_BYTES, lambda known: len(known[0])
)


def digest_of(data: bytes | memoryview) -> bytes:
    """
    Return what stands for these bytes.

    Parameters
    ----------
    data
        Bytes, or a contiguous view of single ones.
    """
    size = len(data)
    if size < SMALL:
        return _hashed(data)
    step = (size - LENGTH) // (PLACES - 1)
    key = (size, type(data), b"".join(bytes(data[at : at + LENGTH]) for at in range(0, step * PLACES, step)))
    found = _known.get(key)
    if found is not None and found[0] == data:  # of a bytearray this is one memcmp, whatever it is compared with
        return found[1]
    digest = _hashed(data)
    if size <= settings.DATA_CACHE_BYTES // 4:
        # Bytes stay as they are, anything else may be changed: of that a copy is kept.
        _known.put(key, (data if isinstance(data, bytes) else bytearray(data), digest))
    return digest


def _hashed(data: bytes | memoryview) -> bytes:
    return blake2b(data, digest_size=20).digest()


def forget() -> None:
    """Drop what is kept: a test wants a cold start."""
    _known.clear()


__all__ = ["digest_of", "forget"]
