"""Text as it is, without Markdown."""

from __future__ import annotations

import formrerun as fr


def as_it_is() -> None:
    """Nothing in it is a sign."""
    fr.text("**This** is not bold.")
