"""Pages with tables, maps and select boxes: each is a small demo of one thing."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal

import numpy as np
import pandas as pd
from django.contrib.auth.models import Permission
from django.urls import path

import formrerun as fr

CITIES = [
    {"city": "Accra", "lat": 5.56, "lon": -0.2, "people": 2_291_000, "capital": True, "founded": dt.date(1877, 1, 1)},
    {"city": "Bern", "lat": 46.95, "lon": 7.45, "people": 134_794, "capital": True, "founded": dt.date(1191, 1, 1)},
    {"city": "Cork", "lat": 51.9, "lon": -8.47, "people": 222_333, "capital": False, "founded": None},
    {
        "city": "Dhaka",
        "lat": 23.76,
        "lon": 90.39,
        "people": 10_278_882,
        "capital": True,
        "founded": dt.date(1520, 1, 1),
    },
]


def measurements(rows: int) -> pd.DataFrame:
    """Return the same numbers every time."""
    random = np.random.default_rng(7)
    return pd.DataFrame(
        {
            "number": np.arange(rows),
            "value": random.normal(size=rows).round(6),
            "name": [f"item {n * 7919 % rows:06}" for n in range(rows)],
            "good": np.arange(rows) % 3 == 0,
            "at": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(rows), unit="min"),
            "group": np.array(["north", "east", "south", "west"])[np.arange(rows) % 4],
            "share": random.random(rows),
            "left": [None if n % 10 == 0 else n / 4 for n in range(rows)],
        }
    )


@fr.page(title="Tables")
def tables(request):
    """A small table in both ways, beside a form that does not change it."""
    with fr.form("note"):
        note = fr.text_input("Note", key="note")
        fr.form_submit_button("Save")
    fr.write(f"note={note!r}")
    fr.dataframe(CITIES, alt="Cities", key="cities")
    fr.table(CITIES, alt="Cities in full")


@fr.page(title="Growing")
def growing(request):
    """A table of which the rows change, and one that stays."""
    more = fr.button("More")
    fr.session_state.rows = fr.session_state.get("rows", 200) + (1 if more else 0)
    other = fr.button("Other columns")
    frame = measurements(fr.session_state.rows)
    fr.dataframe(frame[["name", "value"]] if other else frame, key="growing")
    fr.dataframe(measurements(50), key="staying")


@fr.page(title="Large")
def large(request):
    """100,000 rows: the browser asks for one page after the other."""
    fr.button("Again")
    fr.dataframe(measurements(100_000), key="large")


@fr.page(title="Odd")
def odd(request):
    """What a cell may be, and nothing of it may become HTML."""
    fr.dataframe(
        {
            "text": ["<b>bold</b>", None, "**stars**", "<img src=x onerror=alert(1)>"],
            "<i>head</i>": ["a\tb", "line\nbreak", '"quoted"', "é😀"],
            "whole": [1, None, 2**60, -3],
            "real": [1.5, float("nan"), 1234567.891, 1e-9],
            "exact": [Decimal("1.10"), None, Decimal("-2.345678"), Decimal(0)],
            "yes": [True, None, False, True],
            "day": [dt.date(2024, 2, 29), None, dt.date(1999, 12, 31), dt.date(2000, 1, 1)],
            "moment": [
                dt.datetime(2024, 2, 29, 12, 30),
                None,
                dt.datetime(1999, 12, 31),
                dt.datetime(2000, 1, 1, 0, 0, 1),
            ],
            "while": [dt.timedelta(days=1, hours=2), None, dt.timedelta(seconds=5), dt.timedelta(milliseconds=-1500)],
            "list": [[1, 2], None, ["a"], []],
        },
        key="odd",
    )
    fr.dataframe(
        {
            "price": [1234.5, 0.5, None],
            "rate": [0.125, 1, 2],
            "at": [dt.datetime(2024, 2, 29, 12, 30)] * 3,
            "secret": ["x"] * 3,
        },
        column_config={
            "price": {"label": "Price", "format": "$%.2f", "help": "Without tax", "width": "small"},
            "rate": {"format": "percent"},
            "at": {"format": "DD.MM.YYYY HH:mm"},
            "secret": None,
        },
        placeholder="—",
        key="configured",
    )
    fr.dataframe(None, key="nothing")
    fr.dataframe(pd.DataFrame({"a": [], "b": []}), key="empty")
    fr.dataframe(
        pd.DataFrame(
            np.arange(12).reshape(3, 4) / 3,
            columns=pd.MultiIndex.from_product([["A", "B"], ["x", "y"]]),
            index=pd.MultiIndex.from_product([["k"], [1, 2, 3]], names=["p", "q"]),
        ),
        key="grouped",
        width="content",
    )


@fr.bulk_action("Count", confirm="Count {count}?")
def counted(rows):
    """Say how many rows were selected."""
    return f"{rows.count()} counted"


@fr.page(title="Permissions")
def permissions(request):
    """A table of a model."""
    fr.model_table(
        Permission.objects.order_by("codename"), ["codename", "name"], key="may", page_size=5, actions=[counted]
    )


@fr.page(title="Selecting")
def selecting(request):
    """Tables in which rows, columns and cells are selected."""
    rows = fr.dataframe(CITIES, on_select="rerun", key="rows", alt="Rows")
    fr.text(f"rows={rows.selection.rows}")
    both = fr.dataframe(
        CITIES,
        on_select="rerun",
        selection_mode=["single-column", "multi-cell"],
        key="both",
        alt="Both",
        column_order=["city", "people"],
    )
    fr.text(f"columns={both.selection.columns} cells={both.selection.cells}")
    with fr.form("send"):
        one = fr.dataframe(CITIES, on_select="rerun", selection_mode="single-row", key="one", alt="One")
        fr.form_submit_button("Send")
    fr.text(f"one={one.selection.rows}")
    big = fr.dataframe(measurements(12_000), on_select="rerun", key="big", alt="Big", column_order=["number", "name"])
    fr.text(f"big={big.selection.rows}")


@fr.page(title="Typed")
def typed(request):
    """Columns of each type."""
    config = fr.column_config
    fr.dataframe(
        {
            "link": ["https://www.python.org", "javascript:alert(1)"],
            "icon": ["https://www.python.org", None],
            "bar": [0.25, None],
            "line": [[1, 2, 3], []],
            "bars": [[1, -2, 3], None],
            "list": [["a", "b"], []],
            "choice": [1, 2],
            "json": [{"weight": 3}, None],
            "text": ["**new**", "<b>x</b>"],
        },
        column_config={
            "link": config.LinkColumn(display_text=r"https://www\.(.*)", width=150),
            "icon": config.LinkColumn(display_text=":material/open_in_new:", width=50),
            "bar": config.ProgressColumn(width=120),
            "line": config.LineChartColumn(width=80),
            "bars": config.BarChartColumn(width=80),
            "choice": config.SelectboxColumn(options=[1, 2], format_func=lambda number: {1: "One", 2: "Two"}[number]),
            "json": config.JsonColumn(width=100),
            "text": config.MarkdownColumn(width=100),
        },
    )

    def call():
        fr.session_state.called = fr.session_state.press.row

    fr.dataframe(
        {"order": ["o1", "o2", "o3"], "do": ["Ship o1", "Ship o2", "Ship o3"]},
        column_config={"do": config.ButtonColumn(key="press", on_click=call)},
        key="orders",
    )
    pressed = fr.session_state.get("press")
    fr.text(f"pressed {None if pressed is None else dict(pressed)}")
    fr.text(f"called {fr.session_state.get('called')}")
    fr.button("Other")


@fr.page(title="Maps")
def maps(request):
    """Points that a form colours, and a map without any."""
    with fr.form("look"):
        color = fr.color_picker("Color", "#0044ff", key="color")
        size = fr.slider("Size", 1, 100, 20, key="size")
        fr.form_submit_button("Update")
    other = fr.button("Elsewhere")
    points = [{**city, "lat": city["lat"] - 40} for city in CITIES] if other else CITIES
    fr.map(points, color=color + "80", size=size * 10_000, alt="Cities")
    fr.map(None, height=200)


FRUIT = [f"Fruit {n:04}" for n in range(1000)]
COUNTRIES = [
    *("Åland", "Austria", "Belgium", "Brazil", "Chile", "China", "Denmark", "Egypt", "France", "Ghana", "Hungary"),
    *("India", "Japan", "Kenya", "Luxembourg", "Mexico", "Norway", "Österreich"),
]


@fr.page(title="Selects")
def selects(request):
    """Every way to choose from many, inside and outside of a form."""
    alone = fr.selectbox("Country", COUNTRIES, index=None, key="alone", placeholder="Where?")
    many = fr.multiselect("Countries", COUNTRIES, ["Chile"], key="many")
    with fr.form("order"):
        fruit = fr.selectbox("Fruit", FRUIT, key="fruit")
        tags = fr.multiselect("Tags", ["red", "green", "blue"], key="tags", accept_new_options=True, max_selections=3)
        free = fr.selectbox("Free", ["one", "two"], key="free", accept_new_options=True)
        prefix = fr.selectbox("Prefix", COUNTRIES, key="prefix", filter_mode="prefix")
        needed = fr.selectbox("Needed", COUNTRIES, index=None, key="needed", required=True)
        sent = fr.form_submit_button("Order")
    fr.multiselect("Off", COUNTRIES, ["Japan", "Kenya"], key="off", disabled=True)
    if fr.button("Choose for me"):
        fr.write("chosen")
    fr.code(repr({"alone": alone, "many": many, "fruit": fruit, "tags": tags, "free": free, "prefix": prefix,
                  "needed": needed, "sent": sent}), language=None)  # fmt: skip


@fr.page(title="Edited")
def edited(request):
    """Goods that are edited at once, and marks in a form that keeps drafts; others add rows above."""
    goods = pd.DataFrame(
        {
            "name": ["Shirt", "Hat", "Coat"],
            "price": [12.5, 8.0, 90.0],
            "sold": [False, True, False],
            "size": ["M", "S", "L"],
        }
    )
    columns = {
        "name": fr.column_config.TextColumn(required=True),
        "price": fr.column_config.NumberColumn(min_value=0, max_value=100),
        "size": fr.column_config.SelectboxColumn(options=["S", "M", "L"]),
    }
    fr.data_editor(goods, key="goods", num_rows="dynamic", column_config=columns, alt="Goods")
    fr.text(dict(fr.session_state.goods))
    people = ["Zoe", "Ada", "Bob"] if fr.toggle("news") else ["Ada", "Bob"]
    marks = pd.DataFrame({"mark": list(range(len(people)))}, index=people)
    with fr.form("f", draft=True):
        given = fr.data_editor(marks, key="marks", alt="Marks", disabled=["_index"])
        fr.form_submit_button("Save")
    fr.text(given["mark"].to_dict())
    fr.button("Again")


@fr.page(title="Styles")
def styles(request):
    """What an author styles, a formula, and a slow run that keeps both."""
    width = fr.number_input("Width", 0, 100, 40)
    if fr.toggle("Styled", value=True):
        fr.markdown(
            "<style>.card{background:#ffeeee} .stButton > button{color:#006600} :root{--mine:7px}</style>"
            f"<div class='card' id='card' style='width:{width}%;padding-left:var(--mine)'>A card</div>",
            unsafe_allow_html=True,
        )
        fr.html("<style>h1{color:rebeccapurple}</style>")
    fr.title("Styled title")
    fr.latex(r"\left(\frac{\frac{a}{b}}{\frac{c}{d}}\right) \left[x\right]")
    if fr.button("Slowly"):
        place = fr.empty()
        for n in range(3):
            place.progress(n / 3)
            time.sleep(0.2)


@fr.page
def charts(request):
    """Show a line that grows, and points one of which may be chosen."""
    fr.title("Charts")
    more = fr.button("More")
    fr.line_chart({"a": [1, 4, 2, *([8] if more else [])]})
    spec = {
        "mark": {"type": "circle", "size": 400},
        "params": [{"name": "chosen", "select": {"type": "point", "fields": ["x"]}}],
        "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}},
    }
    event = fr.vega_lite_chart({"x": [1, 2, 3], "y": [3, 1, 2]}, spec, key="points", on_select="rerun")
    for point in event.selection.chosen or []:
        fr.write(f"Chosen: {point['x']}")


@fr.page
def plotly(request):
    """Show figures of Plotly's: bars that change, points of which may be chosen, and shares of a whole."""
    fr.title("Figures")
    more = fr.button("More")
    bars = [{"type": "bar", "x": ["a", "b"], "y": [1, 4 if more else 2]}]
    fr.plotly_chart({"data": bars, "layout": {"title": {"text": "Bars"}}})
    points = {"type": "scatter", "mode": "markers", "x": [1, 2, 3], "y": [3, 1, 2], "marker": {"size": 30}}
    event = fr.plotly_chart([points], key="points", on_select="rerun", height=300)
    fr.write(f"Chosen: {event.selection.point_indices}")
    fr.plotly_chart([{"type": "pie", "labels": ["a", "b"], "values": [1, 2]}])


urlpatterns = [
    path("tables/", tables),
    path("growing/", growing),
    path("large/", large),
    path("odd/", odd),
    path("typed/", typed),
    path("selecting/", selecting),
    path("permissions/", permissions),
    path("maps/", maps),
    path("charts/", charts),
    path("plotly/", plotly),
    path("selects/", selects),
    path("styles/", styles),
    path("edited/", edited),
]
