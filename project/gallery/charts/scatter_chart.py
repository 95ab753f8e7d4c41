"""Points of a table, without a spec."""

import formrerun as fr


def sized() -> None:
    """A third column says how large they are."""
    fr.scatter_chart({"x": [1, 2, 3], "y": [3, 1, 2], "n": [50, 200, 400]}, x="x", y="y", size="n")
