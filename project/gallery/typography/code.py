"""Code with colours, numbers of lines, and a button that copies it."""

from __future__ import annotations

import formrerun as fr


def numbered() -> None:
    """With numbers of lines."""
    fr.code("def greet(name):\n    return f'Hello, {name}'", language="python", line_numbers=True)


def wrapped() -> None:
    """Long lines in several."""
    fr.code(
        "SELECT number, placed_on, status FROM orders WHERE status = 'paid' ORDER BY placed_on", "sql", wrap_lines=True
    )
