"""Numbers that a browser counts exactly."""

from __future__ import annotations

import sys

from formrerun.exceptions import StreamlitJSNumberBoundsError

MAX_INT = 2**53 - 1
MAX_FLOAT = sys.float_info.max


def check_int(value: float, name: str) -> None:
    """Raise StreamlitJSNumberBoundsError if a browser cannot hold the integer exactly."""
    if value < -MAX_INT:
        raise StreamlitJSNumberBoundsError(f"{name} ({value}) must be >= -((1 << 53) - 1)")
    if value > MAX_INT:
        raise StreamlitJSNumberBoundsError(f"{name} ({value}) must be <= (1 << 53) - 1")


def check_float(value: float, name: str) -> None:
    """Raise StreamlitJSNumberBoundsError if the number is larger than a double."""
    if value < -MAX_FLOAT:
        raise StreamlitJSNumberBoundsError(f"{name} ({value}) must be >= -1.797e+308")
    if value > MAX_FLOAT:
        raise StreamlitJSNumberBoundsError(f"{name} ({value}) must be <= 1.797e+308")
