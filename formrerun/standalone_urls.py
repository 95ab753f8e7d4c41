"""The URLconf of ``standalone``: the package's own addresses."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("formrerun/", include("formrerun.urls"))]
