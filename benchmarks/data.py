"""What the compared pages show, in whatever they are written: no import but Python's own."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

KINDS = ("text", "number", "check", "choice")
CITIES = ("Ankara", "Bern", "Cairo", "Dakar", "Evora")
COLUMNS = ("order", "customer", "city", "placed", "items", "net", "tax", "total")


def kind(place: int) -> str:
    """Return the kind of the field at a place: the four in turn."""
    return KINDS[place % len(KINDS)]


@cache
def rows(count: int = 1000) -> list[dict[str, Any]]:
    """Return the table's rows, the same in every run."""
    chance = random.Random(1)
    made = []
    for number in range(count):
        net = round(chance.uniform(5, 900), 2)
        made.append(
            dict(
                zip(
                    COLUMNS,
                    (
                        f"B-{number:05}", f"Customer {chance.randrange(400)}", chance.choice(CITIES),
                        f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}", chance.randrange(1, 12),
                        net, round(net * 0.2, 2), round(net * 1.2, 2),
                    ),
                    strict=True,
                )
            )
        )  # fmt: skip
    return made
