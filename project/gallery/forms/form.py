"""A form batches edits: one submit applies them all."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

import formrerun as fr


def a_form() -> None:
    """Nothing happens until it is submitted."""
    with fr.form("address", clear_on_submit=True):
        name = fr.text_input("Name", required=True)
        country = fr.selectbox("Country", ["Germany", "France", "Spain"])
        sent = fr.form_submit_button("Save", type="primary")
    if sent:
        fr.success(f"{name} lives in {country}.")


def with_validation() -> None:
    """What will not do is said beside the fields, and nothing happens."""

    def in_order(values: dict[str, Any]) -> None:
        if values["first"] > values["last"]:
            raise ValidationError({"last": "This is before the first day."})

    six_digits = RegexValidator(r"^\d{6}$", "Six digits.")
    with fr.form("leave", validate=in_order):
        fr.text_input("Staff number", key="number", required=True, validators=[six_digits])
        first, last = fr.columns(2)
        first.date_input("First day", key="first")
        last.date_input("Last day", key="last")
        fr.checkbox("My team knows", required=True)
        sent = fr.form_submit_button("Ask for leave", type="primary")
    if sent:
        fr.success("Asked for.")


def fields_that_depend_on_each_other() -> None:
    """Fields that depend on each other, before anything is sent."""
    regions = {"Germany": ["Bavaria", "Saxony"], "France": ["Alsace", "Brittany"]}
    with fr.form("delivery", live=["land", "pieces"]):
        land = fr.selectbox("Country", list(regions), key="land")
        fr.selectbox("Region", regions[land], key="region")
        pieces = fr.number_input("Parcels", 1, 4, key="pieces")
        weights = [
            fr.number_input(f"Weight of parcel {place + 1}", 0.1, 30.0, key=f"weight-{place}")
            for place in range(pieces)
        ]
        sent = fr.form_submit_button("Order a pick-up", type="primary")
    if sent:
        fr.success(f"{sum(weights):.1f} kg go to {land}.")
