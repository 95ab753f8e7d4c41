"""
The run that is going on: ambient for page authors, an argument everywhere else.

One ContextVar holds it. Outside a run the elements still work, as ``python script.py`` does with Streamlit: widgets
return their defaults and nothing is shown.
"""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from formrerun.engine.run_parts import own_place

if TYPE_CHECKING:
    from formrerun.engine.run import Run

logger = logging.getLogger("formrerun")

_run: ContextVar[Run | None] = ContextVar("formrerun.run", default=None)
_bare = threading.local()
#: Where a thread has the run that it was lent.
_LENT = "_formrerun_run"


def running() -> Run | None:
    """Return the run of this thread, or None outside one."""
    run = _run.get()
    if run is None:
        lent = getattr(threading.current_thread(), _LENT, None)
        run = lent() if lent is not None else None
    return run


def lend(run: Run, thread: threading.Thread) -> None:
    """Let a thread that has begun already draw into a run, for as long as that goes on."""
    setattr(thread, _LENT, weakref.ref(run))


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
    run = running()
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
        with own_place():
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
