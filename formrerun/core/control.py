"""
What ends a run early: stop, rerun, a change of page.

They derive from BaseException so that an author's ``except Exception`` does not swallow them
(``reference/streamlit-semantics.md`` 2.5).
"""

from __future__ import annotations

from typing import Any


class Control(BaseException):
    """Base of what leaves a page function early on purpose."""


class Stop(Control):
    """``fr.stop()``: the page ends here; what it has drawn so far is the page."""


class Rerun(Control):
    """``fr.rerun()``: the page starts again at once, with its triggers False."""


class SwitchPage(Control):
    """
    ``fr.switch_page()``: the browser goes on at another page.

    Parameters
    ----------
    target
        What the author named; ``pages.resolve`` turns it into a URL.
    query_params
        Query parameters for the other page, or None.
    """

    def __init__(self, target: Any, query_params: Any = None) -> None:
        super().__init__(target)
        self.target, self.query_params = target, query_params
