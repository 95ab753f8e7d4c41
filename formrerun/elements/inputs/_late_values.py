"""Values that are read when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from formrerun.engine.widget_state import UNSET


class Later(Sequence[Any]):
    """Values that are read when somebody asks for them: a POST names a few of many."""

    def __init__(self, count: int) -> None:
        self._read: list[Any] = [UNSET] * count

    def __len__(self) -> int:
        return len(self._read)

    def __getitem__(self, place: Any) -> Any:
        return self.pick([place])[0]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.pick(range(len(self))))

    def pick(self, places: Iterable[int]) -> list[Any]:
        """Return the values at some places; NotOffered if a row of the database among them is gone."""
        wanted = list(places)
        missing = [place for place in wanted if self._read[place] is UNSET]
        if missing:
            for place, value in zip(missing, self.read(missing), strict=True):
                self._read[place] = value
        return [self._read[place] for place in wanted]

    def read(self, places: list[int]) -> list[Any]:
        """Return the values at some places, which are read all at once."""
        raise NotImplementedError


__all__ = ["Later"]
