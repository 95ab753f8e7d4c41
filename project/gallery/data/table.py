"""All rows of a table, as they are."""

from __future__ import annotations

import formrerun as fr


def plain() -> None:
    """Texts may be Markdown."""
    fr.table([{"dish": "**Soup**", "price": 4.5}, {"dish": "Bread :material/bakery_dining:", "price": 1.2}])


def lines_between_rows() -> None:
    """Only the lines between rows, and no header."""
    fr.table({"Name": "Ada", "Born": 1815}, border="horizontal", hide_header=True)
