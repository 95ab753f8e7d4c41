"""Snow falls over the page, once."""

from __future__ import annotations

import formrerun as fr


def winter() -> None:
    """After a press."""
    if fr.button("Let it snow"):
        fr.snow()
