"""A callback names the fragments that run in the page's stead: ``fr.rerun("orders")`` (semantics 2.3)."""

from __future__ import annotations

from collections import Counter
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Group

import formrerun as fr
from formrerun.engine.context import current_run
from formrerun.engine.control_flow import Interrupt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("come")]

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
    fr.button("One and unknown", on_click=count, args=(["left", "elsewhere"],))
    fr.button("Unknown", on_click=count, args=("elsewhere",))


@pytest.mark.parametrize(
    ("button", "ran"),
    [
        ("One", {"left": 1}),
        ("Both", {"left": 1, "right": 1}),
        ("One and unknown", {"page": 1, "left": 1, "right": 1}),
        ("Unknown", {"page": 1, "left": 1, "right": 1}),
    ],
)
def test_a_callback_names_what_runs(come, button, ran):
    visitor = come(both)
    visitor.press(button)
    assert ran == RAN
    assert ("left 1" in visitor.text, "right 1" in visitor.text) == (True, button != "One")


@fr.fragment(key="failing")
def failing():
    """Draw, write down that it did, and fail."""
    RAN["failing"] += 1
    fr.text(f"failing {fr.session_state.get('n', 0)}")
    if fr.session_state.get("n"):
        raise ValueError("this part fails")


@fr.fragment(key="around")
def around():
    """Draw one that fails and one that does not."""
    RAN["around"] += 1
    failing()
    left()


def some_fail():
    """A page with one that fails."""
    RAN["page"] += 1
    around()
    right()
    fr.button("Failing and right", on_click=count, args=(["right", "failing"],))
    fr.button("Around and left", on_click=count, args=(["left", "around"],))


def test_an_exception_ends_only_its_own_fragment(come):
    visitor = come(some_fail)
    visitor.press("Failing and right")
    assert RAN == {"failing": 1, "right": 1}
    assert "this part fails" in visitor.text
    assert "failing 1" in visitor.text
    assert "right 1" in visitor.text
    assert "left 0" in visitor.text


def test_a_fragment_that_stands_in_another_of_them_runs_once(come):
    come(some_fail).press("Around and left")
    assert RAN == {"around": 1, "failing": 1}


ORDER: list[str] = []


@fr.fragment(key="inner one")
def inner_one():
    """A fragment in another one."""
    ORDER.append("one")


@fr.fragment
def one():
    """It runs alone by its button."""
    inner_one()
    fr.button("Only one")


@fr.fragment(key="inner two")
def inner_two():
    """A fragment in another one."""
    ORDER.append("two")


@fr.fragment
def two():
    """It runs alone by its button."""
    inner_two()
    fr.button("Only two")


def in_order():
    one()
    two()
    fr.button("Both inner ones", on_click=count, args=(["inner two", "inner one"],))


def test_they_run_in_the_order_of_the_page(come):
    visitor = come(in_order)
    for name in ("one", "two", "one"):
        visitor.press(f"Only {name}")
        ORDER.clear()
        visitor.press("Both inner ones")
        assert ORDER == ["one", "two"]


@fr.fragment(key="left")
def outside(box):
    """Another fragment of that key; it draws outside of itself."""
    RAN["outside"] += 1
    box.text(f"outside {fr.session_state.get('n', 0)}")


def one_draws_outside():
    RAN["page"] += 1
    left()
    outside(fr.container())
    fr.button("Left", on_click=count, args=("left",))


def test_where_one_of_them_draws_outside_of_itself_the_page_runs(come):
    visitor = come(one_draws_outside)
    visitor.press("Left")
    assert RAN == {"page": 1, "left": 1, "outside": 1}
    assert "outside 1" in visitor.text


@fr.fragment(key="ended")
def ended():
    """Somebody presses Stop while it runs."""
    if fr.session_state.get("n"):
        Group.objects.create(name="undone")
        current_run().interruption.requests.add(Interrupt.STOP)
        fr.text("never reached")


@fr.fragment(key="writing")
def writing():
    """It writes, and ends well."""
    if fr.session_state.get("n"):
        Group.objects.create(name="done")


def stopped():
    failing()
    writing()
    ended()
    fr.button("Fail and stop", on_click=count, args=(["failing", "ended"],))
    fr.button("Write and stop", on_click=count, args=(["writing", "ended"],))


@pytest.mark.parametrize(
    ("button", "left", "said"),
    [
        ("Fail and stop", [], "Stopped. What the page had written until then was undone."),
        ("Write and stop", ["done"], "Stopped. What was finished by then stays done; the rest was undone."),
    ],
)
def test_stop_says_what_becomes_of_what_they_wrote(come, button, left, said):
    answer = come(stopped).press(button)
    assert unquote(answer["FR-Message"]) == said
    assert list(Group.objects.values_list("name", flat=True)) == left
