"""URLs of the benchmarks: ``fr/<fields>/`` and ``hand/<fields>/``, with ``table/`` beside it; ``progress/``."""

from __future__ import annotations

from django.urls import include, path

from benchmarks.pages import by_hand, page_of, progress
from benchmarks.sizes import SIZES

urlpatterns = [
    path("formrerun/", include("formrerun.urls")),
    path("progress/<int:updates>/<int:pause>/", progress),
]
for fields, table in SIZES:
    tail = f"{fields}/{'table/' if table else ''}"
    urlpatterns += [path(f"fr/{tail}", page_of(fields, table)), path(f"hand/{tail}", by_hand(fields, table))]
