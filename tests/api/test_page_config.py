"""``set_page_config``: what Streamlit's scripts give it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

import formrerun as fr
from formrerun.api.page_config import RANDOM
from formrerun.engine.context import activate
from formrerun.engine.run import Run


def icon_of(given):
    run = Run.bare()
    with activate(run):
        fr.set_page_config(page_icon=given)
    return run.config.icon


@pytest.mark.parametrize(
    ("given", "icon"),
    [
        ("🦈", "🦈"),
        (":shark:", "🦈"),
        (" 👩‍🚀 ", "👩‍🚀"),
        (":material/home:", ":material/home:"),
        (":no_such_thing:", ":no_such_thing:"),
        ("logo.png", None),
        ("https://example.org/logo", None),
        (Path("logo.png"), None),
        (BytesIO(b"png"), None),
        (None, None),
    ],
)
def test_an_icon_is_a_character_or_a_symbol_and_a_picture_none(given, icon):
    assert icon_of(given) == icon


def test_a_random_icon_is_one_of_many():
    assert icon_of("random") in RANDOM


def test_a_picture_leaves_the_icon_that_was_set_before():
    run = Run.bare()
    with activate(run):
        fr.set_page_config(page_icon="🦈")
        fr.set_page_config(page_icon="logo.png", menu_items={"About": "This app", "Get help": None})
    assert run.config.icon == "🦈"
