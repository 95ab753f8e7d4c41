"""Session and user are loaded by statements that are compiled once, and are those that Django would have loaded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib import auth
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import User
from django.contrib.sessions.backends import cache
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from formrerun.web.session_user import load_session_and_user

pytestmark = pytest.mark.django_db


class Odd(ModelBackend):
    """A backend that knows everybody as somebody else."""

    def get_user(self, user_id: Any) -> Any:
        return User.objects.get(username="other")


@pytest.fixture
def somebody() -> User:
    return User.objects.create_user("somebody", password="secret", first_name="Ä", last_login=timezone.now())


def asked(key: str | None, engine: Any = SessionStore) -> Any:
    """Return a request with this session, as Django's middleware makes it."""
    request = RequestFactory().get("/")
    request.session = engine(key)
    AuthenticationMiddleware(lambda _request: HttpResponse()).process_request(request)
    return request


def log_in(user: User, backend: str | None = None) -> str:
    """Return the key of a session in which somebody is logged in."""
    client = Client()
    client.force_login(user, backend)
    return str(client.cookies["sessionid"].value)


def found(key: str | None, engine: Any = SessionStore) -> tuple[Any, dict[str, Any], int]:
    """Return the user, the session, and how many statements of Django's followed those of ours."""
    request = asked(key, engine)
    load_session_and_user(request)
    with CaptureQueriesContext(connection) as queries:
        user, data = request.user, dict(request.session.items())
        assert user == auth.get_user(asked(key, engine))
    return user, data, len(queries)


def test_the_user_is_the_one_that_django_finds(somebody: User) -> None:
    key = log_in(somebody)
    request = asked(key)
    with CaptureQueriesContext(connection) as queries:
        load_session_and_user(request)
        user = request.user
        assert user.is_authenticated
    assert len(queries) == 2
    theirs = auth.get_user(asked(key))
    for field in User._meta.concrete_fields:
        assert getattr(user, field.attname) == getattr(theirs, field.attname), field
    assert not user._state.adding
    assert user._state.db == theirs._state.db == "default"
    assert dict(request.session.items()) == dict(asked(key).session.items())


def test_who_it_was_the_last_time_is_read_with_the_session(somebody: User) -> None:
    key = log_in(somebody)
    found(key)
    somebody.first_name = "new"
    somebody.save()
    request = asked(key)
    with CaptureQueriesContext(connection) as queries:
        load_session_and_user(request)
        assert (request.user, request.user.first_name) == (somebody, "new")
    assert len(queries) == 1
    theirs = auth.get_user(asked(key))
    for field in User._meta.concrete_fields:
        assert getattr(request.user, field.attname) == getattr(theirs, field.attname), field


def test_a_session_that_is_anothers_now_decides_whose_it_is(somebody: User) -> None:
    key = log_in(somebody)
    found(key)
    other = User.objects.create_user("other")
    session = SessionStore(key)
    session[auth.SESSION_KEY], session[auth.HASH_SESSION_KEY] = str(other.pk), other.get_session_auth_hash()
    session.save()
    assert [found(key)[0], found(key)[0]] == [other, other]
    SessionStore(key).flush()
    assert found(key)[0].is_anonymous


def test_what_somebody_has_loaded_already_stays(somebody: User) -> None:
    request = asked(log_in(somebody))
    bool(request.user.is_authenticated)
    with CaptureQueriesContext(connection) as queries:
        load_session_and_user(request)
    assert len(queries) == 0


def test_nobody_is_looked_for_without_a_cookie() -> None:
    request = asked(None)
    with CaptureQueriesContext(connection) as queries:
        load_session_and_user(request)
        assert request.user.is_anonymous
    assert len(queries) == 0


def test_a_session_that_has_ended_is_nobodys(somebody: User) -> None:
    key = log_in(somebody)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert found(key)[0].is_anonymous
    assert found("0" * 32)[0].is_anonymous


def test_a_new_password_ends_the_session(somebody: User) -> None:
    key = log_in(somebody)
    somebody.set_password("another")
    somebody.save()
    request = asked(key)
    load_session_and_user(request)
    assert request.user.is_anonymous
    assert request.session.is_empty()


def test_a_key_of_django_before_this_one_still_counts(somebody: User, settings: Any) -> None:
    key, settings.SECRET_KEY_FALLBACKS = log_in(somebody), [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    request = asked(key)
    load_session_and_user(request)
    assert request.user == somebody


def test_what_was_read_before_belongs_to_each_request_alone(somebody: User) -> None:
    client = Client()
    client.force_login(somebody)
    session = client.session
    session["basket"] = {"pears": 1}
    session.save()
    first, second = asked(session.session_key), asked(session.session_key)
    for request in (first, second):
        load_session_and_user(request)
    first.session["basket"]["pears"] = 2
    assert second.session["basket"] == {"pears": 1}
    assert found(session.session_key)[1]["basket"] == {"pears": 1}


def test_what_was_read_before_counts_for_its_own_key_alone(somebody: User, settings: Any) -> None:
    key = log_in(somebody)
    assert found(key)[0] == somebody
    settings.SECRET_KEY = "a new one"
    assert found(key)[0].is_anonymous


@pytest.mark.parametrize("change", [{"is_active": False}, None])
def test_who_may_not_log_in_any_more_is_nobody(somebody: User, change: dict[str, Any] | None) -> None:
    key = log_in(somebody)
    assert found(key)[0] == somebody
    users = User.objects.filter(pk=somebody.pk)
    users.update(**change) if change else users.delete()
    assert found(key)[0].is_anonymous


def test_another_backend_is_asked_itself(somebody: User, settings: Any) -> None:
    other = User.objects.create_user("other")
    settings.AUTHENTICATION_BACKENDS = [f"{__name__}.Odd"]
    key = log_in(other, f"{__name__}.Odd")
    assert found(key)[0] == other
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    assert found(key)[0].is_anonymous


def test_another_session_engine_is_asked_itself(somebody: User, settings: Any) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    key = log_in(somebody)
    user, data, _queries = found(key, cache.SessionStore)
    assert user == somebody
    assert data[auth.SESSION_KEY] == str(somebody.pk)


def test_a_user_set_by_another_middleware_stays(somebody: User) -> None:
    request: HttpRequest = asked(log_in(somebody))
    request.user = other = User(username="other")
    load_session_and_user(request)
    assert request.user is other
