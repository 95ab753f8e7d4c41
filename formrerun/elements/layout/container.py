"""``container`` and ``empty``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from formrerun.elements._parameters import check_height, check_width, one_of
from formrerun.engine.context import current_run
from formrerun.engine.handles import DeltaGenerator, command, open_container
from formrerun.engine.keys import to_key
from formrerun.engine.tree import Container, Height, Slot, Width
from formrerun.exceptions import (
    StreamlitIncompatibleParametersError,
    StreamlitValueError,
)

__all__ = ["container", "empty"]

Gap = Literal["xxsmall", "xsmall", "small", "medium", "large", "xlarge", "xxlarge"] | None
GAPS = ("xxsmall", "xsmall", "small", "medium", "large", "xlarge", "xxlarge")


@dataclass(eq=False, kw_only=True)
class Block(Container):
    """A vertical or horizontal row of elements."""

    kind: ClassVar[str] = "container"

    border: bool = False
    horizontal: bool = False
    wrap: bool = True
    gap: str | int = "small"
    across: str = "left"
    along: str = "top"
    scroll: bool = False
    follow: str = ""

    def sizes(self) -> Iterable[str]:
        return gap_sizes(self.gap)


def clean_gap(gap: Any) -> str | int:
    """Return a gap by its name or in pixels; raise StreamlitValueError if it is none."""
    if gap is None:
        return "none"
    if type(gap) is int and gap >= 0:
        return gap
    if not isinstance(gap, str) or gap.lower() not in GAPS:
        allowed = [*(f"'{name}'" for name in GAPS), "None", "a non-negative integer (pixels)"]
        raise StreamlitValueError("gap", allowed, detail=f"Got {gap!r}.")
    return gap.lower()


def gap_sizes(gap: Any) -> Iterable[str]:
    """Return what the stylesheet of sizes must have for a gap: nothing for one with a name."""
    return (f"p{gap}",) if type(gap) is int else ()


@command
def container(
    *,
    border: bool | None = None,
    key: str | int | None = None,
    width: Width = "stretch",
    height: Height = "content",
    horizontal: bool = False,
    wrap: bool = True,
    horizontal_alignment: Literal["left", "center", "right", "distribute"] = "left",
    vertical_alignment: Literal["top", "center", "bottom", "distribute"] = "top",
    gap: Gap = "small",
    autoscroll: bool | None = None,
) -> DeltaGenerator:
    """
    Open a container; draw into it with ``with`` or by calling commands on it, also later in the run.

    Parameters
    ----------
    border
        Draw a frame; by default only if ``height`` is in pixels.
    height
        "content", "stretch" or pixels; more content then scrolls.
    horizontal, wrap
        Side by side; breaking into several rows, or scrolling in one.
    horizontal_alignment, vertical_alignment, gap
        How the elements stand in it.
    autoscroll
        Show the end of what scrolls, also when more comes; by default only where there are chat messages in it.
    """
    run = current_run()
    name = to_key(key)
    across = one_of("horizontal_alignment", horizontal_alignment, ("left", "center", "right", "distribute"))
    along = one_of("vertical_alignment", vertical_alignment, ("top", "center", "bottom", "distribute"))
    if wrap is False and not horizontal:
        raise StreamlitIncompatibleParametersError(
            "wrap=False",
            "horizontal=False",
            explanation="A vertical container has no horizontal row of elements to keep in a single, scrolling row. "
            "Set `horizontal=True` to use `wrap=False`, or remove the `wrap` argument.",
        )
    check_width(width, allow_content=True)
    check_height(height, allow_content=True)
    run.claim_key(name)
    node = Block(
        key=name, width=width, height=height, border=isinstance(height, int) if border is None else bool(border),
        horizontal=bool(horizontal), wrap=bool(wrap), gap=clean_gap(gap), across=across, along=along,
        scroll=isinstance(height, int), follow={None: "chat", True: "always"}.get(autoscroll, ""),
    )  # fmt: skip
    return open_container(run, node)


@command
def empty() -> DeltaGenerator:
    """
    Open a place for one element: what is drawn there next replaces what is there.

    >>> slot = fr.empty()
    >>> slot.text("one moment")
    >>> slot.text("done")
    """
    return open_container(current_run(), Slot())
