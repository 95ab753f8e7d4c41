"""A small coloured label."""

from __future__ import annotations

import formrerun as fr


def colours() -> None:
    """With icon and colour."""
    fr.badge("Delivered", icon=":material/check:", color="green")
