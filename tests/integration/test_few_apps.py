"""Projects with fewer of Django's own apps than most: they start, or say which one is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

SESSIONS, AUTH = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
)
PROJECT = """
import sys, types
from django.conf import settings

apps, middleware = sys.argv[1].split(), sys.argv[2].split()
settings.configure(
    SECRET_KEY="x" * 50, ALLOWED_HOSTS=["*"], STATIC_URL="/static/", ROOT_URLCONF="urls",
    INSTALLED_APPS=["formrerun", *(f"django.contrib.{app}" for app in apps)], MIDDLEWARE=middleware,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    DATABASES={"default": {
        "ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:",
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
    }},
)
import django
django.setup()
import formrerun as fr
from django.core.management import call_command
from django.test import Client
from django.urls import include, path
from formrerun.testing import AppTest

def page():
    fr.button("Press")
    fr.write("hello")
    fr.dataframe({"a": [1, 2]})

urls = sys.modules["urls"] = types.ModuleType("urls")
urls.urlpatterns = [
    path("", fr.page(page)), path("login/", fr.page(page, login_required=True)),
    path("formrerun/", include("formrerun.urls")),
]
call_command("check")
call_command("migrate", verbosity=0)
assert "hello" in Client().get("/").text
assert AppTest.from_page(fr.page(page)).run().button[0].click().run().markdown[0].value == "hello"
if "auth" not in apps:
    Client().get("/login/")
"""


def start(apps: str, *middleware: str) -> str:
    """Start a project and open a page; return the last line of what was said."""
    done = subprocess.run([sys.executable, "-c", PROJECT, apps, " ".join(middleware)], capture_output=True, text=True)
    assert done.returncode in (0, 1)
    return "" if done.returncode == 0 else done.stderr


@pytest.mark.parametrize("more", ["", "staticfiles", "messages staticfiles"])
def test_without_auth_everything_goes_but_a_login(more):
    said = start(f"sessions {more}", SESSIONS)
    assert said.splitlines()[-1].startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert "asks for a login" in said
    assert "Add django.contrib.auth and django.contrib.contenttypes to INSTALLED_APPS" in said


def test_without_staticfiles_and_messages():
    assert start("auth contenttypes sessions", SESSIONS, AUTH) == ""


def test_without_sessions_the_check_says_so():
    assert "formrerun.E004" in start("auth contenttypes staticfiles")
    assert "formrerun.E012" in start("staticfiles", SESSIONS)


def test_without_anything_the_start_says_so_in_one_line():
    last = start("staticfiles", "").splitlines()[-1]
    assert "formrerun cannot tell whose a page is" in last
    assert "INSTALLED_APPS" in last
