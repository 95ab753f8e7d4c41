"""A day and a time."""

from __future__ import annotations

import datetime

import formrerun as fr


def an_appointment() -> None:
    """In steps of a quarter of an hour."""
    fr.datetime_input("Meet at", datetime.datetime(2026, 5, 4, 9, 30), step=900)
