"""Lines of a table, without a spec."""

import formrerun as fr


def two_columns() -> None:
    """Each column is a line, along the index."""
    fr.line_chart({"Bern": [3, 5, 4, 8], "Accra": [6, 6, 9, 7]}, y_label="Sold")
