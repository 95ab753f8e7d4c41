"""Grid: elements in rows and columns that fit the width there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from formrerun.elements._parameters import check_height, check_width, one_of
from formrerun.elements.layout.container import GAPS, Gap, clean_gap
from formrerun.engine.context import current_run
from formrerun.engine.handles import DeltaGenerator, command, open_container
from formrerun.engine.keys import to_key
from formrerun.engine.tree import Container, Height, Width
from formrerun.exceptions import (
    StreamlitIncompatibleParametersError,
    StreamlitInvalidParameterTypeError,
    StreamlitValueError,
    StreamlitValueOutOfRangeError,
)

__all__ = ["grid"]

MOST_COLUMNS = 24
#: The named gaps in pixels.
PIXELS = {"none": 0, **dict(zip(GAPS, (4, 8, 16, 32, 64, 96, 128), strict=True))}


@dataclass(eq=False, kw_only=True)
class Grid(Container):
    """
    Rows and columns; every child is a cell.

    Attributes
    ----------
    numbers
        The author's own numbers, as the stylesheet of sizes takes them.
    """

    kind: ClassVar[str] = "grid"

    columns: int | Literal["auto"] = "auto"
    min_column_width: int | Literal["auto"] = "auto"
    wrap: bool = True
    gap: Any = field(default="small", metadata={"html": False})  # as given; the numbers have it in pixels
    vertical_alignment: str = "top"
    border: bool = False
    row_height: int | Literal["content"] = "content"
    dense: bool = False
    numbers: tuple[str, ...] = ()

    def sizes(self) -> Iterable[str]:
        return self.numbers


@dataclass(eq=False, kw_only=True)
class GridCell(Container):
    """One cell with several elements, or over several rows or columns."""

    kind: ClassVar[str] = "grid_cell"

    whole_row: bool = False
    numbers: tuple[str, ...] = ()

    def sizes(self) -> Iterable[str]:
        return self.numbers


class GridContainer(DeltaGenerator):
    """The handle of a grid: everything drawn into it is a cell of its own."""

    __slots__ = ("_node",)

    def __init__(self, drawn: DeltaGenerator, node: Grid) -> None:
        super().__init__(drawn._target, drawn._roots)
        self._node = node

    def __enter__(self) -> GridContainer:
        super().__enter__()
        return self

    def cell(self, *, column_span: int | Literal["all"] = 1, row_span: int = 1) -> DeltaGenerator:
        """
        Open the next cell, for several elements or over several rows or columns.

        Parameters
        ----------
        column_span
            How many columns it covers, or "all".
        row_span
            How many rows it covers.
        """
        columns = self._node.columns
        whole = column_span == "all"
        wide = 1 if whole else _positive("column_span", column_span, '"all"')
        if columns != "auto" and wide > columns:
            raise StreamlitValueOutOfRangeError("column_span", wide, 1, columns)
        high = _positive("row_span", row_span, "")
        numbers = tuple(f"{letter}{number}" for letter, number in (("s", wide), ("t", high)) if number > 1)
        run = current_run()
        with run.drawing.into(self._target_in(run)):
            return open_container(run, GridCell(whole_row=whole, numbers=numbers))


def _positive(name: str, value: Any, word: str) -> int:
    allowed = [*([word] if word else []), "a positive integer"]
    if isinstance(value, str) and word:
        raise StreamlitValueError(name, allowed, detail=f"Got {value!r}.")
    if isinstance(value, bool) or not isinstance(value, int):
        raise StreamlitInvalidParameterTypeError(name, type(value).__name__, ["int", *([word] if word else [])])
    if value < 1 or value > 99_999:
        raise StreamlitValueError(name, allowed, detail=f"Got {value!r}.")
    return value


def _pixels(gap: Any) -> int:
    found = clean_gap(gap)
    return PIXELS[found] if isinstance(found, str) else found


@command
def grid(
    columns: Literal["auto"] | int = "auto",
    *,
    min_column_width: Literal["auto"] | int = "auto",
    wrap: bool = True,
    gap: Gap | int | tuple[Any, Any] | list[Any] = "small",
    vertical_alignment: Literal["top", "center", "bottom"] = "top",
    border: bool = False,
    row_height: Literal["content"] | int = "content",
    width: Width = "stretch",
    height: Height = "content",
    key: str | int | None = None,
    dense: bool = False,
) -> GridContainer:
    """
    Open a grid: what is drawn into it stands in equal columns, as many as fit.

    Parameters
    ----------
    columns
        At most so many; "auto" for as many as the width allows.
    min_column_width
        Pixels below which a column does not go; then there are fewer.
    wrap
        False keeps the columns however narrow it gets, and scrolls.
    gap
        Between rows and columns, or for each of the two.
    vertical_alignment
        Where the elements stand in their rows.
    border
        Draw a frame around every cell.
    row_height
        Pixels, or as high as the content.
    dense
        Fill holes that wide cells leave with later cells.

    Examples
    --------
    >>> grid = fr.grid(4, border=True)
    >>> for name, value in figures.items():
    ...     grid.metric(name, value)
    >>> grid.cell(column_span="all").line_chart(history)
    """
    run = current_run()
    name = to_key(key)
    if columns != "auto":
        if isinstance(columns, str):
            raise StreamlitValueError("columns", ['"auto"', "an integer from 1 to 24"], detail=f"Got {columns!r}.")
        if isinstance(columns, bool) or not isinstance(columns, int):
            raise StreamlitInvalidParameterTypeError("columns", type(columns).__name__, ["int", '"auto"'])
        if not 1 <= columns <= MOST_COLUMNS:
            raise StreamlitValueOutOfRangeError("columns", columns, 1, MOST_COLUMNS)
    elif wrap is False:
        raise StreamlitIncompatibleParametersError(
            'columns="auto"',
            "wrap=False",
            explanation="`wrap=False` requires an explicit column count. Pass an integer, such as "
            "`st.grid(3, wrap=False)`.",
        )
    if isinstance(gap, (tuple, list)) and len(gap) != 2:
        raise StreamlitValueError(
            "gap",
            ["a gap size", "a 2-tuple or 2-list of (row_gap, column_gap)"],
            detail=f"Got a sequence with {len(gap)} elements.",
        )
    rows, between = gap if isinstance(gap, (tuple, list)) else (gap, gap)
    along = one_of("vertical_alignment", vertical_alignment, ("top", "center", "bottom"))
    check_width(width)
    check_height(height, allow_content=True)
    numbers = {
        "y": _pixels(rows),
        "x": _pixels(between),
        "c": 0 if columns == "auto" else columns,
        "m": 0 if min_column_width == "auto" else _positive("min_column_width", min_column_width, '"auto"'),
        "r": 0 if row_height == "content" else _positive("row_height", row_height, '"content"'),
    }
    run.claim_key(name)
    node = Grid(
        key=name,
        columns=columns,
        min_column_width=min_column_width,
        wrap=bool(wrap),
        gap=gap,
        vertical_alignment=along,
        border=bool(border),
        row_height=row_height,
        width=width,
        height=height,
        dense=bool(dense),
        numbers=tuple(f"{letter}{number}" for letter, number in numbers.items() if number or letter in "xy"),
    )
    return GridContainer(open_container(run, node), node)
