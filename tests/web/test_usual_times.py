"""How soon a run is shown while it goes on follows what is known of those before it."""

from __future__ import annotations

import pytest

from formrerun.protocol.posted import PostData
from formrerun.web import usual_times
from formrerun.web.usual_times import doing, note, patience


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.setattr(usual_times, "_usual", type(usual_times._usual)(lambda: 10))


@pytest.mark.parametrize(
    ("took", "wait"),
    [([], 0.015), ([0.001], 0.015), ([0.02], 0.04), ([0.08], 0.06), ([0.1], 0.0), ([30.0], 0.0)],
    ids=["unknown", "quick", "slower", "no longer than ever", "long", "longer"],
)
def test_a_quick_run_is_waited_for_and_a_long_one_is_shown_at_once(took, wait):
    for seconds in took:
        note(("page", "press"), seconds)
    assert patience(("page", "press"), "POST") == wait


def test_what_was_long_once_is_forgotten():
    note(("page", "press"), 3600)
    for _ in range(5):
        note(("page", "press"), 0.01)
    assert patience(("page", "press"), "POST") > 0


def test_every_button_and_field_of_a_page_has_times_of_its_own():
    posted = [{"trigger": "a"}, {"trigger": "b"}, {"fields": {"a": ["1"]}}]
    done = [None, *(PostData(tab="tab", **each) for each in posted)]
    names = {doing("page", posted) for posted in done}
    assert len(names) == 4
    note(doing("page", done[1]), 9.0)
    assert patience(doing("page", done[1]), "POST") == 0.0
    assert patience(doing("page", done[2]), "POST") == usual_times.UNKNOWN["POST"]


def test_a_page_that_is_opened_waits_longer():
    assert patience(("page",), "GET") == usual_times.UNKNOWN["GET"]
    note(("page",), 0.2)
    assert patience(("page",), "GET") == usual_times.PATIENCE["GET"]
    note(("page",), 9.0)
    assert patience(("page",), "GET") == usual_times.AT_ONCE["GET"]
