"""System checks: each is silent on a project that is set up well, and says what is wrong with the cure."""

from __future__ import annotations

import pytest
from django.core import checks
from django.test import override_settings

from formrerun.checks import (
    check_apps,
    check_database,
    check_deployment,
    check_sessions,
    check_settings,
    check_templates,
    check_urls,
)
from formrerun.conf import DEFAULTS, settings

COOKIES = "django.contrib.sessions.backends.signed_cookies"
LOCMEM = "django.core.cache.backends.locmem.LocMemCache"
SHARED = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://localhost"}}


class NoUrls:
    """A URLconf that forgot ours."""

    urlpatterns = ()


class Elsewhere:
    """A database router that sends everything away."""

    def db_for_write(self, model, **hints):
        return "archive"


def ids(check):
    """Return the short ids of what a check finds."""
    return [found.id.removeprefix("formrerun.") for found in check()]


@pytest.mark.django_db  # whether the database knows JSON is asked once in a process, by whoever comes first
def test_the_demo_site_is_set_up_well():
    ours = [found for found in checks.run_checks() if found.id.startswith("formrerun.")]
    assert ours == []


@pytest.mark.parametrize(
    ("check", "change", "id_", "words"),
    [
        (check_settings, {"FORMRERUN": {"TAB_AGES": 1}}, "E001", 'Did you mean "TAB_AGE"?'),
        (check_settings, {"FORMRERUN": {"XYZZY": 1}}, "E001", "Settings are: "),
        (check_settings, {"FORMRERUN": {"STORE": "redis"}}, "E002", "Choose one of "),
        (check_settings, {"FORMRERUN": {"UPLOADS": "bucket"}}, "E013", "Choose one of default"),
        (check_sessions, {"SESSION_ENGINE": COOKIES}, "E003", "as SESSION_ENGINE"),
        (check_sessions, {"MIDDLEWARE": []}, "E004", "to MIDDLEWARE"),
        (check_urls, {"ROOT_URLCONF": NoUrls}, "E005", 'include("formrerun.urls")'),
        (check_templates, {"TEMPLATES": []}, "E006", '"APP_DIRS": True'),
        (check_database, {"FORMRERUN": {"DATABASE": "other"}}, "E009", "Choose one of default."),
        (check_database, {"DATABASE_ROUTERS": ["tests.test_checks.Elsewhere"]}, "W003", "Let the router"),
        (check_deployment, {"FORMRERUN": {"STORE": "process"}}, "W005", 'Use "db"'),
        (check_deployment, {"CACHES": {"default": {"BACKEND": LOCMEM}}}, "W006", "Use Redis"),
    ],
)
def test_what_is_wrong_is_said_with_the_cure(check, change, id_, words):
    with override_settings(CACHES=SHARED):
        assert id_ not in ids(check)
    with override_settings(**change):
        found = [message for message in check() if message.id == f"formrerun.{id_}"]
        assert len(found) == 1
        assert words in found[0].hint
    expected = checks.ERROR if id_.startswith("E") else checks.WARNING
    assert found[0].level == expected


def test_cookies_hold_sessions_where_the_tabs_stand_elsewhere():
    with override_settings(SESSION_ENGINE=COOKIES, FORMRERUN={"STORE": "db"}):
        assert ids(check_sessions) == []


def test_a_store_of_one_s_own_is_a_store():
    with override_settings(FORMRERUN={"STORE": "shop.stores:Mine"}):
        assert ids(check_settings) == []


def test_a_cache_that_all_processes_see_is_fine():
    with override_settings(CACHES=SHARED):
        assert ids(check_deployment) == []


class TestApps:
    """The order of INSTALLED_APPS, as Django's registry has it."""

    @pytest.fixture
    def installed(self, monkeypatch):
        def install(*names):
            configs = [type("Config", (), {"name": name})() for name in names]
            monkeypatch.setattr("formrerun.checks.apps.get_app_configs", lambda: configs)

        return install

    @pytest.mark.parametrize(
        ("names", "found"),
        [
            (("daphne", "formrerun", "django.contrib.sessions", "django.contrib.staticfiles"), []),
            (("django.contrib.staticfiles", "daphne"), ["E007"]),
            (("django.contrib.sessions", "formrerun"), ["W001"]),
            (("formrerun",), []),
        ],
    )
    def test_their_order(self, installed, names, found):
        installed(*names)
        assert ids(check_apps) == found

    @pytest.mark.parametrize("source", ["vendored", "django-htmx"])
    def test_a_setting_of_which_htmx_has_no_effect_any_more(self, installed, source):
        installed("formrerun")
        with override_settings(FORMRERUN={"HTMX": source}):
            assert ids(check_apps) == ["W002"]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, ["W004"]),
        ({"timeout": 20}, ["W004"]),
        ({"timeout": 5, "transaction_mode": "IMMEDIATE"}, ["W004"]),
        ({"timeout": 20, "transaction_mode": "immediate"}, []),
    ],
)
def test_sqlite_needs_to_wait_and_to_begin_with_the_lock(monkeypatch, options, found):
    from django.db import connection

    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    assert ids(check_database) == found


class TestSettings:
    def test_every_setting_has_a_default(self):
        for name, value in DEFAULTS.items():
            assert getattr(settings, name) == value

    def test_override_settings_works_at_once(self):
        with override_settings(FORMRERUN={"TAB_AGE": 7}):
            assert settings.TAB_AGE == 7
        assert settings.TAB_AGE is None

    def test_a_setting_that_there_is_not(self):
        with pytest.raises(AttributeError, match="formrerun has no setting 'NONSENSE'"):
            settings.NONSENSE
