"""Settings of the site under test: those of the test suite, its database and cache named by the environment."""

from __future__ import annotations

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, INSTALLED_APPS, LOGGING, MIDDLEWARE

# Without the app "daphne", which only brings a runserver: it makes the event loop when it is imported, and forked
# processes cannot share one.
INSTALLED_APPS = [*(app for app in INSTALLED_APPS if app != "daphne"), "tests.reliability"]
MIDDLEWARE = ["tests.reliability.site.lose_answers", *MIDDLEWARE]
ROOT_URLCONF = "tests.reliability.site"

if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"].setdefault("OPTIONS", {})["application_name"] = "reliability"
if engine := os.environ.get("SESSIONS"):  # kept outside of the database, in the "cache" or in a "file"
    SESSION_ENGINE = f"django.contrib.sessions.backends.{engine}"
    SESSION_FILE_PATH = os.environ["RELIABILITY_FOLDER"]
    FORMRERUN = {"STORE": f"tests.reliability.stores:{engine.capitalize()}"}
if seconds := os.environ.get("SQLITE_TIMEOUT"):
    DATABASES["default"]["OPTIONS"]["timeout"] = float(seconds)

LOGGING["loggers"]["formrerun"]["propagate"] = False  # Daphne's handler stands at the root: each line once
