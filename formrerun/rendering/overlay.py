"""A page that is still being drawn, laid over the one that is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from formrerun.rendering.pieces import Piece, UnchangedPiece, composed, digest_key_of, id_of, ids_of

if TYPE_CHECKING:
    from formrerun.rendering.pieces import Hashes


#: How the ids end of what is there once in the page or a fragment, or not at all, and is no part of their flow.
OUT_OF_FLOW = ("-sizes", "-forms")


def merge_with_previous(new: Piece, shown: Hashes | None, drawn: set[str]) -> tuple[Piece, list[str]]:
    """
    Lay a page that is still being drawn over what is shown: what is not drawn yet stays, behind what is.

    Parameters
    ----------
    drawn
        The ids of what this pass has drawn in earlier frames: what of it is gone by now has been ended. Those of this
        one are added.

    Returns
    -------
    Piece
        The page as the browser shall show it.
    list of str
        The ids of what stays from the page before.
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
        # Where the page before had something without identity, that place may be taken: then it is gone already.
        if id_ not in drawn and not id_.endswith(OUT_OF_FLOW):
            stale.append(id_)
            children.append(_kept(was))
    return composed(new.id, new.own, children, new.head, new.tail)


def _kept(old: Hashes) -> Piece:
    """Return a piece of which only the name is known: the browser has it."""
    id_, digest_key = id_of(old), digest_key_of(old)
    stub = f'<div id="{id_}" data-fr-same></div>'
    if isinstance(old, str):
        return Piece(id_, digest_key, stub)
    return UnchangedPiece(id_, digest_key, stub, was=old)


def replace_pieces(old: Hashes, fresh: Mapping[str, Piece]) -> Piece:
    """Return the old page with pieces in the place of those of their ids; of the rest only the names are known."""
    if (piece := fresh.get(id_of(old))) is not None:
        return piece
    if isinstance(old, str):
        return _kept(old)
    children = [replace_pieces(child, fresh) for child in old[2]]
    # What runs may have shown something else meanwhile: it is said what it is now, though it is what it was.
    if all(child.children is None for child in children):
        return _kept(old)
    return composed(id_of(old), old[1], children)


def without_digests(old: Hashes) -> Hashes:
    """
    Return a page's tree of which nothing counts but the names and their order.

    Nobody knows what a browser shows there, or whether it has these at all: what is around them is sent with them.
    """
    return id_of(old) if isinstance(old, str) else [id_of(old), "", [without_digests(child) for child in old[2]]]


__all__ = ["merge_with_previous", "replace_pieces"]
