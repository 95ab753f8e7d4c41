"""What tabs, expanders and popovers share with ``on_change``: what is open is then a widget's value."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import FrameType
from typing import Any, ClassVar, Literal

from formrerun.engine.context import current_run
from formrerun.engine.drawing import draw_inside
from formrerun.engine.fields import Field
from formrerun.engine.handles import DeltaGenerator
from formrerun.engine.registration import declare, on_change_mode
from formrerun.engine.run import Run
from formrerun.engine.tree import Container
from formrerun.engine.widgets import Widget
from formrerun.exceptions import NotOffered, StreamlitValueError
from formrerun.utils.digests import digest

OnOpen = Literal["ignore", "rerun"] | Any


@dataclass(frozen=True, kw_only=True)
class LabelField(Field[str]):
    """Which one of several is open, by its label."""

    tag = "label"

    labels: tuple[str, ...] = ()
    default: str = ""

    def initial(self) -> str:
        return self.default

    def parse_posted(self, posted: list[str], current: Any) -> str:
        if len(posted) != 1 or posted[0] not in self.labels:
            raise NotOffered
        return posted[0]

    def to_posted(self, value: str) -> list[str]:
        return [value]

    def revalidate(self, value: str) -> str:
        return value if value in self.labels else self.default


@dataclass(eq=False, kw_only=True)
class Opening(Widget):
    """
    The widget of a container with ``on_change``: its value says whether the container is open, or which of its tabs.

    It has no template of its own; that of the container draws its input.
    """

    kind: ClassVar[str] = "opening"


def call_site(*parts: object) -> str:
    """Return what stands for the line of the author's that draws something, and for these parts."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and (frame.f_globals.get("__name__") or "").partition(".")[0] == "formrerun":
        frame = frame.f_back
    return digest(frame.f_code.co_filename, frame.f_lineno, *parts) if frame is not None else ""


@dataclass(eq=False, kw_only=True)
class Openable(Container):
    """
    A container that people open and close.

    Attributes
    ----------
    id
        The HTML id of what opens.
    field_id, rev
        The widget that tells the page what is open, and its revision; "" and 1 if the page is not told.
    site
        Where its author wrote it, and what is open at first: with another label it is the same to people.
    """

    id: str = ""
    field_id: str = ""
    rev: int = 1
    site: str = ""

    @property
    def wrapper_id(self) -> str:
        return f"{self.id}-w"

    def tell(self, opening: Opening | None) -> None:
        """Take the id and the revision of the widget that tells the page what is open, if there is one."""
        if opening is not None:
            self.field_id, self.rev = opening.id, opening.state.rev


class OpenContainer(DeltaGenerator):
    """
    The handle of an expander, a popover or a tab.

    Attributes
    ----------
    open
        Whether it is open, with ``on_change``; else None.
    """

    __slots__ = ("open",)

    open: bool | None

    def __init__(self, drawn: DeltaGenerator, open: bool | None) -> None:
        super().__init__(drawn._target, drawn._roots)
        self.open = open


def opening(
    kind: str,
    key: Any,
    params: Mapping[str, Any],
    field: Field[Any],
    *,
    on_change: OnOpen,
    args: Any,
    kwargs: Any,
    bind: str | None = None,
) -> Opening | None:
    """
    Register and return the widget of a container, or None if the page is not told what is open.

    It belongs to no form: opening something tells the page at once, whatever is still to be submitted (semantics 4.2).

    Raises
    ------
    StreamlitValueError
        If ``on_change`` is neither "ignore", nor "rerun", nor callable.
    StreamlitInvalidFormCallbackError
        If it is callable and this is inside a form.
    """
    if on_change is None:
        raise StreamlitValueError("on_change", ["'rerun'", "'ignore'", "a callback function"])
    on_change_mode(on_change)
    run = current_run()
    if on_change == "ignore" and bind is None:
        run.claim_key(key)
        return None
    declared = declare(
        run, kind, key, params, resets=tuple(params), on_change=on_change, args=args, kwargs=kwargs, bind=bind
    )
    widget = Opening(id=declared.id, key=declared.key, field=field, callback=declared.callback)
    draw_inside(widget)
    return widget


def browser_owned(run: Run, kind: str, *parts: object) -> str:
    """
    Return an id for what the browser remembers as open.

    Its labels make it, and not how many stand before it: it stays open when something is drawn above it.
    """
    name = f"{run.page}:{kind}:{parts}"
    made = f"fr-{kind}-{digest(run.page, kind, *parts)}"
    count = run.drawing.repeats.get(name, 0)
    run.drawing.repeats[name] = count + 1
    return made if not count else f"{made}-{count}"
