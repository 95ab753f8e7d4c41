"""The difference between the page that a browser shows and the page as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from formrerun.rendering.pieces import collect_digest_keys, digest_key_of, ids_of

if TYPE_CHECKING:
    from formrerun.rendering.pieces import Hashes, Piece


#: Unchanged HTML shorter than this is sent all the same: the stub in its stead is as long.
STUB_BYTES = 120
#: If more children of a container have changed than this, the whole container is sent.
MANY = 40


def difference(new: Piece, old: Hashes | None) -> str | None:
    """
    Return the changed parts of a page, each to be swapped for the one of its id.

    Parameters
    ----------
    new
        The page as it is now.
    old
        The hashes of the page that the browser shows.

    Returns
    -------
    str or None
        One ``<hx-partial>`` a part, "" if nothing changed; None if parts were added, removed or moved at the top of
        the page, or from one part to another, so that the whole page must be sent.
    """
    if old is None or new.children is None:
        return None
    parts: list[tuple[Piece, Hashes]] = []
    if not _collect(new, old, parts):
        return None
    if parts and _moved(parts, old):
        return None
    return "".join(
        f'<hx-partial hx-target="#{piece.id}" hx-swap="outerMorph">{with_stubs(piece, was)}</hx-partial>'
        for piece, was in parts
    )


def _moved(parts: list[tuple[Piece, Hashes]], old: Hashes) -> bool:
    """
    Return True if something has moved from one part to another.

    The browser swaps one part after the other: it would remove the element from the first, with what was typed into
    it, before it finds it in the second.
    """
    composed = [(piece, was) for piece, was in parts if piece.children]
    if not composed:
        return False
    everything: dict[str, str] = {}
    collect_digest_keys(old, everything)
    for piece, was in composed:
        here: dict[str, str] = {}
        collect_digest_keys(was, here)
        if any(id_ in everything for id_ in ids_of(piece) if id_ not in here):
            return True
    return False


def _collect(new: Piece, old: Hashes, parts: list[tuple[Piece, Hashes]]) -> bool:
    """
    Add the parts that must be sent for one piece to ``parts``.

    Returns
    -------
    bool
        False if the piece itself must be sent, as its own tag or which children it has changed: then nothing is added,
        and the caller sends it whole.
    """
    if new.digest_key == digest_key_of(old):
        return True
    if new.children is None or isinstance(old, str) or old[1] != new.own:
        return False
    if len(old[2]) != len(new.children):
        return False
    changed = []
    for child, was in zip(new.children, old[2], strict=True):
        digest_key = digest_key_of(was)
        if digest_key != child.digest_key:
            if not digest_key.startswith(f"{child.id} "):
                return False
            changed.append((child, was))
    if len(changed) > MANY:
        return False
    for child, was in changed:
        if not _collect(child, was, parts):
            parts.append((child, was))
    return True


def with_stubs(new: Piece, old: Hashes | None) -> str:
    """
    Return the HTML of a piece, with a stub for everything in it that the browser has already.

    A stub has the id and ``data-fr-same``; the script keeps the element of that id as it is.

    Parameters
    ----------
    old
        The hashes of what the browser shows; None if it shows nothing.
    """
    known: dict[str, str] = {}
    if old is not None:
        collect_digest_keys(old, known)
    return "".join(_stubbed(new, known, top=True))


def _stubbed(new: Piece, known: dict[str, str], *, top: bool = False) -> Iterator[str]:
    same = not top and known.get(new.id) == new.digest_key
    if same and _length(new) > STUB_BYTES and new.head.startswith("<div"):
        yield f'<div id="{new.id}" data-fr-same></div>'
        return
    yield new.head
    for child in new.children or ():
        yield from _stubbed(child, known)
    yield new.tail


def _length(piece: Piece) -> int:
    length = len(piece.head) + len(piece.tail)
    for child in piece.children or ():
        if length > STUB_BYTES:
            break
        length += _length(child)
    return length


__all__ = ["difference", "with_stubs"]
