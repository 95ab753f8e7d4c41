"""A form batches edits: one submit applies them all."""

from __future__ import annotations

import formrerun as fr


def a_form() -> None:
    """Nothing happens until it is submitted."""
    with fr.form("address", clear_on_submit=True):
        name = fr.text_input("Name", required=True)
        country = fr.selectbox("Country", ["Germany", "France", "Spain"])
        sent = fr.form_submit_button("Save", type="primary")
    if sent:
        fr.success(f"{name} lives in {country}.")
