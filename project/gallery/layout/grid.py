"""Elements in cells that fill the width."""

from __future__ import annotations

import formrerun as fr


def cells() -> None:
    """As many in a row as there is room for."""
    with fr.grid(3):
        for name in ["Ada", "Hugo", "Ines", "Omar"]:
            fr.write(name)
