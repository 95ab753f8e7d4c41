"""Settings of the site that is deployed by the recipe: the demo site's, with the tests' pages."""

from __future__ import annotations

import os

from project.settings import *  # noqa: F403
from project.settings import CACHES, CHANNEL_LAYERS, INSTALLED_APPS, SILENCED_SYSTEM_CHECKS

INSTALLED_APPS = [*INSTALLED_APPS, "tests"]
ROOT_URLCONF = "tests.urls"
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "formrerun.W016"]  # the tests' pages are open on purpose

if prefix := os.environ.get("CACHE_PREFIX"):  # the server is shared with others
    CACHES["default"]["KEY_PREFIX"] = CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = prefix
