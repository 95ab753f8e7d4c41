"""A number, whole or not."""

from __future__ import annotations

import formrerun as fr


def an_amount() -> None:
    """With bounds and a step."""
    fr.number_input("Amount in €", 0.0, 100.0, 12.5, step=0.5, format="%.2f", icon=":material/euro:")


def none() -> None:
    """Empty at first."""
    fr.number_input("Age", 0, 130, None, placeholder="Years")
