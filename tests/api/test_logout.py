"""``logout`` logs out who has pressed for it, and nobody else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.test import Client

import formrerun as fr
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


def account():
    fr.text(f"logged in: {fr.user.is_logged_in}")
    if fr.button("Log out"):
        fr.logout()


@pytest.fixture
def client():
    client = Client()
    client.force_login(User.objects.create_user("ann"))
    return client


@pytest.mark.parametrize("script", [False, True])
def test_a_press_logs_out_and_comes_back(serve, client, script):
    visitor = Visitor(serve(account), client, script=script)
    assert "logged in: True" in visitor.page.text
    answer = visitor.press("Log out")
    if script:
        client.get(answer.headers.get("Location") or answer.headers["FR-Location"], follow=True)
    assert "_auth_user_id" not in client.session
    assert "logged in: False" in Visitor(visitor.url, client).page.text


def test_it_goes_where_the_site_says(serve, client, settings):
    settings.LOGOUT_REDIRECT_URL = "/bye/"
    visitor = Visitor(serve(account), client)
    answer = client.post(visitor._action(), dict(visitor.pairs("fr-page", visitor.button("Log out")["value"])))
    assert client.get(answer["Location"])["Location"] == "/bye/"


def test_opening_a_page_logs_nobody_out(serve, client, settings):
    settings.FORMRERUN = {"SHOW_ERROR_DETAILS": True}
    assert "needs a press" in Visitor(serve(lambda: fr.logout()), client).page.text
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "word", ["", "x", signing.dumps(["1", "/"], salt="another")], ids=["none", "no word", "another's"]
)
def test_a_link_without_the_word_of_a_page_logs_nobody_out(serve, client, word):
    serve(account)
    assert client.get("/formrerun/logout/", {"of": word}).status_code == 400
    assert "_auth_user_id" in client.session


def test_the_word_for_another_user_logs_nobody_out(serve, client):
    serve(account)
    word = signing.dumps(["999999", "/there/"], salt="formrerun.logout")
    assert client.get("/formrerun/logout/", {"of": word})["Location"] == "/there/"
    assert "_auth_user_id" in client.session
