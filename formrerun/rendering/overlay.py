"""A page that is still being drawn, merged with the one that is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from formrerun.rendering.pieces import Piece, UnchangedPiece, composed, digest_key_of, id_of, ids_of

if TYPE_CHECKING:
    from formrerun.rendering.pieces import Hashes


#: How the ids of stylesheets end: they are replaced as they are drawn, and never kept from the page before.
STYLESHEET = "-sizes"


def merge_with_previous(new: Piece, shown: Hashes | None, drawn: set[str]) -> tuple[Piece, list[str]]:
    """
    Return a page that is still being drawn, followed by what the page before has and this one has not drawn yet.

    Parameters
    ----------
    new
        The page as far as it is drawn.
    shown
        The hashes of what the browser shows; None if it shows nothing.
    drawn
        The ids of everything that this pass has drawn in earlier frames; those of this frame are added. What is among
        them and not in ``new`` was removed by the page function itself, and is not kept.

    Returns
    -------
    Piece
        The page as the browser shall show it.
    list of str
        The ids of what is kept from the page before.
    """
    stale: list[str] = []
    drawn.update(ids_of(new))
    return _overlaid(new, shown, drawn, stale), stale


def _overlaid(new: Piece, old: Hashes | None, drawn: set[str], stale: list[str]) -> Piece:
    if new.children is None or old is None or isinstance(old, str):
        return new
    known = {id_of(was): was for was in old[2]}
    children = [_overlaid(child, known.get(child.id), drawn, stale) for child in new.children]
    for id_, was in known.items():
        # An id that only counts, as fr-m-3, may have been drawn for another element: then the old one is gone already.
        if id_ not in drawn and not id_.endswith(STYLESHEET):
            stale.append(id_)
            children.append(_kept(was))
    return composed(new.id, new.own, children, new.head, new.tail)


def _kept(old: Hashes) -> Piece:
    """Return a piece of which only the hashes are known: a stub in whose stead the browser keeps what it has."""
    id_, digest_key = id_of(old), digest_key_of(old)
    stub = f'<div id="{id_}" data-fr-same></div>'
    if isinstance(old, str):
        return Piece(id_, digest_key, stub)
    return UnchangedPiece(id_, digest_key, stub, was=old)


def replace_pieces(old: Hashes, fresh: Mapping[str, Piece]) -> Piece:
    """
    Return the old page with some of its pieces replaced; all others are stubs.

    A replaced part has its HTML even if its digest is the old one: a frame may have shown something else in between, so
    that it must be sent.

    Parameters
    ----------
    old
        The hashes of the page.
    fresh
        The new pieces, by their ids.
    """
    if (piece := fresh.get(id_of(old))) is not None:
        return piece
    if isinstance(old, str):
        return _kept(old)
    children = [replace_pieces(child, fresh) for child in old[2]]
    if all(child.children is None for child in children):
        return _kept(old)
    return composed(id_of(old), old[1], children)


def without_digests(old: Hashes) -> Hashes:
    """
    Return the tree without digests.

    Use it when the browser may show a half-drawn page: every part then counts as changed.
    """
    return id_of(old) if isinstance(old, str) else [id_of(old), "", [without_digests(child) for child in old[2]]]


__all__ = ["merge_with_previous", "replace_pieces", "without_digests"]
