"""``runtime.exists()``: whether a script runs as a page; plain ``python script.py`` may then do something else."""

from __future__ import annotations

from formrerun.engine.context import running

__all__ = ["exists"]


def exists() -> bool:
    """Return True while a page runs."""
    return running() is not None
