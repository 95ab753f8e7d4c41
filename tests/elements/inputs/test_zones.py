"""Moments with a zone: shown on the clock of the current one, given back as they were."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

import formrerun as fr
from tests.visitor import Visitor

UTC, BERLIN, TOKYO = dt.timezone.utc, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
#: 2 January, 00:30 in Berlin.
EVENING = dt.datetime(2024, 1, 1, 23, 30, 45, 678, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_berlin(settings: Any) -> None:
    settings.USE_TZ, settings.TIME_ZONE = True, "Europe/Berlin"


@pytest.fixture
def form(serve, db):
    """Return how to open a form with one field; it says what came back."""
    said: list[Any] = []

    def open_(draw, **options):
        def page():
            with fr.form("f"):
                said[:] = [draw()]
                fr.form_submit_button("Save")

        visitor = Visitor(serve(page), **options)
        visitor.said = said
        return visitor

    return open_


@pytest.mark.parametrize("script", [True, False])
def test_a_row_that_is_saved_untouched_does_not_move(serve, db, script):
    User.objects.create(username="u", date_joined=EVENING)

    def page():
        user = User.objects.get(username="u")
        with fr.form("f"):
            user.date_joined = fr.datetime_input("Joined", user.date_joined)
            if fr.form_submit_button("Save"):
                user.save()

    visitor = Visitor(serve(page), script=script)
    for _save in range(2):
        assert visitor.shown("Joined") == ["2024-01-02T00:30"]
        visitor.press("Save")
        assert User.objects.get().date_joined == EVENING
    visitor.fill("Joined", "2024-07-02T00:30").press("Save")
    assert User.objects.get().date_joined == dt.datetime(2024, 7, 1, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", [UTC, BERLIN, TOKYO, dt.timezone(dt.timedelta(hours=-3))])
def test_what_is_typed_comes_back_in_the_zone_that_was_given(form, zone):
    visitor = form(lambda: fr.datetime_input("When", EVENING.astimezone(zone)))
    visitor.press("Save")
    assert (visitor.said, visitor.said[0].tzinfo) == ([EVENING], zone)
    visitor.fill("When", "2024-06-01T12:00").press("Save")
    assert (visitor.said, visitor.said[0].tzinfo) == ([dt.datetime(2024, 6, 1, 10, tzinfo=UTC)], zone)


def test_without_a_zone_nothing_moves(form):
    visitor = form(lambda: fr.datetime_input("When", dt.datetime(2024, 3, 31, 2, 30)))
    visitor.press("Save")
    assert visitor.said == [dt.datetime(2024, 3, 31, 2, 30)]


def test_an_empty_field_has_the_zone_of_its_bounds(form):
    visitor = form(lambda: fr.datetime_input("When", None, EVENING, EVENING + dt.timedelta(days=9)))
    visitor.fill("When", "2024-01-02T00:29").press("Save")
    assert "2024-01-02 00:30" in visitor.errors()["When"]
    visitor.fill("When", "2024-01-02T00:30").press("Save")
    assert visitor.said == [EVENING.replace(second=0, microsecond=0)]


def test_bounds_with_a_zone_and_a_value_without_go_by_the_same_clock(form):
    visitor = form(lambda: fr.datetime_input("When", dt.datetime(2024, 1, 2, 1), EVENING))
    visitor.fill("When", "2024-01-02T00:29").press("Save")
    assert visitor.errors()
    visitor.fill("When", "2024-01-02T00:30").press("Save")
    assert visitor.said == [dt.datetime(2024, 1, 2, 0, 30)]


class TestClocksThatAreChanged:
    def test_an_hour_that_is_left_out_is_refused(self, form):
        visitor = form(lambda: fr.datetime_input("When", EVENING))
        visitor.fill("When", "2024-03-31T02:30").press("Save")
        assert visitor.errors() == {"When": "This time does not exist on that day: the clocks are put forward."}
        visitor.fill("When", "2024-03-31T03:30").press("Save")
        assert visitor.said == [dt.datetime(2024, 3, 31, 1, 30, tzinfo=UTC)]

    @pytest.mark.parametrize("fold", [0, 1])
    @pytest.mark.parametrize("zone", [UTC, BERLIN])
    def test_of_an_hour_that_is_repeated_the_same_one_stays(self, form, fold, zone):
        given = dt.datetime(2024, 10, 27, 2, 30, tzinfo=BERLIN, fold=fold).astimezone(UTC)
        visitor = form(lambda: fr.datetime_input("When", given.astimezone(zone)))
        visitor.press("Save")
        assert visitor.said[0].astimezone(UTC) == given
        visitor.fill("When", "2024-10-27T02:45").press("Save")
        assert visitor.said[0].astimezone(UTC) == given + dt.timedelta(minutes=15)

    def test_otherwise_it_is_the_first(self, form):
        visitor = form(lambda: fr.datetime_input("When", EVENING))
        visitor.fill("When", "2024-10-27T02:30").press("Save")
        assert visitor.said == [dt.datetime(2024, 10, 27, 0, 30, tzinfo=UTC)]

    @pytest.mark.parametrize("fold", [0, 1])
    def test_a_slider_that_was_not_moved_stays(self, form, fold):
        given = dt.datetime(2024, 10, 27, 2, 30, tzinfo=BERLIN, fold=fold).astimezone(UTC)
        visitor = form(lambda: fr.slider("When", value=given, step=dt.timedelta(minutes=30)))
        visitor.press("Save")
        assert visitor.said == [given]


def test_it_is_read_in_the_zone_in_which_it_was_shown(form, monkeypatch):
    visitor = form(lambda: fr.datetime_input("When", EVENING, key="when"))
    visitor.fill("When", "2024-06-01T12:00")
    with timezone.override("Asia/Tokyo"):  # meanwhile the person has gone there
        visitor.press("Save")
    assert visitor.said == [dt.datetime(2024, 6, 1, 10, tzinfo=UTC)]


def test_a_slider_stands_on_the_current_clock(form):
    bounds = [EVENING - dt.timedelta(days=5), EVENING + dt.timedelta(days=5)]
    visitor = form(lambda: fr.slider("When", *bounds, EVENING, dt.timedelta(hours=1), "YYYY-MM-DD HH:mm"), script=True)
    (handle,) = visitor.controls("When")
    assert handle["aria-valuetext"] == "2024-01-02 00:30"
    visitor.press("Save")
    assert visitor.said == [EVENING]
    visitor.fill("When", str(int(handle["value"]) + 3_600_000_000)).press("Save")
    assert (visitor.said, visitor.said[0].tzinfo) == ([EVENING + dt.timedelta(hours=1)], UTC)


def test_a_slider_may_have_bounds_without_a_zone(form):
    draw = lambda: fr.slider("When", dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 9), EVENING)  # noqa: E731
    assert form(draw).said == [EVENING]


def test_days_and_times_are_those_of_the_current_zone(show):
    said: list[Any] = []

    def page():
        said[:] = [
            fr.date_input("Day", EVENING),
            fr.date_input("Days", (EVENING, EVENING)),
            fr.date_input("Bounded", dt.date(2024, 1, 2), EVENING, EVENING),
            fr.time_input("Time", EVENING),
        ]

    show(page)
    day = dt.date(2024, 1, 2)
    assert said == [day, (day, day), day, dt.time(0, 30)]
    with timezone.override("UTC"):
        show(lambda: said.append(fr.date_input("Day", EVENING)))
    assert said[-1] == dt.date(2024, 1, 1)


def test_a_time_with_a_zone_keeps_it(form):
    visitor = form(lambda: fr.time_input("Time", dt.time(9, 30, tzinfo=UTC)))
    visitor.fill("Time", "10:45").press("Save")
    assert visitor.said == [dt.time(10, 45, tzinfo=UTC)]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_today_and_now_are_the_current_zone_s(show, zone):
    said: list[Any] = []

    def page():
        said[:] = [fr.date_input("Day"), fr.datetime_input("Moment"), fr.time_input("Time")]

    with timezone.override(zone):
        before = timezone.localtime().replace(tzinfo=None, second=0, microsecond=0)
        show(page)
        after = timezone.localtime().replace(tzinfo=None)
    assert before <= said[1] <= after
    assert before.date() <= said[0] <= after.date()
    assert said[2] in (before.time(), after.time().replace(second=0, microsecond=0))


@pytest.mark.parametrize("store", ["process", "project"])
def test_code_sets_moments_too(show, db, store):
    def page():
        fr.datetime_input("When", EVENING, key="when")
        fr.date_input("Day", key="day")
        fr.time_input("Time", key="time")
        fr.button("Again")

    at = show(page, store=store)
    later = EVENING + dt.timedelta(hours=24)
    at.session_state.when, at.session_state.day, at.session_state.time = later, later, later
    at.run()
    assert [widget.proto.shown for widget in (at.datetime_input[0], at.date_input[0], at.time_input[0])] == [
        ["2024-01-03T00:30"], ["2024-01-03"], ["00:30"]
    ]  # fmt: skip
    at.button[0].click().run()
    assert at.session_state.when == later
    assert (at.session_state.day, at.session_state.time.replace(second=0, microsecond=0)) == (
        dt.date(2024, 1, 3), dt.time(0, 30)
    )  # fmt: skip


def test_the_zone_makes_no_other_widget_of_it(show):
    ids = set()
    for zone in ("UTC", "Asia/Tokyo"):
        with timezone.override(zone):
            at = show(lambda: [fr.datetime_input("When", EVENING), fr.time_input("Time", EVENING)])
            ids.add((at.datetime_input[0].id, at.time_input[0].id))
    assert len(ids) == 1


@pytest.mark.parametrize("posted", [["x"], ["nan"], ["1e999"], ["4", "5"], ["-7"], []])
@pytest.mark.parametrize(
    "draw",
    [
        lambda: fr.slider("Slide", 0, 9),
        lambda: fr.slider("Slide", value=EVENING),
        lambda: fr.select_slider("Slide", "abc"),
    ],
    ids=["numbers", "moments", "options"],
)
def test_a_refused_plain_form_shows_the_value_where_a_slider_was_forged(form, draw, posted):
    visitor = form(lambda: [draw(), fr.text_input("Needed", required=True)][0])
    (shown,) = visitor.shown("Slide")
    button = visitor.button("Save")
    pairs = [
        pair
        for pair in visitor.pairs(button["form"], button["value"])
        if pair[0] != visitor.controls("Slide")[0]["name"]
    ]
    answer = visitor.send_form([*((visitor.controls("Slide")[0]["name"], text) for text in posted), *pairs])
    assert answer.status_code == 422
    assert visitor.shown("Slide") == [shown]


@pytest.mark.parametrize("end", [dt.datetime.min, dt.datetime.max])  # noqa: DTZ901
def test_the_ends_of_the_calendar_are_no_broken_page(form, end):
    given = end.replace(tzinfo=TOKYO if end.year > 1 else dt.timezone(dt.timedelta(hours=-9)))
    visitor = form(
        lambda: [fr.datetime_input("When", given), fr.date_input("Day", given), fr.time_input("T", given)][0]
    )
    visitor.press("Save")
    assert visitor.said == [given]
    visitor.fill("When", f"{end:%Y-%m-%dT12:00}".rjust(16, "0")).press("Save")
    assert visitor.said[0].tzinfo == given.tzinfo
