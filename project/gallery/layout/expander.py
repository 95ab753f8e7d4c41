"""A part that unfolds."""

from __future__ import annotations

import formrerun as fr


def folded() -> None:
    """Folded at first."""
    with fr.expander("Details", icon=":material/info:"):
        fr.write("Paid by card on 4 May.")


def timeline() -> None:
    """Steps below each other; one that is empty is the last."""
    with fr.expander("Order received", type="step", icon=":material/check:"):
        fr.write("4 May, paid by card.")
    with fr.expander("Sent", type="step", icon=":material/check:"):
        fr.write("5 May, by rail.")
    fr.expander("Delivered", type="step")
