"""Several of many options."""

from __future__ import annotations

import formrerun as fr


def several() -> None:
    """At most three of them."""
    fr.multiselect("Colours", ["Red", "Green", "Blue", "Yellow"], default=["Green"], max_selections=3)
