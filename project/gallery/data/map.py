"""Points on a map, without the internet."""

from __future__ import annotations

import formrerun as fr


def cities() -> None:
    """Three cities."""
    fr.map({"lat": [52.52, 48.86, 40.42], "lon": [13.4, 2.35, -3.7]}, size=60_000)
