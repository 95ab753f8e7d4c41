"""Options as round buttons."""

from __future__ import annotations

import formrerun as fr


def several() -> None:
    """Several may be chosen."""
    fr.pills("Sizes", ["S", "M", "L", "XL"], selection_mode="multi", default=["M", "L"])
