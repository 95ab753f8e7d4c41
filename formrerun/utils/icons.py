"""The Material symbols, by name."""

from __future__ import annotations

import json
import lzma
from functools import cache
from pathlib import Path


@cache
def material_symbols() -> dict[str, str]:
    """
    Return icon name to SVG path: Material Symbols rounded, Apache-2.0, ``vendor/VERSIONS.json``.

    Those that the set has dropped or renamed are there by their old names, for pages say these.
    """
    found: dict[str, str] = {}
    for name in ("more_material_symbols", "material_symbols"):
        with lzma.open(Path(__file__).parent.parent / "data" / f"{name}.json.xz") as opened:
            found.update(json.load(opened))
    return found
