"""Files that are made when somebody asks for them."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from formrerun.engine.run import Run
from formrerun.protocol.names import FILE_PARAMETER
from formrerun.utils.urls import with_query

#: A file on a disk that has more bytes than this is read when somebody asks for it.
LARGE = 1024 * 1024


@dataclass(frozen=True)
class Deferred:
    """
    What makes a file.

    Attributes
    ----------
    source
        A function, an iterator, or the path of a file.
    name, mime
        What the author said of it, or None.
    """

    source: Any
    name: str | None
    mime: str | None


def deferred_source(data: Any) -> Any:
    """Return what makes a file when it is asked for, or None for data that is there already."""
    if callable(data) or (hasattr(data, "__next__") and not hasattr(data, "read")):
        return data
    path = Path(data) if isinstance(data, PurePath) else _path_of(data)
    return path if path is not None and path.is_file() and path.stat().st_size > LARGE else None


def _path_of(data: Any) -> Path | None:
    """Return the path of a file that is open, where it stands there still."""
    if not isinstance(data, (io.BufferedReader, io.FileIO)):
        return None
    try:
        path = Path(os.fsdecode(data.name))
        return path if os.path.samestat(path.stat(), os.fstat(data.fileno())) else None
    except (TypeError, ValueError, OSError):
        return None


def address_of_deferred(run: Run, widget: str) -> str:
    """Return the address under which the run's visitor gets the file that a widget makes: the page's own."""
    environment = run.environment
    if not environment.tab:
        return ""
    return with_query(environment.address, {**run.query, FILE_PARAMETER: f"{environment.tab}.{widget}"})


__all__ = ["LARGE", "Deferred", "address_of_deferred", "deferred_source"]
