"""Bars of a table, without a spec."""

import formrerun as fr

SALES = [{"city": "Bern", "sold": 3}, {"city": "Accra", "sold": 9}, {"city": "Cork", "sold": 5}]


def upright() -> None:
    """A bar for each row."""
    fr.bar_chart(SALES, x="city", y="sold")


def lying() -> None:
    """The longest first."""
    fr.bar_chart(SALES, x="city", y="sold", horizontal=True, sort="-sold")
