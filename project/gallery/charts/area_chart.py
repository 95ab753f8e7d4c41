"""Areas of a table, without a spec."""

import formrerun as fr


def stacked() -> None:
    """The areas stand on each other."""
    fr.area_chart({"Bern": [3, 5, 4, 8], "Accra": [6, 6, 9, 7]}, stack=True)
