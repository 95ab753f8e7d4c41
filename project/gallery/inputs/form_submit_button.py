"""The button that sends a form."""

from __future__ import annotations

import formrerun as fr


def two_of_them() -> None:
    """Two in one form: which one was pressed is True."""
    with fr.form("review"):
        fr.text_input("Why?")
        yes = fr.form_submit_button("Accept", type="primary")
        no = fr.form_submit_button("Refuse")
    fr.write("Accepted" if yes else "Refused" if no else "Not decided")
