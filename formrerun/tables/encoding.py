"""
The data of tables and maps: bytes addressed by their hash, kept beside the record, fetched by the browser once.

Nothing of it stands in the page, so an unchanged table costs a fingerprint and a look-up. What is kept is one line
that says what it is, then gzipped JSON, sent as it is. An address carries a mark that only the visitor's own session
can have: another session gets nothing.
"""

from __future__ import annotations

import gzip
import io
import json
import pickle
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils import timezone, translation

from formrerun.conf import settings
from formrerun.tables import known_bytes
from formrerun.tables.cells import Kind
from formrerun.tables.frames import Column, Frame
from formrerun.tables.known_bytes import digest_of
from formrerun.tables.row_keys import RowKeys
from formrerun.tables.sorting import Table
from formrerun.tables.styled import Looks
from formrerun.utils.bounded_cache import BoundedCache

#: Data above this many bytes is compressed quickly rather than well.
LARGE = 1024 * 1024
#: What a decoded table weighs in memory, for each byte of its JSON.
IN_MEMORY = 5
#: Rows that stand in the page itself, for browsers without JavaScript.
HEAD = 25


@dataclass(frozen=True, slots=True)
class EncodedTable:
    """
    Encoded data.

    Attributes
    ----------
    digest
        The sha256 of ``body``, under which it is kept.
    body
        The line and the gzipped JSON.
    rows
        How many rows or points.
    columns
        The path and the kind of each column of a table.
    names
        What the author calls the columns.
    places
        Where they stood in what the author gave; -1 for the index.
    levels
        How many of the columns, the first ones, are the index.
    named
        Somebody named the columns.
    head
        The cells of the first rows, a tuple a row.
    keys
        What names the rows wherever they stand, if that was asked for.
    extent
        Least and greatest latitude and longitude of a map's points, in degrees.
    """

    digest: str
    body: bytes
    rows: int
    columns: tuple[tuple[tuple[str, ...], Kind], ...] = ()
    names: tuple[Any, ...] = ()
    places: tuple[int, ...] = ()
    levels: int = 0
    named: bool = True
    head: tuple[tuple[Any, ...], ...] = ()
    extent: tuple[float, float, float, float] | None = None
    keys: RowKeys | None = None


#: Fingerprint of what an author gave, and how it is shown → what it was encoded as.
_encoded: BoundedCache[EncodedTable] = BoundedCache(
    lambda: 10_000, lambda: settings.DATA_CACHE_BYTES, lambda one: len(one.body)
)
#: Digest → bytes, for data that this process made: it is served without a look into the store.
bodies: BoundedCache[bytes] = BoundedCache(lambda: 10_000, lambda: settings.DATA_CACHE_BYTES, len)


class Pickler(pickle.Pickler):
    """
    What writes data for :func:`fingerprint`.

    Attributes
    ----------
    trusted
        The libraries whose functions and classes may occur, None for all: code of an author's may make something else
        of the same data when it is called the next time.
    """

    trusted: ClassVar[frozenset[str] | None] = None

    def reducer_override(self, value: Any) -> Any:
        module = getattr(value, "__module__", None) or "builtins"  # of an instance, its class's
        if self.trusted is not None and module.partition(".")[0] not in self.trusted:
            raise pickle.PicklingError(module)
        return NotImplemented


def fingerprint(data: Any, pickler: type[Pickler] | None = None) -> bytes | None:
    """
    Return what changes when the data does, or None for what cannot be compared.

    The pickle is only compared, never read: arrays go into it without being copied.
    """
    buffers: list[pickle.PickleBuffer] = []
    made = io.BytesIO()
    try:
        (pickler or pickle.Pickler)(made, protocol=5, buffer_callback=buffers.append).dump(data)
        head = made.getvalue()
        parts = [digest_of(head), *(digest_of(buffer.raw()) for buffer in buffers)]
    except Exception:  # a lambda in a cell, a lock, an array with gaps
        return None
    if b"django." in head:  # rows are shown in the visitor's time zone, and texts that are lazy in their language
        parts.append(f"{translation.get_language()} {timezone.get_current_timezone_name()}".encode())
    return b"".join(parts)


def encoded(data: Any, how: Hashable, encode: Callable[[], EncodedTable]) -> EncodedTable:
    """
    Return what an author gave, encoded; the same data is not encoded twice.

    Parameters
    ----------
    how
        What else the encoding depends on.
    encode
        Encodes it.
    """
    print_ = fingerprint(data)
    if print_ is None:
        return encode()
    found = _encoded.get((print_, how))
    if found is None:
        found = encode()
        _encoded.put((print_, how), found)
    return found


