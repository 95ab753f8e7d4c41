"""A rendered page as a tree of pieces, each with the hash of its HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

#: A page's tree as the record stores it, see :meth:`Piece.hashes`. Of strings and lists: Python's garbage collector
#: walks every object it tracks, and it tracks no strings.
Hashes = str | list[Any]


@dataclass(slots=True)
class Piece:
    """
    A part of the page: an element in its wrapper, or a container around others.

    Attributes
    ----------
    id
        The HTML id of its outermost tag.
    digest_key
        The id and, after a blank, eight bytes in hexadecimal that stand for all of its HTML.
    head, tail
        The HTML around the children; a leaf has all of it in ``head``.
    own
        The digest of ``head`` and ``tail``, for a container.
    overlays
        Of the whole page only: the HTML of each element that stands over it once, as toasts do.
    """

    id: str
    digest_key: str
    head: str
    tail: str = ""
    children: list[Piece] | None = None
    own: str = ""
    overlays: tuple[str, ...] = ()

    def walk(self) -> Iterator[Piece]:
        """Yield it and every piece below it."""
        yield self
        for child in self.children or ():
            yield from child.walk()

    def html(self) -> str:
        """Return the HTML."""
        return "".join([self.head, *self.inside(), self.tail])

    def inside(self) -> list[str]:
        """Return the HTML of the children, in order and in parts."""
        parts: list[str] = []
        for child in self.children or ():
            parts.append(child.head)
            if child.children is not None:
                parts += child.inside()
                parts.append(child.tail)
        return parts

    def hashes(self) -> Hashes:
        """Return the tree that the record keeps: of a leaf the digest key, else [digest key, own digest, children]."""
        if self.children is None:
            return self.digest_key
        return [self.digest_key, self.own, [child.hashes() for child in self.children]]


@dataclass(slots=True)
class UnchangedPiece(Piece):
    """
    A container of which only the hashes are known, as the browser shows it unchanged.

    Attributes
    ----------
    was
        These hashes.
    """

    was: Hashes = ""

    def hashes(self) -> Hashes:
        """Return the hashes it had."""
        return self.was


def _digest(*parts: str) -> str:
    made = blake2b(digest_size=8)
    for part in parts:
        made.update(part.encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def leaf(id_: str, html: str) -> Piece:
    """Return the piece of an element."""
    return Piece(id_, f"{id_} {_digest(html)}", html)


def joined(id_: str, head: str, tail: str, children: list[Piece]) -> Piece:
    """Return the piece of a container from the HTML around its children."""
    return composed(id_, _digest(head, tail), children, head, tail)


def composed(id_: str, own: str, children: list[Piece], head: str = "", tail: str = "") -> Piece:
    """Return the piece of a container whose own digest is known already."""
    digest_key = f"{id_} {_digest(own, *(child.digest_key for child in children))}"
    return Piece(id_, digest_key, head, tail, children, own)


def ids_of(piece: Piece) -> Iterator[str]:
    """Yield the ids of a piece and of all below it."""
    yield piece.id
    for child in piece.children or ():
        yield from ids_of(child)


def digest_key_of(old: Hashes) -> str:
    """Return the digest key of a tree's root."""
    return old if isinstance(old, str) else old[0]


def id_of(old: Hashes) -> str:
    """Return the id of a tree's root."""
    return digest_key_of(old).partition(" ")[0]


def collect_digest_keys(old: Hashes, known: dict[str, str]) -> None:
    """Enter a tree's root and everything below it into ``known``: id to digest key."""
    known[id_of(old)] = digest_key_of(old)
    if not isinstance(old, str):
        for child in old[2]:
            collect_digest_keys(child, known)


__all__ = [
    "Hashes",
    "Piece",
    "UnchangedPiece",
    "collect_digest_keys",
    "composed",
    "digest_key_of",
    "id_of",
    "ids_of",
    "joined",
    "leaf",
]
