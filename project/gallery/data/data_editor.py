"""A table whose cells can be edited, as in a spreadsheet."""

import formrerun as fr


def fixed() -> None:
    """What comes back is of the type of the data."""
    books = [{"title": "Emma", "copies": 3, "lent": False}, {"title": "Dracula", "copies": 1, "lent": True}]
    edited = fr.data_editor(books, key="books", disabled=["title"])
    fr.text(f"{sum(book['copies'] for book in edited)} copies")


def rows() -> None:
    """Rows are added and deleted; each column says what it takes."""
    columns = {
        "name": fr.column_config.TextColumn("Name", required=True, max_chars=40),
        "size": fr.column_config.SelectboxColumn("Size", options=["S", "M", "L"], default="M"),
        "price": fr.column_config.NumberColumn("Price", min_value=0, format="euro"),
    }
    goods = [{"name": "Shirt", "size": "M", "price": 12.5}, {"name": "Hat", "size": "S", "price": 8.0}]
    fr.data_editor(goods, column_config=columns, num_rows="dynamic", key="goods")


def in_a_form() -> None:
    """In a form nothing is sent before its button is pressed."""
    with fr.form("marks"):
        marks = fr.data_editor({"Ada": 1, "Bob": 2}, key="edited marks")
        fr.form_submit_button("Save")
    fr.text(marks)
