"""``divider`` and ``space``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from formrerun.elements._parameters import check_width
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Width
from formrerun.exceptions import StreamlitValueError

SPACES = ("stretch", "xxsmall", "xsmall", "small", "medium", "large", "xlarge", "xxlarge")


@dataclass(eq=False, kw_only=True)
class Divider(Element):
    """A horizontal line."""

    kind: ClassVar[str] = "divider"
    value: ClassVar[str] = "---"


@dataclass(eq=False, kw_only=True)
class Space(Element):
    """Empty space."""

    kind: ClassVar[str] = "space"

    size: str = "small"

    @property
    def value(self) -> Any:
        """The size as the author gave it."""
        return self.height if self.size == "px" else self.size


@command
def divider(*, width: Width = "stretch") -> DeltaGenerator:
    """Draw a rule."""
    check_width(width)
    return draw(Divider(width=width))


@command
def space(size: str | int = "small") -> DeltaGenerator:
    """
    Leave room.

    Parameters
    ----------
    size
        "xxsmall" to "xxlarge", "stretch", or pixels: its height, in a row its width.
    """
    if isinstance(size, int) and not isinstance(size, bool) and size > 0:
        return draw(Space(size="px", height=size))
    if size not in SPACES:
        raise StreamlitValueError(
            "size", [*(f"'{name}'" for name in SPACES), "a positive integer"], detail=f"Got {size!r}."
        )
    return draw(Space(size=str(size), height="stretch" if size == "stretch" else None))


__all__ = ["divider", "space"]
