"""Status: the steps of something that takes a while, folded away when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from formrerun.elements._parameters import check_width, one_of
from formrerun.elements.layout._opening import browser_owned
from formrerun.engine.context import current_run
from formrerun.engine.drawing import redrawn
from formrerun.engine.handles import DeltaGenerator, command, open_container
from formrerun.engine.tree import Container, Width

__all__ = ["status"]

State = Literal["running", "complete", "error"]
ICONS = {"running": "spinner", "complete": ":material/check:", "error": ":material/error:"}


@dataclass(eq=False, kw_only=True)
class Status(Container):
    """An expander with a state; the browser decides whether it is open, until the page says another thing."""

    kind: ClassVar[str] = "status"

    id: str = ""
    label: str = ""
    expanded: bool = False
    state: State = "running"
    type: str = "default"

    @property
    def icon(self) -> str:
        """The icon of the state."""
        return ICONS[self.state]

    @property
    def wrapper_id(self) -> str:
        return f"{self.id}-w"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "icon": self.icon}


class StatusContainer(DeltaGenerator):
    """The handle of a status: draw into it, or ``update`` it; a ``with`` block ends it."""

    __slots__ = ("_node",)

    def __init__(self, drawn: DeltaGenerator, node: Status) -> None:
        super().__init__(drawn._target, drawn._roots)
        self._node = node

    def update(self, *, label: str | None = None, expanded: bool | None = None, state: State | None = None) -> None:
        """
        Change what is given.

        Parameters
        ----------
        label
            Its heading; Markdown in one line.
        expanded
            Open or close it; None leaves it as the person has it.
        state
            "running", "complete" or "error".
        """
        node = self._node
        if state is not None:
            node.state = one_of("state", state, tuple(ICONS), got=False)  # type: ignore[assignment]
        if label is not None:
            node.label = str(label)
        if expanded is not None:
            node.expanded = bool(expanded)
        redrawn(node)

    def __enter__(self) -> StatusContainer:
        super().__enter__()
        return self

    def __exit__(self, kind: Any = None, *exc: Any) -> None:
        if self._node.state == "running":
            self.update(state="complete" if kind is None else "error")
        super().__exit__(kind, *exc)


@command
def status(
    label: str,
    *,
    expanded: bool = False,
    state: State = "running",
    type: Literal["default", "compact", "step"] = "default",
    width: Width = "stretch",
) -> StatusContainer:
    """
    Open a container for the steps of something that takes a while.

    As a context it ends as "complete", or as "error" if the block raises.

    Parameters
    ----------
    label
        Its heading; Markdown in one line.
    expanded
        Whether it is open at first.
    state
        "running", "complete" or "error"; decides the icon.
    type
        "default"; "compact" without a frame; "step" as a step of a timeline, which goes on with the next step and
        ends with one that is empty.

    Examples
    --------
    >>> with fr.status("Importing", expanded=True) as status:
    ...     fr.write("Reading the file")
    ...     rows = read()
    ...     status.update(label=f"{len(rows)} rows", expanded=False)
    """
    run = current_run()
    one_of("type", type, ("default", "compact", "step"), got=False)
    one_of("state", state, tuple(ICONS), got=False)
    check_width(width)
    label = str(label or "")
    id_ = browser_owned(run, "status", label)
    node = Status(id=id_, label=label, expanded=bool(expanded), state=state, type=type, width=width)
    return StatusContainer(open_container(run, node), node)
