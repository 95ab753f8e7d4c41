"""The run of a thread: ``get_script_run_ctx`` and ``add_script_run_ctx``."""

from __future__ import annotations

import threading
from typing import Any

from formrerun.engine.context import activate, lend, running
from formrerun.engine.run import Run
from formrerun.exceptions import StreamlitAPIException


def get_script_run_ctx() -> Run | None:
    """Return the run of this thread, to hand it to a thread of your own; None outside a run."""
    return running()


def add_script_run_ctx(thread: Any = None, ctx: Run | None = None) -> Any:
    """
    Let a thread draw into a run (default: this thread's), whether it has begun already or not.

    Parameters
    ----------
    thread
        The thread; None for this one, as in the initializer of a pool.
    ctx
        What :func:`get_script_run_ctx` returned; None for the run of this thread.

    Raises
    ------
    StreamlitAPIException
        If there is no run to draw into.
    """
    run = ctx or running()
    if run is None:
        raise StreamlitAPIException("There is no run to draw into: call this from a page function.")
    thread = thread if thread is not None else threading.current_thread()
    if thread.is_alive():
        lend(run, thread)
    else:
        inner = thread.run

        def drawing() -> None:
            with activate(run):
                inner()

        thread.run = drawing
    return thread


__all__ = ["add_script_run_ctx", "get_script_run_ctx"]
