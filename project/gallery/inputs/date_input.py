"""A day, or the first and the last of several."""

from __future__ import annotations

import datetime

import formrerun as fr


def a_day() -> None:
    """A day within bounds."""
    fr.date_input("Deliver on", datetime.date(2026, 5, 4), min_value=datetime.date(2026, 5, 1), format="DD.MM.YYYY")


def a_range() -> None:
    """From a day to a day."""
    fr.date_input("On holiday", (datetime.date(2026, 7, 6), datetime.date(2026, 7, 24)))