def made_here(digest: str) -> bytes | None:
    """Return data that this process encoded, or None."""
    return bodies.get(digest)


# ----------------------------------------------------------------------------------------------------- bytes ⇄ data


def pack(head: dict[str, Any], data: dict[str, Any]) -> tuple[str, bytes]:
    """Return digest and bytes of what is kept."""
    from hashlib import sha256

    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode("utf-8", "surrogatepass")
    line = json.dumps({**head, "bytes": len(text)}, separators=(",", ":")).encode()
    body = line + b"\n" + gzip.compress(text, 1 if len(text) > LARGE else 6, mtime=0)
    return sha256(body).hexdigest(), body


def head_of(body: bytes) -> dict[str, Any]:
    """Return what the data is: "table" or "map", how many rows, which columns, how many bytes of JSON."""
    head: dict[str, Any] = json.loads(body[: body.index(b"\n")])
    return head


def packed_of(body: bytes) -> bytes:
    """Return the gzipped JSON."""
    return body[body.index(b"\n") + 1 :]


def encode_frame(
    frame: Frame,
    index: Sequence[Column],
    columns: Sequence[Column],
    keys: RowKeys | None = None,
    looks: Looks | None = None,
) -> EncodedTable:
    """
    Return a table as it is kept.

    Parameters
    ----------
    frame
        The table.
    index, columns
        The columns that are shown, in their order; no others leave the server.
    keys
        What the browser calls the rows by, where they are selected.
    looks
        The colours of the cells.
    """
    named = []
    values = []
    shown = [*index, *columns]
    places = {id(column): place for place, column in enumerate(frame.columns)}
    for column in shown:
        kind, cells = column.cells()
        named.append((column.path, kind))
        values.append(cells)
    names = [[list(path), kind] for path, kind in named]
    head: dict[str, Any] = {"is": "table", "rows": frame.rows, "columns": names}
    data: dict[str, Any] = {"values": values}
    if keys is not None:
        head["model"], data["keys"] = keys.model, keys.plain
    if looks is not None:
        data |= {"palette": looks.palette, "looks": looks.columns}
    digest, body = pack(head, data)
    if frame.rows > settings.TABLE_REMOTE_ROWS:
        # Its first page is asked for in a moment, and this process has it decoded already.
        remember(digest, Table(frame.rows, tuple(named), values, keys, looks), head_of(body)["bytes"] * IN_MEMORY)
    return EncodedTable(
        digest,
        body,
        frame.rows,
        tuple(named),
        tuple(column.name for column in shown),
        (-1,) * len(index) + tuple(places[id(column)] for column in columns),
        len(index),
        frame.named,
        tuple(zip(*(cells[:HEAD] for cells in values), strict=True)),
        keys=keys,
    )


def values_of(encoded: EncodedTable) -> list[list[Any]]:
    """Return the cells of each column."""
    if encoded.rows <= len(encoded.head):
        return [list(cells) for cells in zip(*encoded.head, strict=True)] or [[] for _ in encoded.columns]
    values: list[list[Any]] = json.loads(gzip.decompress(packed_of(encoded.body)))["values"]
    return values


#: Digest → decoded table. One that is too large for the bound still stays while it is the last one read.
_tables: BoundedCache[Table] = BoundedCache(
    lambda: 1_000, lambda: settings.DATA_CACHE_BYTES, lambda table: min(table.weight, settings.DATA_CACHE_BYTES)
)


def remember(digest: str, table: Table, weight: int) -> None:
    """Keep a decoded table of so many bytes for the next page that is asked for."""
    table.weight = weight
    _tables.put(digest, table)


def table_of(digest: str, body: bytes) -> Table:
    """Return the decoded table of what is kept."""
    found = _tables.get(digest)
    if found is None:
        head = head_of(body)
        columns = tuple((tuple(path), kind) for path, kind in head["columns"])
        data = json.loads(gzip.decompress(packed_of(body)))
        keys = RowKeys(head["model"], data["keys"]) if "model" in head else None
        looks = Looks(data["palette"], data["looks"]) if "looks" in data else None
        found = Table(head["rows"], columns, data["values"], keys, looks)
        remember(digest, found, head["bytes"] * IN_MEMORY)
    return found


def forget() -> None:
    """Drop everything that is kept in this process: a test wants a cold start."""
    for cache in (_encoded, bodies, _tables):
        cache.clear()
    known_bytes.forget()


__all__ = [
    "EncodedTable",
    "encode_frame",
    "encoded",
    "forget",
    "head_of",
    "made_here",
    "pack",
    "packed_of",
    "table_of",
    "values_of",
]
