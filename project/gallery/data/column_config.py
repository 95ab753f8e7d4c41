"""What the columns of a table can hold."""

from __future__ import annotations

import formrerun as fr


def texts() -> None:
    """Numbers, moments, links, Markdown."""
    fr.dataframe(
        {
            "price": [1234.5, 0.99, 20],
            "sold": ["2024-02-29 12:30", "2024-03-01 08:00", "2023-12-24 18:15"],
            "site": ["https://docs.djangoproject.com", "https://www.python.org", None],
            "page": ["https://docs.djangoproject.com", "https://www.python.org", None],
            "note": ["**new**", "see [the list](https://www.python.org)", "~~sold out~~"],
            "active": [True, False, None],
        },
        column_config={
            "price": fr.column_config.NumberColumn("Price", format="euro", help="Without tax"),
            "sold": fr.column_config.DatetimeColumn("Sold", format="DD.MM.YYYY, HH:mm"),
            "site": fr.column_config.LinkColumn("Site", display_text=r"https://(?:www\.)?(.*)"),
            "page": fr.column_config.LinkColumn("Open", display_text=":material/open_in_new:", width="small"),
            "note": fr.column_config.MarkdownColumn("Note"),
            "active": fr.column_config.CheckboxColumn("Active"),
        },
    )


def pictures() -> None:
    """Bars, small charts and images."""
    fr.dataframe(
        {
            "done": [0.2, 0.75, 1],
            "views": [[1, 4, 2, 8, 5], [9, 7, 3, 2, 1], [2, 2, 3, 2, 2]],
            "sales": [[1, 4, 2, 8, 5], [9, 7, -3, 2, 1], [2, 2, 3, 2, 2]],
            "load": [[1, 4, 2, 8, 5], [9, 7, 3, 2, 1], [2, 2, 3, 2, 2]],
        },
        column_config={
            "done": fr.column_config.ProgressColumn("Done", color="auto"),
            "views": fr.column_config.LineChartColumn("Views", y_min=0, color="auto"),
            "sales": fr.column_config.BarChartColumn("Sales"),
            "load": fr.column_config.AreaChartColumn("Load", color="violet"),
        },
    )


def structures() -> None:
    """Lists, choices and JSON."""
    fr.dataframe(
        {
            "tags": [["red", "round"], ["blue"], []],
            "sizes": [["s", "m"], ["l"], ["s", "l"]],
            "state": [1, 2, 1],
            "details": [{"weight": 3, "parts": [1, 2]}, {"weight": 5}, None],
        },
        column_config={
            "tags": fr.column_config.ListColumn("Tags"),
            "sizes": fr.column_config.MultiselectColumn(
                "Sizes", options=["s", "m", "l"], color=["green", "orange", "red"], format_func=str.upper
            ),
            "state": fr.column_config.SelectboxColumn(
                "State", options=[1, 2], format_func=lambda number: {1: "open", 2: "closed"}[number]
            ),
            "details": fr.column_config.JsonColumn("Details"),
        },
    )


def buttons() -> None:
    """A button in each row, which asks first: the page runs with the row and the label."""
    fr.dataframe(
        {"order": ["2024-17", "2024-18"], "do": ["Ship", "Cancel"]},
        column_config={
            "do": fr.column_config.ButtonColumn("Do", key="order_button", type="primary", confirm="Are you sure?")
        },
    )
    if pressed := fr.session_state.get("order_button"):
        fr.write(f"{pressed.label} in row {pressed.row}")
