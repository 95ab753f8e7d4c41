"""The way without WebSockets: a page's browser asks for versions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from formrerun import live
from tests.live.conftest import of, topics
from tests.visitor import Visitor, parse

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


def orders():
    live.subscribe("orders")


@pytest.fixture
def ann(serve):
    return Visitor(serve(orders))


def ask(visitor, signed=None, **headers):
    url = visitor.page.one("fr-live")["data-fr-url"]
    return visitor.client.get(url, {"of": of(visitor) if signed is None else signed}, headers=headers)


def test_it_answers_with_versions(ann):
    assert ask(ann).json() == topics(ann)
    live.refresh("orders", "salaries")
    news = ask(ann).json()
    assert list(news) == ["orders"]
    assert news["orders"] > topics(ann)["orders"]


def test_a_page_that_wsgi_serves_does_not_try_a_websocket(ann):
    assert "data-fr-sockets" not in ann.page.one("fr-live")


WITHOUT_CHANNELS = """
import sys
sys.modules["channels"] = None
import django
django.setup()
from django.core.management import call_command
call_command("migrate", "formrerun_live", verbosity=0)
from formrerun import live
from formrerun.live import topics
live.refresh("orders")
print(topics.versions(["orders"])["orders"] > 0)
"""


def test_without_channels_only_asking_is_left(tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_SQLITE": str(tmp_path / "db")}
    said = subprocess.run(
        [sys.executable, "-c", WITHOUT_CHANNELS], env=environment, cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert said.stdout == "True\n"


def test_who_only_looks_gets_a_list_that_nobody_may_use(serve):
    client = Client()
    html = client.get(serve(orders), headers={"Sec-Purpose": "prefetch"}).content.decode()
    element = parse(html).one("fr-live")
    assert client.get(element["data-fr-url"], {"of": element["data-fr-of"]}).status_code == 403


def test_nothing_new_is_a_304(ann):
    tag = ask(ann)["ETag"]
    again = ask(ann, **{"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    live.refresh("orders")
    assert ask(ann, **{"If-None-Match": tag}).status_code == 200


def test_an_answer_is_kept_by_the_browser_alone_and_never_unasked(ann):
    assert ask(ann)["Cache-Control"] == "private, no-cache"


def test_it_costs_the_session_and_one_query(ann, django_assert_num_queries):
    with django_assert_num_queries(2):
        ask(ann)


@pytest.mark.parametrize("signed", ["", "orders", "x" * 9000, "\x00", "é"])
def test_a_list_that_was_not_signed_here_is_forbidden(ann, signed):
    assert ask(ann, signed).status_code == 403


def test_another_session_s_list_is_forbidden(ann, serve):
    bob = Visitor(serve(orders))
    assert ask(bob, of(ann)).status_code == 403


def test_without_a_session_it_is_forbidden(ann):
    ann.client.cookies.clear()
    assert ask(ann).status_code == 403


def test_posting_there_is_not_possible(ann):
    assert ann.client.post("/formrerun/live/").status_code in (403, 405)
