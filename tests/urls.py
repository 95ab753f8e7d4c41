"""URLs of the test suite: the demo site's, and the pages of the tests."""

from __future__ import annotations

from django.urls import include, path

from project.urls import urlpatterns as demo

urlpatterns = [
    path("t/", include("tests.pages")),
    path("tc/", include("tests.pages_charts")),
    path("td/", include("tests.pages_data")),
    path("tm/", include("tests.pages_matrix")),
    path("tr/", include("tests.pages_runs")),
    path("tb/", include("tests.browser.visits")),
    *demo,
]
