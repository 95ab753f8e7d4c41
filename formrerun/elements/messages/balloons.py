"""Balloons and snow: celebrations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.tree import Element, Placement

__all__ = ["balloons", "snow"]

COUNTS = {"balloons": 30, "snow": 40}


@dataclass(eq=False, kw_only=True)
class Celebration(Element):
    """Things that fly over the page once; nothing moves for people who prefer that."""

    kind: ClassVar[str] = "celebration"

    placement: Placement = field(default="overlay", metadata={"html": False})
    what: str = "balloons"

    @property
    def type_name(self) -> str:  # type: ignore[override]
        return self.what

    def context(self) -> dict[str, Any]:
        return {**super().context(), "pieces": range(COUNTS[self.what])}


@command
def balloons() -> DeltaGenerator:
    """Let balloons rise over the page, once."""
    return draw(Celebration(what="balloons"))


@command
def snow() -> DeltaGenerator:
    """Let snow fall over the page, once."""
    return draw(Celebration(what="snow"))
