"""A part of the page that runs again alone."""

from __future__ import annotations

import datetime

import formrerun as fr


def a_clock() -> None:
    """Only this part runs when its button is pressed."""

    @fr.fragment
    def clock():
        fr.button("What time is it?")
        fr.write(f"{datetime.datetime.now():%H:%M:%S}")

    clock()
