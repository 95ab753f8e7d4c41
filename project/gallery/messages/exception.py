"""An error with its traceback."""

from __future__ import annotations

import formrerun as fr


def caught() -> None:
    """One that was caught."""
    try:
        int("seven")
    except ValueError as error:
        fr.exception(error)
