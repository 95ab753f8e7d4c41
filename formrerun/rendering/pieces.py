"""A rendered page as a tree of pieces, each with the hash of its HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

#: A page's tree as the record keeps it; see :meth:`Piece.hashes`. Texts, for the collector does not walk those.
Hashes = str | list[Any]


@dataclass(slots=True)
class Piece:
    """
    A part of the page: an element in its wrapper, or a container around others.

    Attributes
    ----------
    id
        The HTML id of its outermost tag.
    mark
        The id and, after a blank, eight bytes in hexadecimal that stand for all of its HTML.
    head, tail
        The HTML around the children; a leaf has all of it in ``head``.
    own
        The digest of that, for a container.
    overlays
        Of the whole page: the HTML of what stands over it once, as toasts do.
    """

    id: str
    mark: str
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
        """Return the tree that the record keeps: its mark, or the mark, the digest of its own HTML, its children's."""
        if self.children is None:
            return self.mark
        return [self.mark, self.own, [child.hashes() for child in self.children]]


@dataclass(slots=True)
class UnchangedPiece(Piece):
    """A container of which only the name is known: it stands in the browser as it was."""

    was: Hashes = ""

    def hashes(self) -> Hashes:
        return self.was


def _digest(*parts: str) -> str:
    made = blake2b(digest_size=8)
    for part in parts:
        made.update(part.encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def leaf(id_: str, html: str) -> Piece:
    return Piece(id_, f"{id_} {_digest(html)}", html)


def joined(id_: str, head: str, tail: str, children: list[Piece]) -> Piece:
    return composed(id_, _digest(head, tail), children, head, tail)


def composed(id_: str, own: str, children: list[Piece], head: str = "", tail: str = "") -> Piece:
    mark = f"{id_} {_digest(own, *(child.mark for child in children))}"
    return Piece(id_, mark, head, tail, children, own)


def ids_of(piece: Piece) -> Iterator[str]:
    yield piece.id
    for child in piece.children or ():
        yield from ids_of(child)


def mark_of(old: Hashes) -> str:
    return old if isinstance(old, str) else old[0]


def id_of(old: Hashes) -> str:
    return mark_of(old).partition(" ")[0]


def collect_marks(old: Hashes, known: dict[str, str]) -> None:
    """Fill id to mark."""
    known[id_of(old)] = mark_of(old)
    if not isinstance(old, str):
        for child in old[2]:
            collect_marks(child, known)


__all__ = ["Piece"]
