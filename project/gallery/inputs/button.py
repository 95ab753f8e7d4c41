"""A button: True in the one run that a press causes."""

from __future__ import annotations

import formrerun as fr


def pressed() -> None:
    """What a press does."""
    if fr.button("Count", type="primary", icon=":material/add:"):
        fr.session_state.presses = fr.session_state.get("presses", 0) + 1
    fr.write("Pressed", fr.session_state.get("presses", 0), "times")


def looks() -> None:
    """As secondary, as tertiary, and with a shortcut."""
    fr.button("Save", shortcut="Ctrl+S")
    fr.button("More", type="tertiary", icon=":material/more_horiz:")
    fr.button("Off", disabled=True)


def for_some() -> None:
    """For those who have the permission; it is asked again when it is pressed."""
    if fr.button("Close the day", permission="shop.change_order", icon=":material/lock:"):
        fr.success("Closed.")


def one_that_asks_first() -> None:
    """One that asks before it does something."""
    if fr.button("Delete", confirm="Delete this order? It cannot be brought back."):
        fr.success("It is gone.")
