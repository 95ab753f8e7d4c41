"""A model's table as a CSV file: all rows that match, read and sent a piece at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from formrerun.elements.models._cells import csv_of

if TYPE_CHECKING:
    from formrerun.elements.models._columns import Column

#: So many rows are read and sent at once.
PIECE = 2_000


class _Lines:
    """What ``csv`` writes into, and what is sent of it."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def write(self, text: str) -> None:
        self.texts.append(text)

    def taken(self) -> str:
        """Return what was written since."""
        text, self.texts = "".join(self.texts), []
        return text


def pieces(rows: Any, columns: Sequence[Column]) -> Iterator[str]:
    """Yield the parts of the file; begin with a byte order mark, by which spreadsheets know that it is UTF-8."""
    lines = _Lines()
    writer = csv.writer(lines)
    lines.write("\ufeff")
    writer.writerow([column.label for column in columns])
    for place, row in enumerate(rows.iterator(chunk_size=PIECE), start=1):
        writer.writerow([csv_of(column.read(row), column.field) for column in columns])
        if place % PIECE == 0:
            yield lines.taken()
    yield lines.taken()


__all__ = ["pieces"]
