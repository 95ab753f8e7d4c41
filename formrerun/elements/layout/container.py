"""Containers: container, columns, tabs, expander, empty, and the root containers sidebar and bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any, ClassVar, Literal

from formrerun.elements._parameters import check_height, check_width, clean_icon
from formrerun.elements.inputs.checkbox import BoolField
from formrerun.elements.layout._opening import LabelField, OnOpen, Openable, OpenContainer, opening
from formrerun.engine.context import current_run
from formrerun.engine.handles import DeltaGenerator, RootHandle, command, open_container
from formrerun.engine.keys import to_key
from formrerun.engine.run import Run
from formrerun.engine.tree import Container, Height, Slot, Target, Width
from formrerun.exceptions import (
    StreamlitIncompatibleParametersError,
    StreamlitInvalidColumnSpecError,
    StreamlitInvalidLayoutContextError,
    StreamlitInvalidParameterTypeError,
    StreamlitMissingRequiredParameterError,
    StreamlitValueError,
)
from formrerun.utils.digests import digest

__all__ = ["bottom", "columns", "container", "empty", "expander", "sidebar", "tabs"]

Gap = Literal["xxsmall", "xsmall", "small", "medium", "large", "xlarge", "xxlarge"] | None
GAPS = ("xxsmall", "xsmall", "small", "medium", "large", "xlarge", "xxlarge")

#: The sidebar: ``with fr.sidebar:`` or ``fr.sidebar.button(…)``.
sidebar = RootHandle("sidebar")


class BottomHandle(RootHandle):
    """``fr.bottom``: what stays at the lower edge of the window, below the body."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("bottom")

    def _place(self, run: Run) -> Target:
        if run.draws_into().root == "sidebar":
            raise StreamlitInvalidLayoutContextError(
                "`st.bottom` cannot be used inside `st.sidebar`. The bottom container is only available in the main "
                "app area."
            )
        return bottom_of(run)


def bottom_of(run: Run) -> Container:
    """Return the root container at the lower edge of the window; most pages have none."""
    return run.roots.setdefault("bottom", Container(width="stretch", root="bottom"))


#: The lower edge of the window: ``with fr.bottom:`` or ``fr.bottom.chat_input(…)``.
bottom = BottomHandle()


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


@dataclass(eq=False, kw_only=True)
class Columns(Container):
    """A row of columns."""

    kind: ClassVar[str] = "columns"

    gap: str | int = "small"
    wrap: bool = True


@dataclass(eq=False, kw_only=True)
class Column(Container):
    """One column; ``share`` is its part of the row."""

    kind: ClassVar[str] = "column"

    share: float = 1.0
    along: str = "top"
    border: bool = False

    @property
    def weight(self) -> int:
        """The share in thousandths, as the style sheet has it."""
        return max(1, round(1000 * self.share))


@dataclass(eq=False, kw_only=True)
class Tabs(Openable):
    """Tabs: which one is open belongs to the browser until the server changes its mind."""

    kind: ClassVar[str] = "tabs"

    labels: tuple[str, ...] = ()
    open: int = 0

    def context(self) -> dict[str, Any]:
        rows = [{"label": label, "place": place, "open": place == self.open} for place, label in enumerate(self.labels)]
        return {**super().context(), "rows": rows, "shown": self.labels[self.open]}


@dataclass(eq=False, kw_only=True)
class Tab(Container):
    """The panel of one tab."""

    kind: ClassVar[str] = "tab"

    id: str = ""
    label: str = ""
    place: int = 0
    open: bool = False
    rev: int = 1

    @property
    def wrapper_id(self) -> str:
        return f"{self.id}-w{self.place}"


@dataclass(eq=False, kw_only=True)
class Expander(Openable):
    """Content that opens and closes; whether it is open belongs to the browser."""

    kind: ClassVar[str] = "expander"

    label: str = ""
    expanded: bool = False
    icon: str = ""
    type: str = "default"


def browser_owned(run: Run, kind: str, *parts: object) -> str:
    """
    Return an id for what the browser remembers as open: by its labels and not by its place, so that it stays open when
    something is drawn above it.
    """
    name = f"{run.page}:{kind}:{parts}"
    made = f"fr-{kind}-{digest(run.page, kind, *parts)}"
    count = run.repeats.get(name, 0)
    run.repeats[name] = count + 1
    return made if not count else f"{made}-{count}"


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


