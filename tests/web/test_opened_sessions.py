"""A browser that opens pages at once, and has no session yet, keeps them all."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.test import AsyncClient, Client

import formrerun as fr
from formrerun.engine.context import current_run
from formrerun.models import Tab
from tests.visitor import Visitor, parse

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])


@pytest.fixture
def url(serve):
    """A page with a form, a table and a field that is shared by the tabs of a session."""

    def page():
        fr.button("Leave", on_click=lambda: logout(current_run().request))
        with fr.form("f"):
            name = fr.text_input("Name", key="name")
            fr.form_submit_button("Send")
        fr.dataframe({"a": [1, 2]})
        fr.text(f"seen {name!r}")

    return serve(page)


@pytest.fixture
def open_at_once(url):
    """Return visitors at pages that one browser has opened at the same time: none of the requests had a cookie."""

    def open_(count, script):
        browser, visitors = Client(enforce_csrf_checks=True), []
        for _ in range(count):
            visitor = Visitor(url, Client(enforce_csrf_checks=True), script=script)
            for name, cookie in visitor.client.cookies.items():
                browser.cookies[name] = cookie.value
            visitors.append(visitor)
        for visitor in visitors:
            visitor.client = browser
        return visitors

    return open_


@BOTH
def test_each_page_takes_its_submission(open_at_once, script):
    for number, visitor in enumerate(open_at_once(3, script)):
        answer = visitor.fill("Name", f"Ada {number}").press("Send")
        assert answer.status_code == (200 if script else 303)
        assert f"seen 'Ada {number}'" in visitor.text
    assert len(set(Tab.objects.filter(used=True).values_list("owner", flat=True))) == 1  # the one session's


def test_the_data_of_each_page_is_found(open_at_once):
    for visitor in open_at_once(2, True):
        [table] = visitor.page.all("fr-table")
        assert visitor.client.get(table["data-fr-src"]).status_code == 200


def test_others_have_nothing_of_it(open_at_once):
    first, _second = open_at_once(2, False)
    stranger = Visitor(first.url, script=True)
    assert stranger.send(first.compose(first.button("Send")["form"], first.button("Send")["value"])).status_code == 404


def test_the_cookie_is_the_session_s_in_all_but_its_age(client, url, settings):
    settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_SAMESITE = "/site/", "Strict"
    answer = client.get(url)
    [name] = [name for name in answer.cookies if name.startswith("formrerun-")]
    cookie = answer.cookies[name]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/site/", "Strict", True)
    assert cookie["max-age"] == 60 * 60


def test_who_has_a_session_gets_none(client, url):
    client.get(url)
    assert not any(name.startswith("formrerun-") for name in client.get(url).cookies)


def test_who_is_logged_in_needs_none(client, url):
    client.force_login(User.objects.create(username="ann"))
    assert not any(name.startswith("formrerun-") for name in client.get(url).cookies)


def test_where_an_event_loop_runs_too(transactional_db, url):
    answer = async_to_sync(AsyncClient().get)(url)
    assert any(name.startswith("formrerun-") for name in answer.cookies)
    assert parse(answer.content.decode()).one(id="fr-app")


@BOTH
def test_logging_out_ends_them_all(open_at_once, script):
    first, second = open_at_once(2, script)
    tabs = [first.tab, second.tab]
    second.press("Leave")
    assert not Tab.objects.filter(pk__in=tabs).exists()
    assert first.fill("Name", "Ada").press("Send").status_code == 404


@BOTH
@pytest.mark.parametrize("value", ["", "nonsense", "a" * 24, f"{'a' * 24}.{'b' * 64}", "ä" * 24, "\x00" * 24])
def test_a_cookie_that_nobody_gave_is_nothing(url, script, value):
    visitor = Visitor(url, Client(enforce_csrf_checks=True), script=script)
    visitor.client.cookies["formrerun-0"] = value
    assert visitor.fill("Name", "Ada").press("Send").status_code == (200 if script else 303)
