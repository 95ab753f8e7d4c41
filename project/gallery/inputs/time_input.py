"""A time of day."""

from __future__ import annotations

import formrerun as fr


def a_time() -> None:
    """Nothing chosen at first."""
    fr.time_input("Wake me at", None, step=300)
