"""The stylesheets of authors, over HTTP."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest

import formrerun as fr
from formrerun import store
from formrerun.markup.author_css import APP
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db

CARD = "<style>.card{background:#fee}</style><div class='card' style='width:37%'>A card</div>"


def sheets(page):
    return [link["href"] for link in page.all("link") if "/style/" in link.get("href")]


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_it_comes_with_what_it_styles_and_goes_with_it(serve, client, script):
    def page():
        if fr.toggle("Styled", value=True):
            width = fr.number_input("Width", value=37)
            fr.markdown(CARD.replace("37", str(width)), unsafe_allow_html=True)
            fr.html("<style>h1{color:rebeccapurple}</style>")

    visitor = Visitor(serve(page), client=client, script=script)
    card, title = sheets(visitor.page)
    answer = client.get(card)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert ".card{background:#fee;}" in answer.text
    assert "{width:37%;}" in answer.text
    assert "immutable" in answer["Cache-Control"]
    assert client.get(title).text == f"{APP} h1{{color:rebeccapurple;}}"


def test_it_is_found_by_a_process_that_did_not_make_it(serve, client):
    from formrerun.tables.encoding import bodies

    visitor = Visitor(serve(lambda: fr.html(CARD) and fr.button("Go")), client=client)
    bodies.clear()
    assert client.get(sheets(visitor.page)[0]).status_code == 200


def test_nothing_else_that_is_kept_is_served_as_one(serve, client):
    visitor = Visitor(serve(lambda: fr.html(CARD)), client=client)
    (url,) = sheets(visitor.page)
    kept = b'{"is":"table"}\n'
    from formrerun.tables.encoding import bodies

    bodies.put(sha256(kept).hexdigest(), kept)
    for digest in (sha256(kept).hexdigest(), "0" * 64, "a", "..", "A" * 64):
        assert client.get(re.sub(r"[0-9a-f]{64}", digest, url)).status_code == 404
    assert store.default() is not None


def test_a_page_without_styles_has_no_stylesheet_and_no_inline_style(serve, client):
    page = Visitor(serve(lambda: fr.markdown("<p align='center'>x</p>", unsafe_allow_html=True)), client=client).page
    assert sheets(page) == []
    assert not [node for node in page.walk() if "style" in node]
