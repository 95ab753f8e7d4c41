"""The Material symbols, by name."""

from __future__ import annotations

import json
import lzma
from functools import cache
from pathlib import Path


@cache
def material_symbols() -> dict[str, str]:
    """Return icon name to SVG path: Material Symbols rounded, Apache-2.0, ``data/VERSIONS.json``."""
    packed = Path(__file__).parent.parent / "data" / "material_symbols.json.xz"
    with lzma.open(packed) as opened:
        found: dict[str, str] = json.load(opened)
    return found
