"""What the parts of a model's table share: the keys that they are known by, and what their inputs take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from formrerun.engine.context import current_run


@dataclass(frozen=True)
class Inputs:
    """
    The parameters that every input above a table takes.

    Attributes
    ----------
    key
        The table's.
    bind
        Whether values stand in the address.
    narrow, wide
        Widths in pixels.
    """

    key: str
    bind: str | None
    narrow: int = 190
    wide: int = 340

    def of(self, name: str) -> str:
        """Return the key of a part."""
        return f"{self.key}_{name}"

    @property
    def page(self) -> str:
        """The key of the number of the page."""
        return self.of("page")

    def named(self, name: str) -> dict[str, Any]:
        """Return what the input of a filter is called with: a change of it shows the first page."""
        return {
            "key": self.of(name),
            "bind": self.bind,
            "on_change": show_first,
            "args": (self.page,),
            "width": self.narrow,
        }


def show_first(page_key: str) -> None:
    """Show the first page: what stood on the others stands elsewhere now."""
    current_run().state[page_key] = 1


def forget(page_key: str, keys: tuple[str, ...]) -> None:
    """Empty the search and the filters."""
    run = current_run()
    for key in keys:
        run.query.pop(key, None)  # or the inputs would read it there again
        if key in run.state:
            del run.state[key]
    run.state[page_key] = 1


__all__ = ["Inputs", "forget", "show_first"]
