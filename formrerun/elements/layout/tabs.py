"""``tabs``: containers of which one is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise

from formrerun.elements._parameters import check_height, check_width
from formrerun.elements.layout._opening import (
    LabelField,
    OnOpen,
    Openable,
    OpenContainer,
    browser_owned,
    call_site,
    opening,
)
from formrerun.engine.context import current_run
from formrerun.engine.handles import command, open_container
from formrerun.engine.keys import to_key
from formrerun.engine.tree import Container, Height, Width
from formrerun.exceptions import (
    StreamlitInvalidParameterTypeError,
    StreamlitMissingRequiredParameterError,
    StreamlitValueError,
)


@dataclass(eq=False, kw_only=True)
class Tabs(Openable):
    """Tabs: the browser decides which one is open, until the page opens another one."""

    kind: ClassVar[str] = "tabs"

    labels: tuple[str, ...] = ()
    open: int = 0

    def context(self) -> dict[str, Any]:
        rows = [{"label": label, "index": index, "open": index == self.open} for index, label in enumerate(self.labels)]
        return {**super().context(), "rows": rows, "shown": self.labels[self.open]}


@dataclass(eq=False, kw_only=True)
class Tab(Container):
    """The panel of one tab."""

    kind: ClassVar[str] = "tab"

    id: str = ""
    label: str = ""
    index: int = 0
    open: bool = False
    rev: int = 1

    @property
    def wrapper_id(self) -> str:
        return f"{self.id}-w{self.index}"


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
) -> tuple[OpenContainer, ...]:
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
        if not isinstance(label, (str, Promise)):
            raise StreamlitInvalidParameterTypeError("tabs", type(label).__name__, ["a string for each tab label"])
    tabs, default = [str(label) for label in tabs], str(default) if default else default
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
    node.site = call_site(labels.index(first))
    node.tell(told)
    row = open_container(run, node)
    made: list[OpenContainer] = []
    with run.drawing.into(row._target):
        for index, label in enumerate(labels):
            is_open = index == shown
            panel = open_container(run, Tab(id=id_, label=label, index=index, open=is_open, rev=node.rev))
            made.append(OpenContainer(panel, is_open if told is not None else None))
    return tuple(made)


__all__ = ["tabs"]
