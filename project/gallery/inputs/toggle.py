"""A switch; otherwise as a checkbox."""

from __future__ import annotations

import formrerun as fr


def on() -> None:
    """Switched on at first."""
    fr.toggle("Notify me", value=True, help="By e-mail, at most once a day.")
