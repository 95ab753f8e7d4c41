"""Containers: container, columns, tabs, expander, empty, and the sidebar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any, ClassVar, Literal

from formrerun.core.context import current_run
from formrerun.core.keys import digest, to_key
from formrerun.core.runner import Run
from formrerun.core.tree import Container, DeltaGenerator, Height, RootHandle, Slot, Width, command, open_container
from formrerun.elements._common import check_height, check_width, clean_icon
from formrerun.exceptions import (
    StreamlitIncompatibleParametersError,
    StreamlitInvalidColumnSpecError,
    StreamlitInvalidParameterTypeError,
    StreamlitMissingRequiredParameterError,
    StreamlitValueError,
)

__all__ = ["columns", "container", "empty", "expander", "sidebar", "tabs"]

Gap = Literal["xxsmall", "xsmall", "small", "medium", "large", "xlarge", "xxlarge"] | None
GAPS = ("xxsmall", "xsmall", "small", "medium", "large", "xlarge", "xxlarge")

#: The sidebar: ``with fr.sidebar:`` or ``fr.sidebar.button(…)``.
sidebar = RootHandle("sidebar")


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


@dataclass(eq=False, kw_only=True)
class Columns(Container):
    """A row of columns."""

    kind: ClassVar[str] = "columns"

    gap: str | int = "small"
    wrap: bool = True


@dataclass(eq=False, kw_only=True)
class Column(Container):
    """One column; ``weight`` is its share of the row in thousandths."""

    kind: ClassVar[str] = "column"

    weight: int = 1000
    along: str = "top"
    border: bool = False


@dataclass(eq=False, kw_only=True)
class Tabs(Container):
    """Tabs: which one is open belongs to the browser until the server changes its mind."""

    kind: ClassVar[str] = "tabs"

    id: str = ""
    labels: tuple[str, ...] = ()
    open: int = 0

    @property
    def wrapper_id(self) -> str:
        return f"{self.id}-w"

    def context(self) -> dict[str, Any]:
        rows = [{"label": label, "place": place, "open": place == self.open} for place, label in enumerate(self.labels)]
        return {**super().context(), "rows": rows}


@dataclass(eq=False, kw_only=True)
class Tab(Container):
    """The panel of one tab."""

    kind: ClassVar[str] = "tab"

    id: str = ""
    label: str = ""
    place: int = 0
    open: bool = False

    @property
    def wrapper_id(self) -> str:
        return f"{self.id}-w{self.place}"


@dataclass(eq=False, kw_only=True)
class Expander(Container):
    """Content that opens and closes; whether it is open belongs to the browser."""

    kind: ClassVar[str] = "expander"

    id: str = ""
    label: str = ""
    expanded: bool = False
    icon: str = ""
    type: str = "default"

    @property
    def wrapper_id(self) -> str:
        return f"{self.id}-w"


class TabContainer(DeltaGenerator):
    """
    The handle of a tab.

    Attributes
    ----------
    open
        Whether the tab is open, with ``on_change``; else None.
    """

    __slots__ = ("open",)

    open: bool | None


def _browser_owned(run: Run, kind: str, *parts: object) -> str:
    """
    Return an id for what the browser remembers as open: by its labels and not by its place, so that it stays open when
    something is drawn above it.
    """
    name = f"{run.page}:{kind}:{parts}"
    made = f"fr-{kind}-{digest(run.page, kind, *parts)}"
    count = run.repeats.get(name, 0)
    run.repeats[name] = count + 1
    return made if not count else f"{made}-{count}"


def _gap(gap: Any) -> str | int:
    if gap is None:
        return "none"
    if type(gap) is int and gap >= 0:
        return gap
    if not isinstance(gap, str) or gap.lower() not in GAPS:
        allowed = [*(f"'{name}'" for name in GAPS), "None", "a non-negative integer (pixels)"]
        raise StreamlitValueError("gap", allowed, detail=f"Got {gap!r}.")
    return gap.lower()


def _one_of(parameter: str, value: Any, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise StreamlitValueError(parameter, [f"'{name}'" for name in allowed], detail=f"Got {value!r}.")
    return str(value)


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
    """
    run = current_run()
    name = to_key(key)
    across = _one_of("horizontal_alignment", horizontal_alignment, ("left", "center", "right", "distribute"))
    along = _one_of("vertical_alignment", vertical_alignment, ("top", "center", "bottom", "distribute"))
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
        horizontal=bool(horizontal), wrap=bool(wrap), gap=_gap(gap), across=across, along=along,
        scroll=isinstance(height, int),
    )  # fmt: skip
    return open_container(run, node)


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
    along = _one_of("vertical_alignment", vertical_alignment, ("top", "center", "bottom"))
    check_width(width)
    row = open_container(run, Columns(gap=_gap(gap), wrap=bool(wrap), width=width))
    total = sum(weights)
    made = []
    outer, run.target = run.target, row._target
    try:
        for weight in weights:
            share = max(1, round(1000 * weight / total))
            made.append(open_container(run, Column(weight=share, along=along, border=bool(border))))
    finally:
        run.target = outer
    return made


