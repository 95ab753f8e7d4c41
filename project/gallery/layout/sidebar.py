"""The part at the side of the page."""

from __future__ import annotations

import formrerun as fr


def a_filter() -> None:
    """A field at the side."""
    fr.sidebar.text_input("Look for")
