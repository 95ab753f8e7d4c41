"""A bar that says how far something is."""

from __future__ import annotations

import formrerun as fr


def done() -> None:
    """While rows are read."""
    bar = fr.progress(0.0, "Reading")
    for done in range(1, 5):
        bar.progress(done / 4, f"{done} of 4 files")
