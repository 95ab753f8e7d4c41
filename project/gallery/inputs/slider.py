"""A number, a day or a time on a scale; or the two ends of a range."""

from __future__ import annotations

import datetime

import formrerun as fr


def a_number() -> None:
    """A number."""
    fr.write("Squared:", fr.slider("Number", 0, 10, 3) ** 2)


def a_range() -> None:
    """A range of days."""
    fr.slider("When", value=(datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)), format="DD.MM.YY")
