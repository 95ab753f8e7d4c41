"""A part that unfolds."""

from __future__ import annotations

import formrerun as fr


def folded() -> None:
    """Folded at first."""
    with fr.expander("Details", icon=":material/info:"):
        fr.write("Paid by card on 4 May.")
