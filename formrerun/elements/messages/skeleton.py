"""Skeleton: grey bars where something will be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._parameters import check_height, check_width
from formrerun.engine.drawing import draw, redrawn
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Height, Width

__all__ = ["skeleton"]


@dataclass(eq=False, kw_only=True)
class Skeleton(Element):
    """A placeholder, until the block it is shown for has ended."""

    kind: ClassVar[str] = "skeleton"


class SkeletonPlaceholder(DeltaGenerator):
    """
    The handle of a skeleton: what is drawn on it takes its place.

    As a context it stands there while the block runs. What the block draws goes where it would without it.
    """

    __slots__ = ("_element",)

    def __init__(self, drawn: DeltaGenerator, element: Skeleton) -> None:
        super().__init__(drawn._target, drawn._roots)
        self._element = element

    def __enter__(self) -> SkeletonPlaceholder:
        return self

    def __exit__(self, *exc: Any) -> None:
        self._element.placement = "ended"
        redrawn(self._element)


@command
def skeleton(height: Height | None = None, *, width: Width = "stretch") -> SkeletonPlaceholder:
    """
    Draw a placeholder for something that takes a while.

    Parameters
    ----------
    height
        Pixels or "stretch"; by default that of a few lines of text.

    Examples
    --------
    >>> slot = fr.skeleton()
    >>> slot.dataframe(load())

    >>> with fr.skeleton():
    ...     rows = load()
    """
    check_width(width)
    if height is not None:
        check_height(height)
    element = Skeleton(width=width, height=height)
    return SkeletonPlaceholder(draw(element), element)
