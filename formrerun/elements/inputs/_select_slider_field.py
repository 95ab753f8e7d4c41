"""The field of a select slider: its places are options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from formrerun.elements.inputs._choices import Mapped
from formrerun.elements.inputs._options import FormatFunc, Options, pack_options, unpack_options
from formrerun.engine.widget_state import UNSET
from formrerun.exceptions import NotOffered


@dataclass(frozen=True, kw_only=True)
class SelectSliderField(Mapped):
    """
    One option, or two with what lies between them.

    The page posts places; labels are stored, so that a handle stays at its option when the options change.
    """

    tag = "select_slider"
    stores_posted = True

    options: Options
    indexes: tuple[int, ...] = (0,)
    to_label: FormatFunc = str

    def initial(self) -> Any:
        return self._values(self.indexes)

    def _values(self, places: tuple[int, ...] | list[int]) -> Any:
        made = tuple(self.options.values[place] for place in places)
        return made if len(self.indexes) == 2 else made[0]

    def parse_posted(self, posted: list[str], current: Any) -> Any:
        try:
            places = sorted(int(float(text)) for text in posted)
        except (ValueError, OverflowError):
            raise NotOffered from None
        if len(places) != len(self.indexes) or not all(0 <= place < len(self.options.labels) for place in places):
            raise NotOffered
        return self._values(places)

    def _place(self, value: Any) -> int:
        try:
            return self.options.index(value)
        except ValueError:
            return self.options.labels.index(self._label(value))

    def _label(self, value: Any) -> str:
        try:
            return str(self.to_label(value))
        except Exception:
            return str(value)

    def to_posted(self, value: Any) -> list[str]:
        return [str(self._place(item)) for item in (value if len(self.indexes) == 2 else (value,))]

    def to_stored(self, value: Any) -> list[str]:
        items = value if isinstance(value, (tuple, list)) and len(self.indexes) == 2 else (value,)
        return [self.wire_of(self._label(item)) for item in items]

    def to_query(self, value: Any) -> list[str]:
        return self.to_stored(value)

    def from_query(self, texts: list[str]) -> Any:
        if not self.is_offered(texts):
            raise NotOffered
        return self.from_stored(texts)

    def stored_to_posted(self, stored: list[str]) -> list[str]:
        return self.to_posted(self.from_stored(stored))

    def from_stored(self, stored: list[str]) -> Any:
        found = [self.by_wire(label) for label in stored]
        if len(found) != len(self.indexes) or any(item is UNSET for item in found):
            return self.initial()
        return tuple(found) if len(self.indexes) == 2 else found[0]

    def revalidate(self, value: Any) -> Any:
        items = value if len(self.indexes) == 2 and isinstance(value, (tuple, list)) else (value,)
        if len(items) != len(self.indexes) or any(self._label(item) not in self.options.labels for item in items):
            return self.initial()
        return value

    def pack(self) -> list[Any]:
        return [pack_options(self.options), list(self.indexes)]

    @classmethod
    def unpack(cls, packed: list[Any]) -> SelectSliderField:
        return cls(options=unpack_options(packed[0]), indexes=tuple(packed[1]))
