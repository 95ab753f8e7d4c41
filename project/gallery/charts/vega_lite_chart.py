"""A chart that a Vega-Lite spec describes."""

import formrerun as fr


def selection() -> None:
    """A click on a bar is the page's."""
    spec = {
        "mark": "bar",
        "params": [{"name": "chosen", "select": {"type": "point", "fields": ["city"]}}],
        "encoding": {
            "x": {"field": "city"},
            "y": {"field": "sold", "type": "quantitative"},
            "opacity": {"condition": {"param": "chosen", "value": 1}, "value": 0.4},
        },
    }
    event = fr.vega_lite_chart({"city": ["Bern", "Accra"], "sold": [3, 9]}, spec, key="sales", on_select="rerun")
    fr.write([point["city"] for point in event.selection.chosen])
