"""
A page that grows, as a shell and numbered parts: for a document that is sent while its page is drawn.

A document can only be added to. So the shell has the page without its elements, and what is drawn comes behind it in
parts, a few elements each; a part that has changed comes again under its number, and a stylesheet shows the later one
in its place (``frames.css``). What has not changed is sent once, however long the page is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from formrerun.rendering.templates import safe

if TYPE_CHECKING:
    from formrerun.rendering.pieces import Piece

#: So many numbers has the stylesheet; what would need more waits for the page.
MOST_PARTS = 200
#: What stands in the HTML of elements that are there to be changed.
CHANGING = ('"stProgress"', '"stEmpty"', '"stSpinner"')


@dataclass(frozen=True, slots=True)
class Part:
    """
    Elements that stand one after the other at the top of a page's body, sidebar or lower edge.

    Attributes
    ----------
    number
        Its place among all parts, and its name.
    root
        The HTML id of what it stands in.
    keys
        The digest keys of its elements.
    html
        Their HTML.
    """

    number: int
    root: str
    keys: tuple[str, ...]
    html: SafeString

    @classmethod
    def of(cls, number: int, root: str, pieces: list[Piece]) -> Part:
        """Return the part of these elements."""
        return cls(number, root, _keys(pieces), safe("".join(piece.html() for piece in pieces)))


@dataclass(frozen=True, slots=True)
class Growth:
    """
    What has come to a page since it was last sent.

    Attributes
    ----------
    shell
        The page without its elements; "" if that is as before.
    parts
        What is new or has changed.
    all_parts
        The page's parts from here on.
    links
        The stylesheets that its elements need.
    size
        The length of the page's HTML.
    """

    shell: str
    parts: list[Part]
    all_parts: list[Part]
    links: str
    size: int


class GrowingPage:
    """What was sent of a page."""

    def __init__(self) -> None:
        self._shell = ""
        self._parts: list[Part] = []

    def growth(self, page: Piece) -> Growth:
        """Return what is to be sent of the page as it is now; it counts as sent once :meth:`sent` was called."""
        pieces = page.children or []
        roots = [piece for piece in pieces if piece.id.endswith("-root")]  # and no forms: nothing can be sent yet
        shell = "".join(_shell(root) for root in roots)
        before = self._parts if shell == self._shell else []
        parts: list[Part] = []
        number = len(before)
        for root in roots:
            [block] = root.children or []
            at, elements = 0, block.children or []
            for part in (part for part in before if part.root == block.id):
                here = elements[at : at + len(part.keys)]
                parts.append(part if part.keys == _keys(here) else Part.of(part.number, block.id, here))
                at += len(part.keys)
            for here in _groups(elements[at:]):
                if number < MOST_PARTS:
                    parts.append(Part.of(number, block.id, here))
                    number += 1
        known = {id(part) for part in before}
        return Growth(
            shell="" if shell == self._shell else shell,
            parts=[part for part in parts if id(part) not in known],
            all_parts=sorted(parts, key=lambda part: part.number),
            links="".join(piece.head for piece in pieces if piece.head.startswith("<link")),
            size=sum(len(piece.head) + len(piece.tail) for piece in page.walk()),
        )

    def sent(self, growth: Growth) -> None:
        """Note that this was sent."""
        self._shell, self._parts = growth.shell or self._shell, growth.all_parts


def _keys(pieces: list[Piece]) -> tuple[str, ...]:
    return tuple(piece.digest_key for piece in pieces)


def _groups(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Yield the elements in groups; those that go on changing are alone: progress and its like, and the last one."""
    group: list[Piece] = []
    for piece in pieces:
        if piece is pieces[-1] or any(name in piece.head for name in CHANGING):
            yield from filter(None, (group, [piece]))
            group = []
        else:
            group.append(piece)


def _shell(root: Piece) -> str:
    """Return a root without its elements: in their stead stands the slot that parts are shown in."""
    [block] = root.children or []
    return f'{root.head}{block.head}<slot name="{block.id}"></slot>{block.tail}{root.tail}'


__all__ = ["MOST_PARTS", "GrowingPage", "Growth", "Part"]
