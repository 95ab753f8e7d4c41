"""Settings of the benchmarks: the demo site's, without debugging, on a database of their own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DEBUG", "0")
os.environ.setdefault("SECRET_KEY", "a key for benchmarks")
os.environ.setdefault("ALLOWED_HOSTS", "*")

from project.settings import *  # noqa: F403
from project.settings import DATABASES, INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks"]
TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "templates"]
ROOT_URLCONF = "benchmarks.urls"
ASGI_APPLICATION = "benchmarks.server.application"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = False
LOGGING = {}
FORMRERUN = {
    "AUDIT": False,  # the page by hand has no trail either
    "UPLOAD_FOLDER": os.environ.get("BENCH_UPLOADS"),
    "UPLOAD_TAB_BYTES": 8 * 1024**3,
    "UPLOAD_USER_BYTES": 16 * 1024**3,
}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = os.environ.get(
        "BENCH_SQLITE", str(Path(tempfile.gettempdir()) / "benchmarks.sqlite3")
    )
