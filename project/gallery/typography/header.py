"""A heading of a part, with a line below it if you like."""

from __future__ import annotations

import formrerun as fr


def with_a_line() -> None:
    """With a coloured line."""
    fr.header("Paid", divider="green")
