"""Room between two parts."""

from __future__ import annotations

import formrerun as fr


def large() -> None:
    """A large one."""
    fr.text("Above")
    fr.space("large")
    fr.text("Below")
