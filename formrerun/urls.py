"""
What pages need beside themselves: ``path("formrerun/", include("formrerun.urls"))``.

Stylesheets of sizes and of authors, the icon of the browser's tab, a fresh CSRF token, the data of tables and maps,
files in both directions, components, Plotly's script, the document that diagrams are drawn in, the way out, what
happened in a page's submissions, the address of pages that stand inside another template, and that of live updates.
"""

from __future__ import annotations

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from formrerun.web import dispatch, inspection, leaving, resources, uploads
from formrerun.web.diagrams import diagrams
from formrerun.web.plotly_bundle import plotly

app_name = "formrerun"

urlpatterns: list[URLPattern | URLResolver] = [
    path("sizes.css", resources.sizes, name="sizes"),
    path("icon.svg", resources.icon, name="icon"),
    path("style/<str:digest>.css", resources.style, name="style"),
    path("mermaid/", diagrams, name="mermaid"),
    path("plotly/<str:digest>.js", plotly, name="plotly"),
    path("logout/", leaving.leave, name="logout"),
    path("token/", resources.token, name="token"),
    path("data/<str:digest>/<str:signature>/", resources.data, name="data"),
    path("module/<str:digest>.js", resources.module, name="module"),
    path("component/<str:digest>/<path:path>", resources.component, name="component"),
    path("file/<str:digest>/<str:signature>/", resources.file, name="file"),
    path("upload/", uploads.upload, name="upload"),
    path("upload/<str:token>/", uploads.uploaded, name="uploaded"),
    path("inspection/<str:tab>/", inspection.inspect, name="inspection"),
    path("page/<str:name>/", dispatch.embedded, name="page"),
    path("page/<str:name>/open/", dispatch.open_embedded, name="open-page"),
]
if apps.is_installed("formrerun.live"):
    urlpatterns.append(path("live/", include("formrerun.live.urls")))
