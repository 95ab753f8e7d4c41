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


@fr.page
def mermaid(request):
    """Show a diagram that grows, and one that is none."""
    fr.title("Diagrams")
    more = fr.button("More")
    fr.mermaid_chart("graph LR\n  A --> B" + ("\n  B --> C" if more else ""), alt="Steps")
    fr.mermaid_chart("graph TD\n A -->", alt="Broken")


@fr.page
def deck(request):
    """Show a point in the middle of a map, which may be pressed, and what no deck is drawn from."""
    import pydeck as pdk

    fr.title("Decks")
    rows = [{"name": "<i>Null</i> @@=name", "at": [0, 0]}, {"name": "Far", "at": [90, 40]}]
    points = pdk.Layer("ScatterplotLayer", rows, id="points", get_position="at", get_radius=900_000, pickable=True)
    view = pdk.ViewState(latitude=0, longitude=0, zoom=1)
    tooltip = {"html": "<b style='color: rgb(255, 0, 0)'>{name}</b><img src=x onerror=alert(1)>"}
    event = fr.pydeck_chart(
        pdk.Deck([points], initial_view_state=view, tooltip=tooltip), key="points", on_select="rerun", height=300
    )
    fr.write(f"Chosen: {event.selection.indices}")
    odd = pdk.Layer("ScatterplotLayer", rows, get_position="constructor.constructor('alert(1)')()")
    fr.pydeck_chart(pdk.Deck([odd]), height=100)


@fr.page
def views(request):
    """Show charts of several views that fill their place, and a map of countries."""
    fr.title("Views")
    axes = {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "quantitative"}}
    bars, line = {"mark": "bar", "encoding": axes}, {"mark": "line", "width": 100, "encoding": axes}
    data = {"a": [1, 2, 3], "b": [3, 1, 2]}
    fr.vega_lite_chart(data, {"hconcat": [bars, line]}, width="stretch")
    fr.vega_lite_chart(data, {"vconcat": [bars, bars]}, width="stretch")
    fr.plotly_chart([{"type": "scattergeo", "lat": [47], "lon": [8]}], alt="A place")


urlpatterns = [path("views/", views), path("deck/", deck), path("echarts/", echarts), path("mermaid/", mermaid)]
