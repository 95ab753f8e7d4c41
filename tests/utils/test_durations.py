"""Times as text: one parser for whatever takes one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from formrerun.exceptions import StreamlitAPIException, StreamlitBadTimeStringError
from formrerun.utils.durations import milliseconds, milliseconds_in, seconds

TIMES = [
    ("250ms", 250), ("10s", 10_000), ("1.5s", 1_500), (".5s", 500), ("0.5 s", 500), ("3 secs", 3_000), ("5m", 300_000),
    ("2 min", 120_000), ("2 minutes", 120_000), ("1h30m", 5_400_000), ("1h 30m", 5_400_000), ("1 hr", 3_600_000),
    ("2 hours", 7_200_000), ("1d2h34m", 95_640_000), ("2 days", 172_800_000), ("1 Day", 86_400_000), (" 1s ", 1_000),
    ("20 milliseconds", 20), ("0s", 0),
]  # fmt: skip
NONE = ["", " ", "soon", "10", "s", "1 fortnight", "1.2.3s", "1s2", "-1s", "1s, 2s", "1e3s", "1,5s", "5msx", "1:30"]


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_a_time_as_text(text, expected):
    assert milliseconds_in(text) == pytest.approx(expected)
    assert seconds(text) == pytest.approx(expected / 1000)
    if expected:
        assert milliseconds(text) == expected


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_time(text):
    assert milliseconds_in(text) is None
    for read in (milliseconds, seconds):
        with pytest.raises(StreamlitBadTimeStringError, match="Time string doesn't look right"):
            read(text)


@pytest.mark.parametrize(("value", "expected"), [(None, None), (2, 2.0), (0.5, 0.5), (timedelta(minutes=1), 60.0)])
def test_what_is_no_text(value, expected):
    assert seconds(value) == expected
    assert milliseconds(value) == (None if expected is None else expected * 1000)


def test_a_pause_between_runs_is_positive_and_a_ttl_need_not_be():
    assert seconds("0s") == 0
    with pytest.raises(StreamlitAPIException, match="is not a time"):
        milliseconds("0s")
