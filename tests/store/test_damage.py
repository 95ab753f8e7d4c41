"""A record that somebody or something has damaged: the tab starts afresh and says so."""

from __future__ import annotations

import enum

import pytest

import formrerun as fr
from formrerun.models import Tab
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db

COLUMNS = ["state", "manifest", "hashes", "html", "meta"]
DAMAGE = {
    "empty": lambda data: data[:0],
    "cut": lambda data: data[: len(data) // 2],
    "noise": lambda data: b"\xff\x00noise" if isinstance(data, bytes) else "\ufffdnoise",
    "other JSON": lambda data: b"[]" if isinstance(data, bytes) else "[]",
    "null": lambda data: b"null" if isinstance(data, bytes) else "null",
}


def counter():
    fr.session_state.setdefault("count", 0)
    if fr.button("More"):
        fr.session_state.count += 1
    fr.text(f"count {fr.session_state.count}")


def damage(column, how):
    row = Tab.objects.get()
    held = getattr(row, column)
    held = bytes(held) if column != "meta" else held
    Tab.objects.update(**{column: DAMAGE[how](held)})


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("column", COLUMNS)
def test_a_damaged_column_is_said_and_the_next_page_works(serve, column, how, script):
    visitor = Visitor(serve(counter), script=script)
    visitor.press("More")
    damage(column, how)
    answer = visitor.press("More")
    assert answer.status_code < 500
    if column in ("state", "manifest", "meta"):
        assert answer.status_code == 404
        assert b"not known any more" in answer.content
    visitor.open()
    assert visitor.response.status_code == 200
    assert "count" in visitor.text
    assert visitor.press("More").status_code in (200, 303)


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_page_that_a_redirect_points_at_is_drawn_afresh(serve, how):
    visitor = Visitor(serve(counter))
    visitor.press("More")
    damage("html", how)
    visitor.open()
    assert visitor.response.status_code == 200
    assert "count" in visitor.text


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


def test_options_of_a_class_that_was_renamed_are_found_by_running_the_page(serve, monkeypatch):
    offered = [Colour.RED, Colour.BLUE]

    def page():
        chosen = fr.radio("Colour", offered, format_func=lambda colour: colour.name, key="colour")
        fr.text(f"chosen {chosen}")

    visitor = Visitor(serve(page), script=True)

    class Hue(enum.Enum):
        RED = 1
        BLUE = 2

    monkeypatch.delattr(f"{__name__}.Colour")
    monkeypatch.setattr(f"{__name__}.Hue", Hue, raising=False)
    offered[:] = Hue
    assert visitor.change("Colour", "BLUE").status_code == 200
    visitor.open(f"{visitor.url}?fr={visitor.tab}.0")
    assert "chosen Hue.BLUE" in visitor.text
