"""
What pages need beside themselves: ``path("formrerun/", include("formrerun.urls"))``.

Stylesheets of sizes and of authors, the icon of the browser's tab, a fresh CSRF token, the data of tables and maps,
files in both directions, components, Plotly's script, the document that diagrams are drawn in, the way out, what
happened in a page's submissions, the address of pages that stand inside another template, and that of live updates.
"""

from __future__ import annotations

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt

from formrerun.web import dispatch, inspection, leaving, resources, uploads
from formrerun.web.diagrams import diagrams
from formrerun.web.plotly_bundle import plotly

app_name = "formrerun"
#: What only reads is asked for no token: it refuses a POST as such, whatever form that has and Django cannot read.
_reads = csrf_exempt

urlpatterns: list[URLPattern | URLResolver] = [
    path("sizes.css", _reads(resources.sizes), name="sizes"),
    path("icon.svg", _reads(resources.icon), name="icon"),
    path("style/<str:digest>.css", _reads(resources.style), name="style"),
    path("mermaid/", _reads(diagrams), name="mermaid"),
    path("plotly/<str:digest>.js", _reads(plotly), name="plotly"),
    path("logout/", _reads(leaving.leave), name="logout"),
    path("token/", _reads(resources.token), name="token"),
    path("data/<str:digest>/<str:signature>/", _reads(resources.data), name="data"),
    path("module/<str:digest>.js", _reads(resources.module), name="module"),
    path("component/<str:digest>/<path:path>", _reads(resources.component), name="component"),
    path("file/<str:digest>/<str:signature>/", _reads(resources.file), name="file"),
    path("file/<str:digest>/<str:signature>/<str:name>", _reads(resources.file), name="named_file"),
    path("upload/", uploads.upload, name="upload"),
    path("upload/<str:token>/", _reads(uploads.uploaded), name="uploaded"),
    path("inspection/<str:tab>/", _reads(inspection.inspect), name="inspection"),
    path("page/<str:name>/", dispatch.embedded, name="page"),
    path("page/<str:name>/open/", dispatch.open_embedded, name="open-page"),
]
if apps.is_installed("formrerun.live"):
    urlpatterns.append(path("live/", include("formrerun.live.urls")))