def one_of(parameter: str, value: Any, allowed: Sequence[str], *, got: bool = True) -> str:
    """
    Return a word if it is one of those allowed; raise StreamlitValueError otherwise.

    Parameters
    ----------
    got
        Name what was given, as Streamlit does for some parameters and not for others.
    """
    if value not in allowed:
        names = [f"'{name}'" for name in allowed]
        raise StreamlitValueError(parameter, names, detail=f"Got {value!r}." if got else None)
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
    outer, run.target = run.target, row._target
    try:
        for weight in weights:
            made.append(open_container(run, Column(share=weight / total, along=along, border=bool(border))))
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
    on_change: OnOpen = "ignore",
    args: Any = None,
    kwargs: Any = None,
    bind: str | None = None,
) -> list[OpenContainer]:
    """
    Open tabs and return their handles. All of them are drawn; which one is seen is the browser's business.

    Parameters
    ----------
    tabs
        The labels; Markdown in one line.
    default
        The label of the tab that is open at first; the first one by default.
    on_change, args, kwargs
        "rerun", or a callback: the page then runs when another tab is opened, ``.open`` of the handles says which one
        it is, and so does ``session_state[key]``, by its label.
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
    if bind is not None and not all(tabs):
        raise StreamlitValueError(
            "tabs", ["non-empty labels"], detail="Tab labels must be non-empty when bind='query-params'."
        )
    if bind is not None and len(set(tabs)) != len(tabs):
        raise StreamlitValueError(
            "tabs", ["unique labels"], detail="Tab labels must be unique when bind='query-params'."
        )
    check_width(width)
    check_height(height, allow_content=True)
    name = to_key(key)
    labels = tuple(tabs)
    first = default or labels[0]
    field = LabelField(labels=labels, default=first)
    params = {"tabs": labels, "width": width, "height": height, "default": default}
    told = opening("tabs", name, params, field, on_change=on_change, args=args, kwargs=kwargs, bind=bind)
    shown = labels.index(told.value if told is not None else first)
    id_ = browser_owned(run, "tabs", name, labels if name is None else "", default)
    node = Tabs(key=name, id=id_, labels=labels, open=shown, width=width, height=height)
    node.tell(told)
    row = open_container(run, node)
    made: list[OpenContainer] = []
    outer, run.target = run.target, row._target
    try:
        for place, label in enumerate(labels):
            is_open = place == shown
            panel = open_container(run, Tab(id=id_, label=label, place=place, open=is_open, rev=node.rev))
            made.append(OpenContainer(panel, is_open if told is not None else None))
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
    on_change: OnOpen = "ignore",
    args: Any = None,
    kwargs: Any = None,
    bind: str | None = None,
) -> OpenContainer:
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
    on_change, args, kwargs
        "rerun", or a callback: the page then runs when someone opens or closes it, and ``.open`` of the handle says
        which of the two, and so does ``session_state[key]``.
    """
    run = current_run()
    if label is None:
        raise StreamlitMissingRequiredParameterError("label")
    one_of("type", type, ("default", "compact"), got=False)
    check_width(width)
    name = to_key(key)
    label, expanded = str(label), bool(expanded)
    params = {"label": label, "expanded": expanded, "icon": icon, "width": width, "type": type}
    field = BoolField(default=expanded)
    told = opening("expander", name, params, field, on_change=on_change, args=args, kwargs=kwargs, bind=bind)
    id_ = browser_owned(run, "expander", name, label if name is None else "", expanded)
    shown = expanded if told is None else bool(told.value)
    node = Expander(key=name, id=id_, label=label, expanded=shown, icon=clean_icon(icon), type=type, width=width)
    node.tell(told)
    return OpenContainer(open_container(run, node), shown if told is not None else None)


@command
def empty() -> DeltaGenerator:
    """
    Open a place for one element: what is drawn there next replaces what is there.

    >>> slot = fr.empty()
    >>> slot.text("one moment")
    >>> slot.text("done")
    """
    return open_container(current_run(), Slot())
