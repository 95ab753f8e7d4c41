"""Says that something is going on."""

from __future__ import annotations

import time

import formrerun as fr


def working() -> None:
    """While a button's work lasts."""
    if fr.button("Work for a second"):
        with fr.spinner("Working", show_time=True):
            time.sleep(1)
        fr.write("Done.")
