"""``login`` leads to the site's login page."""

from __future__ import annotations

import pytest
from django.test import override_settings

import formrerun as fr
from formrerun.engine.control_flow import SwitchPage

pytestmark = pytest.mark.django_db


def page(caught):
    try:
        fr.login("there")
    except SwitchPage as switch:
        caught.append((switch.target, switch.query_params["provider"], "next" in switch.query_params))


def test_it_leads_to_the_login_page(show):
    caught = []
    with override_settings(LOGIN_URL="https://id.example/login/"):
        show(lambda: page(caught))
    assert caught == [("https://id.example/login/", "there", True)]


@override_settings(LOGIN_URL="/there/is/none/")
def test_a_site_without_one_is_told_what_to_do(show):
    message = show(fr.login).exception[0].message
    assert "there is none at LOGIN_URL, /there/is/none/" in message


def test_a_browser_is_sent_there_and_comes_back(serve, client):
    url = serve(lambda: fr.login())
    with override_settings(LOGIN_URL=url):  # any page will do
        answer = client.get(url)
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{url}?next=%2F") or answer["Location"].startswith(f"{url}?next=/")
