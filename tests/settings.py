"""Settings of the test suite: the demo site's, on a database of its own."""

from __future__ import annotations

import os
from contextlib import suppress

with suppress(ImportError):
    # Django's backend for MySQL and MariaDB asks for mysqlclient, which needs a compiler and the server's headers;
    # PyMySQL is the same interface in pure Python, and installs wherever the tests run.
    import pymysql

    pymysql.install_as_MySQLdb()

os.environ.setdefault("DEBUG", "0")
os.environ.setdefault("SECRET_KEY", "a key for tests")
os.environ.setdefault("ALLOWED_HOSTS", "*")
os.environ.setdefault("AUDIT", "0")

from project.settings import *  # noqa: F403
from project.settings import BASE_DIR, DATABASES, INSTALLED_APPS, LOGGING

INSTALLED_APPS = [*INSTALLED_APPS, "tests", "tests.ratings"]
ROOT_URLCONF = "tests.urls"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = False

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = os.environ.get("TEST_SQLITE", str(BASE_DIR / "test.sqlite3"))

if prefix := os.environ.get("CACHE_PREFIX"):  # the Redis server is shared with others
    from project.settings import CACHES, CHANNEL_LAYERS

    CACHES["default"]["KEY_PREFIX"] = CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = prefix

LOGGING["loggers"]["formrerun"]["propagate"] = True  # where pytest listens
