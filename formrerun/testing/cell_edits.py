"""What a test changes in an editor, as a browser would send it: no cell that nobody could reach there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import timedelta
from typing import Any

from formrerun.testing.driver import AppTestError


class CellEdits:
    """
    The changes of an editor, with one more.

    Parameters
    ----------
    node
        The editor.
    named
        How errors call it.
    held
        What is changed already, as ``session_state`` has it.

    Raises
    ------
    AppTestError
        If it is no editor; by each method, if there is no such row or column, or none that can be changed so.
    """

    def __init__(self, node: Any, named: str, held: Mapping[str, Any]) -> None:
        if not hasattr(node, "num_rows"):
            raise AppTestError(f"{named} has no cells that could be edited.")
        self._node, self._named = node, named
        self._changes = deepcopy(dict(held))

    def edit(self, row: int, column: str, value: Any) -> dict[str, Any]:
        """Return them with another value in a cell."""
        self._check_row(row)
        self._check_columns([column])
        self._changes["edited_rows"].setdefault(row, {})[column] = _as_json(value)
        return self._changes

    def add_row(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return them with a row more."""
        self._check_mode("add", "takes no new rows")
        self._check_columns(values)
        self._changes["added_rows"].append({name: _as_json(value) for name, value in values.items()})
        return self._changes

    def delete_row(self, row: int) -> dict[str, Any]:
        """Return them with a row less."""
        self._check_mode("delete", "keeps its rows")
        self._check_row(row)
        self._changes["deleted_rows"].append(row)
        return self._changes

    def _check_mode(self, wanted: str, instead: str) -> None:
        mode = self._node.num_rows
        if mode not in ("dynamic", wanted):
            raise AppTestError(f"{self._named} {instead}: its num_rows is {mode!r}.")

    def _check_row(self, row: int) -> None:
        rows = self._node.field.rows
        if not 0 <= row < rows:
            raise AppTestError(f"{self._named} has no row {row}: it has {rows}, counted from 0.")

    def _check_columns(self, columns: Iterable[str]) -> None:
        known = self._node.field.editable
        for column in columns:
            if column not in known:
                has = ", ".join(map(repr, known)) or "none"
                raise AppTestError(f"{self._named} has no column {column!r} that could be edited. Those are: {has}.")


def _as_json(value: Any) -> Any:
    """Return a cell's value as the browser says it."""
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.isoformat() if hasattr(value, "isoformat") else value
