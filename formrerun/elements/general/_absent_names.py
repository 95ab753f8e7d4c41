"""Streamlit's names that have no place here yet: what to use until then, and what a script gets of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


class Nothing:
    """
    Stands for an object that is not there: it is false and empty, and whatever is asked of it is nothing, too.

    So a script goes on with what does not depend on it.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing(f"{self._name}.{name}")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return _rows() if self._name.endswith((".query", ".read")) else self

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Any:
        return iter(())

    def __getitem__(self, key: Any) -> Any:
        raise KeyError(key)

    def __enter__(self) -> Nothing:
        return self

    def __exit__(self, *exc: object) -> None:
        """Nothing was opened."""

    def __repr__(self) -> str:
        return f"<{self._name}: not available>"


def _rows() -> Any:
    """Return a table without rows."""
    try:
        import pandas as pd
    except ImportError:
        return []
    return pd.DataFrame()


Call = Mapping[str, Any]


@dataclass(frozen=True)
class Absent:
    """
    A name that is not there yet.

    Attributes
    ----------
    instead
        What to use until then.
    parameters
        The positional ones, as far as they matter.
    value
        What a script gets; None for the handle of the placeholder, as of an element.
    kept
        What stands in ``session_state`` under its key: a function of the call, or None for nothing.
    """

    instead: str
    parameters: tuple[str, ...] = ("label",)
    value: Callable[[Call], Any] | None = None
    kept: Callable[[Call], Any] | None = None


#: Says that the handle of the placeholder is what a script gets.
DRAWN = object()


#: The names, of a newer Streamlit than ours, that are to come; there are none now.
ABSENT: dict[str, Absent] = {}
