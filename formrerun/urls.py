"""
What pages need beside themselves: ``path("formrerun/", include("formrerun.urls"))``.

Styles for the author's own sizes, a fresh CSRF token, the data of tables and maps, and the address of pages that stand
inside another template.
"""

from __future__ import annotations

from django.urls import path

from formrerun import assets, views

app_name = "formrerun"

urlpatterns = [
    path("sizes.css", assets.sizes, name="sizes"),
    path("token/", assets.token, name="token"),
    path("data/<str:digest>/<str:mark>/", assets.data, name="data"),
    path("page/<str:name>/", views.embedded, name="page"),
]
