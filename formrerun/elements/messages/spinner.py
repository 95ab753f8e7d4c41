"""Spinner: says that something is going on, for as long as it does."""

from __future__ import annotations

from contextlib import ContextDecorator
from dataclasses import dataclass
from typing import ClassVar

from formrerun.elements._parameters import check_width, clean_text
from formrerun.engine.context import current_run
from formrerun.engine.drawing import redrawn
from formrerun.engine.handles import command
from formrerun.engine.tree import Element, Target, Width

__all__ = ["spinner"]


@dataclass(eq=False, kw_only=True)
class Spinner(Element):
    """A turning circle beside a text, until its block has ended."""

    kind: ClassVar[str] = "spinner"

    id: str = ""
    text: str = ""
    show_time: bool = False

    @property
    def wrapper_id(self) -> str:
        # Of its own, so that what is drawn after it keeps its place when it goes.
        return self.id


class Spinning(ContextDecorator):
    """What :func:`spinner` returns: the spinner stands where it was called while the block runs."""

    def __init__(self, target: Target, element: Spinner) -> None:
        self._target, self._element = target, element

    def __enter__(self) -> None:
        run = current_run()
        count = run.drawing.repeats["spinner"] = run.drawing.repeats.get("spinner", 0) + 1
        self._element.id, self._element.placement = f"fr-spinner-{count}", "flow"
        with run.drawing.into(self._target):
            run.add(self._element)

    def __exit__(self, *exc: object) -> None:
        self._element.placement = "ended"
        redrawn(self._element)


@command
def spinner(
    text: str = "In progress...", *, show_time: bool = False, _cache: bool = False, width: Width = "content"
) -> Spinning:
    """
    Show that something is going on while a block runs; afterwards nothing is left of it.

    Parameters
    ----------
    text
        What is going on; Markdown in one line.
    show_time
        Count the seconds beside it.
    _cache
        Streamlit's mark of the spinners of cached functions; it changes nothing.

    Examples
    --------
    >>> with fr.spinner("Asking the bank"):
    ...     answer = ask()
    """
    check_width(width, allow_content=True)
    element = Spinner(text=clean_text(text), show_time=bool(show_time), width=width)
    return Spinning(current_run().drawing.draws_into(), element)
