"""The row of ``tests/kinds.py`` for this app: the suites that run over every kind run over ``rating``, too."""

from __future__ import annotations

from tests.kind import Edits, Kind

KINDS = [
    Kind(
        "rating", "rating", None, ["3"], 3, ignored=(["0"], ["6"], ["x"], ["3.0"], ["³"]),
        edits=Edits("2", "4", "5", "1", params={"value": 2}, python=int),
    ),
    Kind("rating", "rating", 7, ["10"], 10, params={"stars": 10, "value": 7}, id="rating-ten"),
]  # fmt: skip
