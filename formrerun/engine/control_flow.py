"""
What ends a run early: stop, rerun, a change of page.

They derive from BaseException so that an author's ``except Exception`` does not swallow them
(semantics 2.5).
"""

from __future__ import annotations

from asyncio import CancelledError
from enum import Enum
from typing import Any

#: What an author's code may raise and the page shows. A SystemExit that got through would end the server, a
#: CancelledError the request.
ERRORS = (Exception, SystemExit, CancelledError)


class Interrupt(Enum):
    """What somebody else wants of a run that is going on."""

    STOP = "stop"  # a person pressed Stop
    NEWER = "newer"  # a newer submission of the tab waits
    GONE = "gone"  # nobody will see what the run draws


class Control(BaseException):
    """Base of what leaves a page function early on purpose."""


class Stop(Control):
    """``fr.stop()``: the page ends here; what it has drawn so far is the page."""


class Rerun(Control):
    """
    ``fr.rerun()``: the page starts again at once, with its triggers False.

    Parameters
    ----------
    fragment_only
        Only the fragment starts again that runs alone now.
    keys
        Asked by a callback: only the fragments of these keys run.
    """

    def __init__(self, *, fragment_only: bool = False, keys: frozenset[str] = frozenset()) -> None:
        super().__init__(fragment_only)
        self.fragment_only, self.keys = fragment_only, keys


class Ended(Control):
    """
    Somebody else ends the run at its next command: the Stop button, a newer submission, a visitor who left.

    Parameters
    ----------
    interrupt
        Which of them.
    """

    def __init__(self, interrupt: Interrupt) -> None:
        super().__init__(interrupt)
        self.interrupt = interrupt


class SwitchPage(Control):
    """
    ``fr.switch_page()``: the browser goes on at another page.

    Parameters
    ----------
    target
        What the author named; ``pages.url_of`` turns it into a URL.
    query_params
        Query parameters for the other page, or None.
    """

    def __init__(self, target: Any, query_params: Any = None) -> None:
        super().__init__(target)
        self.target, self.query_params = target, query_params