@command
def tabs(
    tabs: Sequence[str],
    *,
    width: Width = "stretch",
    height: Height = "content",
    default: str | None = None,
    key: str | int | None = None,
) -> list[DeltaGenerator]:
    """
    Open tabs and return their handles. All of them are drawn; which one is seen is the browser's business.

    Parameters
    ----------
    tabs
        The labels; Markdown in one line.
    default
        The label of the tab that is open at first; the first one by default.
    """
    run = current_run()
    if not tabs:
        raise StreamlitMissingRequiredParameterError("tabs", detail="Provide at least one tab label.")
    for label in tabs:
        if not isinstance(label, str):
            raise StreamlitInvalidParameterTypeError("tabs", type(label).__name__, ["a string for each tab label"])
    if default and default not in tabs:
        raise StreamlitValueError(
            "default", ["a tab label from `tabs`"], detail=f"`{default}` is not in the list of tabs."
        )
    check_width(width)
    check_height(height, allow_content=True)
    name = to_key(key)
    run.claim_key(name)
    first = list(tabs).index(default) if default else 0
    id_ = _browser_owned(run, "tabs", name, tuple(tabs) if name is None else "", default)
    row = open_container(run, Tabs(key=name, id=id_, labels=tuple(tabs), open=first, width=width, height=height))
    made: list[DeltaGenerator] = []
    outer, run.target = run.target, row._target
    try:
        for place, label in enumerate(tabs):
            panel = Tab(id=id_, label=label, place=place, open=place == first)
            open_container(run, panel)
            handle = TabContainer(panel, run.roots)
            handle.open = None
            made.append(handle)
    finally:
        run.target = outer
    return made


@command
def expander(
    label: str,
    expanded: bool = False,
    *,
    key: str | int | None = None,
    icon: str | None = None,
    type: Literal["default", "compact"] = "default",
    width: Width = "stretch",
) -> DeltaGenerator:
    """
    Open a container that people open and close.

    Parameters
    ----------
    label
        Its heading; Markdown in one line.
    expanded
        Whether it is open at first.
    icon
        An emoji or ``:material/name:`` in front of the label.
    type
        "default", or "compact" without a frame.
    """
    run = current_run()
    if label is None:
        raise StreamlitMissingRequiredParameterError("label")
    _one_of("type", type, ("default", "compact"))
    check_width(width)
    name = to_key(key)
    run.claim_key(name)
    label = str(label)
    id_ = _browser_owned(run, "expander", name, label if name is None else "", bool(expanded))
    node = Expander(
        key=name, id=id_, label=label, expanded=bool(expanded), icon=clean_icon(icon), type=type, width=width
    )
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
