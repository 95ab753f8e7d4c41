"""A blue message."""

from __future__ import annotations

import formrerun as fr


def with_title() -> None:
    """With a title."""
    fr.info("It comes with the next delivery.", title="Sold out")
