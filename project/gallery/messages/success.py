"""A green message."""

from __future__ import annotations

import formrerun as fr


def saved() -> None:
    """With an icon."""
    fr.success("The order was saved.", icon=":material/check_circle:")
