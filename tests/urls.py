"""URLs of the test suite: the demo site's, and the pages of ``tests/pages.py``."""

from __future__ import annotations

from django.urls import include, path

from project.urls import urlpatterns as demo

urlpatterns = [
    path("t/", include("tests.pages")),
    *demo,
]
