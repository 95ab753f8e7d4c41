"""Login, logout and the rotation of keys: whose tab it is then (decision 4)."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model, login, logout
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

import formrerun as fr
from formrerun.models import Tab
from tests.visitor import Visitor


def count() -> None:
    fr.session_state.count = fr.session_state.get("count", 0) + 1


def enter() -> None:
    user = get_user_model().objects.get(username="ada")
    login(fr.get_script_run_ctx().request, user, "django.contrib.auth.backends.ModelBackend")


def leave() -> None:
    logout(fr.get_script_run_ctx().request)


def door(request):
    """A counter at a door."""
    fr.button("Count", on_click=count)
    fr.button("Enter", on_click=enter)
    fr.button("Leave", on_click=leave)
    fr.write(f"count={fr.session_state.get('count')} user={request.user}")


@pytest.fixture
def url(serve, django_user_model, transactional_db):
    django_user_model.objects.create_user("ada")
    django_user_model.objects.create_user("bob")
    return serve(door)


def test_login_in_a_callback_keeps_the_tab(url):
    visitor = Visitor(url, script=True)
    visitor.press("Count")
    tab, key = visitor.tab, visitor.client.session.session_key
    visitor.press("Enter")
    assert "count=1 user=ada" in visitor.text
    assert visitor.client.session.session_key != key
    visitor.press("Count")
    assert visitor.tab == tab
    assert "count=2 user=ada" in visitor.text


def test_login_on_another_page_keeps_the_tab(url, django_user_model):
    visitor = Visitor(url, script=True)
    visitor.press("Count")
    visitor.client.force_login(django_user_model.objects.get(username="ada"))
    assert visitor.press("Count").status_code == 200
    assert "count=2 user=ada" in visitor.text


def test_the_rotation_of_the_session_s_key_keeps_the_tab(url):
    visitor = Visitor(url, script=True)
    visitor.press("Count")
    session = visitor.client.session
    session.cycle_key()
    visitor.client.cookies["sessionid"] = session.session_key
    visitor.press("Count")
    assert "count=2" in visitor.text


def test_a_session_that_expired_goes_on_after_a_new_login(url, django_user_model):
    ada = django_user_model.objects.get(username="ada")
    visitor = Visitor(url, script=True)
    visitor.client.force_login(ada)
    visitor.press("Count")
    Session.objects.all().delete()
    assert visitor.press("Count").status_code == 404
    visitor.client.force_login(ada)
    visitor.press("Count")
    assert "count=2" in visitor.text


def test_logout_is_final(url, django_user_model):
    ada = django_user_model.objects.get(username="ada")
    visitor = Visitor(url, script=True)
    visitor.client.force_login(ada)
    visitor.press("Count")
    visitor.client.post(reverse("logout"), headers={"X-CSRFToken": visitor.app["data-fr-csrf"]})
    assert not Tab.objects.exists()
    visitor.client.force_login(ada)
    assert visitor.press("Count").status_code == 404


def test_logout_in_a_callback_is_final(url, django_user_model):
    ada = django_user_model.objects.get(username="ada")
    visitor = Visitor(url, script=True)
    visitor.client.force_login(ada)
    visitor.press("Count")
    tab = visitor.tab
    answer = visitor.press("Leave")
    assert answer.status_code == 200
    assert "user=AnonymousUser" in answer.content.decode()
    assert not Tab.objects.filter(pk=tab).exists()
    assert "_auth_user_id" not in visitor.client.session
    assert "count=None" in visitor.text


def test_another_user_s_tab_is_not_found_and_nothing_says_that_it_exists(url, django_user_model):
    owner, stranger = Visitor(url, script=True), Visitor(url, Client(enforce_csrf_checks=True), script=True)
    owner.client.force_login(django_user_model.objects.get(username="ada"))
    owner.press("Count")
    stranger.client.force_login(django_user_model.objects.get(username="bob"))
    body = stranger.compose("fr-page", stranger.button("Count")["value"])
    answers = []
    for tab in (owner.tab, "0" * 32):
        answer = stranger.send({**body, "tab": tab})
        answers.append((answer.status_code, answer.content))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    owner.press("Count")
    assert "count=2" in owner.text
