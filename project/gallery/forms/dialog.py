"""A function that opens over the page."""

from __future__ import annotations

import formrerun as fr


def a_question() -> None:
    """A question before something happens."""

    @fr.dialog("Delete the order?")
    def ask():
        fr.write("This cannot be undone.")
        if fr.button("Delete", type="primary"):
            fr.session_state.deleted = True
            fr.rerun()

    if fr.button("Delete…"):
        ask()
    if fr.session_state.get("deleted"):
        fr.info("It is gone.")
