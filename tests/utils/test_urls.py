"""What has room in an address."""

from __future__ import annotations

import logging

from formrerun.utils import urls
from formrerun.utils.urls import LONGEST_PARAMETER, LONGEST_QUERY, has_room, short_query, with_query


def test_a_long_parameter_has_no_room():
    assert has_room({}, "a", "x" * (LONGEST_PARAMETER - 3))
    assert not has_room({}, "a", "x" * LONGEST_PARAMETER)
    assert not has_room({}, "a", "ж" * (LONGEST_PARAMETER // 5))  # six characters each, in an address


def test_all_together_have_as_much():
    half = "x" * (LONGEST_QUERY // 2)
    assert not has_room({"a": half}, "b", half)
    assert has_room({"a": half, "b": half}, "b", "short")  # it counts as what it becomes
    assert short_query({"a": half, "b": half, "c": "1"}) == {"a": half, "c": "1"}
    assert short_query({"a": half, "b": half, "c": "1"}, first=["b"]) == {"b": half, "c": "1"}


def test_a_query_may_be_pairs_or_nothing():
    assert short_query([("a", 1), ("b", ["2", "3"])]) == {"a": 1, "b": ["2", "3"]}
    assert with_query("/p/?q=1", short_query(None)) == "/p/?q=1"


def test_what_is_left_out_is_said_once_while_a_site_is_developed(settings, caplog, monkeypatch):
    monkeypatch.setattr(urls, "_said", set())
    with caplog.at_level(logging.WARNING, "formrerun"):
        short_query({"notes": "x" * 5000})
        assert caplog.messages == []
        settings.DEBUG = True
        for _ in range(2):
            short_query({"notes": "x" * 5000})
    [message] = caplog.messages
    assert "'notes' is too long for an address" in message
