"""What Streamlit says of parameters that it takes no longer, or under another name: to scripts alone."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import lru_cache
from os.path import isfile
from typing import Any

from formrerun.elements.messages.alert import warning
from formrerun.elements.messages.exception import shows_details
from formrerun.engine.context import current_run
from formrerun.engine.tree import Width

#: What is longer is no path.
_LONGEST_PATH = 4096

logger = logging.getLogger("formrerun")

_OLDER_WIDTH = (
    "Please replace `use_container_width` with `width`.\n\n`use_container_width` will be removed after 2025-12-31.\n\n"
    "For `use_container_width=True`, use `width='stretch'`. For `use_container_width=False`, {instead}."
)


def deprecated(message: str, *, in_page: bool = True) -> None:
    """
    Say to a script that it should be written otherwise: once in the log, and in the page where errors are shown there.

    Parameters
    ----------
    in_page
        Whether the page says so too.
    """
    run = current_run()
    if not run.environment.is_script:
        return
    _log(message)
    if in_page and shows_details(run):
        warning(message)


def deprecated_path(command: str, text: Any) -> None:
    """Say to a script that a file's path is a ``Path``: a text is shown as it is."""
    if not current_run().environment.is_script or not isinstance(text, str) or "<" in text or len(text) > _LONGEST_PATH:
        return
    with suppress(ValueError):  # no name of a file
        if isfile(text):
            deprecated(
                f"Passing a local file path as a string to `st.{command}` is no longer supported. "
                "To load a local file, pass a `pathlib.Path` object instead."
            )


@lru_cache(maxsize=64)
def _log(message: str) -> None:
    logger.warning(message)


def older_width(
    use_container_width: bool | None,
    width: Width,
    *,
    otherwise: Width | None = "content",
    instead: str = "use `width='content'`",
) -> Width:
    """
    Return the width of an element that may be given by the name it had before.

    Parameters
    ----------
    otherwise
        What False means, unless there is a width in pixels; None leaves the width as it is.
    instead
        What to write in place of False.
    """
    if use_container_width is None:
        return width
    deprecated(_OLDER_WIDTH.format(instead=instead), in_page=False)
    if use_container_width:
        return "stretch"
    return width if otherwise is None or isinstance(width, int) else otherwise


__all__ = ["deprecated", "deprecated_path", "older_width"]
