"""Settings of the site when several processes serve it: one database, one cache and one channel layer for all."""

from __future__ import annotations

import os

from tests.settings import *  # noqa: F403
from tests.settings import CACHES, CHANNEL_LAYERS, INSTALLED_APPS, LOGGING

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "daphne"]  # as in tests.reliability.settings

# The server is shared with others.
CACHES["default"]["KEY_PREFIX"] = CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = os.environ["CACHE_PREFIX"]

LOGGING["loggers"]["formrerun"]["propagate"] = False  # Daphne's handler stands at the root: each line once
