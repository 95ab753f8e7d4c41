"""Draws what an object is: its parameters and its documentation."""

from __future__ import annotations

import formrerun as fr


def a_function() -> None:
    """A function of Python."""
    fr.help(str.partition)
