"""``set_page_config``: what Streamlit's scripts give it."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from pathlib import Path

import PIL.Image
import pytest
from django.test import Client

import formrerun as fr
from formrerun.api.page_config import RANDOM
from formrerun.engine.context import activate
from formrerun.engine.run import Run
from tests.visitor import Visitor


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
        ("https://example.org/logo", "https://example.org/logo"),
        ("https://example.org/" + "l" * 600, None),
        (Path("logo.png"), None),
        ("logo/", None),
        (object(), None),
        (None, None),
    ],
)
def test_an_icon_is_a_character_or_a_symbol_and_what_is_no_picture_none(given, icon):
    assert icon_of(given) == icon


def test_a_random_icon_is_one_of_many():
    assert icon_of("random") in RANDOM


def test_a_picture_leaves_the_icon_that_was_set_before():
    run = Run.bare()
    with activate(run):
        fr.set_page_config(page_icon="🦈")
        fr.set_page_config(page_icon="logo.png", menu_items={"About": "This app", "Get help": None})
    assert run.config.icon == "🦈"


@pytest.mark.django_db
class TestAPicture:
    """A picture is kept as those of ``image`` are, and the browser's tab shows it."""

    @pytest.fixture
    def pictures(self, tmp_path):
        red, blue = (PIL.Image.new("RGB", (16, 16), colour) for colour in ("red", "blue"))
        red.save(tmp_path / "ä red.png")
        return tmp_path / "ä red.png", blue

    def shown(self, html: str) -> str:
        return unescape(re.search(r'rel="shortcut icon" href="([^"]*)"', html)[1])

    def test_it_is_the_icon_of_the_page(self, serve, client, pictures):
        for given in (*pictures, str(pictures[0]), pictures[0].read_bytes(), BytesIO(pictures[0].read_bytes())):
            url = serve(lambda given=given: fr.set_page_config(page_icon=given))
            address = self.shown(client.get(url).content.decode())
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert answer["Content-Type"] in ("image/png", "image/jpeg")
            assert Client().get(address).status_code in (403, 404)  # it is the visitor's, as all that a page keeps

    def test_another_one_comes_with_the_answer_to_a_submission(self, serve, pictures):
        tab = Visitor(serve(lambda: fr.set_page_config(page_icon=pictures[fr.button("Blue")])), script=True)
        address = tab.press("Blue")["FR-Icon"]
        red, _green, blue = PIL.Image.open(BytesIO(tab.client.get(address).content)).getpixel((0, 0))
        assert (red, blue) == (0, pytest.approx(255, abs=5))

    def test_one_on_another_site_is_named(self, serve, client):
        url = serve(lambda: fr.set_page_config(page_icon="https://example.org/ä.png?a=1&b=2"))
        assert self.shown(client.get(url).content.decode()) == "https://example.org/%C3%A4.png?a=1&b=2"
