"""URLs of the benchmarks: ``fr/<fields>/`` and ``hand/<fields>/``, with ``table/`` beside it; ``progress/``; charts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import include, path

from benchmarks.beside import BESIDE, beside_page
from benchmarks.pages import (
    by_hand,
    changing_chart,
    chart_by_hand,
    page_of,
    points_by_hand,
    progress,
    progress_by_hand,
    upload_page,
)
from benchmarks.sizes import OPENED, SIZES

urlpatterns = [
    path("formrerun/", include("formrerun.urls")),
    path("chart/fr/", changing_chart),
    path("chart/hand/", login_required(chart_by_hand)),
    path("chart/points/", login_required(points_by_hand)),
    path("hand/progress/", login_required(progress_by_hand)),
    path("upload/", upload_page(4096)),
    path("upload/small/", upload_page(None)),
    path("progress/<int:updates>/<int:pause>/", progress),
]
for fields, table in (*SIZES, (OPENED, False)):
    tail = f"{fields}/{'table/' if table else ''}"
    urlpatterns += [path(f"fr/{tail}", page_of(fields, table)), path(f"hand/{tail}", by_hand(fields, table))]
urlpatterns += [path(f"beside/{name}/", beside_page(name)) for name in BESIDE]
