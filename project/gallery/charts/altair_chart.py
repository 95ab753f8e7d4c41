"""A chart of Altair's."""

import formrerun as fr


def points() -> None:
    """Data and look are Altair's, colours the page's."""
    import altair as alt
    import pandas as pd

    data = pd.DataFrame({"x": [1, 2, 3], "y": [3, 1, 2]})
    fr.altair_chart(alt.Chart(data).mark_circle(size=200).encode(x="x", y="y"))
