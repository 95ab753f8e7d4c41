"""A figure of Plotly's."""

import formrerun as fr


def express() -> None:
    """A figure of Plotly Express, in the page's fonts and colours."""
    import plotly.express as px

    sales = {"month": ["May", "June", "May", "June"], "sold": [3, 9, 5, 4], "city": ["Bern", "Bern", "Accra", "Accra"]}
    fr.plotly_chart(px.bar(sales, x="month", y="sold", color="city", barmode="group", height=320))


def selection() -> None:
    """Points chosen by a click, a box or a lasso are the page's."""
    figure = {
        "data": [{"type": "scatter", "mode": "markers", "x": [1, 2, 3, 4], "y": [3, 1, 4, 2], "marker": {"size": 14}}],
        "layout": {"title": {"text": "Choose points"}, "height": 320},
    }
    event = fr.plotly_chart(figure, key="points", on_select="rerun")
    fr.write(event.selection.point_indices)


def shares() -> None:
    """A list of traces is a figure, too."""
    fr.plotly_chart([{"type": "pie", "labels": ["Bern", "Accra"], "values": [3, 9], "hole": 0.5}], height=280)
