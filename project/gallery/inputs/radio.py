"""One of a few options, all of them seen."""

from __future__ import annotations

import formrerun as fr


def captions() -> None:
    """With captions."""
    fr.radio("Shipping", ["Standard", "Express"], captions=["3 to 5 days, free", "Tomorrow, € 9"])


def horizontal() -> None:
    """In a row."""
    fr.radio("How was it?", ["Good", "So so", "Bad"], horizontal=True, index=None)
