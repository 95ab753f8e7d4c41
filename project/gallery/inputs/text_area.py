"""Several lines of text."""

from __future__ import annotations

import formrerun as fr


def counted() -> None:
    """With a limit."""
    fr.text_area("Note", "Rings twice.", max_chars=200, height="content")
