"""Draws anything: texts, numbers, tables, errors, in the way that suits each."""

from __future__ import annotations

import formrerun as fr


def several_things() -> None:
    """Several things in one call."""
    fr.write("The answer is", 42, {"and": ["the", "question"]})


def a_table() -> None:
    """A table is one."""
    fr.write([{"Name": "Ada", "Orders": 3}, {"Name": "Hugo", "Orders": 5}])
