"""Pages with charts: each is a small demo of one library."""

from __future__ import annotations

import pandas as pd
from django.urls import path

import formrerun as fr


@fr.page
def echarts(request):
    """Show bars of a table that grows, slices that are pressed, and a tooltip that a visitor has written."""
    fr.title("Options")
    rows = 3 if fr.button("More") else 2
    table = pd.DataFrame({"city": ["Bern", "Accra", "Cork"][:rows], "sold": [3, 9, 4][:rows]})
    bars = {
        "animation": False,
        "tooltip": {"trigger": "axis", "formatter": "<b>{b}</b><img src=x onerror=alert(1)> {@sold}"},
        "dataset": {"source": table},
        "xAxis": {"type": "category"},
        "yAxis": {},
        "series": [{"type": "bar"}],
    }
    fr.echarts_chart(bars, renderer="svg", alt="Bars")
    slices = {"type": "pie", "selectedMode": "single", "data": [{"name": "a", "value": 1}, {"name": "b", "value": 3}]}
    event = fr.echarts_chart({"animation": False, "series": [slices]}, key="slices", on_select="rerun", height=300)
    fr.write(f"Chosen: {[group['data_indices'] for group in event.selection.selected]}")


urlpatterns = [path("echarts/", echarts)]
