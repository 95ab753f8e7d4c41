"""The URLconf of ``standalone``: the package's own addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("formrerun/", include("formrerun.urls"))]
