"""A heading below a header."""

from __future__ import annotations

import formrerun as fr


def with_help() -> None:
    """With a note of what it means."""
    fr.subheader("Open", help="Neither paid nor cancelled.")
