"""A callback names the fragments that run in the page's stead: ``fr.rerun("orders")`` (semantics 2.3)."""

from __future__ import annotations

from collections import Counter

import pytest

import formrerun as fr
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db

RAN: Counter[str] = Counter()


@fr.fragment(key="left")
def left():
    """One of two."""
    RAN["left"] += 1
    fr.text(f"left {fr.session_state.get('n', 0)}")


@fr.fragment(key="right")
def right():
    """The other one."""
    RAN["right"] += 1
    fr.text(f"right {fr.session_state.get('n', 0)}")


def count(scope):
    """Count, then ask for a run."""
    fr.session_state.n = fr.session_state.get("n", 0) + 1
    fr.rerun(scope)


def both():
    """Two fragments, and buttons for one, for both and for nobody."""
    RAN["page"] += 1
    left()
    right()
    fr.button("One", on_click=count, args=("left",))
    fr.button("Both", on_click=count, args=(["left", "right"],))
    fr.button("Unknown", on_click=count, args=("elsewhere",))


@pytest.mark.parametrize(
    ("button", "ran"),
    [
        ("One", {"left": 1}),
        ("Both", {"page": 1, "left": 1, "right": 1}),
        ("Unknown", {"page": 1, "left": 1, "right": 1}),
    ],
)
def test_a_callback_names_what_runs(serve, button, ran):
    visitor = Visitor(serve(both), script=True)
    RAN.clear()
    visitor.press(button)
    assert ran == RAN
    assert ("left 1" in visitor.text, "right 1" in visitor.text) == (True, button != "One")
