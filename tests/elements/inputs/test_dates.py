"""Dates and times: what their parameters mean."""

from __future__ import annotations

import datetime as dt

import pytest

import formrerun as fr
from tests.visitor import Visitor


def test_a_day_as_the_last_moment_means_all_of_it(show):
    def page():
        fr.datetime_input("W", dt.datetime(2026, 5, 5, 12), max_value=dt.date(2026, 5, 5), key="w")

    at = show(page)
    assert at.datetime_input("w").max == "2026-05-05T23:59"
    at.datetime_input("w").set_value(dt.datetime(2026, 5, 5, 23, 59)).run()
    assert at.session_state.w == dt.datetime(2026, 5, 5, 23, 59)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "draw",
    [
        lambda: fr.date_input("W", dt.date(2026, 5, 5), key="w"),
        lambda: fr.time_input("W", dt.time(9, 30), key="w"),
        lambda: fr.datetime_input("W", dt.datetime(2026, 5, 5, 9, 30), key="w"),
    ],
    ids=["date", "time", "datetime"],
)
def test_what_code_has_emptied_stays_empty_when_it_is_sent(serve, draw):
    said = []

    def empty():
        fr.session_state.w = None

    def page():
        fr.button("Empty", on_click=empty)
        with fr.form("f"):
            said[:] = [draw()]
            fr.form_submit_button("Go")

    visitor = Visitor(serve(page), script=True)
    visitor.press("Empty")
    assert (said, visitor.shown("W")) == ([None], [""])
    visitor.press("Go")
    assert (said, visitor.shown("W")) == ([None], [""])


@pytest.mark.django_db
def test_a_range_that_was_not_touched_is_no_change(serve):
    said = []

    def page():
        said[:] = [fr.date_input("W", (dt.date(2026, 5, 5), dt.date(2026, 1, 1)), on_change=lambda: said.clear())]
        said.append(fr.button("Go"))

    visitor = Visitor(serve(page))
    visitor.press("Go")
    assert said == [(dt.date(2026, 5, 5), dt.date(2026, 1, 1)), True]
    visitor.fill("W", "2026-05-05", "2026-02-02").press("Go")
    assert said[0] == (dt.date(2026, 2, 2), dt.date(2026, 5, 5))


@pytest.mark.parametrize("store", ["process", "project"])
def test_a_day_that_becomes_a_range_is_one_and_back_again(show, db, store):
    def page():
        first = dt.date(2024, 5, 1)
        whole = fr.checkbox("A range")
        days = fr.date_input("Day", (first, dt.date(2024, 5, 9)) if whole else first, key="day")
        fr.text(repr(days))

    at = show(page, store=store)
    at.date_input[0].set_value(dt.date(2024, 5, 3)).run()
    assert at.checkbox[0].check().run().text[0].value == "(datetime.date(2024, 5, 3),)"
    assert at.session_state.day == (dt.date(2024, 5, 3),)
    assert at.checkbox[0].uncheck().run().text[0].value == "datetime.date(2024, 5, 3)"
