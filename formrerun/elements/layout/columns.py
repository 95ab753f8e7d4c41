"""``columns``: containers side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import TYPE_CHECKING, ClassVar, Literal

from formrerun.elements._parameters import check_width, one_of
from formrerun.elements.layout.container import clean_gap, gap_sizes
from formrerun.engine.context import current_run
from formrerun.engine.handles import DeltaGenerator, command, open_container
from formrerun.engine.tree import Container, Width
from formrerun.exceptions import StreamlitInvalidColumnSpecError, StreamlitInvalidParameterTypeError

if TYPE_CHECKING:
    from formrerun.elements.layout.container import Gap


@dataclass(eq=False, kw_only=True)
class Columns(Container):
    """A row of columns."""

    kind: ClassVar[str] = "columns"

    gap: str | int = "small"
    wrap: bool = True

    def sizes(self) -> Iterable[str]:
        return gap_sizes(self.gap)


@dataclass(eq=False, kw_only=True)
class Column(Container):
    """One column; ``share`` is its part of the row."""

    kind: ClassVar[str] = "column"

    share: float = 1.0
    along: str = "top"
    border: bool = False

    def sizes(self) -> Iterable[str]:
        return (f"g{max(1, round(1000 * self.share))}",)  # in thousandths


@command
def columns(
    spec: int | Sequence[float],
    *,
    gap: Gap = "small",
    vertical_alignment: Literal["top", "center", "bottom"] = "top",
    border: bool = False,
    width: Width = "stretch",
    wrap: bool = True,
) -> list[DeltaGenerator]:
    """
    Open columns side by side and return their handles; on a small screen they stand below each other.

    Parameters
    ----------
    spec
        How many, or their relative widths: ``[3, 1]``.
    gap
        The space between them: "xxsmall" to "xxlarge", pixels, or None for none.
    vertical_alignment
        Where what is lower than its neighbours stands: "top", "center" or "bottom".
    border
        Draw a frame around each.
    wrap
        False keeps them side by side on a small screen too.

    Raises
    ------
    StreamlitInvalidColumnSpecError
        If there is none, or a width is not positive.
    """
    run = current_run()
    weights: Sequence[float] = (1,) * int(spec) if isinstance(spec, Integral) else spec  # type: ignore[assignment]
    try:
        invalid = len(weights) == 0 or any(weight <= 0 for weight in weights)
    except TypeError:
        raise StreamlitInvalidParameterTypeError("spec", type(spec).__name__, ["int", "sequence of numbers"]) from None
    if invalid:
        raise StreamlitInvalidColumnSpecError
    along = one_of("vertical_alignment", vertical_alignment, ("top", "center", "bottom"))
    check_width(width)
    row = open_container(run, Columns(gap=clean_gap(gap), wrap=bool(wrap), width=width))
    total = sum(weights)
    made = []
    with run.drawing.into(row._target):
        for weight in weights:
            made.append(open_container(run, Column(share=weight / total, along=along, border=bool(border))))
    return made


__all__ = ["columns"]
