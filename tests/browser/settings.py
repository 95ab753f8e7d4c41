"""Settings of the site when several processes serve it: one database, one cache and one channel layer for all."""

from __future__ import annotations

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS, LOGGING

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "daphne"]  # as in tests.reliability.settings

LOGGING["loggers"]["formrerun"]["propagate"] = False  # Daphne's handler stands at the root: each line once
