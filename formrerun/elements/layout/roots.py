"""``sidebar`` and ``bottom``: the page's other roots."""

from __future__ import annotations

from formrerun.engine.handles import RootHandle
from formrerun.engine.run import Run
from formrerun.engine.tree import Container, Target
from formrerun.exceptions import StreamlitInvalidLayoutContextError

#: The sidebar: ``with fr.sidebar:`` or ``fr.sidebar.button(…)``.
sidebar = RootHandle("sidebar")


class BottomHandle(RootHandle):
    """``fr.bottom``: what stays at the lower edge of the window, below the body."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("bottom")

    def _target_in(self, run: Run) -> Target:
        if run.drawing.draws_into().root == "sidebar":
            raise StreamlitInvalidLayoutContextError(
                "`st.bottom` cannot be used inside `st.sidebar`. The bottom container is only available in the main "
                "app area."
            )
        return bottom_of(run)


def bottom_of(run: Run) -> Container:
    """Return the root container at the lower edge of the window; most pages have none."""
    return run.drawing.roots.setdefault("bottom", Container(width="stretch", root="bottom"))


#: The lower edge of the window: ``with fr.bottom:`` or ``fr.bottom.chat_input(…)``.
bottom = BottomHandle()


__all__ = ["bottom", "sidebar"]
