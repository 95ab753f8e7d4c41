"""
A page's HTML as bytes: a line with the length of each part, or the blob that it is, then the parts, compressed.

Most of a page is what it was at the submission before. So the HTML comes in chunks (``submissions/snapshots.py``), and
of a large page each is compressed by itself and kept with what it was made of; one zlib stream is joined of them, which
is read as any other.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from formrerun.conf import settings
from formrerun.protocol.record import PageSnapshot
from formrerun.store.coding import DAMAGE, dumps, names_in
from formrerun.utils.bounded_cache import BoundedCache

#: 155 kB become 24 kB in 0.7 ms, and more levels cost more than they save.
LEVEL = 1
#: Window (its binary logarithm) and memory of a compressor of a small page: 48 kB instead of 260, which it would first
#: have to clear, and as short an output.
SMALL = (13, 5)
#: Of fewer chunks a page is compressed as a whole: a submission changes one of them, or two.
FEWEST = 4
#: So many bytes are not worth a compressor.
SHORT = 500
#: What begins a zlib stream of this level, and what ends one whose parts have been flushed.
_BEGIN, _END = b"\x78\x01", b"\x03\x00"
_BASE = 65521  # of Adler-32


@dataclass(frozen=True, slots=True)
class _Chunk:
    """
    A part of a zlib stream.

    Attributes
    ----------
    length, check
        Of what is compressed, in bytes, and its Adler-32.
    data
        The compressed bytes, which refer to no others.
    """

    length: int
    check: int
    data: bytes


_chunks: BoundedCache[_Chunk] = BoundedCache(
    lambda: 100_000, lambda: settings.HTML_CACHE_BYTES // 4, lambda chunk: chunk.length + len(chunk.data) + 500
)


def forget() -> None:
    """Drop the chunks that are kept in this process: a test wants a cold start."""
    _chunks.clear()


def dump_html(snapshot: PageSnapshot) -> bytes:
    """Return the page's HTML as bytes."""
    parts = snapshot.html
    if len(parts) < FEWEST:
        texts = [part if isinstance(part, dict) else _text(part) for part in parts]
        head = dumps([part if isinstance(part, dict) else len(part) for part in texts])
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, *SMALL)
        data = b"".join([head, b"\n", *(part for part in texts if isinstance(part, bytes))])
        return packer.compress(data) + packer.flush()
    chunks = [part if isinstance(part, dict) else _chunk(part) for part in parts]
    head = dumps([part.length if isinstance(part, _Chunk) else part for part in chunks]) + b"\n"
    first = _packed(head) if len(head) > SHORT else _stored(head)
    return _joined([first, *(part for part in chunks if isinstance(part, _Chunk))])


def _text(part: str | tuple[str, ...]) -> bytes:
    return "".join(part).encode("utf-8", "surrogatepass")


def _chunk(part: str | tuple[str, ...]) -> _Chunk:
    """Return a part as a chunk. The texts of a tuple are those of the cache of HTML: none is hashed anew."""
    if isinstance(part, str):
        return _packed(_text(part))
    found = _chunks.get(part)
    if found is None:
        found = _packed(_text(part))
        _chunks.put(part, found)
    return found


def _packed(text: bytes) -> _Chunk:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return _Chunk(len(text), zlib.adler32(text), packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH))


def _stored(text: bytes) -> _Chunk:
    """Return a short text as it is, in a block that is not compressed (RFC 1951, 3.2.4)."""
    length = len(text).to_bytes(2, "little")
    inverted = bytes(byte ^ 0xFF for byte in length)
    return _Chunk(len(text), zlib.adler32(text), b"\0" + length + inverted + text)


def _joined(chunks: list[_Chunk]) -> bytes:
    """Return a zlib stream; its checksum follows from those of the chunks (RFC 1950, 9)."""
    low, high = 1, 0
    for chunk in chunks:
        high = (high + (chunk.check >> 16) + chunk.length * (low - 1)) % _BASE
        low = (low + (chunk.check & 0xFFFF) - 1) % _BASE
    check = (high << 16 | low).to_bytes(4, "big")
    return b"".join([_BEGIN, *(chunk.data for chunk in chunks), _END, check])


def load_html(snapshot: PageSnapshot, data: bytes, damaged: Callable[[], Exception] = ValueError) -> None:
    """
    Set the page's HTML, which is unpacked when it is asked for.

    Parameters
    ----------
    damaged
        Gives what is raised then if it cannot be.
    """

    def parts() -> list[Any]:
        try:
            return _html_parts(data)
        except DAMAGE:
            raise damaged() from None

    snapshot.parts = parts


def _html_parts(data: bytes) -> list[Any]:
    if not data:
        return []
    head, _, rest = zlib.decompress(data).partition(b"\n")
    parts: list[Any] = []
    offset = 0
    for part in json.loads(head):
        if isinstance(part, int):
            parts.append(rest[offset : offset + part].decode("utf-8", "surrogatepass"))
            offset += part
        else:
            parts.append(part)
    return parts


def names_in_html(data: bytes) -> set[str]:
    """Return the digests of blobs that a page's HTML names, as :func:`dump_html` gave it."""
    return names_in(unpacked_html(data))


def unpacked_html(data: bytes) -> bytes:
    """Return what :func:`dump_html` packed, b"" for what is damaged: only looked through, never read."""
    try:
        return zlib.decompress(data) if data else b""
    except zlib.error:
        return b""


__all__ = ["dump_html", "forget", "load_html", "names_in_html", "unpacked_html"]
