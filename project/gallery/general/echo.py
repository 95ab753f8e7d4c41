"""Runs code and shows it."""

from __future__ import annotations

import formrerun as fr


def code_and_result() -> None:
    """Code above what it draws."""
    with fr.echo():
        total = 6 * 7
        fr.write(total)
