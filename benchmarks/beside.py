"""
What a submission costs beside something that it does not change: ``python -m benchmarks.beside``.

A form of six fields is submitted, alone and beside a chart, a table, an editor or an upload that stays as it was.
Measured are the server's CPU and the bytes of the answer. What the page itself takes to make its figures and lists is
its author's code, which is the same in Django: it is measured in the page and taken off. Frames are made once, as
one that comes from a cache; charts, figures and lists are made in every run, as they mostly are.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import os
import statistics
import time
from collections.abc import Callable
from functools import cache
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import formrerun as fr

#: The bytes of the file that is kept.
UPLOAD = 5_000_000
#: The seconds that authors' code took in the last run.
authors: list[float] = [0.0]


@cache
def frame(rows: int) -> Any:
    """Return a DataFrame: whole numbers, numbers, texts."""
    import pandas as pd

    from benchmarks.pages import CITIES, points

    cities = [CITIES[place % len(CITIES)] for place in range(rows)]
    return pd.DataFrame({**points(1, rows), "city": cities})


def values(rows: int) -> list[float]:
    """Return so many numbers, the same in each run."""
    from benchmarks.pages import points

    return points(1, rows)["y"]


def deck(rows: int) -> Any:
    """Return a deck with a layer of so many points."""
    import pydeck

    data = [{"at": [place / 10, value]} for place, value in enumerate(values(rows))]
    return pydeck.Deck([pydeck.Layer("ScatterplotLayer", data, get_position="at")])


def matplotlib_figure() -> Any:
    """Return a figure of Matplotlib's with a line of 1,000 points."""
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots().plot(values(1_000))
    return figure


def plotly_figure(rows: int) -> Any:
    """Return a figure of Plotly's with a line of so many points."""
    import plotly.graph_objects as go

    return go.Figure(go.Scatter(y=values(rows)))


def altair_chart(rows: int) -> Any:
    """Return a chart of Altair's with so many points."""
    import altair as alt

    return alt.Chart(frame(rows)).mark_point().encode(x="x", y="y")


def option(rows: int) -> dict[str, Any]:
    """Return an option of ECharts with so many numbers in it."""
    return {"xAxis": {}, "yAxis": {}, "series": [{"type": "line", "data": values(rows)}]}


def graph() -> str:
    """Return the text of a graph of 100 edges."""
    return "digraph {" + ";".join(f"n{place} -> n{place // 2}" for place in range(100)) + "}"


#: Name in the address → what it is, how its author makes it, how it is drawn.
BESIDE: dict[str, tuple[str, Callable[[], Any], Callable[[Any], Any]]] = {
    "nothing": ("nothing", lambda: None, lambda made: None),
    "line-list": ("a line of 1,000 points, lists", lambda: {"y": values(1_000)}, lambda made: fr.line_chart(made)),
    "line": (
        "a line of 100,000 points, a frame",
        lambda: frame(100_000),
        lambda made: fr.line_chart(made, x="x", y="y"),
    ),
    "echarts": ("ECharts, 1,000 numbers", lambda: option(1_000), lambda made: fr.echarts_chart(made)),
    "pydeck": ("pydeck, 1,000 rows", lambda: deck(1_000), lambda made: fr.pydeck_chart(made)),
    "plotly": ("Plotly, 1,000 points", lambda: plotly_figure(1_000), lambda made: fr.plotly_chart(made)),
    "altair": ("Altair, 1,000 points, a frame", lambda: altair_chart(1_000), lambda made: fr.altair_chart(made)),
    "pyplot": ("Matplotlib, 1,000 points", matplotlib_figure, lambda made: fr.pyplot(made)),
    "graphviz": ("Graphviz, 100 edges", graph, lambda made: fr.graphviz_chart(made)),
    "table": ("dataframe, 100,000 rows", lambda: frame(100_000), lambda made: fr.dataframe(made)),
    "editor-1000": ("data_editor, 1,000 rows", lambda: frame(1_000), lambda made: fr.data_editor(made)),
    "editor": ("data_editor, 100,000 rows", lambda: frame(100_000), lambda made: fr.data_editor(made)),
    "upload": ("an upload of 5 MB", lambda: None, lambda made: fr.file_uploader("File", key="file")),
}


