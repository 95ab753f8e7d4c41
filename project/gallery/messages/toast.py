"""A message in the corner that goes by itself."""

from __future__ import annotations

import formrerun as fr


def said() -> None:
    """After a press."""
    if fr.button("Save"):
        fr.toast("Saved", icon=":material/check:")
