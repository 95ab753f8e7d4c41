"""A chart of Apache ECharts."""

import formrerun as fr


def frame() -> None:
    """A table in `dataset.source`: the first column goes along the axis, each other one is a series."""
    import pandas as pd

    sales = pd.DataFrame({"month": ["May", "June", "July"], "Bern": [3, 9, 5], "Accra": [4, 2, 8]})
    option = {
        "legend": {},
        "tooltip": {"trigger": "axis", "valueFormatter": "dollar"},
        "dataset": {"source": sales},
        "xAxis": {"type": "category"},
        "yAxis": {},
        "series": [{"type": "bar"}, {"type": "bar"}],
    }
    fr.echarts_chart(option, height=320, alt="Sales by month in two cities")


def selection() -> None:
    """What is pressed is the page's; a double click selects nothing."""
    option = {
        "title": {"text": "Press a slice"},
        "series": [
            {
                "type": "pie",
                "radius": ["40%", "70%"],
                "selectedMode": "multiple",
                "data": [{"name": "Bern", "value": 3}, {"name": "Accra", "value": 9}, {"name": "Cork", "value": 5}],
            }
        ],
    }
    event = fr.echarts_chart(option, key="slices", on_select="rerun")
    fr.write([group["data_indices"] for group in event.selection.selected])


def flow() -> None:
    """A Sankey diagram, as SVG."""
    option = {
        "tooltip": {"formatter": "{b}: {c}"},
        "series": [
            {
                "type": "sankey",
                "data": [{"name": name} for name in ("Visits", "Baskets", "Orders", "Left")],
                "links": [
                    {"source": "Visits", "target": "Baskets", "value": 40},
                    {"source": "Visits", "target": "Left", "value": 60},
                    {"source": "Baskets", "target": "Orders", "value": 25},
                    {"source": "Baskets", "target": "Left", "value": 15},
                ],
            }
        ],
    }
    fr.echarts_chart(option, renderer="svg", height=280, alt="What becomes of visits")


def gauge() -> None:
    """One number."""
    series = {"type": "gauge", "progress": {"show": True}, "data": [{"value": 62, "name": "Load"}]}
    fr.echarts_chart({"series": [series]}, height=280)