def beside_page(name: str) -> Any:
    """Return the view of six fields with something beside them."""
    from benchmarks.pages import draw

    _said, make, show = BESIDE[name]

    def body() -> None:
        draw(6, False)
        begun = time.thread_time()
        made = make()
        authors[:] = [time.thread_time() - begun]
        show(made)

    body.__qualname__ = body.__name__ = f"beside_{name}".replace("-", "_")
    return fr.page(login_required=True)(body)


def upload(browser: Any) -> None:
    """Choose a file, as the script does: it goes up, and then its token is submitted."""
    import json
    import re

    from formrerun.protocol.names import PROTOCOL, Header

    html = browser.client.get(browser.url).content.decode()
    for name in ("tab", "mark"):
        setattr(browser, name, re.search(rf'data-fr-{name}="([\w-]+)"', html).group(1))  # type: ignore[union-attr]
    field = re.search(r'<input[^>]*type="file"[^>]*\bname="(fr-\w+)"', html).group(1)  # type: ignore[union-attr]
    headers = {Header.TAB: browser.tab, Header.FIELD: field, Header.NAME: "a.bin", Header.TYPE: "text/plain"}
    sent = browser.client.post(
        "/formrerun/upload/", bytes(UPLOAD), content_type="application/octet-stream", headers=headers
    )
    assert sent.status_code == 200, sent.content
    body = {"tab": browser.tab, "id": "f" * 32, "have": browser.mark, "fields": {field: [sent.json()["token"]]},
            "seqs": {field: 1}, "form": "", "trigger": "", "v": PROTOCOL}  # fmt: skip
    browser.answered(browser.client.post(browser.url, json.dumps(body), content_type="application/json"))


def measure(rounds: int, names: list[str]) -> dict[str, tuple[float, float, int]]:
    """Return the median milliseconds of our code and of the author's in a submission, and the bytes of its answer."""
    import django

    django.setup()

    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client

    from benchmarks.in_process import Formrerun

    call_command("migrate", verbosity=0)
    user, _made = get_user_model().objects.get_or_create(username="bench")
    browsers = {}
    for name in names:
        client = Client()
        client.force_login(user)
        browsers[name] = Formrerun(client, 6, False, url=f"/beside/{name}/")
        if name == "upload":
            upload(browsers[name])
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in browsers}
    sizes: dict[str, int] = {}
    for step in range(1, rounds + 4):
        if step == 4:  # as the server does: what is loaded by now is no garbage
            gc.collect()
            gc.freeze()
        for name, browser in browsers.items():
            send = browser.request(step)
            begun = time.thread_time()
            response = send()
            took = time.thread_time() - begun
            browser.answered(response)
            if step > 3:
                spent[name].append((took - authors[0], authors[0]))
                sizes[name] = len(gzip.compress(response.content, 6))
    return {
        name: (*(1000 * statistics.median(part) for part in zip(*found, strict=True)), sizes[name])  # type: ignore[misc]
        for name, found in spent.items()
    }


def main() -> None:
    """Measure all and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("names", nargs="*", help="of what stands beside; by default all")
    options = parser.parse_args()
    made = measure(options.rounds, ["nothing", *(options.names or [name for name in BESIDE if name != "nothing"])])
    print(f"{'six fields beside':>36} {'CPU ms':>8} {'ratio':>6} {'author’s':>9} {'gzip':>6}")
    for name, (took, author, size) in made.items():
        print(f"{BESIDE[name][0]:>36} {took:8.2f} {took / made['nothing'][0]:6.2f} {author:9.2f} {size:6}")


if __name__ == "__main__":
    from benchmarks import beside

    beside.main()  # of the module whose pages are served, which this one is not
