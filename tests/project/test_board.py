"""The shared board: cards come, move and go, whoever else is at it."""

from __future__ import annotations

import pytest

from project.board import pages
from project.board.models import Card
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def come():
    return Visitor("/board/", script=True)


def put(visitor, title, person=""):
    return visitor.fill("What is to be done?", title).fill("Who does it?", person).press("Put it on the board")


def test_a_card_is_put_moved_and_removed():
    ann = come()
    put(ann, "Water the plants", "Ann")
    ann.press("Doing")
    assert "To do (0)" in ann.text
    assert "Doing (1)" in ann.text
    ann.press("Done")
    ann.press("Remove")
    assert not Card.objects.exists()


def test_two_people_move_the_same_card():
    put(come(), "Water the plants")
    ann, bob = come(), come()
    ann.press("Doing")
    bob.press("Doing")
    assert Card.objects.get().stage == "doing"
    assert "Doing (1)" in bob.text


def test_a_card_that_somebody_has_removed_is_said_to_be_gone():
    put(come(), "Water the plants")
    ann = come()
    Card.objects.all().delete()
    ann.press("Doing")
    assert "Somebody has removed that card." in ann.text


def test_a_full_board_takes_no_card_and_keeps_what_was_typed(monkeypatch):
    monkeypatch.setattr(pages, "ROOM", 1)
    ann = come()
    put(ann, "Water the plants")
    put(ann, "Feed the cat", "Ann")
    assert Card.objects.count() == 1
    assert "The board is full" in ann.text
    assert ann.shown("What is to be done?") == ["Feed the cat"]


def test_what_people_write_is_text():
    ann = come()
    put(ann, "<b>**bold**</b> <script>alert(1)</script>")
    assert "<b>**bold**</b> <script>alert(1)</script>" in ann.text
