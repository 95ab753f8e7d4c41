"""Waiting: bounded, forgotten when nobody waits, and shown to others as long as it lasts."""

from __future__ import annotations

import logging
import time
from threading import Event, Thread

import pytest

from formrerun.exceptions import TabBusy
from formrerun.store.locks import Deadline, Heartbeat, KeyedLocks


def test_two_names_do_not_wait_for_each_other():
    locks = KeyedLocks()
    with locks.hold("a", Deadline(0)), locks.hold("b", Deadline(0)):
        assert len(locks) == 2
    assert len(locks) == 0


def test_whoever_waits_too_long_is_told_so():
    locks = KeyedLocks()
    with locks.hold("a", Deadline(0)):
        with pytest.raises(TabBusy, match="your input is kept"), locks.hold("a", Deadline(0)):
            pass
        assert len(locks) == 1
    assert len(locks) == 0


def test_whoever_waits_gets_it_when_it_is_free():
    locks, waits, order = KeyedLocks(), Event(), []

    def second() -> None:
        waits.set()
        with locks.hold("a", Deadline(60)):
            order.append("second")

    thread = Thread(target=second)
    with locks.hold("a", Deadline(0)):
        thread.start()
        waits.wait()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert len(locks) == 0


def test_an_error_in_the_block_frees_it():
    locks = KeyedLocks()
    with pytest.raises(ZeroDivisionError), locks.hold("a", Deadline(0)):
        raise ZeroDivisionError
    with locks.hold("a", Deadline(0)):
        pass


def test_a_deadline_is_the_setting_s_and_ends(settings, monkeypatch):
    settings.FORMRERUN = {"LOCK_TIMEOUT": 7}
    with monkeypatch.context() as still:
        still.setattr(time, "monotonic", lambda: 100.0)
        assert Deadline().left == 7
    assert Deadline(60).pause(1)
    over = Deadline(0)
    assert over.left == 0
    assert not over.pause(1)


def test_a_heart_beats_until_its_block_ends():
    heart, beats = Heartbeat(0.001), []
    third = Event()

    def beat() -> None:
        beats.append(1)
        if len(beats) >= 3:
            third.set()

    with heart.beats(beat):
        assert third.wait(60)
    count, later = len(beats), Event()
    with heart.beats(later.set):
        assert later.wait(60)  # the heart still beats, but not for the block that has ended
    assert len(beats) == count


def test_a_beat_that_fails_is_logged_and_tried_again(caplog):
    heart, tries, second = Heartbeat(0.001), [], Event()

    def beat() -> None:
        tries.append(1)
        if len(tries) >= 2:
            second.set()
        raise ConnectionError("the cache is away")

    with caplog.at_level(logging.ERROR), heart.beats(beat):
        assert second.wait(60)
    assert "A lock could not be renewed" in caplog.text
