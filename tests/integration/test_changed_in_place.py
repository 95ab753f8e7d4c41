"""
Data that stay cost nothing, data that change are shown: also where somebody changes an object in place.

Each case is an object that outlives the runs, as one of a module or of ``cache_resource``, how it is drawn, and what is
changed in it. What is large is changed in its middle, away from its ends.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp

import pytest
from django.utils import timezone, translation
from django.utils.dates import WEEKDAYS

import formrerun as fr
from tests.visitor import Visitor

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")

LARGE = 40_000


def frame(rows=LARGE):
    return pd.DataFrame({"x": range(rows), "y": np.arange(rows) / 7, "name": [f"row {n}" for n in range(rows)]})


def set_cell(column, value):
    def change(data):
        data.iloc[len(data) // 2, column] = value

    return change


def set_number(array):
    array[len(array) // 2] = 999


def arrow():
    pa = pytest.importorskip("pyarrow")
    array = np.arange(LARGE)
    return array, pa.table({"x": pa.array(array)})


def figure(numbers=(1.0, 2.0, 3.0)):
    pytest.importorskip("matplotlib")
    from matplotlib.figure import Figure

    made = Figure()
    made.subplots().plot(numbers)
    return made


def bars():
    made = figure()
    made.axes[0].fill_between([1, 2, 3], [1, 2, 3])
    return made


class Labels:
    """Writes the numbers of an axis; what it says depends on more than on what is in the figure."""

    def __init__(self, said):
        self.said = said

    def __call__(self, number, place):
        return f"{number} {self.said['unit']}"

    def __reduce__(self):
        return Labels, ({},)


def labelled(said):
    made = figure()
    made.axes[0].yaxis.set_major_formatter(Labels(said))
    return said, made


def plotly(**more):
    go = pytest.importorskip("plotly.graph_objects")
    return go.Figure(go.Scatter(y=[1, 2, 3], **more))


def deck(rows=None):
    pdk = pytest.importorskip("pydeck")
    data = rows or [{"at": [1, 2]}, {"at": [3, 4]}]
    return pdk.Deck([pdk.Layer("ScatterplotLayer", data, get_position="at")], initial_view_state=pdk.ViewState(zoom=1))


def picture():
    pdk = pytest.importorskip("pydeck")
    path = Path(mkdtemp()) / "a.png"
    path.write_bytes(b"a picture")
    return path, pdk.Deck([pdk.Layer("BitmapLayer", image=str(path), bounds=[1, 2, 3, 4])])


def altair():
    alt = pytest.importorskip("altair")
    data = frame(10)
    return data, alt.Chart(data).mark_point().encode(x="x", y="y")


def digraph():
    graph = pytest.importorskip("graphviz").Digraph()
    graph.edge("a", "b")
    return graph


def option():
    return {"xAxis": {}, "series": [{"type": "line", "data": [1, 2, 3]}]}


def spec():
    return {"data": {"values": [{"x": 1}, {"x": 2}]}, "mark": "point", "encoding": {"x": {"field": "x"}}}


CASES = {
    "line_chart, a list": (lambda: {"y": [*range(LARGE)]}, fr.line_chart, lambda made: set_number(made["y"])),
    "line_chart, a frame": (frame, lambda made: fr.line_chart(made, x="x", y="y"), set_cell(1, 999.0)),
    "line_chart, an array": (lambda: np.arange(LARGE), fr.line_chart, set_number),
    "line_chart, an array of two columns": (
        lambda: np.arange(2 * LARGE).reshape(LARGE, 2), fr.line_chart, lambda made: set_number(made[:, 1])
    ),
    "line_chart, memory that Arrow looks at": (
        arrow, lambda made: fr.line_chart(made[1]), lambda made: set_number(made[0])
    ),
    "vega_lite_chart, its rows": (spec, fr.vega_lite_chart, lambda made: made["data"]["values"][1].update(x=3)),
    "vega_lite_chart, its mark": (spec, fr.vega_lite_chart, lambda made: made.update(mark="bar")),
    "altair_chart, its frame": (altair, lambda made: fr.altair_chart(made[1]), lambda made: set_cell(0, 7)(made[0])),
    "altair_chart, its mark": (
        altair, lambda made: fr.altair_chart(made[1]), lambda made: setattr(made[1], "mark", "bar")
    ),
    "echarts_chart": (option, fr.echarts_chart, lambda made: set_number(made["series"][0]["data"])),
    "pydeck_chart, a row": (deck, fr.pydeck_chart, lambda made: made.layers[0].data[1].update(at=[5, 6])),
    "pydeck_chart, a layer": (deck, fr.pydeck_chart, lambda made: setattr(made.layers[0], "radius", 9)),
    "pydeck_chart, the file of an image": (
        picture, lambda made: fr.pydeck_chart(made[1]), lambda made: made[0].write_bytes(b"another")
    ),
    "pydeck_chart, its view": (deck, fr.pydeck_chart, lambda made: setattr(made.initial_view_state, "zoom", 9)),
    "pydeck_chart, its hint": (deck, fr.pydeck_chart, lambda made: setattr(made, "_tooltip", {"text": "{at}"})),
    "plotly_chart, its points": (plotly, fr.plotly_chart, lambda made: made.data[0].update(y=[1, 9, 3])),
    "plotly_chart, its layout": (plotly, fr.plotly_chart, lambda made: made.update_layout(title="Sales")),
    "plotly_chart, a dict": (
        lambda: {"data": [{"y": [1, 2, 3]}]}, fr.plotly_chart, lambda made: set_number(made["data"][0]["y"])
    ),
    "pyplot, a line": (figure, fr.pyplot, lambda made: made.axes[0].lines[0].set_ydata([3.0, 1.0, 2.0])),
    "pyplot, a title": (figure, fr.pyplot, lambda made: made.axes[0].set_title("Sales")),
    "pyplot, its size": (figure, fr.pyplot, lambda made: made.set_size_inches(3, 3)),
    "pyplot, the memory of a bar": (
        bars, fr.pyplot, lambda made: made.axes[0].collections[0].get_paths()[0].vertices.__setitem__((2, 1), 9.0)
    ),
    "pyplot, what the page's own function says": (
        lambda: labelled({"unit": "kg"}), lambda made: fr.pyplot(made[1]), lambda made: made[0].update(unit="tons")
    ),
    "graphviz_chart": (digraph, fr.graphviz_chart, lambda made: made.edge("b", "c")),
    "mermaid_chart": (
        lambda: ["graph TD; a-->b"], lambda made: fr.mermaid_chart("".join(made)), lambda made: made.append(";b-->c")
    ),
    "map": (lambda: pd.DataFrame({"lat": [1.0, 2.0], "lon": [3.0, 4.0]}), fr.map, set_cell(0, 9.0)),
    "table": (lambda: frame(20), fr.table, set_cell(2, "other")),
    "dataframe, numbers": (frame, fr.dataframe, set_cell(1, 999.0)),
    "dataframe, texts": (frame, fr.dataframe, set_cell(2, "other")),
    "dataframe, rows": (
        lambda: [{"x": n} for n in range(LARGE)], fr.dataframe, lambda made: made[LARGE // 2].update(x=-1)
    ),
    "data_editor, numbers": (frame, fr.data_editor, set_cell(1, 999.0)),
    "data_editor, texts": (frame, fr.data_editor, set_cell(2, "other")),
    "data_editor, rows": (lambda: [{"x": n} for n in range(30)], fr.data_editor, lambda made: made[3].update(x=-1)),
    "image": (lambda: np.zeros((200, 200, 3), "uint8"), fr.image, lambda made: made.__setitem__((100, 100), 255)),
}  # fmt: skip


def sources(page):
    """Return the addresses of data and pictures, hashes of what is behind them, and what tables and graphs say."""
    elements = [node for node in page.walk() if "data-fr-src" in node or node.tag == "img"]
    tables = re.findall(r'"src":"([^"]+)"', " ".join(node.get("data-fr-tables") for node in elements))
    said = [node.text for name in ("stTable", "stGraphVizChart") for node in page.by_test_id(name)]
    return [node.get("data-fr-src") or node.get("src") for node in elements] + tables + said


MADE_IN_EACH_RUN = {
    "line_chart": lambda: fr.line_chart(frame(), x="x", y="y"),
    "vega_lite_chart": lambda: fr.vega_lite_chart(frame(), {"mark": "line", "encoding": {"x": {"field": "x"}}}),
    "altair_chart": lambda: fr.altair_chart(altair()[1]),
    "echarts_chart": lambda: fr.echarts_chart(option()),
    "pydeck_chart": lambda: fr.pydeck_chart(deck()),
    "plotly_chart": lambda: fr.plotly_chart(plotly()),
    "pyplot": lambda: fr.pyplot(figure()),
    "pyplot, of plt": lambda: fr.pyplot(of_plt()),
    "pyplot, one that stays": lambda: fr.pyplot(one_that_stays()),
    "dataframe": lambda: fr.dataframe(frame()),
    "data_editor": lambda: fr.data_editor(frame()),
}


@cache
def one_that_stays():
    return figure()


def of_plt():
    plt = pytest.importorskip("matplotlib.pyplot")
    made, axes = plt.subplots(2, 2, layout="constrained")
    axes[0, 0].plot([1, 2], label="one")
    axes[0, 0].legend()
    axes[0, 1].bar(["a", "b"], [1, 2])
    made.colorbar(axes[1, 0].imshow([[1, 2], [3, 4]]))
    axes[1, 1].scatter([1, 2], [3, 4], c=[1, 2])
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("name", MADE_IN_EACH_RUN)
def test_the_same_made_anew_is_not_converted_again(serve, name, monkeypatch):
    """To convert is what takes the time: it ends in packing, or in the drawing of a figure."""
    converted = []
    for place in ("tables.encoding.pack", "elements.charts.pyplot._saved"):
        module, _, function = place.rpartition(".")
        module = import_module(f"formrerun.{module}")
        monkeypatch.setattr(module, function, counted(getattr(module, function), converted))

    def page():
        fr.button("Again")
        MADE_IN_EACH_RUN[name]()

    visitor = Visitor(serve(page))
    assert converted
    del converted[:]
    visitor.press("Again")
    assert converted == []


def counted(function, calls):
    def called(*args):
        calls.append(function.__name__)
        return function(*args)

    return called


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES)
def test_a_change_in_place_is_shown(serve, case):
    make, draw, change = CASES[case]
    held = make()

    def page():
        fr.button("Nothing")
        if fr.button("Change"):
            change(held)
        draw(held)

    visitor = Visitor(serve(page))
    shown = [sources(visitor.page)]
    for button in ("Nothing", "Nothing", "Change", "Nothing"):
        visitor.press(button)
        shown.append(sources(visitor.page))
    assert shown[0]
    assert shown[0] == shown[1] == shown[2] != shown[3] == shown[4]


@pytest.mark.django_db
@pytest.mark.parametrize("draw", [fr.dataframe, fr.table, fr.data_editor], ids=lambda draw: draw.__name__)
def test_texts_that_are_lazy_are_in_the_language_of_who_looks(serve, draw):
    def page():
        for language in ("en", "de"):
            with translation.override(language):
                draw([{"day": WEEKDAYS[0]}])

    said = Visitor(serve(page)).page.text
    assert ("Monday" in said, "Montag" in said) == (True, True)


@pytest.mark.django_db
def test_rows_of_models_are_in_the_time_zone_of_who_looks(serve, django_user_model):
    user = django_user_model(username="ada", date_joined=datetime(2026, 11, 29, 12, tzinfo=UTC))

    def page():
        for zone in ("UTC", "Asia/Tokyo"):
            with timezone.override(zone):
                fr.table([user])

    said = Visitor(serve(page)).page.text
    assert ("2026-11-29 12:00" in said, "2026-11-29 21:00" in said) == (True, True)
