"""
The run that is going on: ambient for page authors, an argument everywhere else.

One ContextVar holds it. Outside a run the elements still work, as ``python script.py`` does with Streamlit: widgets
return their defaults and nothing is shown.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formrerun.engine.run import Run

logger = logging.getLogger("formrerun")

_run: ContextVar[Run | None] = ContextVar("formrerun.run", default=None)
_bare = threading.local()


def running() -> Run | None:
    """Return the run of this thread, or None outside one."""
    return _run.get()


def current_run() -> Run:
    """
    Return the run that page functions of this thread draw into.

    Every command of an author's asks for it, so this is where a run ends that somebody else wants to end. Outside a
    run: one that is thrown away, after a warning in the log.

    Raises
    ------
    Ended
        See :meth:`Run.check_interrupts`.
    """
    run = _run.get()
    if run is None:
        return _bare_run()
    if run.interruption.requests:
        run.check_interrupts()
    return run


@contextmanager
def activate(run: Run) -> Iterator[Run]:
    """Make ``run`` the current one inside the block."""
    token = _run.set(run)
    try:
        yield run
    finally:
        _run.reset(token)


def _bare_run() -> Run:
    """Return this thread's throw-away run; made anew so that nothing piles up in it."""
    from formrerun.engine.run import Run

    if not getattr(_bare, "warned", False):
        _bare.warned = True
        logger.warning(
            "A formrerun command was called outside a page run: missing ScriptRunContext. Widgets return their "
            "defaults and nothing is shown. Use it in a page function, or `manage.py runpage <script>`."
        )
    state = getattr(_bare, "state", None)
    run = Run.bare(state)
    _bare.state = run.state
    return run
